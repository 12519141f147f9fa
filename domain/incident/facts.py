"""What the world outside one incident says, as far as its rules and figures ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.base import Value
from domain.forces import FORCES, Force
from domain.ruleset import RULESET_V1, Ruleset
from domain.vocabulary import Segment


class Known(Value):
    """What the register says of one stakeholder."""

    registered_at: datetime
    interest_registered_at: datetime | None = None
    segment: Segment | None = None
    bereaved: bool = False
    priority: bool = False
    owner: str | None = None
    one_to_one: bool = True
    preferred: str = "en"
    erased_on: date | None = None


class OutsideFacts(Value):
    """What other records have established; each reads "not there" until its own work supplies it.

    `new_stakeholders` and `unowned_priority_stakeholders` come from the register: see
    `domain.incident.figures.outside_facts`.
    """

    plan_approved_at: datetime | None = None
    feedback_opened_at: datetime | None = None
    feedback_reported_at: datetime | None = None
    participants_told_at: datetime | None = None
    validated_insights: int = 0
    open_allocations: tuple[str, ...] = ()
    undecided_suggestions: int = 0
    new_stakeholders: tuple[str, ...] = ()
    priority_stakeholders: tuple[str, ...] = ()
    unowned_priority_stakeholders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A stream that says something about somebody: whether it must be kept, whether it is over."""

    on_hold: bool = False
    closed: bool = False


def _nowhere(ref: str) -> Mapping[str, Held]:
    return {}


def _never(address: str) -> bool:
    return False


def _not_over(closed: datetime, keep_until: date | None, now: datetime) -> bool:
    return False


def _nobody(ref: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts a verb is given. `position` is the end of the log that its author could see.

    `streams_about` tells the streams in which something about a stakeholder can still be read,
    `suppressed` whether an address belongs to somebody who asked to be forgotten, `record_over`
    whether a record that was closed at a time, and is perhaps kept until a day, has been kept for
    its time now, and `subjects_in` under whose keys a record can still be read.
    """

    register: Mapping[str, Known] = field(default_factory=dict)
    outside: OutsideFacts = field(default_factory=OutsideFacts)
    ruleset: Ruleset = RULESET_V1
    forces: Mapping[str, Force] = field(default_factory=lambda: FORCES)
    unavailable_officers: frozenset[str] = frozenset()
    position: int = 0
    streams_about: Callable[[str], Mapping[str, Held]] = _nowhere
    suppressed: Callable[[str], bool] = _never
    record_over: Callable[[datetime, date | None, datetime], bool] = _not_over
    subjects_in: Callable[[str], Sequence[str]] = _nobody
