"""Duty: rest, weekly hours, absence (rules C2 and C3), and swaps that take two."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.base import Refusal
from domain.officer import OFFICER_DECISIONS, uncovered
from domain.officer.decisions import (
    Duty,
    DutyAssigned,
    DutySwapDeclined,
    DutySwapped,
    DutySwapWithdrawn,
)
from domain.officer.rota import most_on_duty
from domain.officer.words import DutyKind
from domain.registry import Registry
from tests.domain.officers import NOTE, Team
from tests.domain.scenario import HOUR, moment

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def duty(number: int = 0, kind: str = "primary", length: timedelta = WEEK) -> dict[str, Any]:
    """The week of duty that begins so many Mondays after 2 March 2026."""
    since = MONDAY + number * WEEK
    return {"from": since.isoformat(), "to": (since + length).isoformat(), "kind": kind}


def hours(since: str, to: str, kind: str = "primary") -> dict[str, Any]:
    return {"from": moment(since).isoformat(), "to": moment(to).isoformat(), "kind": kind}


def held(team: Team, letter: str) -> list[tuple[datetime, datetime]]:
    return [(one.since, one.to) for one in team.officers[letter].duties]


def test_a_duty_begins_before_it_ends_and_lasts_a_week_at_most() -> None:
    team = Team("A")

    team.refuses("A", "assign-duty", "EndsBeforeItBegins", **hours("03 08:00", "03 08:00"))
    team.refuses("A", "assign-duty", "DutyTooLong", **duty(length=WEEK + 2 * HOUR))


def test_a_week_by_the_clock_on_the_wall_may_have_the_hour_of_the_clock_change() -> None:
    autumn = {"from": "2026-10-19T08:00:00+01:00", "to": "2026-10-26T08:00:00Z", "kind": "primary"}

    team = Team("A").asks("A", "assign-duty", **autumn)

    assert held(team, "A")[0][0] == datetime(2026, 10, 19, 7, tzinfo=UTC)
    assert held(team, "A")[0][1] - held(team, "A")[0][0] == WEEK + HOUR


def test_c3_there_are_eleven_hours_between_two_duties_whichever_comes_first() -> None:
    team = Team("A").asks("A", "assign-duty", **hours("04 08:00", "04 20:00"))

    for too_near in (
        hours("03 10:00", "03 21:01"),
        hours("05 06:59", "05 12:00"),
        hours("04 10:00", "04 12:00", "deputy"),
    ):
        team.refuses("A", "assign-duty", "RestTooShort", **too_near)
    team.asks("A", "assign-duty", **hours("03 10:00", "03 21:00"))
    team.asks("A", "assign-duty", **hours("05 07:00", "05 12:00"))


def test_c3_at_most_48_hours_a_week_over_seventeen_weeks() -> None:
    """48 times 17 is 816 hours: four weeks of 168 hours, and 144 more."""
    team = Team("A")
    for number in (0, 4, 8, 12):
        team.asks("A", "assign-duty", **duty(number))

    near = timedelta(hours=145)
    team.refuses("A", "assign-duty", "DutyHoursTooMany", **duty(16, length=near))
    team.refuses("A", "assign-duty", "DutyHoursTooMany", **duty(2, "deputy", near))
    team.asks("A", "assign-duty", **duty(16, length=timedelta(hours=144)))
    team.refuses("A", "assign-duty", "DutyHoursTooMany", **duty(14, length=HOUR))


def test_c3_what_lies_further_back_than_seventeen_weeks_does_not_count() -> None:
    def on_duty(*numbers: int) -> timedelta:
        weeks = [MONDAY + number * WEEK for number in numbers]
        return most_on_duty(
            [Duty(since=since, to=since + WEEK, kind=DutyKind.DEPUTY) for since in weeks]
        )

    assert on_duty() == timedelta()
    assert on_duty(0, 16) == 2 * WEEK
    assert on_duty(0, 17) == WEEK
    assert on_duty(0, 2, 17, 18) == 3 * WEEK


def test_c2_nobody_is_on_duty_in_absence() -> None:
    team = Team("A")
    team.asks("A", "record-absence", **{"from": "2026-03-04", "to": "2026-03-04", "kind": "leave"})

    for clash in (hours("03 20:00", "04 00:01"), hours("04 23:59", "05 08:00")):
        team.refuses("A", "assign-duty", "AbsentThen", **clash)
    team.asks("A", "assign-duty", **hours("03 12:00", "04 00:00"))
    team.asks("A", "assign-duty", **hours("05 00:00", "05 12:00"))


def test_nobody_is_on_duty_before_they_join_or_after_they_leave() -> None:
    team = Team("A", start="2026-03-03").asks("A", "leave", on="2026-03-20")

    team.refuses("A", "assign-duty", "NotInPost", **duty())
    team.refuses("A", "assign-duty", "NotInPost", **hours("20 20:00", "21 00:01"))
    team.asks("A", "assign-duty", **hours("20 20:00", "21 00:00"))


def test_part_of_a_duty_can_be_released_and_nothing_that_is_not_held() -> None:
    team = Team("A").asks("A", "assign-duty", **duty())

    team.refuses("A", "release-duty", "NotOnDuty", **duty(kind="deputy"), note=NOTE)
    team.refuses("A", "release-duty", "NotOnDuty", **hours("08 08:00", "09 08:01"), note=NOTE)
    for short in ({}, {"note": "Quiet."}):
        team.refuses("A", "release-duty", "HandoverNoteTooShort", **duty(), **short)
    team.asks("A", "release-duty", **hours("04 08:00", "05 08:00"), note=NOTE)

    assert held(team, "A") == [
        (MONDAY, moment("04 08:00")),
        (moment("05 08:00"), moment("09 08:00")),
    ]


def swapping(**more: Any) -> dict[str, Any]:
    return {**duty(), "with": "B", "note": NOTE, **more}


def test_a_swap_that_one_proposes_changes_nothing() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("A", "swap-duty", **swapping())

    assert held(team, "A") == [(MONDAY, MONDAY + WEEK)]
    assert held(team, "B") == []
    assert len(team.recorded("B")) == 1


def test_the_colleague_takes_the_duty_by_agreeing_and_both_records_say_so() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("A", "swap-duty", **swapping())

    team.asks("B", "agree-swap", **duty(), **{"with": "A"})

    assert (held(team, "A"), held(team, "B")) == ([], [(MONDAY, MONDAY + WEEK)])
    gave, took = team.last("A"), team.last("B")
    assert isinstance(gave, DutySwapped)
    assert isinstance(took, DutyAssigned)
    assert (gave.partner, gave.note, took.partner) == ("B", NOTE, "A")
    team.refuses("B", "agree-swap", "SwapNotProposed", **duty(), **{"with": "A"})


def test_a_swap_that_is_declined_leaves_the_duty_and_can_be_proposed_again() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("A", "swap-duty", **swapping())

    team.asks("B", "decline-swap", **duty(), **{"with": "A"})

    assert (held(team, "A"), held(team, "B")) == ([(MONDAY, MONDAY + WEEK)], [])
    declined = team.last("A")
    assert isinstance(declined, DutySwapDeclined)
    assert declined.partner == "B"
    team.refuses("B", "agree-swap", "SwapNotProposed", **duty(), **{"with": "A"})
    team.refuses("B", "decline-swap", "SwapNotProposed", **duty(), **{"with": "A"})
    team.asks("A", "swap-duty", **swapping()).asks("B", "agree-swap", **duty(), **{"with": "A"})
    assert held(team, "B") == [(MONDAY, MONDAY + WEEK)]


def test_a_swap_that_is_withdrawn_cannot_be_agreed_to() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("A", "swap-duty", **swapping())

    team.asks("A", "withdraw-swap", **duty())

    withdrawn = team.last("A")
    assert isinstance(withdrawn, DutySwapWithdrawn)
    assert withdrawn.partner == "B"
    assert held(team, "A") == [(MONDAY, MONDAY + WEEK)]
    team.refuses("B", "agree-swap", "SwapNotProposed", **duty(), **{"with": "A"})
    team.refuses("A", "withdraw-swap", "SwapNotProposed", **duty())


def test_weeks_that_follow_each_other_can_be_exchanged() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("B", "assign-duty", **duty(1))
    team.asks("A", "swap-duty", **swapping(in_return=duty(1)))

    team.asks("B", "agree-swap", **duty(), **{"with": "A"})

    assert held(team, "A") == [(MONDAY + WEEK, MONDAY + 2 * WEEK)]
    assert held(team, "B") == [(MONDAY, MONDAY + WEEK)]
    gave, took = team.last("A"), team.last("B")
    assert isinstance(gave, DutySwapped)
    assert isinstance(took, DutySwapped)
    assert (gave.in_return, took.in_return) == (took.duty, gave.duty)


def test_without_anything_in_return_the_colleague_must_be_rested() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("B", "assign-duty", **duty(1))
    team.asks("A", "swap-duty", **swapping())

    team.refuses("B", "agree-swap", "RestTooShort", **duty(), **{"with": "A"})


def test_what_comes_in_return_must_fit_the_one_who_proposed() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("B", "assign-duty", **duty(2))
    team.asks("A", "swap-duty", **swapping(in_return=duty(2)))
    ill = {"from": "2026-03-18", "to": "2026-03-18", "kind": "leave"}
    team.asks("A", "record-absence", **ill)

    [text] = team.refuses("B", "agree-swap", "AbsentThen", **duty(), **{"with": "A"})
    assert text == "A is absent then."


def test_nobody_agrees_to_their_own_proposal() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty())
    team.asks("A", "swap-duty", actor="OFC-90", **swapping())

    agreed = {**duty(), "with": "A"}
    team.refuses("B", "agree-swap", "SecondPersonNeeded", actor="OFC-90", **agreed)
    team.asks("B", "agree-swap", **agreed)


def test_a_swap_is_of_a_duty_that_is_held_with_a_colleague_who_is_told_what_is_open() -> None:
    team = Team("A", "B")
    team.refuses(
        "A",
        "swap-duty",
        "NotOnDuty",
        "HandoverNoteTooShort",
        "ColleagueUnknown",
        **swapping(note="Ring me", **{"with": "OFC-77"}),
    )
    team.asks("A", "assign-duty", **duty())
    team.refuses("A", "swap-duty", "ColleagueUnknown", **swapping(**{"with": "A"}))
    team.refuses("A", "swap-duty", "NotOnDuty", **swapping(in_return=duty(1)))


def test_only_the_colleague_who_was_asked_can_agree_and_only_to_that_duty() -> None:
    team = Team("A", "B", "E").asks("A", "assign-duty", **duty())
    team.asks("A", "swap-duty", **swapping())

    team.refuses("E", "agree-swap", "SwapNotProposed", **duty(), **{"with": "A"})
    part = hours("02 08:00", "03 08:00")
    team.refuses("B", "agree-swap", "SwapNotProposed", **part, **{"with": "A"})
    team.refuses("B", "agree-swap", "ColleagueUnknown", **duty(), **{"with": "OFC-77"})


def test_proposing_again_takes_the_first_proposal_back() -> None:
    team = Team("A", "B", "E").asks("A", "assign-duty", **duty())
    team.asks("A", "swap-duty", **swapping())
    team.asks("A", "swap-duty", **swapping(**{"with": "E"}))

    team.refuses("B", "agree-swap", "SwapNotProposed", **duty(), **{"with": "A"})
    team.asks("E", "agree-swap", **duty(), **{"with": "A"})


def test_a_proposal_ends_with_the_duty_that_it_was_about() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("A", "swap-duty", **swapping())
    team.asks("A", "release-duty", **hours("04 08:00", "05 08:00"), note=NOTE)
    team.asks("A", "assign-duty", **duty(3))

    team.refuses("B", "agree-swap", "SwapNotProposed", **duty(), **{"with": "A"})


def test_what_the_colleague_gives_in_return_must_still_be_theirs() -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("B", "assign-duty", **duty(2))
    team.asks("A", "swap-duty", **swapping(in_return=duty(2)))
    team.asks("B", "release-duty", **duty(2), note=NOTE)

    team.refuses("B", "agree-swap", "NotOnDuty", **duty(), **{"with": "A"})


@pytest.mark.parametrize("letter", ["A", "B"])
def test_a_swap_reads_back_from_the_bytes_it_is_stored_as(letter: str) -> None:
    team = Team("A", "B").asks("A", "assign-duty", **duty()).asks("B", "assign-duty", **duty(1))
    team.asks("A", "swap-duty", **swapping(in_return=duty(1)))
    team.asks("B", "agree-swap", **duty(), **{"with": "A"})
    event = team.recorded(letter)[-1]

    decision = event.decision.model_dump_json()
    by = event.by.model_dump_json()
    state = f'{{"hash":"","event_id":"{event.event_id}","by":{by},"decision":{decision}}}'
    read = Registry(*OFFICER_DECISIONS).read(
        event.ref, event.version, DutySwapped.TOPIC, state.encode()
    )

    assert '"from":' in decision
    assert '"with":' in decision
    assert read == event


def test_what_nobody_covers_is_found_whatever_the_order_and_overlap() -> None:
    spans = [("03 08:00", "05 08:00"), ("02 08:00", "04 08:00"), ("06 08:00", "09 08:00")]
    covered = [(moment(since), moment(to)) for since, to in spans]

    gaps = uncovered(covered, moment("01 08:00"), moment("08 08:00"))

    assert gaps == [
        (moment("01 08:00"), moment("02 08:00")),
        (moment("05 08:00"), moment("06 08:00")),
    ]
    assert uncovered([], moment("01 08:00"), moment("02 08:00")) == [
        (moment("01 08:00"), moment("02 08:00"))
    ]


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_refused_or_recorded_like_any_day(year: str) -> None:
    team = Team("A", start="0001-01-01")
    team.asks("A", "record-absence", **{"from": year, "to": year, "kind": "leave"})
    span = {"from": f"{year}T00:00:00Z", "to": f"{year}T23:00:00Z", "kind": "primary"}

    with pytest.raises(Refusal):
        team.asks("A", "assign-duty", **span)
    team.asks("A", "assign-duty", **hours("03 12:00", "04 00:00"))
    with pytest.raises(Refusal):
        team.asks("A", "assign-duty", **{**span, "to": span["from"]})
    team.asks("A", "leave", on="9999-12-31")
