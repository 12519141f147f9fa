"""What each kind of problem is, at the address that its `type` names."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from api.access import open_to_all
from api.pages.render import render
from api.problems import KINDS, problem

router = APIRouter(dependencies=[open_to_all()], tags=["problems"])


@router.get("/problems/{slug}")
async def show_problem(slug: str, request: Request) -> Response:
    """In words, what a problem of this kind means and what to do."""
    if slug not in KINDS:
        raise HTTPException(404)
    return render(request, "problem.html", {"problem": problem(slug)})
