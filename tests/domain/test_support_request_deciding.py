"""Deciding on a request: with officers, in part, later, not at all; and what becomes of hours."""

from typing import Any

import pytest

from domain.base import NotAllowed
from domain.priority import Band
from domain.support_request import RequestState
from tests.domain.requesting import (
    MONDAY,
    NEXT_WEEK,
    REASON,
    WEEK,
    Team,
    anchors,
    comes,
    evidence,
    staffed,
)
from tests.domain.scenario import DAY

START: dict[str, Any] = {"start": "2026-03-02"}
IN_PART: dict[str, Any] = {**START, "not_provided": ["Somali"], **REASON}
UNTIL: dict[str, Any] = {"until": MONDAY + 2 * DAY, **REASON}
HEAD: dict[str, Any] = {"role": "head_of_se", "actor": "hedi"}
FREE = 1887


def accepted(*officers: dict[str, Any]) -> Team:
    team = staffed()
    team.does("SR-1", "accept", officers=officers or [comes("OFC-A", 600)], **START)
    return team


def held(team: Team, officer: str, request: str = "SR-1") -> dict[str, int]:
    return dict(team.at_work(officer).hours.allocations.get(request, {}))


def test_hours_of_several_officers_are_taken_as_it_is_accepted() -> None:
    team = accepted(comes("OFC-A", 600), comes("OFC-B", 300), comes("OFC-D", 120))

    request = team["SR-1"]
    assert request.state is RequestState.ACCEPTED
    assert request.officers == ("OFC-A", "OFC-B", "OFC-D")
    assert [held(team, each) for each in request.officers] == [
        {WEEK: 600},
        {WEEK: 300},
        {WEEK: 120},
    ]
    loans = [team.log[each][-1].decision.loan for each in request.officers]
    assert loans == [False, False, True]


def test_every_officers_reasons_stand_in_one_refusal() -> None:
    team = staffed()
    officers = [
        comes("OFC-A", FREE + 5),
        comes("OFC-Z", 60),
        comes("OFC-D", 1800),
        comes("OFC-B", 9),
    ]

    reasons = team.refused(
        "SR-1",
        "accept",
        "NotEnoughFree",
        "OfficerUnknown",
        "DonorReserve",
        officers=officers,
        **START,
    )
    assert [(each.field, each.text.split(":")[0]) for each in reasons] == [
        ("officers.0", "OFC-A is 5 minutes short in 2026-W10."),
        ("officers.1", "There is no officer OFC-Z."),
        ("officers.2", "OFC-D"),
    ]


def test_who_and_what_is_missing_is_said_together() -> None:
    team = staffed()
    twice = [comes("OFC-A", 60), comes("OFC-A", 60)]

    team.refused(
        "SR-1",
        "accept-in-part",
        "NotProvidedMissing",
        "ReasonTooShort",
        "OfficersMissing",
        officers=[],
        not_provided=[],
        reason="No.",
        **START,
    )
    team.refused("SR-1", "accept", "OfficerNamedTwice", officers=twice, **START)
    team.refused("SR-1", "accept", "MinutesMissing", officers=[comes("OFC-A", 0)], **START)


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("accept", {"officers": [comes("OFC-A", 60)], **START}),
        ("accept-in-part", {"officers": [comes("OFC-A", 60)], **IN_PART}),
        ("defer", UNTIL),
        ("decline", REASON),
    ],
)
def test_no_decision_comes_before_a_score_and_none_but_from_a_lead(
    verb: str, body: dict[str, Any]
) -> None:
    team = staffed()
    team.asks("SR-2")

    team.refused("SR-2", verb, "NotScored", **body)
    with pytest.raises(NotAllowed, match="DecisionNeedsLead"):
        team.does("SR-1", verb, role="se_officer", **body)


def test_a_retried_acceptance_books_nothing_twice() -> None:
    team = accepted()

    (reason,) = team.refused(
        "SR-1", "accept", "AlreadyAccepted", officers=[comes("OFC-A", 600)], **START
    )
    assert "with OFC-A" in reason.text
    assert team.kinds("OFC-A") == ["OfficerJoined", "Allocated"]


def test_what_is_allocated_already_stays_or_is_changed() -> None:
    team = staffed()
    team.does("OFC-A", "allocate", request="SR-1", by_week={WEEK: 600})
    team.does("OFC-B", "allocate", request="SR-1", by_week={WEEK: 600})
    team.does("SR-1", "accept", officers=[comes("OFC-A", 600), comes("OFC-B", 300)], **START)

    assert team.kinds("OFC-A") == ["OfficerJoined", "Allocated"]
    assert team.kinds("OFC-B") == ["OfficerJoined", "Allocated", "AllocationChanged"]
    assert held(team, "OFC-B") == {WEEK: 300}


def test_two_requests_do_not_get_the_same_hours() -> None:
    team = accepted(comes("OFC-A", 1500))
    team.asks("SR-2")
    team.scores("SR-2", "44444")

    (reason,) = team.refused(
        "SR-2", "accept", "NotEnoughFree", officers=[comes("OFC-A", 500)], **START
    )
    assert reason.text == f"OFC-A is {1500 + 500 - FREE} minutes short in {WEEK}."


def test_in_part_now_and_the_rest_later() -> None:
    team = staffed()
    team.does("SR-1", "accept-in-part", officers=[comes("OFC-A", 600)], **IN_PART)
    states = [team["SR-1"].state]
    team.does("SR-1", "accept", officers=[comes("OFC-B", 300)], **START)

    assert [*states, team["SR-1"].state] == [RequestState.PARTLY_ACCEPTED, RequestState.ACCEPTED]
    assert team["SR-1"].officers == ("OFC-A", "OFC-B")
    assert held(team, "OFC-A") == {WEEK: 600}


def test_the_head_lends_below_a_reserve_for_a_p1_and_for_no_other() -> None:
    team = staffed()
    lent = [comes("OFC-D", 1800, authorised_by="hedi")]
    team.refused("SR-1", "accept", "DonorReserve", **HEAD, officers=lent, **START)
    team.does("SR-1", "override-band", to="P1", **REASON)
    assert team.stands("SR-1").effective_band is Band.P1

    team.refused("SR-1", "accept", "DonorReserve", officers=lent, **START)
    team.does("SR-1", "accept", **HEAD, officers=lent, **START)
    (named,) = team.log["SR-1"][-1].decision.officers
    assert named.authorised_by == "hedi"
    assert team.log["OFC-D"][-1].decision.authorised_by == "hedi"


def test_a_lead_authorises_nothing() -> None:
    team = staffed()
    beyond = [comes("OFC-A", FREE + 1, authorised_by="lea")]
    team.refused("SR-1", "accept", "NotEnoughFree", officers=beyond, **START)
    team.does("SR-1", "accept", officers=[comes("OFC-A", FREE, authorised_by="lea")], **START)

    assert team.log["SR-1"][-1].decision.officers[0].authorised_by is None


@pytest.mark.parametrize(
    ("verb", "body", "state"),
    [
        ("defer", UNTIL, RequestState.DEFERRED),
        ("decline", {**REASON, "alternative": "Ask the force"}, RequestState.DECLINED),
        ("withdraw", REASON, RequestState.WITHDRAWN),
        ("fulfil", {"outcome": "Two meetings held"}, RequestState.FULFILLED),
    ],
)
def test_hours_to_come_are_free_again_when_it_ends(
    verb: str, body: dict[str, Any], state: RequestState
) -> None:
    both = {WEEK: 600, NEXT_WEEK: 500}
    team = accepted({"id": "OFC-A", "minutes_by_week": both}, comes("OFC-B", 300))
    team.does("OFC-D", "allocate", request="SR-1", by_week={NEXT_WEEK: 60})
    team.does("SR-1", verb, **body)

    assert team["SR-1"].state is state
    assert team["SR-1"].officers == ("OFC-A", "OFC-B")
    for officer in ("OFC-A", "OFC-B", "OFC-D"):
        assert team.kinds(officer)[-1] == "AllocationEnded"
        assert not team.at_work(officer).hours.open_requests
    assert team.at_work("OFC-A").hours.week(NEXT_WEEK).committed == 0


def test_an_allocation_that_was_ended_by_hand_is_not_ended_again() -> None:
    team = accepted()
    team.does("OFC-A", "end-allocation", request="SR-1")
    team.does("SR-1", "decline", **REASON)

    assert team.kinds("OFC-A").count("AllocationEnded") == 1


def test_it_is_deferred_to_a_time_to_come_and_decided_again() -> None:
    team = staffed()
    team.refused("SR-1", "defer", "UntilPassed", "ReasonTooShort", until=MONDAY, reason="No.")
    team.does("SR-1", "defer", **UNTIL)

    team.does("SR-1", "accept", officers=[comes("OFC-A", 600)], **START)
    assert held(team, "OFC-A") == {WEEK: 600}


def test_what_was_declined_is_decided_again_after_another_score() -> None:
    team = staffed()
    team.does("SR-1", "decline", **REASON)
    (reason,) = team.refused(
        "SR-1", "accept", "RequestOver", officers=[comes("OFC-A", 60)], **START
    )
    assert reason.text.startswith("SR-1 is declined. Score it again")

    team.scores("SR-1", "21211", why="A second family has come forward")
    assert team["SR-1"].state is RequestState.SCORED


def test_what_was_withdrawn_is_over() -> None:
    team = staffed()
    team.does("SR-1", "withdraw", role="investigator", actor="ines", **REASON)
    judged = anchors("21211")

    told = {"anchors": judged, "evidence": evidence(judged), "why": REASON["reason"]}
    team.refused("SR-1", "score", "RequestOver", **told)
    team.refused("SR-1", "withdraw", "RequestOver", **REASON)


def test_nobody_but_the_requester_or_a_lead_withdraws() -> None:
    team = staffed()

    with pytest.raises(NotAllowed, match="WithdrawalNeedsRequester"):
        team.does("SR-1", "withdraw", role="investigator", actor="otto", **REASON)


def test_what_it_took_is_what_the_officers_recorded() -> None:
    team = accepted(comes("OFC-A", 600), comes("OFC-B", 300))
    team.refused("SR-1", "fulfil", "OutcomeMissing", outcome=" ")
    team.does("OFC-A", "log-time", request="SR-1", date="2026-03-02", minutes=95)
    team.does("OFC-B", "log-time", request="SR-1", date="2026-03-02", minutes=30)
    team.does("SR-1", "fulfil", outcome="Two meetings held")

    assert team.log["SR-1"][-1].decision.spent == 125


def test_only_what_was_accepted_is_fulfilled_and_what_is_given_counts() -> None:
    team = staffed()
    team.refused("SR-1", "fulfil", "NotAccepted", outcome="Two meetings held")
    team.does("SR-1", "accept", officers=[comes("OFC-A", 600)], **START)
    team.does("SR-1", "fulfil", spent=40, outcome="Two meetings held")

    assert team.log["SR-1"][-1].decision.spent == 40


def test_the_requester_rates_it_once_when_it_is_over() -> None:
    team = accepted()
    ines: dict[str, Any] = {"role": "investigator", "actor": "ines", "stars": 4}
    team.refused("SR-1", "rate", "NotOverYet", **ines)
    team.does("SR-1", "fulfil", outcome="Two meetings held")
    with pytest.raises(NotAllowed, match="RatingNeedsRequester"):
        team.does("SR-1", "rate", stars=5)

    team.does("SR-1", "rate", **ines)
    rated = team["SR-1"].rated
    assert rated is not None
    assert rated.stars == 4
    team.refused("SR-1", "rate", "AlreadyRated", **ines)
