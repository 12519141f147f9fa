"""What is known of the communities: the map, the tension, the impact."""

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers, meet
from domain.incident.parts import Assessment, Community, Tension
from domain.incident.state import Response


def _community(mapped: d.CommunityMapped | d.CommunityRevised) -> Community:
    return Community(
        id=mapped.community,
        name=mapped.name,
        lads=mapped.lads,
        tags=mapped.tags,
        languages=mapped.languages,
        faiths=mapped.faiths,
        size_note=mapped.size_note,
        contacts=mapped.contacts,
        gaps=mapped.gaps,
    )


def _community_mapped(response: Response, event: Event) -> None:
    response.communities[event.decision.community] = _community(event.decision)
    meet(response, "map", event)


def _community_revised(response: Response, event: Event) -> None:
    response.communities[event.decision.community] = _community(event.decision)


def _tension_recorded(response: Response, event: Event) -> None:
    signal: d.TensionSignalRecorded = event.decision
    response.tensions.append(
        Tension(
            event_id=event.event_id,
            kind=signal.kind,
            communities=signal.communities,
            corroborated=signal.corroborated,
            text=signal.text,
            occurred_at=event.occurred_at,
        )
    )


def _impact_assessed(response: Response, event: Event) -> None:
    assessed: d.ImpactAssessed = event.decision
    response.assessments.append(
        Assessment(
            event_id=event.event_id,
            rating=assessed.rating,
            force_level=assessed.force_level,
            per_community=assessed.per_community,
            next_review_at=assessed.next_review_at,
            occurred_at=event.occurred_at,
        )
    )
    response.assessments.sort(key=lambda assessment: assessment.occurred_at)
    meet(response, "impact", event)


MEMORY: dict[type[Decision], Remembers] = {
    d.CommunityMapped: _community_mapped,
    d.CommunityRevised: _community_revised,
    d.TensionSignalRecorded: _tension_recorded,
    d.ImpactAssessed: _impact_assessed,
}
