"""Who may use what: every route names one permission, and a permission names its roles."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Request

from api.wiring import System
from domain.base import NotAllowed
from domain.vocabulary import Role
from projections.board import Sight
from services.people import Person

SESSION_COOKIE = "box1_session"

SEE_SENSITIVE = frozenset({Role.REGIONAL_LEAD, Role.HEAD_OF_SE, Role.INFO_GOVERNANCE})
ENGAGEMENT = frozenset({Role.DUTY_OFFICER, Role.SE_OFFICER, Role.REGIONAL_LEAD, Role.HEAD_OF_SE})
LEADS = frozenset({Role.REGIONAL_LEAD, Role.HEAD_OF_SE})
READERS = ENGAGEMENT | {Role.INSIGHT_MANAGER, Role.REVIEWER, Role.INFO_GOVERNANCE}
EVERYONE = frozenset(Role)


class Permission(StrEnum):
    """What a route lets people do."""

    BE_SIGNED_IN = "be signed in"
    READ_INCIDENTS = "read incidents"
    READ_REGISTER = "read the stakeholder register"
    SEE_OPEN_WORK = "see open work"
    RAISE = "raise an incident"
    RUN_RESPONSE = "run a response"
    DECIDE_RESPONSE = "triage and move a response on"
    AGREE_LINES = "agree lines"
    LINK_INVESTIGATION = "say which investigation it is"
    RAISE_FLAG = "pass material to the investigation"
    ACKNOWLEDGE_FLAG = "acknowledge material"
    HOLD = "place and release legal holds"
    KEEP_REGISTER = "keep the stakeholder register"


MAY: dict[Permission, frozenset[Role]] = {
    Permission.BE_SIGNED_IN: EVERYONE,
    Permission.READ_INCIDENTS: READERS | {Role.INVESTIGATOR},
    Permission.READ_REGISTER: READERS,
    Permission.SEE_OPEN_WORK: ENGAGEMENT,
    Permission.RAISE: ENGAGEMENT,
    Permission.RUN_RESPONSE: ENGAGEMENT,
    Permission.DECIDE_RESPONSE: ENGAGEMENT,
    Permission.AGREE_LINES: frozenset({Role.INVESTIGATOR, Role.HEAD_OF_SE}),
    Permission.LINK_INVESTIGATION: ENGAGEMENT | {Role.INVESTIGATOR},
    Permission.RAISE_FLAG: ENGAGEMENT,
    Permission.ACKNOWLEDGE_FLAG: frozenset({Role.INVESTIGATOR, Role.HEAD_OF_SE}),
    Permission.HOLD: frozenset({Role.INFO_GOVERNANCE}),
    Permission.KEEP_REGISTER: ENGAGEMENT,
}

SPECIAL = {
    "raise": Permission.RAISE,
    "approve-line": Permission.AGREE_LINES,
    "withdraw-line": Permission.AGREE_LINES,
    "correct-line": Permission.AGREE_LINES,
    "link-investigation": Permission.LINK_INVESTIGATION,
    "determine-mode": Permission.LINK_INVESTIGATION,
    "confirm-family-spoc": Permission.LINK_INVESTIGATION,
    "flag-to-investigation": Permission.RAISE_FLAG,
    "acknowledge-flag": Permission.ACKNOWLEDGE_FLAG,
    "place-legal-hold": Permission.HOLD,
    "release-legal-hold": Permission.HOLD,
    "triage": Permission.DECIDE_RESPONSE,
    "move-to-restoring": Permission.DECIDE_RESPONSE,
    "escalate": Permission.DECIDE_RESPONSE,
    "stand-down": Permission.DECIDE_RESPONSE,
    "start-review": Permission.DECIDE_RESPONSE,
    "close": Permission.DECIDE_RESPONSE,
    "reopen": Permission.DECIDE_RESPONSE,
}


class NotSignedIn(Exception):
    """Nobody is signed in, or their session has ended."""


def permission_of(collection: str, verb: str) -> Permission:
    """The permission that a command needs."""
    if collection == "stakeholders":
        return Permission.KEEP_REGISTER
    return SPECIAL.get(verb, Permission.RUN_RESPONSE)


def allowed(person: Person, permission: Permission) -> bool:
    return person.role in MAY[permission]


def may(permission: Permission) -> Any:
    """What a route declares: `dependencies=[may(…)]`. It lets nobody else through."""
    return Depends(Check(permission))


def open_to_all() -> Any:
    """What a route declares that needs no sign-in."""
    return Depends(anyone)


async def system_of(request: Request) -> System:
    system: System = request.state.system
    return system


async def signed_in(request: Request) -> Person:
    """Whoever the session cookie or the bearer token stands for; NotSignedIn otherwise."""
    people = (await system_of(request)).people
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        person = people.by_token(token)
    else:
        in_use = not unattended(request)
        person = people.by_session(request.cookies.get(SESSION_COOKIE, ""), in_use=in_use)
    if person is None:
        raise NotSignedIn
    request.state.who = person
    return person


def unattended(request: Request) -> bool:
    """Whether an open page asks by itself, for changes or for what has changed."""
    stream = request.headers.get("accept") == "text/event-stream"
    return stream or "box1-unattended" in request.headers


Running = Annotated[System, Depends(system_of)]
SignedIn = Annotated[Person, Depends(signed_in)]


class Check:
    """A dependency that remembers its permission, so that a test can walk every route's."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, person: SignedIn) -> None:
        require(person, self.permission)


def sight_of(person: Person) -> Sight:
    """Which incidents a person may know of (domain rules §12): all, their own, or by marking."""
    own = tuple(filter(None, (person.ref, person.officer)))
    if person.role == Role.INVESTIGATOR:
        return Sight(own=own, official=False, sensitive=False)
    return Sight(own=own, sensitive=person.role in SEE_SENSITIVE)


def require(person: Person, permission: Permission) -> None:
    """NotAllowed, saying who may, where this person may not."""
    if not allowed(person, permission):
        these = ", ".join(sorted(role.replace("_", " ") for role in MAY[permission]))
        yours = person.role.replace("_", " ")
        raise NotAllowed.because(
            "RoleNotAllowed", f"Your role, {yours}, may not {permission}. These may: {these}."
        )


async def anyone() -> None:
    """Deliberately no check: sign-in itself, health, static words."""
