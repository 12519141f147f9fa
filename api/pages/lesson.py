"""One lesson: what was learned and where, how far it goes, where it was used, and its verbs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api import insight_words, words
from api.access import Permission, Running, SignedIn, allowed, may, permission_of
from api.forms.form import Filled, Form
from api.forms.insights import CONTINUING, RECORD
from api.insight_reading import InsightReading, read_insight
from api.pages.asking import carried_out, form_page, opened, posted_by
from api.pages.known import Names, names_of_people
from api.pages.lessons import LIBRARY, forces_of
from api.pages.lessons_offered import in_words
from api.pages.naming import named_reasons
from api.pages.render import render
from api.pages.situations import around
from api.pages.wording import said
from api.reading import read_incident
from api.wiring import System
from domain.insight import Insight, Offered
from domain.sealing import is_erased
from services.people import Person

router = APIRouter()
COLLECTION = "insights"
NEW = f"{LIBRARY}/new"
FORMS: Mapping[str, Form] = {form.verb: form for form in CONTINUING}


@dataclass(frozen=True)
class Use:
    """A lesson in one incident: suggested with its score, and what became of that, in words."""

    incident: str
    told: str
    score: str
    how: str
    outcome: str


@router.get(NEW, dependencies=[may(Permission.RECORD_INSIGHT)])
def ask_what_was_learned(
    request: Request, system: Running, who: SignedIn, incident: str = "", entry: str = ""
) -> Response:
    known: dict[str, Any] = {"incident": incident or None, "entry": entry or None}
    if incident:
        response = read_incident(system, incident, who).response
        tags = [
            *response.groups,
            *(tag for one in response.communities.values() for tag in one.tags),
        ]
        known["communities"] = [tag for tag in dict.fromkeys(tags) if not is_erased(tag)]
    return new_page(request, system, who, opened(RECORD, around(system), known))


@router.post(NEW, dependencies=[may(Permission.RECORD_INSIGHT)])
async def record(request: Request, system: Running, who: SignedIn) -> Response:
    filled = Filled(RECORD, await posted_by(request), await run_in_threadpool(around, system))
    outcome = await carried_out(system, who, filled, COLLECTION)
    if not isinstance(outcome, Filled):
        return RedirectResponse(f"{LIBRARY}/{outcome.ref}?min_position={outcome.position}", 303)
    return await run_in_threadpool(new_page, request, system, who, outcome)


def new_page(request: Request, system: System, who: Person, filled: Filled) -> Response:
    incident = filled.value("incident")
    back = (f"/incidents/{incident}", "Back to the incident") if incident else (LIBRARY, "Lessons")
    response = read_incident(system, incident, who).response if incident else None
    caption = f"{incident}, {response.title}" if response else ""
    return form_page(request, filled, action=NEW, back=back, nav="lessons", caption=caption)


@router.get(LIBRARY + "/{ref}", dependencies=[may(Permission.READ_INSIGHTS)])
def show_lesson(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
    reading = read_insight(system, ref, who)
    insight, names = reading.insight, names_of_people(system)
    told = {
        "insight": insight,
        "recorded": insight.recorded,
        "incident": reading.incident,
        "evidence": evidence_of(system, reading, who),
        "uses": [use_of(one, names) for one in reading.offers],
        "elsewhere": reading.elsewhere,
        "author": names.get(insight.author, insight.author),
        "name": lambda ref: names.get(ref, ref),
        "state": said(insight.state, insight_words.STATES),
        "facts": [*facts_of(system, insight)],
        "acts": [*acts_of(who, insight)],
        "marking": insight.marking,
        "insight_words": insight_words,
    }
    return render(request, "lesson.html", told)


def evidence_of(system: System, reading: InsightReading, who: Person) -> list[str]:
    """The entries that show it, of an incident that its reader may know of."""
    if reading.incident is None:
        return []
    shown = {event.event_id for event in read_incident(system, reading.incident, who).history}
    return [str(one) for one in reading.insight.recorded.evidence if one in shown]


def use_of(one: Offered, names: Names) -> Use:
    by = names.get(one.decided_by or "", one.decided_by or "")
    if one.reused:
        told = f"Used ({by})"
    elif one.dismissed is not None:
        told = f"Not used ({by}): {said(one.dismissed.reason, insight_words.WHY_NOT).lower()}"
    else:
        told = "Suggested, and not decided yet"
    return Use(
        incident=one.incident,
        told=told,
        score=f"{one.score} of 100: {in_words(one.parts)}" if one.parts else "",
        how=one.reused[0].how if one.reused else "",
        outcome=one.outcome or "",
    )


def facts_of(system: System, insight: Insight) -> Iterator[tuple[str, str]]:
    """What it is about, in words."""
    told = insight.recorded
    yield "What it is", said(told.kind, insight_words.KINDS)
    yield "Themes", ", ".join(words.plain(words.THEMES, theme) for theme in told.themes)
    yield "When it helps", said(told.phase, insight_words.PHASES)
    if told.incident_type:
        yield "Type of incident", said(told.incident_type, words.INCIDENT_TYPES)
    if told.communities:
        tags = ", ".join(words.plain(words.GROUPS, tag) for tag in told.communities)
        yield "Communities", tags[:1].upper() + tags[1:]
    if told.pfa:
        yield "Force", forces_of(system).get(told.pfa, told.pfa)
    yield "How sure", said(told.confidence, insight_words.CONFIDENCE)
    audience = insight.sharing.audience if insight.sharing else None
    yield "May be told", said(audience, insight_words.AUDIENCES) if audience else "The team"


def acts_of(who: Person, insight: Insight) -> Iterator[tuple[str, str]]:
    """What may be done with it as it stands: the address and the words."""
    fits = {
        "validate": not insight.over and not insight.validated and who.actor != insight.author,
        "return": not insight.over and not insight.validated and who.actor != insight.author,
        "set-sharing": not insight.over,
        "share": insight.validated,
        "supersede": not insight.over,
        "retire": not insight.over,
    }
    for verb, form in FORMS.items():
        if fits[verb] and allowed(who, permission_of(COLLECTION, verb)):
            yield f"{LIBRARY}/{insight.ref}/do/{verb}", form.title


def add_routes() -> None:
    """So that each route declares who may use it."""
    for verb in FORMS:
        path, needed = f"{LIBRARY}/{{ref}}/do/{verb}", may(permission_of(COLLECTION, verb))
        router.add_api_route(path, _shows(verb), methods=["GET"], dependencies=[needed])
        router.add_api_route(path, _does(verb), methods=["POST"], dependencies=[needed])


def _shows(verb: str) -> Callable[..., Any]:
    def show(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        insight = read_insight(system, ref, who).insight
        known = {"audience": insight.sharing.audience if insight.sharing else None}
        return page_of(
            request, opened(FORMS[verb], around(system), known, insight.version), insight
        )

    return show


def _does(verb: str) -> Callable[..., Any]:
    async def do(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        situation = await run_in_threadpool(around, system)
        filled = Filled(FORMS[verb], await posted_by(request), situation)
        outcome = await carried_out(system, who, filled, COLLECTION, ref)
        if not isinstance(outcome, Filled):
            return RedirectResponse(f"{LIBRARY}/{ref}?min_position={outcome.position}", 303)
        reasons = named_reasons(outcome.reasons, situation.names)
        insight = (await run_in_threadpool(read_insight, system, ref, who)).insight
        return page_of(request, replace(outcome, reasons=reasons), insight)

    return do


def page_of(request: Request, filled: Filled, insight: Insight) -> Response:
    address = f"{LIBRARY}/{insight.ref}"
    return form_page(
        request,
        filled,
        action=f"{address}/do/{filled.form.verb}",
        back=(address, "Back to the lesson"),
        caption=insight.recorded.statement,
        nav="lessons",
        marking=insight.marking,
    )


add_routes()
