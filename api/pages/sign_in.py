"""Signing in and out."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import SESSION_COOKIE, Running, open_to_all
from api.pages.held import send_again
from api.pages.render import render
from domain.base import Reason

router = APIRouter(dependencies=[open_to_all()])

HOME = "/incidents"
WRONG = Reason(
    code="NotRecognised",
    text="The name and the password do not belong together. Check both.",
    field="person",
)


@router.get("/")
async def go_home() -> Response:
    return RedirectResponse(HOME, 303)


@router.get("/sign-in")
async def show_sign_in(request: Request, next: str = HOME) -> Response:
    return render(request, "sign_in.html", {"next": within(next)})


@router.post("/sign-in")
def sign_in(
    request: Request,
    system: Running,
    person: Annotated[str, Form(max_length=80)] = "",
    password: Annotated[str, Form(max_length=500)] = "",
    next: Annotated[str, Form()] = HOME,
    held: Annotated[str, Form()] = "",
) -> Response:
    session = system.people.sign_in(person.strip(), password)
    if session is None:
        told = {"errors": [WRONG], "person": person, "next": within(next), "held": held}
        return render(request, "sign_in.html", told, 401)
    address = within(next)
    answer = send_again(request, address, held) if held else RedirectResponse(address, 303)
    answer.set_cookie(
        SESSION_COOKIE, session, httponly=True, samesite="lax", secure=system.settings.secure
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, system: Running) -> Response:
    system.people.sign_out(request.cookies.get(SESSION_COOKIE, ""))
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


def within(address: str) -> str:
    """The address where it is a page of box1, else the first page: never another site."""
    split = urlsplit(address)
    ours = address.startswith("/") and not split.scheme and not split.netloc
    return address if ours and "\\" not in address and not address.startswith("//") else HOME
