"""Who is allocated to a request, with minutes by week, and what was spent of the estimate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.request_reading import RequestReading
from api.words import LANGUAGES, plain
from domain.officer.words import Fluency

AN_HOUR = 60


def worked(minutes: int) -> str:
    """102 h; 1 h 30 min: work is counted in hours, however many"""
    hours, rest = divmod(minutes, AN_HOUR)
    parts = [f"{hours:,} h"] * bool(hours) + [f"{rest} min"] * bool(rest)
    return " ".join(parts) or "0 min"


@dataclass(frozen=True)
class Allocated:
    """One officer's part in a request; `open` while it runs."""

    ref: str
    name: str
    region: str
    weeks: Sequence[tuple[str, int]]
    minutes: int
    spent: int
    open: bool
    loan: bool
    languages: Sequence[str]

    @property
    def words(self) -> str:
        return f"{worked(self.spent)} of {worked(self.minutes)}"


@dataclass(frozen=True)
class Effort:
    """What was estimated, allocated and spent, in minutes; the estimate may be missing."""

    estimate: int | None
    allocated: int
    spent: int

    @property
    def expected(self) -> int:
        return self.estimate if self.estimate is not None else self.allocated

    @property
    def words(self) -> str:
        of = "estimated" if self.estimate is not None else "allocated; nobody gave an estimate"
        return f"{worked(self.spent)} spent of {worked(self.expected)} {of}"


def allocated_to(reading: RequestReading, names: Mapping[str, str]) -> list[Allocated]:
    """Everybody who was ever allocated to it, those who still are first."""
    found = []
    for ref, officer in reading.officers.items():
        weeks = sorted(officer.hours.allocations.get(reading.ref, {}).items())
        if not weeks and ref not in reading.request.officers:
            continue
        found.append(
            Allocated(
                ref=ref,
                name=names.get(ref, ref),
                region=officer.region,
                weeks=weeks,
                minutes=sum(minutes for _, minutes in weeks),
                spent=sum(officer.hours.spent.get(reading.ref, {}).values()),
                open=reading.ref in officer.hours.open_requests,
                loan=officer.region != reading.region,
                languages=spoken(officer.languages),
            )
        )
    return sorted(found, key=lambda one: not one.open)


def effort_of(reading: RequestReading, allocated: Sequence[Allocated]) -> Effort:
    return Effort(
        estimate=reading.request.requested.est,
        allocated=sum(one.minutes for one in allocated),
        spent=reading.spent,
    )


def spoken(languages: Mapping[str, str]) -> list[str]:
    """The languages that somebody speaks well enough to work in, besides English."""
    return [
        plain(LANGUAGES, code)
        for code, level in languages.items()
        if code != "en" and level != Fluency.BASIC
    ]
