"""Views that a person saves: the filters of the board under a name of their own."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Permission, Running, SignedIn, may
from api.pages.board import BOARD, asked_of, board_page
from domain.base import Reason

router = APIRouter(dependencies=[may(Permission.READ_INCIDENTS)])

LONGEST_NAME = 40
MOST = 20


@router.post(f"{BOARD}/views")
def save(
    request: Request,
    system: Running,
    who: SignedIn,
    name: Annotated[str, Form()] = "",
    query: Annotated[str, Form()] = "",
) -> Response:
    asked, name = asked_of(system, query), " ".join(name.split())
    reason = why_not(name, system.people.views_of(who))
    if reason:
        return board_page(request, system, who, asked, view_name=name, reason=reason)
    system.people.save_view(who, name, asked.address.query)
    return RedirectResponse(asked.address.changed(), 303)


@router.post(f"{BOARD}/views/delete")
def delete(system: Running, who: SignedIn, name: Annotated[str, Form()] = "") -> Response:
    system.people.drop_view(who, name)
    return RedirectResponse(BOARD, 303)


def why_not(name: str, kept: Mapping[str, str]) -> Reason | None:
    """What is wrong with the name of a view; nothing where it can be kept."""
    if not name:
        text = "Give the view a name"
    elif len(name) > LONGEST_NAME:
        text = f"Use at most {LONGEST_NAME} characters for the name"
    elif name not in kept and len(kept) >= MOST:
        text = f"You have {MOST} views: delete one first"
    else:
        return None
    return Reason(code="ViewNameUnusable", text=text, field="view-name")
