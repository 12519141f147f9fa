"""Every route that box1 has, from the application itself, and addresses that fit it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from fastapi.routing import iter_route_contexts

from api.app import create_app

FILLED = {"slug": "not-found", "verb": "reactivate", "id": "0123456789abcdef", "number": "1"}
NEVER_ENDS = "/api/v1/changes"
PART = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True)
class Way:
    """One method on one path with its parts in braces."""

    method: str
    path: str

    def to(self, incident: str, stakeholder: str, entry: str) -> str:
        """The address for one incident and one stakeholder."""
        ref = stakeholder if "/stakeholders/" in self.path else incident
        held = {**FILLED, "ref": ref, "event_id": entry}
        return PART.sub(lambda part: held.get(part[1], "x"), self.path)

    def fits(self, path: str) -> bool:
        return re.fullmatch(PART.sub("[^/]+", self.path), path) is not None


@cache
def ways() -> tuple[Way, ...]:
    """Every route; nothing of them is started."""
    app = create_app(cast(Any, None), https=False)
    return tuple(
        Way(method, str(found.path))
        for found in iter_route_contexts(app.routes)
        for method in sorted(getattr(found.route, "methods", None) or ())
    )


def reads() -> list[Way]:
    """What can be read with one request."""
    return [way for way in ways() if way.method == "GET" and way.path != NEVER_ENDS]


def pages() -> list[Way]:
    return [way for way in reads() if not way.path.startswith(("/api/", "/health", "/metrics"))]


def posts() -> list[Way]:
    return [way for way in ways() if way.method == "POST"]


def never_sent_to(sent: set[str]) -> set[str]:
    """Routes that take a POST and got none; `sent` are the addresses that did."""
    return {way.path for way in posts() if not any(way.fits(path) for path in sent)}
