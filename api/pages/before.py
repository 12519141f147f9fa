"""What comes before anything else: a password of one's own, a second factor where it is asked."""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.pages.held import held_of, send_again
from api.pages.home import HOME, home_of, within
from api.pages.render import render
from domain.base import Reason
from services.people import SHORTEST, Must

PAGES = {
    Must.CHOOSE_PASSWORD: "own_password.html",
    Must.ADD_SECOND_FACTOR: "second_factor_first.html",
}


def before_page(
    request: Request,
    must: Must,
    next: str,
    held: str = "",
    errors: Sequence[Reason] = (),
    status: int = 200,
) -> Response:
    """The one form that may be filled in; it carries where somebody was going, and with what."""
    told = {"next": within(next), "held": held, "errors": errors, "shortest": SHORTEST}
    return render(request, PAGES[must], told, 422 if errors else status)


async def before_holding(request: Request, must: Must) -> Response:
    """The same in answer to another form, which is held meanwhile."""
    return before_page(request, must, **await held_of(request), status=403)


def go_on(request: Request, secret: str, next: str, held: str = "") -> Response:
    """On to where somebody was going, by way of what their session has to do first."""
    person = request.state.system.people.by_session(secret)
    if person is not None and person.must is not None:
        return before_page(request, person.must, next, held)
    address = home_of(person) if next == HOME else within(next)
    return send_again(request, address, held) if held else RedirectResponse(address, 303)
