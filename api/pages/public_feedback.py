"""The public's form: how it was, asked without a sign-in, in English and in Welsh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.access import Running, open_to_all
from api.london import local
from api.pages.asking import posted_by
from api.pages.render import render
from api.translation import Language, day_in, said_in
from domain.base import Reason
from domain.feedback import ABOUT, FeedbackRound, Question, ResponseReceived
from domain.feedback.about import Field

router = APIRouter(dependencies=[open_to_all()])
MOST_WORDS: Final = 2000
SWITCH, TEXT = "switch", "free_text"
PATHS: Final[Mapping[Language, str]] = {Language.ENGLISH: "/feedback", Language.WELSH: "/adborth"}
THANKS: Final[Mapping[Language, str]] = {
    Language.ENGLISH: "/feedback/thank-you",
    Language.WELSH: "/adborth/diolch",
}


@dataclass(frozen=True)
class Form:
    """What the form asks and what was typed, in one language. Nothing of it is kept."""

    feedback: FeedbackRound
    language: Language
    token: str
    typed: Mapping[str, Sequence[str]]
    errors: Sequence[Reason] = ()

    @property
    def questions(self) -> list[Question]:
        return [question for question in self.feedback.questions if question.options]

    @property
    def asks_words(self) -> bool:
        return any(not question.options for question in self.feedback.questions)

    @property
    def bilingual(self) -> bool:
        return Language.WELSH in self.feedback.opened.languages

    @property
    def can_change(self) -> tuple[str, Language]:
        """What an answer can change, and in which language that is said."""
        opened = self.feedback.opened
        if self.language is Language.WELSH and opened.can_change_cy:
            return opened.can_change_cy, Language.WELSH
        return opened.can_change, Language.ENGLISH

    def options(self, question: Question) -> list[tuple[str, str]]:
        return [(one.code, one.words.said(self.language)) for one in question.options]

    def codes(self, field: Field) -> list[tuple[str, str]]:
        return [(code, words.said(self.language)) for code, words in field.options.items()]

    def one(self, name: str) -> str:
        return self.typed.get(name, ("",))[-1].strip()

    def error(self, name: str) -> str:
        return next((reason.text for reason in self.errors if reason.field == name), "")

    def given(self) -> ResponseReceived:
        """What was answered; what is none of the choices is left out."""
        answers = {question.measure: self.one(question.measure) for question in self.questions}
        about = {name: self.one(name) for name in ABOUT}
        return ResponseReceived(
            language=self.language,
            answers={
                question.measure: answers[question.measure]
                for question in self.questions
                if answers[question.measure] in question.codes
            },
            demographics={name: code for name, code in about.items() if code in ABOUT[name].options}
            or None,
            free_text=(self.one(TEXT) or None) if self.asks_words else None,
        )


def add_routes() -> None:
    """The same pages under the path of each language."""
    for language in Language:
        routes = (
            (THANKS[language], _thanks(language), "GET"),
            (f"{PATHS[language]}/{{token}}", _shows(language), "GET"),
            (f"{PATHS[language]}/{{token}}", _takes(language), "POST"),
        )
        for path, answer, method in routes:
            router.add_api_route(path, answer, methods=[method])


def _shows(language: Language) -> Any:
    def show(token: str, request: Request, system: Running) -> Response:
        feedback = system.reception.invited(token)
        if feedback is None:
            return gone(request, language)
        return page_of(request, Form(feedback, language, token, {}))

    return show


def _takes(language: Language) -> Any:
    async def take(token: str, request: Request, system: Running) -> Response:
        posted = await posted_by(request)
        feedback = await run_in_threadpool(system.reception.invited, token)
        if feedback is None:
            return gone(request, language)
        form = Form(feedback, language, token, posted)
        if SWITCH in posted:
            return page_of(request, form)
        given, errors = form.given(), errors_in(form)
        if errors:
            return page_of(request, Form(feedback, language, token, posted, errors), 422)
        if not await system.reception.take(token, given):
            return gone(request, language)
        return RedirectResponse(THANKS[language], 303)

    return take


def _thanks(language: Language) -> Any:
    def thank(request: Request) -> Response:
        return public_page(request, "public/thanks.html", language)

    return thank


def errors_in(form: Form) -> list[Reason]:
    """Everything that is wrong, in the language of the form."""
    _, given = said_in(form.language), form.given()
    found = []
    if not given.answers and not given.free_text:
        first = form.questions[0].measure if form.questions else TEXT
        told = _("Answer at least one question, or write something.")
        found.append(Reason(code="NothingAnswered", text=told, field=first))
    if len(given.free_text or "") > MOST_WORDS:
        told = _("Write at most 2,000 characters.")
        found.append(Reason(code="TextTooLong", text=told, field=TEXT))
    return found


def page_of(request: Request, form: Form, status: int = 200) -> Response:
    opened = form.feedback.opened
    told = {
        "form": form,
        "errors": form.errors,
        "level": opened.level,
        "results_by": opened.results_by,
        "closes_on": local(opened.closes_at).date(),
        "about": ABOUT.values(),
        "other": f"{PATHS[form.language.other]}/{form.token}" if form.bilingual else "",
    }
    return public_page(request, "public/feedback.html", form.language, told, status)


def gone(request: Request, language: Language) -> Response:
    """One page for a link that was used, is over, or never was one."""
    return public_page(request, "public/gone.html", language, status=404)


def public_page(
    request: Request,
    name: str,
    language: Language,
    told: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    said = {"_": said_in(language), "date": day_in(language), "language": language}
    return render(request, name, {**said, **(told or {})}, status)


add_routes()
