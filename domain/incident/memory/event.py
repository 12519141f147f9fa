"""What every memory is given, and how a milestone is met."""

from collections.abc import Callable
from typing import Any, TypeAlias

from domain.base import Recorded
from domain.incident.parts import Met
from domain.incident.state import Response

Event: TypeAlias = Recorded[Any]
Remembers: TypeAlias = Callable[[Response, Event], None]


def meet(response: Response, milestone: str, event: Event) -> None:
    """The earliest qualifying entry counts; what happened before a restart does not."""
    since = response.restart
    if since is not None and event.occurred_at < since.occurred_at:
        return
    met = response.met.get(milestone)
    if met is None or event.occurred_at < met.at:
        response.met[milestone] = Met(
            at=event.occurred_at, recorded_at=event.recorded_at, event_id=event.event_id
        )
