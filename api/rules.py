"""The rules as programs read them: the version in force, and every one before it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from api.access import Permission, Running, may
from api.reads import as_json, caught_up
from domain.base import Recorded
from domain.rules import RulesetPublished
from domain.ruleset import RULESET_V1, Ruleset

router = APIRouter(prefix="/api/v1", tags=["rulesets"])
READ = [may(Permission.BE_SIGNED_IN), Depends(caught_up)]
LATEST = 1_000_000


@router.get("/rulesets", dependencies=READ)
def list_versions(system: Running) -> Response:
    """Every version, the newest first: that one is in force."""
    published = [_published(event) for event in system.rulesets.all()]
    first = {"version": RULESET_V1.version, "reason": None, "by": None, "published_at": None}
    return as_json({"items": [*published, first], "cursor": None})


@router.get("/rulesets/{version}", dependencies=READ)
def show_version(version: Annotated[int, Path(ge=1, le=LATEST)], system: Running) -> Response:
    """One version's weights, bands, shares and profiles."""
    return as_json(values_of(system.rulesets.version(version)))


def values_of(ruleset: Ruleset) -> dict[str, Any]:
    return ruleset.model_dump(mode="json", include={"version", "priority", "capacity"})


def _published(event: Recorded[RulesetPublished]) -> dict[str, Any]:
    return {
        "version": event.decision.version,
        "reason": event.decision.reason,
        "by": event.decision.by,
        "published_at": event.recorded_at,
    }
