"""Every read of what is restricted, of people or of the past, and every copy: one entry each."""

from typing import Any

import pytest

from api.staging import HttpStage
from services.purposes import BY_PROGRAM, IN_A_LIST, NOT_SAID
from tests.api.reads import (
    CONSULT,
    INCIDENT,
    IS_THE_LOG,
    LISTS,
    LISTS_NOBODY_HERE,
    PERSON,
    READS,
    REPLAY,
    SHOWS_NO_RECORD,
    SHOWS_NO_WORDS,
    Reader,
    address,
    get_routes,
    kind_of,
    records,
)
from tests.api.world import World, build

ALL = [(path, who) for path, who in get_routes() if kind_of(path) in READS]


@pytest.fixture
async def world(played: HttpStage) -> World:
    world = await build(played)
    refs = world.refs
    told = await world.ask("head", f"/api/v1/incidents/{refs['restricted']}/timeline")
    world.events["restricted"] = told.json()["items"][0]["event_id"]
    support = {"incident": refs["restricted"], "asks": ["advice_only"], "context": "Fictional."}
    needed = {"needed_by": "2036-01-01T09:00:00Z"}
    told = await world.ask("duty", "/support-requests", **support, **needed)
    refs["request"] = told.json()["ref"]
    asked = {"channel": "email", "identity_checked": True}
    await world.done("duty", f"/stakeholders/{refs['taking_part']}/request-erasure", **asked)
    return world


def test_every_route_is_known_to_be_written_down_or_to_show_nothing_of_the_kind() -> None:
    known = [*READS, *SHOWS_NO_RECORD, *SHOWS_NO_WORDS, *LISTS_NOBODY_HERE, *IS_THE_LOG]

    assert sorted({kind_of(path) for path, _ in get_routes()} - set(known)) == []
    assert len(known) == len(set(known))


@pytest.mark.parametrize("program", [True, False], ids=["a program", "a browser"])
async def test_every_route_that_shows_any_of_it_adds_one_entry_that_says_so(
    played: HttpStage, world: World, program: bool
) -> None:
    head = Reader(played, world, "head", program=program)
    governance = Reader(played, world, "governance", program=program)
    if not program:
        head.says(*records(world).values())
        governance.says(*records(world).values())
    wrong = []
    for path, who in ALL:
        reader = head if who == "head" else governance
        kind = kind_of(path)
        action, of = READS[kind]
        answer, added = await reader.get(address(path, world))
        purpose = BY_PROGRAM if program else IN_A_LIST if kind in LISTS else "review"
        told = [(one.who, one.role, one.action, one.record, one.purpose) for one in added]
        role = "info_governance" if reader is governance else "head_of_se"
        expected = (reader.who, role, action, records(world)[of], purpose)
        if answer.status_code != 200 or told != [expected]:
            wrong.append((path, answer.status_code, told))

    assert wrong == []
    assert played.system.access_log.verify().whole


def own(world: World) -> str:
    return world.refs["own"]


async def test_the_past_of_any_incident_is_a_replay_and_adds_no_domain_event(
    played: HttpStage, world: World
) -> None:
    head, position = Reader(played, world, "head"), played.system.store.position()
    head.says(own(world))
    then = f"as_at={world.position}"
    true_then = "true_at=2036-01-01T00:00:00Z"
    for path in ("", "/workflow", "/timeline"):
        for moment in (then, true_then):
            api = f"/api/v1/incidents/{own(world)}{path}?{moment}"
            answer, added = await head.get(api)
            assert answer.status_code == 200
            assert [one.action for one in added] == [REPLAY], api
    answer, added = await head.get(f"/incidents/{own(world)}?{then}")

    assert (answer.status_code, [one.action for one in added]) == (200, [REPLAY])
    assert played.system.store.position() == position


async def test_what_is_official_is_read_without_an_entry(played: HttpStage, world: World) -> None:
    head, elsewhere = Reader(played, world, "head"), world.refs["elsewhere"]

    for path in ("/incidents/{}", "/api/v1/incidents/{}", "/api/v1/incidents/{}/timeline"):
        answer, added = await head.get(path.format(elsewhere))
        assert (answer.status_code, added) == (200, [])


async def test_an_official_incident_counts_by_the_entries_that_its_reader_may_see(
    played: HttpStage, world: World
) -> None:
    path = f"/api/v1/incidents/{own(world)}"
    _, seen = await Reader(played, world, "head", program=True).get(path)
    _, unseen = await Reader(played, world, "other_officer", program=True).get(path)

    assert [one.marking for one in seen] == ["OFFICIAL-SENSITIVE"]
    assert unseen == []


async def test_whoever_has_not_said_what_for_is_asked_and_sees_nothing(
    played: HttpStage, world: World
) -> None:
    head = Reader(played, world, "head")
    for path, who in ALL:
        if kind_of(path) in LISTS or who != "head":
            continue
        answer, added = await head.get(address(path, world))
        if path.startswith("/api/"):
            assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (
                409,
                "PurposeNeeded",
            )
        else:
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/purpose?record=")
        assert "Quarrybank" not in answer.text
        assert added == []


async def test_a_page_that_keeps_itself_up_to_date_is_written_down_once(
    played: HttpStage, world: World
) -> None:
    head, path = Reader(played, world, "head"), f"/incidents/{world.refs['restricted']}"
    head.says(world.refs["restricted"])
    await head.get(path)

    answer, added = await head.get(path, **{"Box1-Unattended": "yes", "HX-Request": "true"})

    assert (answer.status_code, added) == (200, [])


async def test_nobody_reads_unseen_by_saying_that_nobody_is_there(
    played: HttpStage, world: World
) -> None:
    head, path = Reader(played, world, "head"), f"/incidents/{world.refs['restricted']}"

    answer, added = await head.get(path, **{"Box1-Unattended": "yes"})

    assert answer.status_code == 200
    assert [(one.action, one.purpose) for one in added] == [(CONSULT, NOT_SAID)]


async def test_what_cannot_be_written_down_is_not_shown(played: HttpStage, world: World) -> None:
    head = Reader(played, world, "head")
    head.says(*records(world).values())
    with played.system.access_log._engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE access_log RENAME TO elsewhere")

    for path in (INCIDENT, PERSON):
        for prefix in ("/", "/api/v1/"):
            collection = "incidents" if path is INCIDENT else "stakeholders"
            asked = f"{prefix}{collection}/{records(world)[path]}"
            answer = await head.http.get(asked, headers=head.headers)
            assert answer.status_code == 503
            assert "Quarrybank" not in answer.text
            assert "Harmony" not in answer.text


async def test_a_program_says_what_for_with_its_request(played: HttpStage, world: World) -> None:
    head = Reader(played, world, "head", program=True)
    path = f"/api/v1/stakeholders/{world.refs['taking_part']}"
    said = {"Box1-Purpose": "other", "Box1-Purpose-Note": "Yearly count of languages"}

    _, [entry] = await head.get(path, **said)
    unknown, added = await head.get(path, **{"Box1-Purpose": "curiosity"})
    wordless, more = await head.get(path, **{"Box1-Purpose": "other"})

    assert (entry.purpose, entry.note) == ("other", "Yearly count of languages")
    assert (unknown.status_code, unknown.json()["reasons"][0]["code"]) == (422, "PurposeUnknown")
    assert (wordless.status_code, wordless.json()["reasons"][0]["code"]) == (422, "PurposeNotSaid")
    assert added == more == []


async def test_whoever_makes_a_record_is_not_asked_what_they_need_it_for(
    played: HttpStage, world: World
) -> None:
    duty = Reader(played, world, "duty")
    sent: dict[str, Any] = {
        "title": "A meeting that went wrong",
        "incident_type": "other",
        "source": "other",
        "pfa": "E23000003",
        "summary": "Fictional.",
        "bereaved": "no",
        "marking": "OFFICIAL-SENSITIVE",
    }
    headers = duty.headers | {"Origin": "http://box1"}
    raised = await duty.http.post("/api/v1/incidents", json=sent, headers=headers)

    answer, [entry] = await duty.get(f"/incidents/{raised.json()['ref']}")

    assert (answer.status_code, entry.purpose) == (200, "respond")


async def test_what_was_typed_is_never_lost_over_a_purpose(played: HttpStage, world: World) -> None:
    head, typed = Reader(played, world, "head"), "Words that nobody wants to type twice"
    headers = head.headers | {"Origin": "http://box1"}
    path = f"/incidents/{world.refs['restricted']}/do/record-tension"
    before = played.system.access_log.head().number

    answer = await head.http.post(path, data={"text": typed}, headers=headers)
    [entry] = [one for one in played.system.access_log.entries() if one.number > before]

    assert answer.status_code == 422
    assert typed in answer.text
    assert (entry.action, entry.purpose) == (CONSULT, NOT_SAID)
