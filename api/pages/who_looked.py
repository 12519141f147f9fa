"""Who looked at this: everything that was read of one record, for those who answer for it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, allowed, may
from api.answering import may_see_who_looked
from api.pages.accesses import before_in, lines_of
from api.pages.address import Address
from api.pages.render import render
from api.wiring import System
from domain.base import NotFound
from services.people import Person

router = APIRouter()

AT_ONCE = 50


@router.get("/incidents/{ref}/access", dependencies=[may(Permission.BE_SIGNED_IN)])
def of_incident(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    if not may_see_who_looked(system, who, ref):
        raise NotFound.because("NotFound", f"There is no {ref}.")
    return looked_at(request, system, who, ref, "incidents")


@router.get("/stakeholders/{ref}/access", dependencies=[may(Permission.READ_ACCESS_LOG)])
def of_stakeholder(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    return looked_at(request, system, who, ref, "stakeholders")


def looked_at(request: Request, system: System, who: Person, ref: str, collection: str) -> Response:
    address = Address.of(request, (), extra=("after",))
    found = system.access_log.entries(record=ref, before=before_in(address), limit=AT_ONCE + 1)
    shown = found[:AT_ONCE]
    reads = Permission.READ_INCIDENTS if collection == "incidents" else Permission.READ_REGISTER
    told = {
        "ref": ref,
        "nav": collection,
        "record": f"/{collection}/{ref}" if allowed(who, reads) else "/access",
        "lines": lines_of(system, shown),
        "first": address.changed() if address.one("after") else None,
        "following": address.changed(after=str(shown[-1].number)) if len(found) > AT_ONCE else None,
    }
    return render(request, "who_looked.html", told)
