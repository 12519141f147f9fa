"""The evidence of an incident for programs: what the record proves, and the bundle itself."""

from fastapi import APIRouter
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.consulting import purpose_of
from api.evidence import bundle_for
from api.exporting import to_take_out
from api.reading import read_incident
from api.reads import as_json
from api.wiring import System
from services.access_log import Action
from services.evidence import verify_bundle
from services.people import Person

router = APIRouter(
    prefix="/api/v1/incidents", dependencies=[may(Permission.EXPORT)], tags=["incidents"]
)


class JsonLines(Response):
    """JSON, a line each (jsonlines.org)."""

    media_type = "application/jsonl"


@router.get("/{ref}/evidence")
def show_evidence(ref: str, system: Running, who: SignedIn) -> Response:
    """The checkpoint that covers the record now, and what its bundle says when it is checked."""
    report = verify_bundle(taken_out(system, who, ref))
    checkpoint = report.checkpoint
    told = {
        "ref": ref,
        "checkpoint": checkpoint and checkpoint.told,
        "key": report.key,
        "events": report.events,
        "withheld": report.withheld,
        "earlier": report.earlier,
        "shredded": report.shredded,
        "verified": report.whole,
    }
    return as_json(told)


@router.get("/{ref}/evidence.jsonl", response_class=JsonLines)
def take_out_evidence(ref: str, system: Running, who: SignedIn) -> Response:
    """The bundle: JSON Lines that anybody can check (docs/evidence.md)."""
    return as_file(ref, taken_out(system, who, ref))


def taken_out(system: System, who: Person, ref: str) -> bytes:
    """The bundle for this person, written down as an export.

    NotAllowed where the incident is not theirs to take out.
    """
    to_take_out(system, who, ref)
    reading = read_incident(system, ref, who, action=Action.EXPORT)
    purpose = purpose_of(system, who, ref).purpose
    return bundle_for(system, who, reading, purpose, system.clock())


def as_file(ref: str, bundle: bytes) -> Response:
    """A file that is saved, never shown."""
    headers = {
        "Content-Disposition": f'attachment; filename="{ref}-evidence.jsonl"',
        "Cache-Control": "no-store",
    }
    return JsonLines(bundle, headers=headers)
