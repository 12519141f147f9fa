"""Whatever is asked of requests: a score comes first and stays, and the hours add up."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refusal
from domain.priority import PRIORITY_V1, Band, Factor, priority_of
from domain.ruleset import RULESET_V1
from domain.support_request import RequestState
from domain.working_time import working_days_after
from tests.domain.requesting import MONDAY, NEXT_WEEK, REASON, WEEK, Team, anchors, evidence
from tests.domain.scenario import DAY

JUDGED = st.tuples(*[st.integers(0, 4)] * 5)
BANDS = list(Band)
OFFICERS = ("OFC-A", "OFC-B", "OFC-D")
DECISIONS = ("RequestAccepted", "RequestPartlyAccepted", "RequestDeferred", "RequestDeclined")
START = {"start": "2026-03-02"}
LEADS = st.sampled_from([("regional_lead", "lea"), ("head_of_se", "hedi")])


def named(officer: str, minutes: int, week: str, authorised: bool) -> dict[str, Any]:
    by = "hedi" if authorised else None
    return {"id": officer, "minutes_by_week": {week: minutes}, "authorised_by": by}


COMING = st.lists(
    st.builds(
        named,
        st.sampled_from(OFFICERS),
        st.integers(0, 2000),
        st.sampled_from([WEEK, NEXT_WEEK]),
        st.just(False),
    ),
    max_size=2,
)


def scoring(judged: tuple[int, ...]) -> dict[str, Any]:
    said = anchors("".join(map(str, judged)))
    return {"anchors": said, "evidence": evidence(said), "why": REASON["reason"]}


STEPS = st.one_of(
    st.tuples(st.just("score"), JUDGED.map(scoring)),
    st.tuples(st.just("accept"), COMING.map(lambda who: {"officers": who, **START})),
    st.tuples(
        st.just("accept-in-part"),
        COMING.map(lambda who: {"officers": who, "not_provided": ["More"], **START, **REASON}),
    ),
    st.just(("defer", {"until": MONDAY + 9 * DAY, **REASON})),
    st.just(("decline", REASON)),
    st.just(("withdraw", REASON)),
    st.just(("fulfil", {"outcome": "Two meetings held"})),
    st.just(("direct-as-priority", {"director": "dana", **REASON})),
    st.tuples(
        st.just("override-band"), st.sampled_from(BANDS).map(lambda to: {"to": to, **REASON})
    ),
)
ASKED = st.tuples(st.sampled_from(["SR-1", "SR-2"]), STEPS, LEADS)


def two_requests() -> Team:
    team = Team()
    team.incident("INC-1")
    team.officer("OFC-A")
    team.officer("OFC-B", contracted=1332)
    team.officer("OFC-D", region="midlands")
    team.asks("SR-1")
    team.asks("SR-2")
    return team


@settings(deadline=None, max_examples=120)
@given(st.lists(ASKED, min_size=5, max_size=20))
def test_under_any_commands_scores_stay_and_hours_add_up(steps: list[Any]) -> None:
    team = two_requests()
    team.scores("SR-1", "22222")
    for ref, (verb, body), (role, actor) in steps:
        before = [each.given for each in team[ref].scores]
        try:
            team.does(ref, verb, role=role, actor=actor, **body)
        except Refusal:
            continue
        assert [each.given for each in team[ref].scores][: len(before)] == before
        _require_score_before_decision(team, ref)
        _require_free_hours(team)
        _require_hours_of_open_requests(team)


def _require_score_before_decision(team: Team, ref: str) -> None:
    kinds = team.kinds(ref)
    decided = [kinds.index(kind) for kind in DECISIONS if kind in kinds]
    assert not decided or kinds.index("RequestScored") < min(decided)


def _require_free_hours(team: Team) -> None:
    """Nobody authorised anything, so nobody's free time is below 0."""
    facts = team._facts({})
    for officer in OFFICERS:
        assert min(team.at_work(officer).free_in(week, facts) for week in (WEEK, NEXT_WEEK)) >= 0


def _require_hours_of_open_requests(team: Team) -> None:
    """An officer works for a request exactly while it is accepted, and they were named for it."""
    staffed = {
        ref
        for ref in ("SR-1", "SR-2")
        if team[ref].state in (RequestState.ACCEPTED, RequestState.PARTLY_ACCEPTED)
    }
    for officer in OFFICERS:
        assert team.at_work(officer).hours.open_requests <= staffed
    for ref in staffed:
        at_work = [team.at_work(officer).hours.open_requests for officer in team[ref].officers]
        assert any(ref in open_requests for open_requests in at_work)


@settings(deadline=None, max_examples=60)
@given(JUDGED, st.sampled_from("STCFP"), st.integers(0, 20))
def test_a_higher_anchor_never_lowers_where_a_request_stands(
    judged: tuple[int, ...], factor: str, days: int
) -> None:
    team = two_requests()
    said = scoring(judged)
    higher = {**said["anchors"], factor: min(said["anchors"][factor] + 1, 4)}
    team.does("SR-1", "score", **said)
    team.does("SR-2", "score", **{**said, "anchors": higher})
    team.now = working_days_after(MONDAY, days)

    assert team.stands("SR-2").effective_band <= team.stands("SR-1").effective_band
    assert team.stands("SR-2").effective >= team.stands("SR-1").effective


@settings(deadline=None, max_examples=60)
@given(JUDGED, st.integers(0, 400))
def test_waiting_never_enters_p1(judged: tuple[int, ...], days: int) -> None:
    team = two_requests()
    team.does("SR-1", "score", **scoring(judged))
    before = team.stands("SR-1")
    team.now = working_days_after(MONDAY, days)
    after = team.stands("SR-1")

    assert (after.computed, after.band) == (before.computed, before.band)
    assert (after.effective_band is Band.P1) == (before.effective_band is Band.P1)
    assert 0 <= BANDS.index(before.effective_band) - BANDS.index(after.effective_band) <= 1


@given(st.tuples(*[st.integers(0, 4)] * 8), st.integers(0, 30), st.sampled_from(BANDS))
def test_a_recorded_band_is_lifted_by_one_at_most_and_not_into_p1(
    given_: tuple[int, ...], days: int, recorded: Band
) -> None:
    stated = dict(zip(Factor, given_, strict=True))
    now = working_days_after(MONDAY, days)
    found = priority_of(stated, (), None, MONDAY, now, RULESET_V1.priority, scored=(50, recorded))

    assert found.band is recorded
    assert (found.effective_band is Band.P1) == (recorded is Band.P1)
    assert 0 <= BANDS.index(recorded) - BANDS.index(found.effective_band) <= 1


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(JUDGED, st.integers(1, 400)), min_size=2, max_size=5))
def test_the_queue_is_by_band_then_points(requests: list[tuple[tuple[int, ...], int]]) -> None:
    team = two_requests()
    for number, (judged, hours) in enumerate(requests, 3):
        team.asks(f"SR-{number}", hours=hours)
        team.does(f"SR-{number}", "score", **scoring(judged))
    scored = [ref for ref in team.queue if team[ref].scored]
    stands = [team.stands(ref) for ref in scored]

    assert team.queue == [*scored, "SR-1", "SR-2"]
    assert [(each.effective_band, -each.effective) for each in stands] == sorted(
        (each.effective_band, -each.effective) for each in stands
    )
    assert {team[ref].queue_key(team.now, PRIORITY_V1)[4] for ref in scored} == set(scored)
