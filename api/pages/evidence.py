"""Taking a record out as evidence: what is in the bundle, what it proves, how it is checked."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.evidence_reads import as_file, taken_out
from api.exporting import may_take_out
from api.pages.render import render
from api.reading import read_incident
from services.evidence import read_note

router = APIRouter(dependencies=[may(Permission.EXPORT)])


@router.get("/incidents/{ref}/evidence")
def show_evidence(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    reading = read_incident(system, ref, who)
    checkpoints = system.storage.checkpoints
    last = checkpoints.last()
    told = {
        "response": reading.response,
        "marking": reading.marking,
        "events": len(reading.everything),
        "withheld": len(reading.hidden),
        "key": checkpoints.signer.verifier,
        "last": read_note(last[1], checkpoints.signer.public) if last else None,
        "take_out": may_take_out(system, who, ref),
    }
    return render(request, "evidence.html", told)


@router.get("/incidents/{ref}/evidence.jsonl")
def take_out_evidence(ref: str, system: Running, who: SignedIn) -> Response:
    return as_file(ref, taken_out(system, who, ref))
