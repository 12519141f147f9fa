"""The pages that say what box1 does with people's access and data."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import open_to_all
from api.pages.render import render

router = APIRouter(dependencies=[open_to_all()])


@router.get("/accessibility")
async def show_accessibility(request: Request) -> Response:
    return render(request, "about/accessibility.html")


@router.get("/privacy")
async def show_privacy(request: Request) -> Response:
    return render(request, "about/privacy.html")


@router.get("/cookies")
async def show_cookies(request: Request) -> Response:
    return render(request, "about/cookies.html")
