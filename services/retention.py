"""How long records are kept, and which have been kept long enough to be looked at (rules §12).

Nothing happens by itself: what is due is proposed, a person decides, and that is recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

RECORD_YEARS: Final = 6
PERSON_YEARS: Final = 3
LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Period:
    """One class of data: how long it is kept, and on what basis."""

    data: str
    period: str
    basis: str


PERIODS: Final[Sequence[Period]] = (
    Period(
        "Record of a response",
        "6 years after it was closed, then looked at",
        "As the corporate schedule",
    ),
    Period("Person with no interaction and no interest", "3 years, then looked at", "Our default"),
    Period("Registered interest", "Until it is withdrawn", "Our default"),
    Period("Access log", "6 years", "Our default"),
    Period("Addresses never to be written to again", "Kept, as hashes", "To honour the objection"),
    Period("Anything on legal hold", "As long as it is held", "Overrides all others"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that was closed, or a person last in touch, on a day; perhaps kept until another."""

    ref: str
    words: str
    since: date
    keep_until: date | None = None
    on_hold: bool = False


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def is_due(kept: Kept, years: int, today: date) -> bool:
    """Whether somebody is to look at it: its time is over, and nobody keeps it for longer."""
    held = kept.on_hold or (kept.keep_until is not None and kept.keep_until > today)
    return not held and years_after(kept.since, years) <= today


def is_record_over(closed: datetime, keep_until: date | None, now: datetime) -> bool:
    """Whether a record that was closed then has been kept for its time, and for no longer."""
    kept = Kept("", "", closed.astimezone(LONDON).date(), keep_until)
    return is_due(kept, RECORD_YEARS, now.astimezone(LONDON).date())
