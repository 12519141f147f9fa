"""Times as people in England and Wales read and type them; everything kept is in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from time import strptime, struct_time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
TYPED_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y")
TYPED_TIMES = ("%H:%M", "%H:%M:%S", "%H.%M", "%H%M")


def local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def typed_date(said: str) -> date | None:
    """The date in any of the ways that people type one, or None."""
    parsed = _first_that_fits(said, TYPED_DATES)
    return date(*parsed[:3]) if parsed else None


def typed_time(said: str) -> time | None:
    """The time of day in any of the ways that people type one, or None."""
    parsed = _first_that_fits(said, TYPED_TIMES)
    return time(*parsed[3:5]) if parsed else None


def moment(day: date, clock: time) -> datetime:
    """The UTC moment that a clock in London showed; the first of two where clocks go back."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def most_recent(clock: time, now: datetime) -> datetime:
    """The last time a clock in London showed this: today, or yesterday just after midnight."""
    today = moment(local(now).date(), clock)
    return today if today <= now + timedelta(minutes=5) else today - timedelta(days=1)


def rfc3339(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _first_that_fits(said: str, patterns: tuple[str, ...]) -> struct_time | None:
    for pattern in patterns:
        try:
            return strptime(said, pattern)
        except ValueError:
            continue
    return None
