"""Where somebody starts: the first page that is any use to their role."""

from api.access import Permission, allowed
from services.people import Person

ACCESS_LOG, INCIDENTS = "/access", "/incidents"


def home_of(who: Person | None) -> str:
    if who is not None and allowed(who, Permission.READ_ACCESS_LOG):
        return ACCESS_LOG
    return INCIDENTS
