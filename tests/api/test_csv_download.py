"""What is taken out: as the screen shows it, marked, written down, harmless in a spreadsheet."""

import csv
from datetime import UTC, datetime
from io import StringIO

import httpx2
import pytest

from api.csv_download import csv_download, harmless
from api.staging import HttpStage
from services.access_log import Action
from tests.api.reads import Reader
from tests.api.world import SECRET, World, build

NOON = datetime(2026, 4, 14, 7, 30, tzinfo=UTC)
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "\uff1d1+1",
    '=HYPERLINK("https://example.org","open")',
]


@pytest.fixture
async def world(played: HttpStage) -> World:
    return await build(played)


def rows_of(answer: httpx2.Response) -> list[list[str]]:
    """What a spreadsheet reads, but for the mark that says it is UTF-8."""
    text = answer.raise_for_status().content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_begins_as_a_formula_does(typed: str) -> None:
    assert harmless(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "Haven Street", "1 = 1", "two-way", "STK-0001"])
def test_other_words_stay_as_they_are(typed: str) -> None:
    assert harmless(typed) == typed


def test_a_semicolon_does_not_begin_a_cell() -> None:
    answer = csv_download("list", "OFFICIAL", NOON, ["What"], [["a;=1+1"]])

    assert bytes(answer.body).decode("utf-8-sig").splitlines()[-1] == '"a;=1+1"'


def test_the_marking_and_the_time_are_in_the_name_and_the_first_row() -> None:
    answer = csv_download("list", "OFFICIAL-SENSITIVE", NOON, ["What"], [[NOON], [None]])

    assert answer.headers["content-disposition"] == (
        'attachment; filename="list-2026-04-14-0830-OFFICIAL-SENSITIVE.csv"'
    )
    assert bytes(answer.body).decode("utf-8-sig").splitlines() == [
        '"OFFICIAL-SENSITIVE","Taken out 14/04/2026 08:30 UK time","Handle by its marking"',
        '"What"',
        '"2026-04-14 08:30:00"',
        '""',
    ]


async def test_a_timeline_is_taken_out_as_its_filters_show_it(
    played: HttpStage, world: World
) -> None:
    officer, ref = Reader(played, world, "officer", program=True), world.refs["own"]
    everything, _ = await officer.get(f"/incidents/{ref}/timeline.csv")
    some, [entry] = await officer.get(
        f"/incidents/{ref}/timeline.csv?q={SECRET}&sort=oldest-recorded"
    )
    [first, columns, *found] = rows_of(some)

    assert first[0] == "OFFICIAL-SENSITIVE"
    assert columns[3] == "What"
    assert len(found) == 5
    assert all(SECRET in " ".join(row) for row in found)
    assert [int(row[0]) for row in found] == sorted(int(row[0]) for row in found)
    assert len(rows_of(everything)) - 2 == len(played.system.store.history(ref))
    assert (entry.action, entry.record, entry.marking) == (Action.EXPORT, ref, "OFFICIAL-SENSITIVE")


async def test_nobody_takes_out_what_they_may_not_read(played: HttpStage, world: World) -> None:
    reviewer = Reader(played, world, "reviewer", program=True)
    answer, [entry] = await reviewer.get(f"/incidents/{world.refs['own']}/timeline.csv")
    hidden, added = await reviewer.get(f"/incidents/{world.refs['restricted']}/timeline.csv")

    assert SECRET not in answer.text
    assert rows_of(answer)[0][0] == entry.marking == "OFFICIAL"
    assert (hidden.status_code, added) == (404, [])


async def test_officers_take_out_their_own_alone(played: HttpStage, world: World) -> None:
    other = Reader(played, world, "other_officer", program=True)
    own, _ = await other.get(f"/incidents/{world.refs['elsewhere']}/timeline.csv")
    not_own, added = await other.get(f"/incidents/{world.refs['own']}/timeline.csv")
    unknown, _ = await other.get(f"/incidents/{world.refs['restricted']}/timeline.csv")
    there_is_none, _ = await other.get("/incidents/INC-2026-0404/timeline.csv")

    assert own.status_code == 200
    assert (not_own.status_code, added) == (403, [])
    assert unknown.status_code == there_is_none.status_code == 404


async def test_the_register_is_taken_out_as_its_filters_show_it(
    played: HttpStage, world: World
) -> None:
    lead = Reader(played, world, "lead", program=True)
    everybody, [first] = await lead.get("/stakeholders.csv")
    some, [entry] = await lead.get("/stakeholders.csv?q=peregrine")

    assert {row[1] for row in rows_of(everybody)[2:]} == {"Harmony Wanjiru", "Peregrine Ostler"}
    assert [row[1] for row in rows_of(some)[2:]] == ["Peregrine Ostler"]
    assert (entry.action, entry.shown) == (Action.EXPORT, (world.refs["unknown"],))
    assert len(first.shown) == 2


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("officer", ["Harmony Wanjiru"]),
        ("other_officer", []),
        ("reviewer", ["Harmony Wanjiru"]),
        ("governance", ["Harmony Wanjiru", "Peregrine Ostler"]),
    ],
)
async def test_of_the_register_everybody_takes_out_what_their_role_may(
    played: HttpStage, world: World, who: str, found: list[str]
) -> None:
    answer, _ = await Reader(played, world, who, program=True).get("/stakeholders.csv")

    assert sorted(row[1] for row in rows_of(answer)[2:]) == found


@pytest.mark.parametrize("who", ["investigator", "insight", "analyst", "auditor"])
async def test_these_take_nothing_out(played: HttpStage, world: World, who: str) -> None:
    reader = Reader(played, world, who, program=True)

    for path in ("/stakeholders.csv", f"/incidents/{world.refs['own']}/timeline.csv"):
        answer, added = await reader.get(path)
        assert (answer.status_code, added) == (403, [])
