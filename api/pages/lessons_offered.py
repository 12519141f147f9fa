"""Lessons suggested to an incident: shown with what they score, used or not with one tap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api import insight_words
from api.access import Permission, Running, SignedIn, allowed, may, permission_of, reads_insight
from api.forms.form import Filled, Form
from api.forms.lessons_offered import DISMISS, REUSE, WHERE
from api.forms.situation import Situation
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.known import names_of_people
from api.pages.naming import named_reasons
from api.pages.wording import count, said
from api.reading import Reading, read_incident
from api.suggested import Suggested, learned_in, suggested_in
from api.wiring import System
from domain.base import NotFound
from domain.insight import Insight
from domain.lessons import Parts
from services.people import Person

router = APIRouter()
COLLECTION = "insights"
FORMS: Mapping[str, Form] = {form.verb: form for form in (REUSE, DISMISS)}


@dataclass(frozen=True)
class Lesson:
    """One suggested lesson in words. `key` lets a double tap record once."""

    ref: str
    statement: str
    score: int
    parts: str
    decided: str
    how: str
    outcome: str
    reason: str
    by: str
    key: str


@dataclass(frozen=True)
class Lessons:
    """What was suggested to an incident, and what was learned there: reference, words, state.

    `reasons` are why a lesson may not be used.
    """

    undecided: Sequence[Lesson]
    decided: Sequence[Lesson]
    learned: Sequence[tuple[str, str, str]]
    may_decide: bool
    reasons: Mapping[str, str]

    @property
    def summary(self) -> str:
        """2 lessons may help here"""
        return count(len(self.undecided), "lesson may help here", "lessons may help here")


def lessons_of(system: System, reading: Reading, who: Person) -> Lessons | None:
    """None for those who may not read insights."""
    if not allowed(who, Permission.READ_INSIGHTS):
        return None
    names = names_of_people(system)
    found = suggested_in(system, reading.ref, who)
    told = [(one, lesson_of(one, names)) for one in found]
    return Lessons(
        undecided=[lesson for one, lesson in told if one.decided is None],
        decided=[lesson for one, lesson in told if one.decided is not None],
        learned=[
            (one.ref, one.recorded.statement, said(one.state, insight_words.STATES))
            for one in learned_in(system, reading.ref, who)
        ],
        may_decide=allowed(who, permission_of(COLLECTION, "reuse")),
        reasons=insight_words.WHY_NOT,
    )


def lesson_of(one: Suggested, names: Mapping[str, str]) -> Lesson:
    by, dismissed = one.offered.decided_by or "", one.offered.dismissed
    return Lesson(
        ref=one.ref,
        statement=one.statement,
        score=one.score,
        parts=in_words(one.parts),
        decided=one.decided or "",
        how=one.offered.reused[0].how if one.offered.reused else "",
        outcome=one.offered.outcome or "",
        reason=said(dismissed.reason, insight_words.WHY_NOT) if dismissed else "",
        by=names.get(by, by),
        key=str(uuid4()),
    )


def in_words(parts: Parts) -> str:
    """30 same type of incident, 15 communities in common: what the score is made of."""
    told = ((points, insight_words.PARTS[name]) for name, points in parts.model_dump().items())
    return ", ".join(f"{points} {words}" for points, words in told if points)


def address_of(incident: str, insight: str, verb: str) -> str:
    return f"/incidents/{incident}/lessons/{insight}/{verb}"


def add_routes() -> None:
    """So that each route declares who may use it."""
    for verb in FORMS:
        path, needed = address_of("{ref}", "{insight}", verb), permission_of(COLLECTION, verb)
        for asks, method in ((_shows(verb), "GET"), (_does(verb), "POST")):
            router.add_api_route(path, asks, methods=[method], dependencies=[may(needed)])


def _shows(verb: str) -> Callable[..., Any]:
    def show(ref: str, insight: str, request: Request, system: Running, who: SignedIn) -> Response:
        offered = system.store.load(Insight, insight).offers.get(ref)
        known = {"how": offered.reused[-1].how} if offered and offered.reused else {}
        situation = Situation(now=system.clock())
        filled = opened(FORMS[verb], situation, {WHERE.name: ref, **known})
        return page_of(request, system, who, ref, insight, filled)

    return show


def _does(verb: str) -> Callable[..., Any]:
    async def do(
        ref: str, insight: str, request: Request, system: Running, who: SignedIn
    ) -> Response:
        posted = {**await posted_by(request), WHERE.name: [ref]}
        filled = Filled(FORMS[verb], posted, Situation(now=system.clock()))
        outcome = await carried_out(system, who, filled, COLLECTION, insight)
        if not isinstance(outcome, Filled):
            return RedirectResponse(f"/incidents/{ref}#lessons", 303)
        return await run_in_threadpool(page_of, request, system, who, ref, insight, outcome)

    return do


def page_of(
    request: Request, system: System, who: Person, ref: str, insight: str, filled: Filled
) -> Response:
    reading, lesson = read_incident(system, ref, who), system.store.load(Insight, insight)
    if not reads_insight(who, lesson):
        raise NotFound.because("NotFound", f"There is no {insight}.")
    return form_page(
        request,
        replace(filled, reasons=named_reasons(filled.reasons, names_of_people(system))),
        action=address_of(ref, insight, filled.form.verb),
        back=(f"/incidents/{ref}#lessons", "Back to the incident"),
        caption=lesson.recorded.statement,
        response=reading.response,
        marking=reading.whole.marking,
    )


add_routes()
