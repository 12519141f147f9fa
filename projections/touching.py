"""Whom and what an entry touches: the communities and the people that its decision names."""

from collections.abc import Collection
from typing import Any

from domain.base import Recorded
from domain.incident.decisions import (
    CommitmentMade,
    CommunityMapped,
    CommunityRevised,
    ImpactAssessed,
    InterestDeclined,
    InterestExempted,
    InterestOffered,
    QuestionRaised,
    StakeholderContacted,
    TensionSignalRecorded,
    UpdateIssued,
)

TOUCHING: dict[str, tuple[tuple[str, str | None], ...]] = {
    StakeholderContacted.TOPIC: (("stakeholder", None),),
    InterestOffered.TOPIC: (("stakeholder", None),),
    InterestDeclined.TOPIC: (("stakeholder", None),),
    InterestExempted.TOPIC: (("stakeholder", None),),
    CommunityMapped.TOPIC: (("community", None), ("contacts", "stakeholder")),
    CommunityRevised.TOPIC: (("community", None), ("contacts", "stakeholder")),
    TensionSignalRecorded.TOPIC: (("communities", None),),
    ImpactAssessed.TOPIC: (("per_community", "community"),),
    QuestionRaised.TOPIC: (("ref", None),),
    CommitmentMade.TOPIC: (("to", None),),
    UpdateIssued.TOPIC: (("audience", None),),
}
"""Where the decisions of a topic name them: a field, or a part of each item of a field."""


def touched(ref: str, topic: str, decision: dict[str, Any]) -> Collection[str]:
    """Whom a stored decision of the stream `ref` touches; a stakeholder's own is about them."""
    if topic.startswith("stakeholder."):
        return (ref,)
    return named(topic, decision) if topic in TOUCHING else ()


def concerned(event: Recorded[Any]) -> set[str]:
    """Whom an entry of an incident touches as it reads."""
    topic = event.decision.TOPIC
    fields = {field for field, _ in TOUCHING.get(topic, ())}
    return named(topic, event.decision.model_dump(include=fields))


def named(topic: str, decision: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for field, part in TOUCHING.get(topic, ()):
        value = decision[field]
        if part:
            found.update(item[part] for item in value)
        else:
            found.update((value,) if isinstance(value, str) else value)
    return found
