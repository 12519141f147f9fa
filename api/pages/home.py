"""Where somebody starts or goes on to: a page of box1, and one that is any use to their role."""

from urllib.parse import urlsplit

from api.access import Permission, allowed
from services.people import Person

ACCESS_LOG, FIGURES, INCIDENTS = "/access", "/figures", "/incidents"
HOME = INCIDENTS


def home_of(who: Person | None) -> str:
    if who is not None and allowed(who, Permission.READ_ACCESS_LOG):
        return ACCESS_LOG
    if who is not None and not allowed(who, Permission.READ_INCIDENTS):
        return FIGURES
    return INCIDENTS


def within(address: str) -> str:
    """The address where it is a page of box1, else the first page: never another site."""
    try:
        split = urlsplit(address)
    except ValueError:
        return HOME
    ours = address.startswith("/") and not split.scheme and not split.netloc
    return address if ours and "\\" not in address and not address.startswith("//") else HOME
