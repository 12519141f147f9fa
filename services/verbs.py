"""The tables of verbs: what can be asked of each collection, and what the rules are told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from keyword import iskeyword
from typing import Any, TypeAlias

from domain.base import Aggregate, NotFound, Value
from domain.briefing import BODIES as BRIEFING_BODIES
from domain.briefing import Briefing
from domain.feedback import BODIES as FEEDBACK_BODIES
from domain.feedback import FeedbackFacts, FeedbackRound
from domain.incident import BODIES as INCIDENT_BODIES
from domain.incident import Incident, Known
from domain.insight import BODIES as INSIGHT_BODIES
from domain.insight import Insight
from domain.officer import BODIES as OFFICER_BODIES
from domain.officer import Officer
from domain.rules import BODIES as RULES_BODIES
from domain.rules import PublishedRuleset
from domain.stakeholder import BODIES as STAKEHOLDER_BODIES
from domain.stakeholder import Stakeholder
from domain.support_request import BODIES as REQUEST_BODIES
from domain.support_request import SupportRequest
from services.erasure import Erasure
from services.retention import is_record_over
from services.staffing import Staff

Load: TypeAlias = Callable[[type[Stakeholder], str], Stakeholder]


@dataclass(frozen=True)
class Verb:
    """One command: its name in a URL, what its body holds, and the rule that decides it."""

    name: str
    body: type[Value]
    act: Callable[..., Any]


@dataclass(frozen=True)
class Collection:
    """One kind of aggregate: how references are given, and its verbs by name."""

    kind: type[Aggregate]
    series: Callable[[datetime], str]
    digits: int
    opens_with: str
    verbs: Mapping[str, Verb]


def _verbs(kind: type[Aggregate], bodies: Mapping[str, type[Value]]) -> dict[str, Verb]:
    return {name: Verb(name, body, _method(kind, name)) for name, body in bodies.items()}


def _method(kind: type[Aggregate], verb: str) -> Callable[..., Any]:
    name = verb.replace("-", "_")
    method: Callable[..., Any] = getattr(kind, f"{name}_" if iskeyword(name) else name)
    return method


COLLECTIONS: dict[str, Collection] = {
    "incidents": Collection(
        kind=Incident,
        series=lambda now: f"{Incident.SERIES}-{now.year}",
        digits=4,
        opens_with="raise",
        verbs=_verbs(Incident, INCIDENT_BODIES),
    ),
    "stakeholders": Collection(
        kind=Stakeholder,
        series=lambda now: Stakeholder.SERIES,
        digits=4,
        opens_with="register",
        verbs=_verbs(Stakeholder, STAKEHOLDER_BODIES),
    ),
    "support-requests": Collection(
        kind=SupportRequest,
        series=lambda now: f"{SupportRequest.SERIES}-{now.year}",
        digits=4,
        opens_with="request",
        verbs=_verbs(SupportRequest, REQUEST_BODIES),
    ),
    "officers": Collection(
        kind=Officer,
        series=lambda now: Officer.SERIES,
        digits=2,
        opens_with="join",
        verbs=_verbs(Officer, OFFICER_BODIES),
    ),
    "feedback-rounds": Collection(
        kind=FeedbackRound,
        series=lambda now: FeedbackRound.SERIES,
        digits=4,
        opens_with="open",
        verbs=_verbs(FeedbackRound, FEEDBACK_BODIES),
    ),
    "insights": Collection(
        kind=Insight,
        series=lambda now: Insight.SERIES,
        digits=4,
        opens_with="record",
        verbs=_verbs(Insight, INSIGHT_BODIES),
    ),
    "briefings": Collection(
        kind=Briefing,
        series=lambda now: Briefing.SERIES,
        digits=4,
        opens_with="compile",
        verbs=_verbs(Briefing, BRIEFING_BODIES),
    ),
    "rulesets": Collection(
        kind=PublishedRuleset,
        series=lambda now: PublishedRuleset.SERIES,
        digits=4,
        opens_with="publish",
        verbs=_verbs(PublishedRuleset, RULES_BODIES),
    ),
}


class Registered(Mapping[str, Known]):
    """The register as the rules ask it: read by `load` at that moment."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._read: dict[str, Known] = {}

    def __getitem__(self, ref: str) -> Known:
        if ref not in self._read:
            try:
                self._read[ref] = self._load(Stakeholder, ref).known
            except NotFound:
                raise KeyError(ref) from None
        return self._read[ref]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def facts_for(staff: Staff, erasure: Erasure | None = None) -> FeedbackFacts:
    """What the rules may ask beyond one aggregate's own history, in the command's transaction."""
    store = staff.store
    facts = FeedbackFacts(
        register=Registered(store.latest),
        ruleset=staff.ruleset,
        forces=staff.forces,
        position=store.position(),
        region_of=staff.region_of,
        is_first=staff.is_first,
        region_load=staff.region_load,
        officers=staff.alongside.of(Officer),
        incidents=staff.incidents,
        reached_since=staff.reached_since,
        allocated_to=staff.allocated_to,
        insights=staff.alongside.of(Insight),
        entries_beside=staff.entries_beside,
    )
    if erasure is None:
        return facts
    return replace(
        facts,
        streams_about=erasure.streams_about,
        suppressed=erasure.suppression.holds,
        record_over=is_record_over,
        subjects_in=erasure.subjects_in,
    )
