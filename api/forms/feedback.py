"""Asking how it was: opening a round, handing out links, answers on paper, and what follows."""

from itertools import chain
from typing import Final

from api import feedback_words as fw
from api.forms.choosing import AnyOf, Listed, OneOf
from api.forms.field import Field
from api.forms.form import Body, Form
from api.forms.moments import Day, Moment
from api.forms.situation import always
from api.forms.typed import Hidden, LongText, Number, Text
from api.words import LADDER
from domain.feedback import ABOUT, FeedbackRound, Mode
from domain.feedback.bank import BASIC, MOST_QUESTIONS

OPEN: Final = Form(
    verb="open",
    title="Ask how it was",
    intro="Say first what an answer can change: that stands at the head of the form.",
    button="Open the round",
    fields=(
        Hidden(name="ref"),
        AnyOf(
            name="questions",
            label="What is asked?",
            hint=f"At most {MOST_QUESTIONS}. Fewer are answered by more.",
            choices=always(fw.MEASURES),
            start=BASIC,
        ),
        AnyOf(
            name="languages",
            label="In which languages?",
            choices=always(fw.LANGUAGES),
            start=("en",),
        ),
        OneOf(
            name="mode",
            label="How do people come to it?",
            choices=always(fw.MODES),
            start=Mode.TOKEN,
        ),
        Moment(name="closes_at", label="Until when?", missing="Say until when"),
        OneOf(
            name="level",
            label="At which level do people take part?",
            choices=always(LADDER),
            missing="Choose the level: it is shown before anybody answers",
            inline=True,
        ),
        LongText(
            name="can_change",
            label="What can an answer change?",
            missing="Say what an answer can change",
            rows=2,
        ),
        LongText(
            name="can_change_cy",
            label="The same in Welsh",
            hint="Needed in Wales and where Welsh is offered. By a translator, not a machine.",
            rows=2,
        ),
        Day(name="results_by", label="By which day will results be told?"),
    ),
)
ISSUE: Final = Form(
    verb="issue-tokens",
    title="Make links",
    intro="Each is good for one answer. A batch is for one way of handing out, such as a meeting.",
    button="Make the links",
    fields=(Number(name="count", label="How many?", missing="Say how many"),),
)
CLOSE: Final = Form(
    verb="close",
    title="Close the round",
    intro="No more answers are taken, and links that were not used are void. It cannot be opened"
    " again.",
    button="Close it",
)
REPORT: Final = Form(
    verb="report",
    title="Report the round",
    intro="Its figures are kept as they are now. Every comment has to be read before.",
    button="Report it",
)
TELL: Final = Form(
    verb="tell-participants",
    title="Participants were told",
    fields=(
        LongText(
            name="what_changed",
            label="What were they told that changed, and what did not?",
            missing="Say what they were told",
            rows=3,
        ),
        Number(name="count", label="How many were told?", missing="Say how many"),
    ),
)
SCREEN: Final = Form(
    verb="screen",
    title="What does the comment hold?",
    intro="What is no feedback is passed on. An answer is anonymous: do not try to find out whose.",
    fields=(
        Hidden(name="response"),
        OneOf(
            name="outcome",
            label="What does it hold?",
            choices=always(fw.OUTCOMES),
            missing="Choose what it holds",
        ),
        Text(
            name="action",
            label="What was done about it?",
            hint="Unless it may be quoted: to whom it was passed on, or what was taken out.",
        ),
    ),
)
CONTINUING: Final = (ISSUE, CLOSE, REPORT, TELL, SCREEN)
ANSWER, ABOUT_THEM = "answers-", "demographics-"


def entering(feedback: FeedbackRound) -> Form:
    """The round's own questions, for an answer that came on paper or by telephone."""
    return Form(
        verb="enter",
        title="Enter an answer",
        intro="It came on paper or by telephone. Enter what was said and no more; leave out what"
        " was left out.",
        button="Enter it",
        fields=tuple(chain(_questions(feedback), _about_them(), _rest(feedback))),
        shape=gathered,
    )


def gathered(body: Body) -> Body:
    """The answers, and what was said about themselves, each under its own name."""
    kept = {name: said for name, said in body.items() if not name.startswith((ANSWER, ABOUT_THEM))}
    about = _under(ABOUT_THEM, body)
    return {
        **kept,
        "answers": _under(ANSWER, body),
        **({"demographics": about} if about else {}),
    }


def _under(prefix: str, body: Body) -> Body:
    return {
        name.removeprefix(prefix): said for name, said in body.items() if name.startswith(prefix)
    }


def _questions(feedback: FeedbackRound) -> list[Field]:
    return [
        OneOf(
            name=f"{ANSWER}{question.measure}",
            label=question.words.en,
            choices=always({one.code: one.words.en for one in question.options}),
        )
        for question in feedback.questions
        if question.options
    ]


def _about_them() -> list[Field]:
    return [
        Listed(
            name=f"{ABOUT_THEM}{name}",
            label=fw.FIELDS.get(name, name),
            choices=always({code: words.en for code, words in field.options.items()}),
        )
        for name, field in ABOUT.items()
    ]


def _rest(feedback: FeedbackRound) -> list[Field]:
    languages = {code: fw.LANGUAGES[code] for code in feedback.opened.languages}
    return [
        LongText(
            name="free_text",
            label="What should we do differently?",
            hint="In their words. Name nobody.",
            rows=3,
        ),
        OneOf(name="language", label="In which language?", choices=always(languages), start="en"),
    ]
