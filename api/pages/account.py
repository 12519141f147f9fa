"""One's own account: password, second factor, where one is signed in, tokens for programs."""

from collections.abc import Mapping
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from api.access import WAYS, Permission, Running, SignedIn, allowed, may
from api.cookies import Cookie, set_cookie
from api.pages.before import before_page, go_on
from api.pages.held import typed_in
from api.pages.home import within
from api.pages.render import render
from api.pages.waiting import to_wait, too_many
from api.register_words import REGIONS
from api.wiring import System
from domain.base import Malformed, NotFound, Reason, Refusal
from services.people import (
    MOST_TOKEN_DAYS,
    READ,
    SHORTEST,
    TOKEN_DAYS,
    WRITE,
    Kind,
    Must,
    Person,
    TooManyAttempts,
)

router = APIRouter(dependencies=[may(Permission.BE_SIGNED_IN)])

ACCOUNT = "/account"
MOST_TOKENS, LONGEST_LABEL, LONGEST_PURPOSE = 20, 60, 80
DOT_PIXELS = 5
OWN_PASSWORD, SECOND_FACTOR = (WAYS[must][0] for must in Must)
WRONG_CODE = Reason(
    code="SecondFactorWrong",
    text="This code is not right, or was used already. Wait for the next one.",
    field="code",
)
WRONG_PASSWORD = Reason(
    code="PasswordWrong", text="This is not your password now.", field="password"
)

Secret = Annotated[str, Form(max_length=500)]
Carried = Annotated[str, Form()]


async def in_person(who: SignedIn) -> Person:
    """Whoever is signed in, but no program that acts for them."""
    if who.program:
        raise Refusal.because(
            "NotForPrograms", "An account is looked after by its owner in a browser, not by tokens."
        )
    return who


InPerson = Annotated[Person, Depends(in_person)]


@router.get(ACCOUNT)
def show(request: Request, system: Running, who: InPerson) -> Response:
    return account_page(request, system, who)


@router.post(f"{ACCOUNT}/password")
def change_password(
    request: Request, system: Running, who: InPerson, old: Secret = "", new: Secret = ""
) -> Response:
    """Whoever else is signed in as them is signed out."""
    try:
        system.people.change_password(who, old, new)
    except Malformed as refused:
        return account_page(request, system, who, errors=refused.reasons)
    except TooManyAttempts as tried:
        return to_wait(account_page(request, system, who, errors=(too_many(tried),)), tried)
    return _renewed(request, system, who, "password")


@router.get(OWN_PASSWORD)
@router.get(SECOND_FACTOR)
async def show_what_comes_first(request: Request, who: InPerson, next: str = ACCOUNT) -> Response:
    if who.must is None:
        return RedirectResponse(ACCOUNT, 303)
    return before_page(request, who.must, next)


@router.post(OWN_PASSWORD)
def choose_password(
    request: Request,
    system: Running,
    who: InPerson,
    old: Secret = "",
    new: Secret = "",
    next: Carried = ACCOUNT,
    held: Carried = "",
) -> Response:
    """A password that only they know, in place of the one that they were given; then on."""
    try:
        system.people.change_password(who, old, new)
    except Malformed as refused:
        return before_page(request, Must.CHOOSE_PASSWORD, next, held, refused.reasons)
    except TooManyAttempts as tried:
        page = before_page(request, Must.CHOOSE_PASSWORD, next, held, (too_many(tried),))
        return to_wait(page, tried)
    secret = system.people.new_session(who)
    answer = go_on(request, secret, next, held)
    set_cookie(request, answer, Cookie.SESSION, secret)
    return answer


@router.post(SECOND_FACTOR)
def offer_second_factor(
    request: Request,
    system: Running,
    who: InPerson,
    password: Secret = "",
    next: Carried = ACCOUNT,
    held: Carried = "",
) -> Response:
    """A new secret for an app, shown once; it counts when a code of it is given."""
    if system.people.second_factor.in_use(who.ref):
        return RedirectResponse(ACCOUNT, 303)
    if not system.people.is_password(who.ref, password):
        if who.must is not None:
            return before_page(request, who.must, next, held, (WRONG_PASSWORD,))
        return account_page(request, system, who, errors=(WRONG_PASSWORD,))
    secret = system.people.second_factor.offer(who.ref)
    return _set_up_page(request, who, system, secret, next, held)


@router.post(f"{SECOND_FACTOR}/confirm")
def confirm_second_factor(
    request: Request,
    system: Running,
    who: InPerson,
    code: Secret = "",
    next: Carried = ACCOUNT,
    held: Carried = "",
) -> Response:
    """In use from now on: the recovery codes, shown once, and a session with a new secret."""
    factor = system.people.second_factor
    secret = factor.offered(who.ref)
    if secret is None:
        return RedirectResponse(ACCOUNT, 303)
    codes = factor.confirm(who.ref, code)
    if codes is None:
        return _set_up_page(request, who, system, secret, next, held, WRONG_CODE)
    system.people.end_others(who)
    return _with_new_secret(request, system, who, _codes_page(request, codes, next, held))


@router.post(f"{SECOND_FACTOR}/remove")
def remove_second_factor(
    request: Request, system: Running, who: InPerson, code: Secret = ""
) -> Response:
    if not system.people.accepts_code(who.ref, code, who.credential):
        return account_page(request, system, who, errors=(WRONG_CODE,))
    system.people.second_factor.remove(who.ref)
    return _renewed(request, system, who, "second-factor-removed")


@router.post(f"{ACCOUNT}/recovery-codes")
def renew_recovery_codes(
    request: Request, system: Running, who: InPerson, code: Secret = ""
) -> Response:
    if not system.people.accepts_code(who.ref, code, who.credential):
        return account_page(request, system, who, errors=(WRONG_CODE,))
    return _codes_page(request, system.people.second_factor.new_recovery_codes(who.ref))


@router.post(f"{ACCOUNT}/sessions/end-others")
def end_others(system: Running, who: InPerson) -> Response:
    system.people.end_others(who)
    return RedirectResponse(f"{ACCOUNT}?done=signed-out#sessions", 303)


@router.post(f"{ACCOUNT}/sessions/{{id}}/end")
@router.post(f"{ACCOUNT}/tokens/{{id}}/end")
def end_one(id: str, system: Running, who: InPerson) -> Response:
    if not system.people.credentials.end_one(who.ref, id):
        raise NotFound.because("NotFound", "This has ended already.")
    return RedirectResponse(f"{ACCOUNT}?done=ended#sessions", 303)


@router.post(f"{ACCOUNT}/tokens")
def make_token(
    request: Request,
    system: Running,
    who: InPerson,
    label: Annotated[str, Form(max_length=200)] = "",
    purpose: Annotated[str, Form(max_length=200)] = "",
    scope: Annotated[str, Form(max_length=20)] = READ,
    days: Annotated[str, Form(max_length=10)] = str(TOKEN_DAYS),
) -> Response:
    """A token, shown once."""
    typed = {"label": " ".join(label.split()), "purpose": " ".join(purpose.split())}
    typed |= {"scope": scope if scope in (READ, WRITE) else READ, "days": days.strip()}
    have = len(system.people.credentials.of(who.ref, Kind.TOKEN))
    errors = why_no_token(typed, have)
    if errors:
        return account_page(request, system, who, errors=errors, typed=typed)
    given = {name: typed[name] for name in ("label", "purpose", "scope")}
    token = system.people.issue_token(who.ref, days=int(typed["days"]), **given)
    return render(request, "account_token.html", {"token": token, "typed": typed})


def why_no_token(typed: Mapping[str, str], have: int) -> tuple[Reason, ...]:
    """What must be put right before a token is made."""
    days, wrong = typed["days"], []
    if not 0 < len(typed["label"]) <= LONGEST_LABEL:
        text = f"Say which program it is for, in at most {LONGEST_LABEL} characters."
        wrong.append(Reason(code="FieldMissing", text=text, field="label"))
    if len(typed["purpose"]) > LONGEST_PURPOSE:
        text = f"Say the purpose in at most {LONGEST_PURPOSE} characters."
        wrong.append(Reason(code="TextTooLong", text=text, field="purpose"))
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= MOST_TOKEN_DAYS):
        text = f"Give a number of days from 1 to {MOST_TOKEN_DAYS}."
        wrong.append(Reason(code="TokenDaysInvalid", text=text, field="days"))
    if have >= MOST_TOKENS:
        text = f"You have {MOST_TOKENS} tokens. Revoke one that is no longer used."
        wrong.append(Reason(code="TooManyTokens", text=text))
    return tuple(wrong)


def account_page(
    request: Request,
    system: System,
    who: Person,
    *,
    errors: tuple[Reason, ...] = (),
    typed: Mapping[str, str] | None = None,
) -> Response:
    """Everything that is one's own to look after."""
    people = system.people
    account = people.account(who.ref)
    told: dict[str, Any] = {
        "account": account,
        "sessions": people.credentials.of(who.ref, Kind.SESSION),
        "tokens": people.credentials.of(who.ref, Kind.TOKEN),
        "calendar": people.calendars.of(who.ref),
        "codes_left": people.second_factor.recovery_codes_left(who.ref),
        "errors": errors,
        "typed": typed or {"scope": READ, "days": str(TOKEN_DAYS)},
        "done": request.query_params.get("done", ""),
        "shortest": SHORTEST,
        "most_days": MOST_TOKEN_DAYS,
        "regions": REGIONS,
        "manages": allowed(who, Permission.MANAGE_ACCOUNTS),
    }
    return render(request, "account.html", told, 422 if errors else 200)


def _set_up_page(
    request: Request,
    who: Person,
    system: System,
    secret: str,
    next: str,
    held: str,
    wrong: Reason | None = None,
) -> Response:
    address = system.people.second_factor.address(who.ref, secret)
    picture = segno.make(address, error="m").svg_inline(scale=DOT_PIXELS, border=4, light="#fff")
    told = {
        "picture": Markup(picture),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "errors": (wrong,) if wrong else (),
        "next": within(next),
        "held": held,
    }
    return render(request, "account_second_factor.html", told, 422 if wrong else 200)


def _codes_page(
    request: Request, codes: list[str], next: str = ACCOUNT, held: str = ""
) -> Response:
    told = {"codes": codes, "next": within(next), "typed": typed_in(held)}
    return render(request, "account_codes.html", told)


def _renewed(request: Request, system: System, who: Person, done: str) -> Response:
    return _with_new_secret(request, system, who, RedirectResponse(f"{ACCOUNT}?done={done}", 303))


def _with_new_secret(request: Request, system: System, who: Person, answer: Response) -> Response:
    set_cookie(request, answer, Cookie.SESSION, system.people.new_session(who))
    return answer
