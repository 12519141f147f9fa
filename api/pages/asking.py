"""Asking through a form: shown, read back, carried out; refused with all that was typed kept."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from api.consulting import opens_to_respond
from api.forms.form import Filled, Form
from api.forms.reading import Posted, Reading
from api.forms.situation import Situation
from api.naming import answered, named_besides
from api.pages.render import render
from api.reading import knowledge_of
from api.security import MOST_BYTES
from api.wiring import System
from domain.base import Malformed, NotAllowed, NotFound, Overtaken, Reason, Refusal
from services.desk import Answer, Order
from services.log import StoreUnavailable
from services.people import Person

STATUS: Mapping[type[Exception], int] = {
    NotAllowed: 403,
    Malformed: 422,
    Overtaken: 412,
    Refusal: 409,
    StoreUnavailable: 503,
}
CANNOT_RECORD = Reason(
    code="StoreUnavailable",
    text="box1 cannot record anything now. What you typed is still here: send it again in a"
    " moment.",
)
ALREADY = Reason(
    code="AlreadyRecorded",
    text="What you sent first was recorded. This is different: look at the timeline, then send it"
    " again if it is still needed.",
)
KEY, SEEN, ANOTHER = "key", "seen", "another"


async def posted_by(request: Request) -> dict[str, list[str]]:
    """Everything that a form sent, by name."""
    sent = await request.form(max_part_size=MOST_BYTES)
    return {name: [each for each in sent.getlist(name) if isinstance(each, str)] for name in sent}


def opened(form: Form, situation: Situation, known: Mapping[str, Any], version: int = 0) -> Filled:
    """The form as it is first shown; it carries a key, so that a double click records once."""
    begun = {KEY: (str(uuid4()),), SEEN: (str(version),)}
    return Filled(form, {**form.start(known), **begun}, situation)


async def carried_out(
    system: System,
    who: Person,
    asked: Filled,
    collection: str,
    ref: str | None = None,
) -> Answer | Filled:
    """What was recorded; or the form again, with every reason why nothing was."""
    posted = asked.posted
    reading = Reading(posted, system.clock())
    body = asked.form.read(reading)
    if reading.troubles:
        return _refused(asked, reading.troubles, 422)
    named = await run_in_threadpool(named_besides, system, who, asked, collection, ref, body)
    unsaid, about = answered(asked, named)
    if unsaid:
        reasons = [one.question for one in unsaid]
        return _refused(replace(asked, named=named), reasons, STATUS[Refusal])
    asked, body = replace(asked, named=named), {**body, "about": about} if about else body
    return await _sent(system, who, asked, collection, ref, body)


async def _sent(
    system: System,
    who: Person,
    asked: Filled,
    collection: str,
    ref: str | None,
    body: Mapping[str, Any],
) -> Answer | Filled:
    order = Order(
        collection=collection,
        verb=asked.form.verb,
        ref=ref,
        body=body,
        who=who,
        may_know=knowledge_of(who),
        key=_uuid(asked.posted),
        if_match=_seen(asked.posted) if asked.form.stale_matters else None,
    )
    try:
        answer = await system.desk.carry_out(order)
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(asked, [*refusal.reasons], STATUS[type(refusal)])
    except StoreUnavailable:
        return _refused(asked, [CANNOT_RECORD], STATUS[StoreUnavailable])
    if ref is None:
        await run_in_threadpool(opens_to_respond, system, who, answer.ref)
    return answer


def form_page(
    request: Request,
    filled: Filled,
    *,
    action: str,
    back: tuple[str, str],
    template: str = "form.html",
    **told: Any,
) -> HTMLResponse:
    """The page of a form: `back` is where it leads otherwise, and in which words."""
    context = {
        "form": filled.form,
        "filled": filled,
        "errors": filled.summary,
        "action": action,
        "back": back,
        **told,
    }
    return render(request, template, context, filled.status)


def wants_another_row(posted: Posted) -> bool:
    return bool(posted.get(ANOTHER))


def _refused(asked: Filled, reasons: list[Reason], status: int) -> Filled:
    """The form as it was filled in. A key that is used up gives way to a new one."""
    posted = dict(asked.posted)
    if any(reason.code == "IdempotencyKeyReused" for reason in reasons):
        posted[KEY] = (str(uuid4()),)
        reasons = [ALREADY]
    return replace(asked, posted=posted, reasons=reasons, status=status)


def _uuid(posted: Posted) -> UUID | None:
    with suppress(ValueError):
        return UUID(posted.get(KEY, ("",))[-1])
    return None


def _seen(posted: Posted) -> int | None:
    seen = posted.get(SEEN, ("",))[-1]
    return int(seen) if seen.isdecimal() and int(seen) else None
