"""Working days as deadlines and waiting count them: Monday to Friday, at the same time of day."""

from datetime import datetime, timedelta
from typing import Final

FRIDAY: Final = 4
WEEK: Final = timedelta(days=7)
IN_A_WEEK: Final = 5


def working_days_after(moment: datetime, days: int) -> datetime:
    """So many Mondays to Fridays later, at the same time of day. Bank holidays are not known."""
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() <= FRIDAY
    return moment


def full_working_days(since: datetime, until: datetime) -> int:
    """How many working days have passed in full: the most that `working_days_after` allows."""
    weeks = max((until - since) // WEEK, 0)
    days, reached = weeks * IN_A_WEEK, since + weeks * WEEK
    while (reached := working_days_after(reached, 1)) <= until:
        days += 1
    return days
