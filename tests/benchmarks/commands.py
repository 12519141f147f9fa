"""The commands that the benchmarks send: the worked examples of the API description."""

from typing import Any
from uuid import uuid4

from api.examples import BODIES

Body = dict[str, Any]

INCIDENTS = "/api/v1/incidents"
STAKEHOLDERS = "/api/v1/stakeholders"
RAISE: Body = BODIES["incidents"]["raise"]
MAP: Body = BODIES["incidents"]["map-community"]
CONTACT: Body = BODIES["incidents"]["record-contact"]
REGISTER: Body = BODIES["stakeholders"]["register"]


def raising() -> Body:
    """An incident like no other: one that may be the same as an older one is asked about."""
    apart = {**RAISE, "title": f"{RAISE['title']}, {uuid4()}"}
    return {name: value for name, value in apart.items() if name != "occurred_at"}


def contact(incident: str, stakeholder: str) -> tuple[str, Body]:
    """Where a conversation is recorded, and its words."""
    return f"{INCIDENTS}/{incident}/record-contact", {**CONTACT, "stakeholder": stakeholder}
