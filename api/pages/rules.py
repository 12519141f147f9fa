"""The rules in force, for everybody who is judged by them; another version, from the head."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Permission, Running, SignedIn, allowed, may
from api.forms.form import Filled
from api.forms.rules import PUBLISH, known_of
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.known import names_of_people
from api.pages.render import render
from api.pages.situations import around

router = APIRouter()
RULES, PUBLISHING = "/rules", "/rules/publish"
BACK = (RULES, "The rules")


@router.get(RULES, dependencies=[may(Permission.BE_SIGNED_IN)])
def show_rules(request: Request, system: Running, who: SignedIn) -> Response:
    """The figures in force, and what was published when, by whom and why."""
    told = {
        "form": PUBLISH,
        "rules": system.ruleset,
        "filled": opened(PUBLISH, around(system), known_of(system.ruleset)),
        "published": system.rulesets.all(),
        "names": names_of_people(system),
        "may_publish": allowed(who, Permission.PUBLISH_RULES),
    }
    return render(request, "rules.html", told)


@router.get(PUBLISHING, dependencies=[may(Permission.PUBLISH_RULES)])
def ask_for_rules(request: Request, system: Running) -> Response:
    return asked_for(request, opened(PUBLISH, around(system), known_of(system.ruleset)))


@router.post(PUBLISHING, dependencies=[may(Permission.PUBLISH_RULES)])
async def publish(request: Request, system: Running, who: SignedIn) -> Response:
    posted = await posted_by(request)
    asked = Filled(PUBLISH, posted, await run_in_threadpool(around, system))
    outcome = await carried_out(system, who, asked, "rulesets")
    if isinstance(outcome, Filled):
        return asked_for(request, outcome)
    return RedirectResponse(RULES, 303)


def asked_for(request: Request, filled: Filled) -> Response:
    return form_page(request, filled, action=PUBLISHING, back=BACK, nav="requests")
