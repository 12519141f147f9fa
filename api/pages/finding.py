"""Words to look for are sent by POST; the answer leads to an address in which they are veiled."""

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Permission, Running, may
from api.pages.address import Address
from api.pages.asking import posted_by
from api.pages.home import within

router = APIRouter(dependencies=[may(Permission.BE_SIGNED_IN)])

WHERE: Final = "where"


@router.post("/find")
async def find(request: Request, system: Running) -> Response:
    """To the page that was asked from, with what was asked for in its address."""
    posted = await posted_by(request)
    path = within(posted.get(WHERE, [""])[-1]).partition("?")[0]
    address = Address(path, pairs_in(posted), system.storage.veil)
    return RedirectResponse(address.here, 303)


def pairs_in(posted: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value)
        for name, values in posted.items()
        for value in values
        if name != WHERE and value.strip()
    )
