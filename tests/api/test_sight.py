"""What one may not see does not show: entries withheld within an incident that one may read."""

import asyncio

import pytest

from api.audience import may_hear
from api.hub import Change
from api.staging import HttpStage
from services.people import Person
from tests.api.world import PEOPLE, SECRET, World, build

API = "/api/v1"
SEE_ALL = ("duty", "officer", "lead", "head", "investigator", "governance")
SEE_SOME = ("other_duty", "other_officer", "insight", "reviewer")
NOT_THERE = {"wrong": "00000000-0000-7000-8000-000000000000"}


@pytest.fixture
async def world(played: HttpStage) -> World:
    return await build(played)


def person(name: str) -> Person:
    return next(one for one in PEOPLE if one.ref == name)


async def test_nothing_of_a_withheld_entry_is_told_to_those_who_may_not_read_it(
    world: World,
) -> None:
    ref = world.refs["own"]
    paths = [
        f"{API}/incidents",
        f"{API}/incidents/{ref}",
        f"{API}/incidents/{ref}?as_at=2036-01-01T00:00:00Z",
        f"{API}/incidents/{ref}?true_at=2036-01-01T00:00:00Z",
        f"{API}/incidents/{ref}?as_at={world.position}",
        f"{API}/incidents/{ref}/timeline",
        f"{API}/incidents/{ref}/workflow",
        f"{API}/search?q={SECRET}",
        f"/incidents/{ref}",
        f"/incidents/{ref}?as_at={world.position}",
        f"/incidents/{ref}/handover",
        f"/incidents/{ref}/entries/{world.events['open make-commitment']}",
        f"/search?q={SECRET.lower()}+heard",
        "/work?whose=everyone",
        f"/stakeholders/{world.refs['taking_part']}",
        *(f"/incidents/{ref}/do/{verb}" for verb in ("keep-commitment", "answer-question")),
        *(
            f"/incidents/{ref}/do/{verb}"
            for verb in ("record-contact", "close", "revise-community")
        ),
        *(f"/incidents/{ref}/do/{verb}" for verb in ("record-decision", "flag-to-investigation")),
    ]
    told = {
        who: [path for path in paths if SECRET in (await world.ask(who, path)).text]
        for who in (*SEE_SOME, "officer")
    }

    assert {who: told[who] for who in SEE_SOME} == {who: [] for who in SEE_SOME}
    assert len(told["officer"]) >= 10


async def test_those_who_may_read_it_find_it(world: World) -> None:
    path = f"{API}/incidents/{world.refs['own']}/timeline"
    told = {who: (await world.ask(who, path)).text.count(SECRET) for who in SEE_ALL}

    assert told == dict.fromkeys(SEE_ALL, 5)


async def test_counts_are_the_same_for_everybody(world: World) -> None:
    path = f"{API}/incidents/{world.refs['own']}"
    told = [(await world.ask(who, path)).json() for who in ("officer", "other_officer")]
    names = ("contacts", "reached", "milestones_met", "late_entries", "version", "position")

    assert [told[0][name] for name in names] == [told[1][name] for name in names]
    assert told[0]["contacts"] == 2
    assert [one["community"] for one in told[0]["communities"]] == ["C1", "C2"]
    assert [one["community"] for one in told[1]["communities"]] == ["C1"]


@pytest.mark.parametrize(
    ("verb", "body", "unknown"),
    [
        ("keep-commitment", {"commitment": "P2"}, {"commitment": "P9"}),
        ("answer-question", {"question": "Q2", "line": "L1"}, {"question": "Q9", "line": "L1"}),
        ("revise-community", {"community": "C2", "name": "X"}, {"community": "C9", "name": "X"}),
    ],
)
async def test_what_is_withheld_cannot_be_answered_nor_told_from_what_is_not_there(
    world: World, verb: str, body: dict[str, str], unknown: dict[str, str]
) -> None:
    path = f"/incidents/{world.refs['own']}/{verb}"
    refused = await world.ask("other_officer", path, **body)
    never_was = await world.ask("other_officer", path, **unknown)

    assert refused.status_code == never_was.status_code in (404, 409)
    (name, withheld), (_, stray) = next(iter(body.items())), next(iter(unknown.items()))
    assert refused.text == never_was.text.replace(stray, withheld), name


async def test_a_withheld_entry_is_not_there_to_open_or_correct(world: World) -> None:
    ref, hidden = world.refs["own"], world.events["withheld make-commitment"]
    said = {"field": "text", "to": "Ring every Tuesday.", "reason": "It was another day."}
    asked = [
        await world.ask("other_officer", f"/incidents/{ref}/entries/{event}")
        for event in (hidden, NOT_THERE["wrong"])
    ]
    sent = [
        await world.ask("other_officer", f"/incidents/{ref}/correct-entry", target=event, **said)
        for event in (hidden, NOT_THERE["wrong"])
    ]

    assert [answer.status_code for answer in asked] == [404, 404]
    assert sent[0].status_code == sent[1].status_code == 409
    assert sent[0].text == sent[1].text.replace(NOT_THERE["wrong"], hidden)
    assert (await world.ask("officer", f"/incidents/{ref}/entries/{hidden}")).status_code == 200


async def test_why_a_milestone_was_missed_is_told_as_it_is_marked(
    world: World, played: HttpStage
) -> None:
    at = f"/incidents/{world.refs['own']}"
    await played.set_clock(played.system.clock().replace(year=2037))
    why = {"milestone": "triage", "why": "The Zebra was ill.", "marking": "OFFICIAL-SENSITIVE"}
    await world.done("officer", f"{at}/explain-breach", **why)
    await played.caught_up(world.position)
    told = {
        who: [
            SECRET in (await world.ask(who, path)).text
            for path in (f"{API}{at}", f"{API}{at}/workflow", at, f"{API}/incidents")
        ]
        for who in ("officer", "other_officer")
    }

    assert told == {
        "officer": [True, True, True, False],
        "other_officer": [False, False, False, False],
    }


async def test_the_same_title_elsewhere_warns_only_of_what_one_may_know(world: World) -> None:
    same = {
        "title": "Quarrybank allegation",
        "incident_type": "other",
        "pfa": "E23000003",
        "summary": "Fictional.",
        "source": "other",
        "bereaved": "no",
    }
    warned = {who: await world.done(who, "/incidents", **same) for who in ("other_duty", "duty")}

    assert "warnings" not in warned["other_duty"]
    texts = [one["text"] for one in warned["duty"]["warnings"]]
    assert any(world.refs["restricted"] in text for text in texts)


async def test_a_reviewer_reads_of_the_register_whoever_takes_part(world: World) -> None:
    listed = (await world.ask("reviewer", f"{API}/stakeholders")).json()["items"]
    found = (await world.ask("reviewer", f"{API}/search?q=peregrine")).json()["items"]
    unknown, taking_part = world.refs["unknown"], world.refs["taking_part"]
    answers = [
        await world.ask("reviewer", f"{path}/{ref}")
        for path in (f"{API}/stakeholders", "/stakeholders")
        for ref in (unknown, "STK-9999", taking_part)
    ]

    assert [one["ref"] for one in listed] == [taking_part]
    assert found == []
    assert [answer.status_code for answer in answers] == [404, 404, 200] * 2
    assert answers[0].text == answers[1].text.replace("STK-9999", unknown)


async def test_an_investigator_reads_no_name_of_the_register(world: World) -> None:
    ref = world.refs["own"]
    paths = [f"/incidents/{ref}", f"/incidents/{ref}/handover", f"{API}/incidents/{ref}/timeline"]
    paths += [f"/incidents/{ref}/do/{verb}" for verb in ("approve-line", "acknowledge-flag")]
    paths += ["/search?q=harmony", "/incidents"]
    told = [path for path in paths if "Harmony" in (await world.ask("investigator", path)).text]

    assert told == []
    assert "Harmony" in (await world.ask("officer", f"/incidents/{ref}")).text


async def test_the_family_is_known_to_its_investigation(world: World) -> None:
    at = f"/incidents/{world.refs['own']}"
    spoc = {"spoc_role": "family_liaison_manager", "confirmed_by": "investigator", "language": "en"}
    await world.done(
        "investigator", f"{at}/confirm-family-spoc", **spoc, family_ref=["Okapi family"]
    )
    told = {
        who: "Okapi" in (await world.ask(who, f"{API}{at}/timeline")).text
        for who in ("investigator", "governance", "officer", "head", "reviewer")
    }

    assert told == {
        "investigator": True,
        "governance": True,
        "officer": False,
        "head": False,
        "reviewer": False,
    }


async def test_the_event_stream_tells_each_what_they_may_know_of(
    world: World, played: HttpStage
) -> None:
    heard = {one.ref: await _heard(played, one) for one in PEOPLE}
    everything = heard["head"]
    restricted = {world.refs["restricted"], world.refs["restricted_elsewhere"]}
    register = {world.refs["taking_part"], world.refs["unknown"]}

    assert len(everything) == world.position
    assert heard["lead"] == heard["governance"] == everything
    assert {change.ref for change in heard["analyst"]} == {world.refs["insight"]}
    assert heard["auditor"] == []
    assert {change.ref for change in heard["investigator"]} == {
        world.refs["insight"],
        world.refs["own"],
        world.refs["restricted"],
    }
    for who in SEE_SOME:
        assert not restricted.difference({world.refs["restricted_elsewhere"]}) & {
            change.ref for change in heard[who]
        }
        assert not [
            change
            for change in heard[who]
            if change.ref == world.refs["own"] and change.marking != "OFFICIAL"
        ]
    assert {change.ref for change in heard["other_officer"]} == {
        world.refs["insight"],
        world.refs["own"],
        world.refs["elsewhere"],
        world.refs["restricted_elsewhere"],
        *register,
    }
    assert {change.ref for change in heard["reviewer"]} == {
        world.refs["insight"],
        world.refs["own"],
        world.refs["elsewhere"],
        world.refs["taking_part"],
    }


async def test_whoever_is_no_longer_the_lead_no_longer_hears_nor_reads(
    world: World, played: HttpStage
) -> None:
    ref, officer = world.refs["restricted"], person("officer")
    before = await _heard(played, officer, ref)
    at = f"/incidents/{ref}"
    assert (await world.ask("officer", f"{API}{at}")).status_code == 200
    note = "Sam is on leave from today; Sol takes it over."
    await world.done("head", f"{at}/assign-lead", officer="OFC-04", handover_note=note)

    assert before != []
    assert await _heard(played, officer, ref) == []
    assert (await world.ask("officer", f"{API}{at}")).status_code == 404
    assert (await world.ask("officer", f"{API}{at}?as_at={before[-1].position}")).status_code == 404
    assert (await world.ask("other_officer", f"{API}{at}")).status_code == 200


async def test_a_request_is_heard_of_by_those_who_may_read_it(
    world: World, played: HttpStage
) -> None:
    asked = {
        "incident": world.refs["restricted"],
        "needed_by": "2036-01-01T00:00:00Z",
        "asks": ["first_contact"],
        "context": "Nobody has spoken to them yet. Fictional.",
    }
    request = (await world.done("head", "/support-requests", **asked))["ref"]

    heard = {who.ref: bool(await _heard(played, who, request)) for who in PEOPLE}

    reads = [who.ref for who in PEOPLE if heard[who.ref]]
    answers = {who: (await world.ask(who, f"{API}/support-requests/{request}")) for who in heard}
    assert {"head", "lead"} <= set(reads)
    assert reads == [who for who, answer in answers.items() if answer.status_code == 200]


async def _heard(played: HttpStage, who: Person, ref: str = "") -> list[Change]:
    """What of all that was recorded somebody would be told."""
    heard, last = [], played.system.store.position()
    async with asyncio.timeout(30):
        async for change in played.system.hub.changes(0):
            if ref in ("", change.ref) and may_hear(played.system, who, change):
                heard.append(change)
            if change.position >= last:
                break
    return heard
