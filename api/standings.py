"""How each incident stands to those who ask for it: its marking, and who has which part in it."""

from dataclasses import dataclass
from typing import Any, Final

from domain.base import Recorded
from domain.incident import Incident, Response
from services.store import Store

MOST_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Parts:
    """What sight depends on (see projections.sight.Standing), at a version of the incident."""

    version: int
    marking: str
    lead: str | None
    duty: str | None
    lead_investigator: str | None
    raised_by: str

    @classmethod
    def of(cls, incident: Incident) -> "Parts":
        return cls.taken(incident.history[0], incident.response, incident.version)

    @classmethod
    def taken(cls, raised: Recorded[Any], response: Response, version: int) -> "Parts":
        return cls(
            version=version,
            marking=raised.by.marking,
            lead=response.lead,
            duty=response.duty,
            lead_investigator=response.lead_investigator,
            raised_by=raised.by.actor,
        )


class Standings:
    """Remembers them as long as the incident stays at its version; a marking never changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._markings: dict[str, str] = {}
        self._parts: dict[str, Parts] = {}

    def marking(self, ref: str) -> str | None:
        """The marking of an incident; None where there is none."""
        known = self._markings.get(ref)
        if known is None and (parts := self.of(ref)) is not None:
            known = self._markings[ref] = parts.marking
        return known

    def of(self, ref: str) -> Parts | None:
        """How an incident stands now; None where there is none."""
        version = self._store.version(ref) if ref.startswith(Incident.SERIES) else 0
        known = self._parts.get(ref)
        if known is not None and known.version == version:
            return known
        return self._folded(ref) if version else None

    def _folded(self, ref: str) -> Parts:
        if len(self._parts) >= MOST_KEPT:
            self._parts.clear()
        parts = self._parts[ref] = Parts.of(self._store.load(Incident, ref))
        return parts
