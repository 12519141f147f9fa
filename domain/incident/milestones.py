"""The eight milestones of a response: due, met, and by how much (domain rules §5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.base import Value
from domain.incident.facts import OutsideFacts
from domain.incident.parts import Met
from domain.incident.state import Response
from domain.ruleset import Ruleset
from domain.vocabulary import Bereaved, Level

MINUTE = timedelta(minutes=1)


class Milestone(Value):
    """Times are UTC; `elapsed` and `slack` are whole minutes, None until it is met.

    `late` says that it was met after it was due; `entered_late`, that it was recorded more than
    the ruleset's hours after it happened; `why` is the explanation of a breach.
    """

    name: str
    due: datetime
    met_at: datetime | None = None
    elapsed: int | None = None
    slack: int | None = None
    late: bool = False
    entered_late: bool = False
    why: str | None = None

    def breached(self, now: datetime) -> bool:
        return self.late or (self.met_at is None and self.due < now)


def milestones(response: Response, ruleset: Ruleset, facts: OutsideFacts) -> tuple[Milestone, ...]:
    """The milestones of the response's level, in the order of the ruleset.

    Each is due so many hours after `response.base`. Before triage the hours are those of a
    critical incident; the family's point of contact is asked for only where there is a family.
    """
    hours = ruleset.milestone_hours[governing_level(response)]
    bereaved = response.bereaved is Bereaved.YES
    return tuple(
        _milestone(name, response, ruleset, _met(name, response, facts))
        for name in hours
        if name != "family_spoc" or bereaved
    )


def governing_level(response: Response) -> Level:
    """The level whose hours count: the triaged one, or critical until there is one."""
    return Level.CRITICAL if response.triage_due or not response.level else response.level


def met_in_time(among: Iterable[Milestone]) -> int:
    return sum(1 for milestone in among if milestone.met_at is not None and not milestone.late)


def minutes(since: datetime, until: datetime) -> int:
    """Whole minutes from one moment to another, rounded down."""
    return (until - since) // MINUTE


def _milestone(name: str, response: Response, ruleset: Ruleset, met: Met | None) -> Milestone:
    hours = ruleset.milestone_hours[governing_level(response)][name]
    due = response.base + timedelta(hours=hours)
    why = response.explained.get(name)
    if met is None:
        return Milestone(name=name, due=due, why=why)
    late_entry = timedelta(hours=ruleset.late_entry_hours)
    return Milestone(
        name=name,
        due=due,
        met_at=met.at,
        elapsed=minutes(response.base, met.at),
        slack=minutes(met.at, due),
        late=met.at > due,
        entered_late=met.recorded_at - met.at > late_entry,
        why=why,
    )


def _met(name: str, response: Response, facts: OutsideFacts) -> Met | None:
    if name != "plan":
        return response.met.get(name)
    approved = facts.plan_approved_at
    if approved is None:
        return None
    at = max(approved, response.base) if response.restart else approved
    return Met(at=at, recorded_at=at)
