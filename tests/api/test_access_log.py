"""The access log as auditors and information governance read it, on pages and as programs."""

import re
from dataclasses import replace
from typing import Any

import pytest

from api.staging import HttpStage
from services.access_log import Access, Action
from tests.api.reads import Reader
from tests.api.world import World, build

API = "/api/v1/access-log"
NUMBERS = re.compile(r"Entry ([\d,]+)<")


@pytest.fixture
async def world(played: HttpStage) -> World:
    return await build(played)


def noted(played: HttpStage, many: int, **changed: Any) -> None:
    """So many entries as reads leave them."""
    read = Access(
        at=played.system.clock(),
        who="head",
        role="head_of_se",
        action=Action.CONSULT,
        record="STK-0001",
        marking="OFFICIAL",
        purpose="respond",
        credential="0123456789abcdef",
    )
    for _ in range(many):
        played.system.access_log.note(replace(read, **changed))


async def test_the_page_shows_the_newest_and_leads_on_to_the_oldest(
    played: HttpStage, world: World
) -> None:
    auditor = Reader(played, world, "auditor")
    last = played.system.access_log.head().number + 120
    noted(played, last - played.system.access_log.head().number)
    seen, path = [], "/access"
    while path:
        answer, added = await auditor.get(path)
        assert (answer.status_code, added) == (200, [])
        seen += [int(number.replace(",", "")) for number in NUMBERS.findall(answer.text)]
        following = re.search(r'href="(/access\?[^"]*)" rel="next"', answer.text)
        path = following[1].replace("&amp;", "&") if following else ""

    assert seen == list(range(last, 0, -1))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("who=lead", {"INC-2026-0002"}),
        ("record=inc-2026-0002", {"INC-2026-0002"}),
        ("record=STK-0007", {"register"}),
        ("record=the register", {"register"}),
        ("action=export", {"register"}),
        ("purpose=emergency", {"INC-2026-0002"}),
        ("since=2036-01-01", set()),
        ("since=0001-01-01&until=9999-12-31", {"INC-2026-0002", "register"}),
        ("until=2001-01-01", set()),
        ("who=lead&action=export", set()),
    ],
)
async def test_a_filter_finds_on_the_page_and_in_the_file_alike(
    played: HttpStage, world: World, query: str, expected: set[str]
) -> None:
    governance = Reader(played, world, "governance", program=True)
    noted(played, 1, who="lead", record="INC-2026-0002", purpose="emergency")
    noted(played, 1, record="register", action=Action.EXPORT, shown=("STK-0007", "STK-0008"))
    [*sought] = played.system.access_log.entries(limit=2)
    page, _ = await governance.get(f"/access?{query}")
    file, [taken_out] = await governance.get(f"/access.csv?{query}")

    for entry in sought:
        found = entry.record in expected
        assert (f"Entry {entry.number}<" in page.text) == found
        assert (f'"{entry.hash}"' in file.text) == found
    assert (taken_out.action, taken_out.record) == (Action.EXPORT, "access-log")


async def test_programs_read_it_page_by_page(played: HttpStage, world: World) -> None:
    auditor = Reader(played, world, "auditor", program=True)
    noted(played, 7, record="STK-0042")
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        answer, _ = await auditor.get(f"{API}?record=STK-0042&limit=3{cursor}")
        told = answer.raise_for_status().json()
        seen += [item["number"] for item in told["items"]]
        cursor = f"&cursor={told['cursor']}" if told["cursor"] else None
    bad, _ = await auditor.get(f"{API}?cursor=%C2%B2")

    assert len(seen) == 7
    assert seen == sorted(seen, reverse=True)
    assert bad.status_code == 422


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"])
async def test_a_time_before_or_after_all_calendars_cannot_be_read(
    played: HttpStage, world: World, moment: str
) -> None:
    governance = Reader(played, world, "governance", program=True)
    for path in (f"{API}?since={moment}", f"/api/v1/incidents/INC-2026-0001?as_at={moment}"):
        answer, added = await governance.get(path)
        assert (answer.status_code, added) == (422, [])


async def test_whether_it_is_whole_is_said_to_people_and_to_programs(
    played: HttpStage, world: World
) -> None:
    auditor = Reader(played, world, "auditor", program=True)
    noted(played, 3)
    told, _ = await auditor.get(f"{API}/verify")
    head = told.json()
    kept, _ = await auditor.get(f"{API}/verify?number={head['entries']}&hash={head['head']}")
    other, _ = await auditor.get(f"{API}/verify?number={head['entries']}&hash={'0' * 64}")
    page, _ = await auditor.get("/access/check")
    with played.system.access_log._engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER access_log_keeps_on_update")
        connection.exec_driver_sql("UPDATE access_log SET who = 'nobody' WHERE number = 2")
    broken, _ = await auditor.get(f"{API}/verify")
    broken_page, _ = await auditor.get("/access/check")

    assert (head["whole"], head["fault"]) == (True, None)
    assert (kept.json()["whole"], other.json()["whole"]) == (True, False)
    assert (broken.json()["whole"], broken.json()["at"]) == (False, 2)
    assert "<strong>Yes.</strong>" in page.text
    assert "<strong>No.</strong> Entry 2 does not follow" in broken_page.text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("head", 200),
        ("governance", 200),
        ("auditor", 200),
        ("duty", 404),
        ("lead", 404),
        ("other_officer", 404),
        ("reviewer", 404),
        ("investigator", 404),
        ("analyst", 404),
    ],
)
async def test_who_looked_at_an_incident_is_for_its_lead_the_head_and_those_who_read_the_log(
    played: HttpStage, world: World, who: str, status: int
) -> None:
    ref = world.refs["restricted"]
    noted(played, 1, who="duty", record=ref)
    noted(played, 1, who="investigator", record="search", shown=(ref,))

    answer, added = await Reader(played, world, who).get(f"/incidents/{ref}/access")

    assert (answer.status_code, added) == (status, [])
    assert len(NUMBERS.findall(answer.text)) == (2 if status == 200 else 0)


async def test_an_urgent_read_is_looked_into_by_information_governance_and_not_by_the_reader(
    played: HttpStage, world: World
) -> None:
    at = "/access/emergencies"
    noted(played, 2, who="governance", role="info_governance", purpose="emergency")
    first = played.system.access_log.head().number - 1
    readers = {who: Reader(played, world, who) for who in ("governance", "other_governance")}
    auditor = Reader(played, world, "auditor")

    async def review(reader: Reader, number: int, found: str) -> tuple[int, str]:
        headers = reader.headers | {"Origin": "http://box1"}
        answer = await reader.http.post(f"{at}/{number}", data={"found": found}, headers=headers)
        return answer.status_code, answer.text

    other = readers["other_governance"]
    assert (await review(auditor, first, "Fine."))[0] == 403
    own, told = await review(readers["governance"], first, "Fine.")
    assert (own, "somebody else looks into it" in told) == (403, True)
    assert (await review(other, first, "  "))[0] == 422
    assert (await review(other, first + 1, "Fine."))[0] == 404
    assert (await review(other, first, "On call that night."))[0] == 303
    assert (await review(other, first, "Again."))[0] == 409
    [entry] = played.system.access_log.entries(action="review")
    page, _ = await auditor.get(at)

    assert (entry.who, entry.record, entry.shown) == ("other_governance", "STK-0001", (str(first),))
    assert "On call that night." in page.text
    assert "Nothing to look into." in page.text


async def test_a_later_urgent_read_is_another_one_and_what_was_said_later_stands_beside_it(
    played: HttpStage, world: World
) -> None:
    noted(played, 1, purpose="emergency")
    first = played.system.access_log.head().number
    noted(played, 1, purpose="review", action=Action.REVIEW, who="governance", shown=(str(first),))
    noted(played, 1, purpose="emergency")
    noted(played, 1, purpose="other", note="A call from the family at night")
    page, _ = await Reader(played, world, "auditor").get("/access/emergencies")
    open_part, done_part = page.text.split("Looked into</h2>")

    assert f"entry {first + 2}" in open_part
    assert "Said later: A call from the family at night" in open_part
    assert f"entry {first}<" in done_part


@pytest.mark.parametrize(
    ("who", "home"),
    [("auditor", "/access"), ("governance", "/access"), ("duty", "/incidents")],
)
async def test_everybody_begins_where_their_work_is(
    played: HttpStage, world: World, who: str, home: str
) -> None:
    answer, _ = await Reader(played, world, who).get("/")

    assert answer.headers["location"] == home
