"""What was being sent when a session ended: held by the sign-in page, and sent again after it."""

from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.render import render
from api.security import MOST_BYTES

MOST_FIELDS = 2000
ACCOUNT = "/account"


async def sign_in_holding(request: Request) -> HTMLResponse:
    """The sign-in page; it carries all that was typed, so that nothing has to be typed twice.

    Passwords and codes are typed again: a page that is left open never holds one.
    """
    if request.url.path.startswith(ACCOUNT):
        return render(request, "sign_in.html", {"next": ACCOUNT} | ways_in(request), 401)
    sent = await request.form(max_part_size=MOST_BYTES)
    typed = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    told = {"next": request.url.path, "held": urlencode(typed)} | ways_in(request)
    return render(request, "sign_in.html", told, 401)


def ways_in(request: Request) -> dict[str, bool]:
    """Whether one signs in with the organisation's own sign-in, with a password here, or either."""
    settings = request.state.system.settings
    return {
        "organisation": settings.oidc_issuer is not None,
        "passwords": settings.local_accounts,
    }


def send_again(request: Request, address: str, held: str) -> HTMLResponse:
    """A page with one button, which sends what was held to where it was going."""
    typed = parse_qsl(held, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return render(request, "send_again.html", {"address": address, "typed": typed})
