"""What was being sent when a session ended: held by the sign-in page, and sent again after it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.render import render
from api.security import MOST_BYTES

MOST_FIELDS = 2000
ACCOUNT = "/account"


async def sign_in_holding(request: Request) -> HTMLResponse:
    """The sign-in page; it carries all that was typed, so that nothing has to be typed twice."""
    return render(request, "sign_in.html", await held_of(request) | ways_in(request), 401)


async def held_of(request: Request) -> dict[str, Any]:
    """What was being sent, and where to.

    Passwords and codes are typed again: a page that is left open never holds one.
    """
    if request.url.path.startswith(ACCOUNT):
        return {"next": ACCOUNT, "held": ""}
    sent = await request.form(max_part_size=MOST_BYTES)
    typed = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    return {"next": request.url.path, "held": urlencode(typed)}


def ways_in(request: Request) -> dict[str, bool]:
    """Whether one signs in with the organisation's own sign-in, with a password here, or either."""
    settings = request.state.system.settings
    return {
        "organisation": settings.oidc_issuer is not None,
        "passwords": settings.local_accounts,
    }


def send_again(request: Request, address: str, held: str) -> HTMLResponse:
    """A page with one button, which sends what was held to where it was going."""
    return render(request, "send_again.html", {"address": address, "typed": typed_in(held)})


def typed_in(held: str) -> list[tuple[str, str]]:
    """The fields of what is held, as a form has them."""
    return parse_qsl(held, keep_blank_values=True, max_num_fields=MOST_FIELDS)
