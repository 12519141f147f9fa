"""Times, durations and shares in words: UK time for the reader, UTC in the markup."""

from datetime import date, datetime

from markupsafe import Markup

from api.london import local, rfc3339

HOUR = 60
DAY = 24 * HOUR
HOURS_UP_TO = 3 * DAY
DAYS_ALONE_FROM = 10 * DAY
TIME = Markup('<time datetime="{utc}">{words}</time>')


def moment(at: datetime) -> Markup:
    """2 March 2026, 08:15"""
    here = local(at)
    return _time(at, f"{here.day} {here:%B %Y, %H:%M}")


def short(at: datetime) -> Markup:
    """2 Mar, 08:15: for tables, where the year is not in doubt"""
    return _time(at, short_words(at))


def short_words(at: datetime) -> str:
    """The same without markup, where it is part of a sentence."""
    here = local(at)
    return f"{here.day} {here:%b, %H:%M}"


def clock(at: datetime) -> Markup:
    """08:15"""
    return _time(at, f"{local(at):%H:%M}")


def day(on: date) -> Markup:
    """2 March 2026, of a date or of a moment's date in the UK"""
    here = local(on).date() if isinstance(on, datetime) else on
    return TIME.format(utc=here.isoformat(), words=f"{here.day} {here:%B %Y}")


def span(minutes: int) -> str:
    """8 h 30 min, hours up to three days as deadlines are set in hours; 5 days 3 h; 12 days"""
    size = abs(minutes)
    if size >= DAYS_ALONE_FROM:
        parts = [(size // DAY, "days")]
    elif size >= HOURS_UP_TO:
        parts = [(size // DAY, "days"), (size % DAY // HOUR, "h")]
    else:
        parts = [(size // HOUR, "h"), (size % HOUR, "min")]
    said = " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"
    return f"\N{MINUS SIGN}{said}" if minutes < 0 else said


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end, negative where end is before start."""
    return int((end - start).total_seconds() // 60)


def ago(at: datetime, now: datetime) -> str:
    """35 min ago, 5 h ago, 3 days ago, or just now"""
    minutes = minutes_between(at, now)
    if minutes < HOUR:
        return f"{minutes} min ago" if minutes > 0 else "just now"
    hours, days = minutes // HOUR, minutes // DAY
    return f"{days} days ago" if days > 1 else f"{hours} h ago"


def until(due: datetime, now: datetime) -> str:
    """in 2 h 10 min, or 45 min overdue"""
    minutes = minutes_between(now, due)
    return f"in {span(minutes)}" if minutes >= 0 else f"{span(-minutes)} overdue"


def per_cent(share: float | None) -> str:
    """87.5%, or a dash where there is nothing to take a share of"""
    return "\N{EN DASH}" if share is None else f"{share:.1f}%"


def _time(at: datetime, words: str) -> Markup:
    return TIME.format(utc=rfc3339(at), words=words)
