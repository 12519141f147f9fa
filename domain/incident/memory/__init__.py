"""What each decision changes in the response. Total: it runs again on every replay."""

from domain.incident import decisions as d
from domain.incident.memory import (
    contacts,
    disposing,
    interest,
    lines,
    mapping,
    opening,
    questions,
    reviewing,
    transitions,
)
from domain.incident.memory.event import Event
from domain.incident.parts import Stamp
from domain.incident.state import Response

MEMORY = {
    **opening.MEMORY,
    **mapping.MEMORY,
    **contacts.MEMORY,
    **lines.MEMORY,
    **questions.MEMORY,
    **interest.MEMORY,
    **reviewing.MEMORY,
    **transitions.MEMORY,
    **disposing.MEMORY,
}


def begin(event: Event) -> Response:
    """The response that an IncidentRaised begins."""
    raised: d.IncidentRaised = event.decision
    response = Response(
        ref=event.ref,
        title=raised.title,
        incident_type=raised.incident_type,
        pfa=raised.pfa,
        body=raised.body,
        lads=raised.lads,
        place_note=raised.place_note,
        summary=raised.summary,
        source=raised.source,
        bereaved=raised.bereaved,
        investigation=raised.investigation,
        marking=event.by.marking,
        raised_at=event.recorded_at,
        happened_at=event.occurred_at,
    )
    _stamp(response, event)
    return response


def remember(response: Response, event: Event) -> None:
    """Change the response as one entry says."""
    memory = MEMORY.get(type(event.decision))
    if memory is not None:
        memory(response, event)
    _stamp(response, event)


def _stamp(response: Response, event: Event) -> None:
    response.stamps.append(
        Stamp(
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
            state=response.state,
            level=response.level,
        )
    )
