"""Where somebody starts: the first page that is any use to their role."""

from api.access import Permission, allowed
from services.people import Person

ACCESS_LOG, FIGURES, INCIDENTS = "/access", "/figures", "/incidents"


def home_of(who: Person | None) -> str:
    if who is not None and allowed(who, Permission.READ_ACCESS_LOG):
        return ACCESS_LOG
    if who is not None and not allowed(who, Permission.READ_INCIDENTS):
        return FIGURES
    return INCIDENTS
