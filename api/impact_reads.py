"""What programs can read of impact: the measures of one response, and of many; no single score."""

from statistics import median_low
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.feedback_reading import figures_now
from api.impact_reading import (
    Did,
    DidTogether,
    asked_and_promised,
    body_of,
    figure_of,
    read_impact,
    read_impacts,
    share_of,
)
from api.lists import Cursor, Limit
from api.plain import plain
from api.reads import as_json, caught_up
from domain.feedback import FeedbackRound, Group, round_figures
from domain.impact import TensionDay
from projections.impact import Line

router = APIRouter(
    prefix="/api/v1",
    dependencies=[may(Permission.READ_IMPACT), Depends(caught_up)],
    tags=["impact"],
)


@router.get("/impact")
def list_impacts(system: Running, who: SignedIn, cursor: Cursor, limit: Limit = 50) -> Response:
    """The measures of every response that this person may know of, and of all together."""
    found = read_impacts(system, who)
    lines = [line for line in found.lines if cursor is None or key(line) < cursor]
    more = system.storage.veil.over(key(lines[limit - 1])) if len(lines) > limit else None
    items = [_line(found, line) for line in lines[:limit]]
    return as_json({"items": items, "cursor": more, "together": together_body(found)})


@router.get("/impact/{ref}")
def show_impact(ref: str, system: Running, who: SignedIn) -> Response:
    """The measures of one response, with tension by day."""
    did = read_impact(system, ref, who)
    return as_json(impact_body(did), did.reading.version)


def impact_body(did: Did) -> dict[str, Any]:
    response = did.reading.response
    return {
        "ref": response.ref,
        "state": response.state,
        "level": response.level,
        **body_of(did.impact, did.reading.now, did.spent),
        "tension": [_day(day) for day in did.tension],
        "tension_withheld": did.withheld,
        "feedback": [_round(one) for one in did.rounds],
    }


def together_body(found: DidTogether) -> dict[str, Any]:
    """Counts of people are null where they are too small to tell, and shares with them."""
    firsts = found.first_contacts
    return {
        "responses": len(found.counted),
        "mapped": found.mapped.people,
        "reached": found.reached.people,
        "reach": share_of(found.reached, found.mapped),
        "prepared": found.prepared.people,
        "preparedness": share_of(found.prepared, found.mapped),
        "median_first_contact_minutes": median_low(firsts) if firsts else None,
        **asked_and_promised(*found.together, found.now),
        "to_offer": found.to_offer.people,
        "offered": found.offered.people,
        "offer_rate": share_of(found.offered, found.to_offer),
        "accepted": found.accepted.people,
        "acceptance": share_of(found.accepted, found.offered),
        "minutes_spent": found.hours,
        "feedback": [{**plain(figure_of(one)), "rounds": one.rounds} for one in found.said],
    }


def key(line: Line) -> str:
    """What the list is in the order of, the last first."""
    return f"{line.raised_at.isoformat()} {line.ref}"


def _line(found: DidTogether, line: Line) -> dict[str, Any]:
    told = body_of(line.impact, found.now, found.spent.get(line.ref, 0))
    standing = {"ref": line.ref, "title": line.title, "state": line.state, "level": line.level}
    return {**standing, "raised_at": line.raised_at, **told}


def _round(feedback: FeedbackRound) -> dict[str, Any]:
    """A round beside the other measures: what everybody said, once it is closed."""
    figures, said = round_figures(feedback), figures_now(feedback)
    return {
        "ref": feedback.ref,
        "state": feedback.state,
        "tokens": figures.tokens,
        "responses": figures.responses,
        "response_rate": figures.response_rate,
        "measures": [one for one in said.measures if one.group is Group.ALL] if said else [],
    }


def _day(day: TensionDay) -> dict[str, Any]:
    signals = {str(kind): many for kind, many in day.signals.items()}
    return {"day": day.day, **signals, "rating": day.rating}
