"""One request for support as pages read it: whose it is to know of, and what it stands on."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api.consulting import consult
from api.reading import Reading, read_incident
from api.request_reads import read_history
from api.wiring import System
from domain.base import NotFound, Recorded
from domain.incident.referring import highest_marking
from domain.officer import Officer
from domain.priority import Priority, PriorityRules
from domain.support_request import NATIONAL, Line, SupportRequest, explained
from domain.vocabulary import Marking
from services.access_log import Action
from services.people import Person


@dataclass(frozen=True)
class RequestReading:
    """A request with the incident that it is for, as one reader may read them.

    `quoted` are the rules of the version that its score quotes.
    """

    request: SupportRequest
    history: Sequence[Recorded[Any]]
    incident: Reading
    officers: Mapping[str, Officer]
    region: str
    quoted: PriorityRules

    @property
    def ref(self) -> str:
        return self.request.ref

    @property
    def version(self) -> int:
        return self.request.version

    @property
    def marking(self) -> str:
        return highest_marking(self.request.marking, self.incident.whole.marking)

    @cached_property
    def stands(self) -> Priority | None:
        """Where it stands now; None before a score."""
        return self.request.priority(self.incident.now, self.incident.ruleset.priority)

    @property
    def lines(self) -> Sequence[Line]:
        rules = self.incident.ruleset.priority
        return explained(self.request, self.incident.now, rules, self.quoted)

    @property
    def spent(self) -> int:
        """The minutes that its officers have spent on it."""
        hours = (officer.hours.spent.get(self.ref, {}) for officer in self.officers.values())
        return sum(sum(days.values()) for days in hours)


def read_request(system: System, ref: str, who: Person) -> RequestReading:
    """One request; and, where it or its incident is restricted, that it was read is written down.

    NotFound where there is none, and where it is not theirs to know about. PurposeNeeded where
    they have to say first what they need the incident for.
    """
    request, history = read_history(system, ref, who, beside_incident=True)
    incident = read_incident(system, request.requested.incident, who)
    return within(system, incident, who, request, history)


def within(
    system: System,
    incident: Reading,
    who: Person,
    request: SupportRequest,
    history: Sequence[Recorded[Any]],
) -> RequestReading:
    """A request beside its incident, with whoever was ever allocated to it.

    What is restricted in the incident is written down already; else it is for the request.
    """
    if request.marking != Marking.OFFICIAL and incident.marking == Marking.OFFICIAL:
        action, shown = Action.CONSULT, (request.ref,)
        marking = request.marking
        consult(system, who, incident.ref, action=action, marking=marking, shown=shown)
    force = system.forces.get(incident.response.pfa or "")
    region = force.region if force else NATIONAL
    officers, quoted = officers_of(system, request), _quoted(system, request)
    return RequestReading(request, history, incident, officers, region, quoted)


def _quoted(system: System, request: SupportRequest) -> PriorityRules:
    scored = request.scored
    return (system.rulesets.version(scored.ruleset) if scored else system.ruleset).priority


def officers_of(system: System, request: SupportRequest) -> dict[str, Officer]:
    """Everybody who was ever allocated to it, those named in a decision first."""
    allocated = system.store.parts_of(request.ref, Officer.SERIES)
    return loaded_officers(system, dict.fromkeys((*request.officers, *allocated)))


def loaded_officers(system: System, refs: Iterable[str]) -> dict[str, Officer]:
    return {ref: system.store.load(Officer, ref) for ref in refs}


def requests_for(system: System, incident: Reading, who: Person) -> list[RequestReading]:
    """The requests for one incident that somebody may read, the latest first."""
    refs = system.store.parts_of(incident.ref, SupportRequest.SERIES)
    found = []
    for ref in reversed(refs):
        with suppress(NotFound):
            read = read_history(system, ref, who, beside_incident=True)
            found.append(within(system, incident, who, *read))
    return found
