"""Given what has happened, when someone asks, then this is decided, or refused with reasons."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid5

import pytest

from domain.base import Decision, Provenance, Recorded, Refusal
from domain.incident import BODIES, Facts, Incident, Known
from domain.incident.decisions import IncidentRaised, IncidentTriaged
from domain.vocabulary import IncidentType, Level, Rating

REF = "INC-2026-0001"
MORNING = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
COMMANDS = UUID("5f0f7c1e-6f4c-5d0a-9a51-0a4f1d0d3a11")

FAMILIAR = Known(registered_at=MORNING - 30 * DAY)
REGISTER = {f"STK-{number}": FAMILIAR for number in range(1, 10)}

LONG_ENOUGH = "Said at such a length that a reader understands."
RAISED = IncidentRaised(
    title="A man dies after police contact [F]",
    incident_type=IncidentType.DEATH_FOLLOWING_CONTACT,
    pfa="E23000003",
    summary="Fictional.",
)
TRIAGED = IncidentTriaged(
    level=Level.CRITICAL,
    rationale=LONG_ENOUGH,
    initial_tension=Rating.AMBER,
    due_regard=LONG_ENOUGH,
)


def moment(text: str) -> datetime:
    """A moment of March 2026, as `02 08:15`."""
    return datetime.strptime(f"2026-03-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def signed(
    number: int, recorded: datetime, occurred: datetime | None, role: str, actor: str
) -> Provenance:
    command = uuid5(COMMANDS, str(number))
    return Provenance(
        actor=actor,
        role=role,
        command_id=command,
        correlation_id=command,
        occurred_at=occurred or recorded,
        recorded_at=recorded,
    )


class Scenario:
    """One incident. Its clock moves a minute with every entry that is given, or asked for."""

    def __init__(self, register: Mapping[str, Known] = REGISTER) -> None:
        self.incident = Incident(REF)
        self.facts = Facts(register=register, position=1000)
        self.now = MORNING
        self._asked: tuple[str, Any, Provenance]

    def knowing(self, **facts: Any) -> Self:
        self.facts = replace(self.facts, **facts)
        return self

    def at(self, now: datetime) -> Self:
        self.now = now
        return self

    def given(
        self,
        decision: Decision,
        *,
        occurred: datetime | None = None,
        role: str = "se_officer",
        actor: str = "OFC-01",
    ) -> Self:
        """An entry made under whatever rules there once were."""
        self.incident.decide(decision, self._sign(occurred, role, actor))
        self.incident.collect_events()
        return self

    def when(
        self,
        verb: str,
        *,
        occurred: datetime | None = None,
        role: str = "se_officer",
        actor: str = "OFC-01",
        **body: Any,
    ) -> Self:
        """Somebody asks, with the fields that a request would carry."""
        self._asked = (verb, BODIES[verb].model_validate(body), self._sign(occurred, role, actor))
        return self

    def then(self, *expected: type[Decision], **fields: Any) -> Self:
        """These are decided, in this order; the last has these fields."""
        self.ask()
        events = self.incident.collect_events()
        assert [type(event.decision) for event in events] == list(expected)
        last = events[-1].decision
        assert {name: getattr(last, name) for name in fields} == fields
        return self

    def then_refused(self, *codes: str) -> Self:
        """Refused for exactly these reasons, and nothing is recorded."""
        with pytest.raises(Refusal) as refused:
            self.ask()
        assert sorted(reason.code for reason in refused.value.reasons) == sorted(codes)
        assert self.incident.collect_events() == []
        return self

    def done(self, verb: str, **body: Any) -> Recorded[Any]:
        """What is asked is decided; its last entry, for later steps to refer to."""
        self.when(verb, **body)
        self.ask()
        return self.incident.collect_events()[-1]

    def ask(self) -> None:
        verb, body, by = self._asked
        if verb == "raise":
            self.incident = Incident.raise_(REF, body, by, self.facts)
            return
        getattr(self.incident, verb.replace("-", "_"))(body, by, self.facts)

    def _sign(self, occurred: datetime | None, role: str, actor: str) -> Provenance:
        recorded, self.now = self.now, self.now + timedelta(minutes=1)
        return signed(self.incident.version, recorded, occurred, role, actor)


def raised(**changes: Any) -> Scenario:
    return Scenario().given(RAISED.model_copy(update=changes))


def triaged(level: Level = Level.CRITICAL, **changes: Any) -> Scenario:
    """A response that was triaged a minute after it was raised."""
    return raised(**changes).given(TRIAGED.model_copy(update={"level": level}))
