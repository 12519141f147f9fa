"""Who may use what: every route names one permission, and a permission names its roles."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Request

from api.access.permissions import MAY, Permission
from api.cookies import Cookie, read_cookie
from api.said_purpose import with_purpose
from api.security import SAFE
from api.wiring import System
from domain.base import NotAllowed
from services.people import WRITE, Must, Person

AUTHORIZATION, ACCEPT, UNATTENDED = "authorization", "accept", "box1-unattended"
NOTHING = ""
WAYS = {
    Must.CHOOSE_PASSWORD: ("/account/own-password",),
    Must.ADD_SECOND_FACTOR: ("/account/second-factor", "/account/second-factor/confirm"),
}
"""All that is answered to whoever must do something first; the form to begin with comes first."""


class NotSignedIn(Exception):
    """Nobody is signed in, or their session has ended."""


class NotYet(NotSignedIn):
    """Somebody is signed in who must do one thing before anything else is answered."""

    def __init__(self, must: Must) -> None:
        super().__init__(must)
        self.must = must


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
    """Whoever the session cookie or the bearer token stands for; NotSignedIn otherwise.

    NotYet where they must do something first, and this is not the way to do it.
    """
    people, attended = (await system_of(request)).people, not unattended(request)
    scheme, _, token = request.headers.get(AUTHORIZATION, NOTHING).partition(" ")
    if scheme.lower() == "bearer":
        person = people.by_token(token)
    else:
        person = people.by_session(read_cookie(request, Cookie.SESSION), in_use=attended)
    if person is None:
        raise NotSignedIn
    if person.scope != WRITE and request.method not in SAFE:
        raise NotAllowed.because(
            "TokenReadsOnly", "This token may only read. Make one that may also write."
        )
    asked = attended and not person.program and request.method == "GET"
    came = replace(person, attended=attended, asked=asked)
    person = with_purpose(came, request.headers)
    request.state.who = person
    if person.must is not None and request.url.path not in WAYS[person.must]:
        raise NotYet(person.must)
    return person


def unattended(request: Request) -> bool:
    """Whether an open page asks by itself, for changes or for what has changed."""
    stream = request.headers.get(ACCEPT) == "text/event-stream"
    return stream or UNATTENDED in request.headers


Running = Annotated[System, Depends(system_of)]
SignedIn = Annotated[Person, Depends(signed_in)]


class Check:
    """A dependency that remembers its permission, so that a test can walk every route's."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, person: SignedIn) -> None:
        require(person, self.permission)


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
