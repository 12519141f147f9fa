"""The what-if page over a system of its own: what counts for whom, and that nothing is written."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from api.pages.what_if import pieces
from api.staging import HttpStage
from api.what_if import asked_of, comparison, officers_now
from api.what_if.sources import spread
from domain.priority import Band
from domain.vocabulary import Level
from domain.what_if import Arrival
from services.people import Person

Headers = dict[str, str]
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
WEEK = "demand=happened&from=2026-03-02&to=2026-03-08"
ENOUGH = "Words that are long enough for every rule. Fictional."
SHOOTING = {"incident_type": "fatal_police_shooting", "marking": "OFFICIAL-SENSITIVE"}
JUDGED = ("S", "T", "C", "F", "P")


@dataclass
class Story:
    """A week in March: three responses, one of them supported, and two officers."""

    played: HttpStage
    sign_in: dict[str, Headers]

    async def do(self, path: str, **body: Any) -> str:
        answer = await self.played.http.post(
            f"/api/v1{path}", json=body, headers=self.sign_in["head_of_se"]
        )
        assert answer.status_code == 201, answer.text
        await self.played.caught_up(answer.json()["position"])
        return str(answer.json()["ref"])

    async def incident(self, level: str, **raised: str) -> str:
        said = {"title": "Fictional", "incident_type": "other", "summary": "Fictional."}
        where = {} if "body" in raised else {"pfa": "E23000003"}
        ref = await self.do("/incidents", **{**said, **where, **raised})
        judged = {"level": level, "initial_tension": "amber"}
        await self.do(f"/incidents/{ref}/triage", **judged, rationale=ENOUGH, due_regard=ENOUGH)
        return ref

    async def officer(self, region: str, **languages: str) -> str:
        joined = {"name": "Amina [F]", "contracted": 2220, "start": "2026-01-05"}
        ref = await self.do("/officers", **joined, region=region)
        for lang, level in languages.items():
            await self.do(f"/officers/{ref}/set-language", lang=lang, level=level)
        return ref

    async def supported(self, incident: str, officer: str) -> None:
        asked = {"asks": ["advice_only"], "languages": ["cy"], "est": 1170, "context": ENOUGH}
        until = "2026-03-09T09:00:00Z"
        ref = await self.do("/support-requests", incident=incident, needed_by=until, **asked)
        at, week = f"/support-requests/{ref}", {"2026-W10": 600}
        anchors = dict.fromkeys(JUDGED, 1)
        await self.do(f"{at}/score", anchors=anchors, evidence=dict.fromkeys(JUDGED, ENOUGH))
        given = [{"id": officer, "minutes_by_week": week}]
        await self.do(f"{at}/accept", officers=given, start="2026-03-02")

    async def page(self, query: str = "", role: str = "head_of_se") -> httpx2.Response:
        address = f"/what-if?{query}" if query else "/what-if"
        return await self.played.http.get(address, headers=self.sign_in[role])

    def demand(self, role: str) -> list[Arrival]:
        """What counts for somebody in that week, by level and band."""
        who = Person(f"{role}-1", role, role)
        question = asked_of(WEEK, MONDAY.date()).question
        return list(comparison(self.played.system, who, question).demand)


@pytest.fixture
async def story(played: HttpStage, sign_in: dict[str, Headers]) -> Story:
    story = Story(played, sign_in)
    await played.set_clock(MONDAY)
    await story.incident("critical", **SHOOTING)
    ref = await story.incident("high_profile", title="Supported", pfa="W15000001")
    await story.incident("critical", title="Another", body="nca")
    await story.incident("monitor", title="Only watched")
    await story.officer("north-west")
    await story.supported(ref, await story.officer("wales", cy="fluent", pl="basic"))
    return story


async def test_demand_is_every_request_accepted_and_every_response_without_one(
    story: Story,
) -> None:
    found = {(one.region, one.level, one.band) for one in story.demand("head_of_se")}

    assert found == {
        ("north-west", Level.CRITICAL, Band.P1),
        ("wales", Level.HIGH_PROFILE, Band.P3),
        ("national", Level.CRITICAL, Band.P2),
    }


async def test_a_request_asks_for_what_was_estimated_and_for_its_languages(story: Story) -> None:
    """1,170 minutes are half of a high-profile response's 2,340."""
    [asked] = [one for one in story.demand("head_of_se") if one.region == "wales"]

    assert asked.minutes == (450, 240, 120, 120, 60, 60, 60, 60)
    assert asked.needs == {"cy"}


async def test_what_somebody_may_neither_know_of_nor_count_is_left_out(story: Story) -> None:
    for role in ("se_officer", "analyst", "reviewer"):
        assert Band.P1 not in {one.band for one in story.demand(role)}
        assert len(story.demand(role)) == 2


async def test_who_answers_is_on_the_rota_this_week_with_what_they_speak_well(
    story: Story,
) -> None:
    found = officers_now(story.played.system)

    assert [(one.ref, one.region, one.net, one.can) for one in found] == [
        ("OFC-01", "north-west", 2220, frozenset()),
        ("OFC-02", "wales", 2220, frozenset({"cy"})),
    ]
    await story.do("/officers/OFC-01/leave", on="2026-03-06")
    await story.played.set_clock(datetime(2026, 3, 10, 10, tzinfo=UTC))
    assert [one.ref for one in officers_now(story.played.system)] == ["OFC-02"]


async def test_both_arrangements_stand_side_by_side_and_nothing_is_written(story: Story) -> None:
    before = story.played.system.store.position()
    page = await story.page(f"{WEEK}&lost=OFC-02")

    assert page.status_code == 200
    assert "With one officer fewer in Wales, P" in page.text
    assert "What came in from" in page.text
    assert 'value="OFC-02" checked' in page.text
    assert story.played.system.store.position() == before


async def test_a_page_without_a_question_offers_some(story: Story) -> None:
    page = (await story.page()).text

    assert "How it works" in page
    for address in re.findall(r'class="app-idea" href="/what-if\?([^"]+)"', page):
        answer = await story.page(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert 'id="answer"' in answer.text


async def test_a_question_that_cannot_be_answered_says_why_and_keeps_what_was_typed(
    story: Story,
) -> None:
    page = await story.page("demand=made-up&weeks=300&seed=%22%3E%3Cb%3E&critical.wales=0.7")

    assert page.status_code == 422
    assert page.text.count("Weeks: a whole number from 1 to 261.") == 2
    assert 'value="300"' in page.text
    assert 'value="0.7"' in page.text
    assert "<b>" not in page.text
    assert 'id="answer"' not in page.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 200) for role in ("regional_lead", "se_officer", "reviewer")),
        *((role, 403) for role in ("investigator", "auditor", "insight_manager")),
    ],
)
async def test_who_may_read_who_is_free_may_ask(story: Story, role: str, status: int) -> None:
    assert (await story.page(WEEK, role)).status_code == status


async def test_how_far_it_is_is_sent_before_the_answer_is_worked_out(story: Story) -> None:
    """The page is cut after every step: what comes with it has been sent when the next begins."""
    head = Person("head_of_se-1", "head", "head_of_se")
    question = asked_of("demand=made-up&weeks=261&more.wales=1", MONDAY.date()).question
    replayed = comparison(story.played.system, head, question)
    seen = [
        (piece.count("<progress"), replayed.now is None, replayed.then is None)
        for piece in pieces("what_if_working.html", {"replayed": replayed})
    ]

    assert len(seen) == 23
    assert {many for many, _, _ in seen[:-1]} == {1}
    assert seen[0] == (1, True, True)
    assert seen[11] == (1, False, True)
    assert seen[-1][1:] == (False, False)


async def test_officers_are_told_apart_by_name_and_hours(story: Story) -> None:
    assert "Amina [F], 37.0 h" in (await story.page()).text


def test_an_estimate_is_spread_in_whole_minutes_and_none_is_lost() -> None:
    profile = (900, 480, 240, 240, 120, 120, 120, 120)

    assert spread(None, profile) is None
    assert spread(100, ()) == (100,)
    assert spread(None, ()) == (0,)
    assert sum(spread(1001, profile) or ()) == 1001
