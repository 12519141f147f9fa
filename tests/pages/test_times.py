"""Times, durations and shares, as the pages say them."""

from datetime import UTC, date, datetime

import pytest

from api.pages import times, wording
from domain.personal import Personal

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_a_moment_is_said_in_uk_time_and_marked_up_in_utc() -> None:
    expected = '<time datetime="2026-07-01T12:00:00Z">1 July 2026, 13:00</time>'
    assert times.moment(NOON) == expected


def test_a_day_is_the_day_it_was_in_the_uk() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert times.day(late) == '<time datetime="2026-07-02">2 July 2026</time>'
    assert times.day(date(2026, 7, 1)) == '<time datetime="2026-07-01">1 July 2026</time>'


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (45, "45 min"),
        (60, "1 h"),
        (510, "8 h 30 min"),
        (3285, "54 h 45 min"),
        (-45, "\N{MINUS SIGN}45 min"),
        (4320, "3 days"),
        (10140, "7 days 1 h"),
    ],
)
def test_minutes_are_said_as_hours_and_then_as_days(minutes: int, words: str) -> None:
    assert times.span(minutes) == words


def test_a_deadline_is_ahead_or_overdue() -> None:
    assert times.until(NOON.replace(hour=14, minute=10), NOON) == "in 2 h 10 min"
    assert times.until(NOON.replace(hour=11, minute=15), NOON) == "45 min overdue"


def test_a_share_has_one_decimal_and_nothing_has_a_dash() -> None:
    assert times.per_cent(87.5) == "87.5%"
    assert times.per_cent(None) == "\N{EN DASH}"


def test_numbers_agree_with_their_nouns() -> None:
    assert wording.count(1, "entry", "entries") == "1 entry"
    assert wording.count(1204, "incident") == "1,204 incidents"


def test_a_personal_field_whose_key_is_gone_says_so() -> None:
    gone = Personal(about=("STK-0001",), sealed="c2VhbA==", erased_on=date(2026, 4, 14))
    assert wording.personal(gone) == "[erased 14 Apr 2026]"
    assert wording.personal(Personal(about=("STK-0001",), text="Amal")) == "Amal"
