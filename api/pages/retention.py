"""What has been kept long enough: proposed here, decided by a person, line by line."""

from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import Permission, Running, SignedIn, may
from api.consulting import REGISTER, listed
from api.london import local
from api.pages.known import names_of_people
from api.pages.render import render
from api.pages.shown import awaits
from api.retention import MOST_SHOWN, disposals_waiting, disposed, people_due, records_due
from domain.vocabulary import Marking
from services.retention import PERIODS

router = APIRouter(dependencies=[may(Permission.SEE_RETENTION)])


@router.get("/retention", dependencies=[awaits("register", "board", "timeline")])
def show_what_is_due(request: Request, system: Running, who: SignedIn) -> Response:
    """The first of what is due; what is decided makes room for the next."""
    now = system.clock()
    people = [*islice(people_due(system, local(now).date()), MOST_SHOWN)]
    records = [*islice(records_due(system, now), MOST_SHOWN)]
    listed(system, who, REGISTER, Marking.OFFICIAL, (one.ref for one in people))
    told = {
        "people": people,
        "records": records,
        "waiting": [*islice(disposals_waiting(system), MOST_SHOWN)],
        "disposed": [*islice(disposed(system), MOST_SHOWN)],
        "me": who.actor,
        "names": names_of_people(system),
        "periods": PERIODS,
        "most": MOST_SHOWN,
    }
    return render(request, "retention.html", told)
