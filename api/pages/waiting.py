"""Too many wrong passwords or codes: for how long to wait, in words and for programs."""

from datetime import timedelta

from fastapi.responses import Response

from domain.base import Reason
from services.people import TooManyAttempts


def too_many(tried: TooManyAttempts) -> Reason:
    """What stands at the head of the page."""
    wait = "a minute" if tried.wait <= timedelta(minutes=1) else "an hour"
    text = f"Too many wrong tries. Wait {wait}, then try again."
    return Reason(code="TooManyAttempts", text=text)


def to_wait(page: Response, tried: TooManyAttempts) -> Response:
    """The page as the answer to whoever must wait."""
    page.status_code = 429
    page.headers["Retry-After"] = str(int(tried.wait.total_seconds()))
    return page
