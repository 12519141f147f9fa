"""Whoever manages accounts sees who has one, changes it, signs them out, and closes it."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import Permission, Running, may
from api.account_changes import written_down
from api.pages.account import InPerson
from api.pages.render import render
from api.register_words import REGIONS
from api.wiring import System
from domain.base import NotFound, Reason, Refusal
from domain.vocabulary import Role
from services.people import Account, Kind, Person

router = APIRouter(dependencies=[may(Permission.MANAGE_ACCOUNTS)])

PEOPLE = "/people"
LONGEST_NAME, LONGEST_OFFICER = 120, 40
OWN = "Your own role and account are changed by another head, or in the shell."


@router.get(PEOPLE)
def show_everyone(request: Request, system: Running, who: InPerson) -> Response:
    told = {"accounts": system.people.accounts(), "regions": REGIONS}
    return render(request, "people.html", told)


@router.get(f"{PEOPLE}/{{ref}}")
def show_one(ref: str, request: Request, system: Running, who: InPerson) -> Response:
    return _page(request, system, _account(system, ref), who)


@router.post(f"{PEOPLE}/{{ref}}")
def change(
    ref: str,
    request: Request,
    system: Running,
    who: InPerson,
    name: Annotated[str, Form(max_length=500)] = "",
    role: Annotated[str, Form(max_length=40)] = "",
    region: Annotated[str, Form(max_length=40)] = "",
    officer: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Another name, role, region or reference: from their next request on."""
    account = _others(system, ref, who)
    changed = replace(
        account.person,
        name=" ".join(name.split()),
        role=role,
        region=region or None,
        officer=officer.strip() or None,
    )
    errors = why_not(changed)
    if errors:
        return _page(request, system, replace(account, person=changed), who, errors)
    with written_down(system.storage, system.clock(), who.ref, who.role):
        system.people.change(changed)
    return RedirectResponse(f"{PEOPLE}/{ref}?done=changed", 303)


@router.post(f"{PEOPLE}/{{ref}}/sign-out")
def sign_out(ref: str, system: Running, who: InPerson) -> Response:
    """Sign somebody out everywhere; a program with their token goes on."""
    system.people.end_sessions(_others(system, ref, who).person.ref)
    return RedirectResponse(f"{PEOPLE}/{ref}?done=signed-out", 303)


@router.post(f"{PEOPLE}/{{ref}}/leave")
def leave(ref: str, system: Running, who: InPerson) -> Response:
    """They are out from their next request on, with all that they were signed in with."""
    account = _others(system, ref, who)
    with written_down(system.storage, system.clock(), who.ref, who.role):
        system.people.leave(account.person.ref)
    return RedirectResponse(f"{PEOPLE}/{ref}?done=left", 303)


@router.post(f"{PEOPLE}/{{ref}}/come-back")
def come_back(ref: str, system: Running, who: InPerson) -> Response:
    """They may sign in again; what they were signed in with before stays ended."""
    account = _others(system, ref, who)
    with written_down(system.storage, system.clock(), who.ref, who.role):
        system.people.come_back(account.person.ref)
    return RedirectResponse(f"{PEOPLE}/{ref}?done=back", 303)


def why_not(changed: Person) -> tuple[Reason, ...]:
    """What must be put right before an account is changed."""
    wrong = []
    if not 0 < len(changed.name) <= LONGEST_NAME:
        text = f"Give the name, in at most {LONGEST_NAME} characters."
        wrong.append(Reason(code="FieldMissing", text=text, field="name"))
    if changed.role not in {*Role}:
        wrong.append(Reason(code="ChoiceUnknown", text="Choose the role.", field="role"))
    if changed.region not in {None, *REGIONS}:
        wrong.append(Reason(code="ChoiceUnknown", text="Choose the region.", field="region"))
    if len(changed.officer or "") > LONGEST_OFFICER:
        text = f"Give the reference in at most {LONGEST_OFFICER} characters."
        wrong.append(Reason(code="TextTooLong", text=text, field="officer"))
    return tuple(wrong)


def _page(
    request: Request,
    system: System,
    account: Account,
    who: Person,
    errors: tuple[Reason, ...] = (),
) -> Response:
    credentials = system.people.credentials
    told: dict[str, Any] = {
        "account": account,
        "own": account.person.ref == who.ref,
        "sessions": len(credentials.of(account.person.ref, Kind.SESSION)),
        "tokens": len(credentials.of(account.person.ref, Kind.TOKEN)),
        "regions": REGIONS,
        "errors": errors,
        "done": request.query_params.get("done", ""),
    }
    return render(request, "person.html", told, 422 if errors else 200)


def _account(system: System, ref: str) -> Account:
    account = system.people.account(ref)
    if account is None:
        raise NotFound.because("NotFound", "Nobody signs in under this name.")
    return account


def _others(system: System, ref: str, who: Person) -> Account:
    """Somebody else's account: nobody gives themselves a role."""
    account = _account(system, ref)
    if account.person.ref == who.ref:
        raise Refusal.because("OwnAccount", OWN)
    return account
