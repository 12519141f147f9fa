"""Requests for support beside their incidents and officers: what is asked, decided and refused."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain import officer as o
from domain.base import Reason, Recorded, Refusal
from domain.capacity import Load, load_of, together
from domain.incident import Incident, Known
from domain.incident.decisions import CommunityMapped, MappedContact, ModeDetermined
from domain.officer import Officer
from domain.priority import PRIORITY_V1, Priority
from domain.ruleset import RULESET_V1
from domain.support_request import BODIES, RequestFacts, SupportRequest, region_of
from domain.vocabulary import IncidentType, Mode
from tests.domain.scenario import DAY, LONG_ENOUGH, RAISED, signed

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
WEEK = "2026-W10"
NEXT_WEEK = "2026-W11"
SEEN = Known(registered_at=MONDAY - 30 * DAY)
JUDGED = {"S": 0, "T": 0, "C": 0, "F": 0, "P": 0}
REASON = {"reason": LONG_ENOUGH}


def anchors(said: str) -> dict[str, int]:
    """What is judged: `21211` stands for S T C F P."""
    return dict(zip(JUDGED, map(int, said), strict=True))


def evidence(said: dict[str, int]) -> dict[str, str]:
    return {factor: "As the investigator told us" for factor in said}


def comes(officer: str, minutes: int, week: str = WEEK, **more: Any) -> dict[str, Any]:
    return {"id": officer, "minutes_by_week": {week: minutes}, **more}


class Team:
    """Every record as its events; a verb that is refused leaves no trace, as in a transaction."""

    def __init__(self) -> None:
        self.now = MONDAY
        self.log: dict[str, list[Recorded[Any]]] = {}
        self.incidents: dict[str, Incident] = {}
        self.register: dict[str, Known] = {}
        self.reached: set[str] = set()
        self.ruleset = RULESET_V1
        self._asked = 0

    def incident(
        self,
        ref: str,
        contacts: int = 0,
        mode: Mode | None = None,
        kind: IncidentType = IncidentType.OTHER,
        marking: str = "OFFICIAL",
        pfa: str | None = "E23000003",
    ) -> None:
        """A response that was raised now, with so many people on its map who were reached."""
        by = signed(len(self.incidents), self.now, None, "duty_officer", "duty")
        raised = RAISED.model_copy(update={"incident_type": kind, "pfa": pfa})
        incident = self.incidents[ref] = Incident(ref)
        incident.decide(raised, by.model_copy(update={"marking": marking}))
        people = [f"STK-{ref}-{number}" for number in range(contacts)]
        mapped = tuple(MappedContact(stakeholder=who) for who in people)
        incident.decide(CommunityMapped(community="M1", name="North", contacts=mapped), by)
        if mode:
            incident.decide(ModeDetermined(mode=mode, determined_at=self.now), by)
        self.register |= dict.fromkeys(people, SEEN)
        self.reached |= set(people)

    def officer(self, ref: str, contracted: int = 2220, region: str = "north-west") -> None:
        told = {"name": ref, "region": region, "contracted": contracted, "start": "2026-01-05"}
        by = self._sign("head_of_se", "head")
        joined: Any = o.BODIES["join"].model_validate(told)
        self._keep(Officer.join(ref, joined, by, self._facts({})))

    def asks(
        self, ref: str, incident: str = "INC-1", hours: int = 24, actor: str = "ines", **body: Any
    ) -> None:
        """An investigator asks for support that is needed within so many hours."""
        needed_by = self.now + timedelta(hours=hours)
        told = {"incident": incident, "needed_by": needed_by, "asks": ["advice_only"]}
        asked: Any = BODIES["request"].model_validate({**told, "context": "Fictional.", **body})
        by = self._sign("investigator", actor)
        self._keep(SupportRequest.request(ref, asked, by, self._facts({})))

    def scores(self, ref: str, said: str, **body: Any) -> None:
        judged = anchors(said)
        self.does(ref, "score", anchors=judged, evidence=evidence(judged), **body)

    def does(
        self, ref: str, verb: str, role: str = "regional_lead", actor: str = "lea", **body: Any
    ) -> None:
        """Somebody asks a request or an officer for something, and it is decided."""
        bodies = BODIES if ref.startswith("SR") else o.BODIES
        officers = {each: self.at_work(each) for each in self.log if each.startswith("OFC")}
        aggregate = officers[ref] if ref in officers else self[ref]
        proposed: Any = bodies[verb].model_validate(body)
        by, facts = self._sign(role, actor), self._facts(officers)
        getattr(aggregate, verb.replace("-", "_"))(proposed, by, facts)
        for changed in {aggregate.ref: aggregate, **officers}.values():
            self._keep(changed)

    def refused(self, ref: str, verb: str, *codes: str, **body: Any) -> list[Reason]:
        """Refused for exactly these reasons, and nothing is recorded anywhere."""
        before = {each: len(events) for each, events in self.log.items()}
        with pytest.raises(Refusal) as refusal:
            self.does(ref, verb, **body)
        assert sorted(reason.code for reason in refusal.value.reasons) == sorted(codes)
        assert before == {each: len(events) for each, events in self.log.items()}
        return list(refusal.value.reasons)

    def __getitem__(self, ref: str) -> SupportRequest:
        request = SupportRequest.project(None, self.log[ref])
        assert request is not None
        return request

    def at_work(self, ref: str) -> Officer:
        officer = Officer.project(None, self.log[ref])
        assert officer is not None
        return officer

    def stands(self, ref: str) -> Priority:
        found = self[ref].priority(self.now, PRIORITY_V1)
        assert found is not None
        return found

    @property
    def queue(self) -> list[str]:
        requests = [self[ref] for ref in self.log if ref.startswith("SR")]
        waiting = sorted(requests, key=lambda one: one.queue_key(self.now, PRIORITY_V1))
        return [one.ref for one in waiting]

    def kinds(self, ref: str) -> list[str]:
        return [type(event.decision).__name__ for event in self.log[ref]]

    def _facts(self, officers: dict[str, Officer]) -> RequestFacts:
        return RequestFacts(
            register=self.register,
            incidents=self.incidents,
            officers=officers,
            ruleset=self.ruleset,
            reached_since=self._reached_since,
            region_of=self._region_of,
            region_load=lambda region, week: _load(officers, region, week),
            allocated_to=lambda request: [
                ref for ref, one in officers.items() if request in one.hours.allocations
            ],
        )

    def _region_of(self, ref: str) -> str | None:
        request = self[ref]
        incident = self.incidents[request.requested.incident]
        return region_of(incident, self._facts({}).forces) if request.staffable else None

    def _reached_since(self, people: Collection[str], since: datetime) -> frozenset[str]:
        return frozenset(self.reached.intersection(people))

    def _sign(self, role: str, actor: str) -> Any:
        self._asked += 1
        return signed(self._asked, self.now, None, role, actor)

    def _keep(self, aggregate: Any) -> None:
        self.log.setdefault(aggregate.ref, []).extend(aggregate.collect_events())


def _load(officers: dict[str, Officer], region: str, week: str) -> Load:
    there = (one for one in officers.values() if one.region == region)
    return together(load_of(one.hours.week(week), RULESET_V1.capacity) for one in there)


def staffed() -> Team:
    """SR-1 is scored 45 points, a P3; A and B are of its region, and D is of another."""
    team = Team()
    team.incident("INC-1")
    team.officer("OFC-A")
    team.officer("OFC-B", contracted=1332)
    team.officer("OFC-D", region="midlands")
    team.asks("SR-1")
    team.scores("SR-1", "11211")
    return team
