"""Questions about time: a day, or a day and a time of day, as a clock in London shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.forms.field import Field
from api.forms.reading import Posted, Reading
from api.london import local, moment, most_recent, rfc3339, typed_date, typed_time


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A date."""

    shown_as = "day"

    def read(self, reading: Reading) -> str | None:
        day = typed_date(reading.one(self.name))
        if day is None:
            reading.trouble(self.name, f"{self.label}: give a real date, such as 27/3/2026")
            return None
        return day.isoformat()

    def fill(self, value: Any) -> Posted:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return {} if day is None else {self.name: (day.isoformat(),)}


@dataclass(frozen=True, kw_only=True)
class Moment(Field):
    """A date and a time of day. A time alone is the last time a clock showed it."""

    shown_as = "moment"

    @property
    def inputs(self) -> tuple[str, ...]:
        return (f"{self.name}-date", f"{self.name}-time")

    def read(self, reading: Reading) -> str | None:
        day_name, time_name = self.inputs
        clock = typed_time(reading.one(time_name))
        if clock is None:
            reading.trouble(time_name, f"{self.label}: give the time too, such as 14:30")
            return None
        if not reading.one(day_name):
            return rfc3339(most_recent(clock, reading.now))
        day = typed_date(reading.one(day_name))
        if day is None:
            reading.trouble(day_name, f"{self.label}: give a real date, such as 27/3/2026")
            return None
        return rfc3339(moment(day, clock))

    def fill(self, value: Any) -> Posted:
        if value is None:
            return {}
        when = local(datetime.fromisoformat(value) if isinstance(value, str) else value)
        return dict(zip(self.inputs, ((f"{when:%Y-%m-%d}",), (f"{when:%H:%M}",)), strict=True))


@dataclass(frozen=True, kw_only=True)
class Ahead(Moment):
    """A moment still to come: a time of day alone does not say which day, so both are needed."""

    def read(self, reading: Reading) -> str | None:
        if not reading.one(self.inputs[0]):
            reading.trouble(self.inputs[0], f"{self.label}: give the date too")
            return None
        return super().read(reading)
