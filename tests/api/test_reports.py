"""Reports as PDF: what they say, to whom, and that a screen reader finds its way in them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from api.reports import pdf_of
from api.staging import HttpStage
from services.access_log import Action
from tests.api.reads import Reader
from tests.api.world import SECRET, World, build

HOSTILE = '#import "x": * <label> $x$ *bold* #read("/etc/passwd") = heading \\ // gone'


@pytest.fixture
async def world(played: HttpStage) -> World:
    return await build(played)


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every element of the structure tree, with its type."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for child in node:
            yield from tags(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"]), node
        if "/K" in node:
            yield from tags(node["/K"])


def words_of(pdf: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in pdf.pages).split())


def report(**changes: Any) -> dict[str, Any]:
    """The least that a timeline report tells."""
    entry = {
        "sentence": "Reached somebody",
        "times": "recorded 9 Mar, 10:10",
        "words": HOSTILE,
        "details": ["Took: 15 min"],
        "changes": [],
    }
    return {
        "title": "INC-2026-0001: A title [F]",
        "marking": "OFFICIAL",
        "summary": HOSTILE,
        "footer": "Taken out 9 Mar by Sam",
        "facts": [["State", "Active"]],
        "milestones": [["Triage", "9 Mar", "9 Mar", "Met"]],
        "order": "1 entry",
        "days": [{"day": "9 March 2026", "entries": [entry]}],
    } | changes


async def test_a_timeline_is_taken_out_as_far_as_it_may_be_read(
    played: HttpStage, world: World
) -> None:
    path = f"/incidents/{world.refs['own']}/report.pdf"
    whole, [entry] = await Reader(played, world, "head", program=True).get(path)
    half, _ = await Reader(played, world, "reviewer", program=True).get(path)
    head, reviewer = (words_of(PdfReader(BytesIO(one.content))) for one in (whole, half))

    assert whole.headers["content-type"] == "application/pdf"
    assert (entry.action, entry.record) == (Action.EXPORT, world.refs["own"])
    assert SECRET in head
    assert SECRET not in reviewer
    assert "Left out, as not for this reader" in reviewer
    assert head.count("OFFICIAL-SENSITIVE") >= len(PdfReader(BytesIO(whole.content)).pages)


async def test_a_timeline_of_the_past_holds_what_was_recorded_by_then(
    played: HttpStage, world: World
) -> None:
    ref = world.refs["own"]
    first = played.system.store.positions(ref)[0]
    reader = Reader(played, world, "head", program=True)
    then, _ = await reader.get(f"/incidents/{ref}/report.pdf?as_at={first}")

    assert "1 entry as recorded by" in words_of(PdfReader(BytesIO(then.content)))


def test_a_report_is_tagged_as_pdf_ua_asks() -> None:
    pdf = PdfReader(BytesIO(pdf_of("timeline", report())))
    root: Any = pdf.trailer["/Root"]
    found = [*tags(root["/StructTreeRoot"]["/K"])]
    kinds = [kind for kind, _ in found]

    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).lower().startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "INC-2026-0001: A title [F]"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert {"/Title", "/H1", "/H2", "/H3", "/Table", "/TR", "/TH", "/TD", "/P"} <= {*kinds}
    tables = [element for kind, element in found if kind == "/Table"]
    assert all(any(kind == "/TH" for kind, _ in tags(table)) for table in tables)
    assert all("/Alt" in element for kind, element in found if kind == "/Figure")
    assert len(pdf.outline) > 0


def test_what_was_typed_is_never_code() -> None:
    said = words_of(PdfReader(BytesIO(pdf_of("timeline", report()))))

    assert said.count('#import "x": * <label> $x$ *bold* #read("/etc/passwd") = heading') == 2
    assert "root:" not in said


def test_a_report_of_nothing_yet_is_a_report() -> None:
    said = words_of(PdfReader(BytesIO(pdf_of("timeline", report(milestones=[], days=[])))))

    assert "They are set when the incident is triaged." in said


def test_every_page_has_the_marking_its_number_and_who_took_it_out() -> None:
    entry = report()["days"][0]["entries"][0]
    many = report(days=[{"day": "9 March 2026", "entries": [entry] * 60}])
    pdf = PdfReader(BytesIO(pdf_of("timeline", many)))

    assert len(pdf.pages) > 3
    for number, page in enumerate(pdf.pages, 1):
        said = page.extract_text()
        assert "OFFICIAL" in said
        assert f"Page {number} of {len(pdf.pages)}" in said
        assert "Taken out 9 Mar by Sam" in said


async def test_the_lessons_that_the_filters_find_are_taken_out(
    played: HttpStage, world: World
) -> None:
    reader = Reader(played, world, "head", program=True)
    answer, [entry] = await reader.get("/lessons/report.pdf")
    none, _ = await reader.get("/lessons/report.pdf?theme=discrimination")

    said = words_of(PdfReader(BytesIO(answer.content)))
    assert (entry.action, entry.record, entry.shown) == (
        Action.EXPORT,
        "lessons",
        (world.refs["insight"],),
    )
    assert f"{world.refs['insight']}: " in said
    assert "There is no lesson that these filters find." in words_of(
        PdfReader(BytesIO(none.content))
    )
