"""The rota's forms: assign, ask for a swap, agree to one, release with a hand-over note."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from pydantic import ValidationError

from api.forms.choosing import AnyOf, Listed, OneOf
from api.forms.form import Body, Form
from api.forms.moments import Ahead
from api.forms.reading import Reading
from api.forms.situation import Choice, Choices, always
from api.forms.typed import Hidden, LongText
from domain.officer.decisions import Duty
from domain.officer.words import DutyKind

Held: TypeAlias = tuple[str, dict[str, str]]
SEPARATOR: Final = "~"
PARTS: Final = 4
KINDS: Final = {
    DutyKind.PRIMARY: "Primary: answers first",
    DutyKind.DEPUTY: "Deputy: answers when the primary cannot",
}
NOTE_HINT: Final = "What is going on, who expects a call, what to watch. At least 20 characters."
NO_DUTY: Final = "This is no duty. Choose one from the list"


def code_of(officer: str, kind: str, since: datetime, to: datetime) -> str:
    """A duty as a form names it."""
    return SEPARATOR.join((officer, kind, since.isoformat(), to.isoformat()))


def duty_in(code: str) -> Held | None:
    """Whose duty it is, and the duty as commands name it; None where it is none."""
    parts = code.split(SEPARATOR)
    if len(parts) != PARTS:
        return None
    officer, kind, since, to = parts
    duty = {"from": since, "to": to, "kind": kind}
    with suppress(ValidationError):
        Duty.model_validate(duty)
        return officer, duty
    return None


@dataclass(frozen=True, kw_only=True)
class OfDuties(Listed):
    """One duty out of a list."""

    def read(self, reading: Reading) -> str | int:
        said = reading.one(self.name)
        if duty_in(said) is None:
            reading.trouble(self.name, NO_DUTY)
        return said


def of(choices: Sequence[Choice]) -> Choices:
    return lambda situation: choices


def duty_named(name: str, body: Body) -> dict[str, Any]:
    """The duty that was chosen under a name; nothing where none was."""
    found = duty_in(str(body.pop(name, "")))
    return found[1] if found else {}


def as_swap(body: Body) -> Body:
    duty, back = duty_named("from", body), duty_named("in_return", body)
    return {**body, **duty, **({"in_return": back} if back else {})}


def as_agreed(body: Body) -> Body:
    offered = duty_in(str(body.pop("with", "")))
    body.pop("officer", None)
    return {**body, **offered[1], "with": offered[0]} if offered else body


def as_withdrawn(body: Body) -> Body:
    answered = as_agreed(body)
    return {name: said for name, said in answered.items() if name != "with"}


def as_released(body: Body) -> Body:
    return {**body, **duty_named("from", body)}


def assigning(officers: Sequence[Choice], weeks: Sequence[Choice]) -> Form:
    """Whole weeks, several at once if need be, or any other stretch."""
    return Form(
        verb="assign-duty",
        title="Put somebody on the rota",
        intro="Everything is checked before anything is recorded: 11 hours of rest between two"
        " duties, 48 hours a week averaged over 17 weeks, no duty in absence.",
        button="Assign",
        fields=(
            Listed(name="officer", label="Who?", choices=of(officers), missing="Choose who"),
            OneOf(
                name="kind",
                label="As what?",
                choices=always({kind.value: words for kind, words in KINDS.items()}),
                missing="Choose primary or deputy",
            ),
            AnyOf(name="weeks", label="Which weeks?", choices=of(weeks), together=True),
            Ahead(name="since", label="Or from another time", together=True),
            Ahead(name="to", label="Until", hint="A week later at most.", together=True),
        ),
    )


def swapping(
    duties: Sequence[Choice], colleagues: Sequence[Choice], theirs: Sequence[Choice]
) -> Form:
    return Form(
        verb="swap-duty",
        title="Ask a colleague to take a duty",
        intro="The duty stays where it is until your colleague agrees. Asking again replaces what"
        " you asked before.",
        button="Ask for the swap",
        called={"duty": "from", "partner": "with"},
        shape=as_swap,
        fields=(
            OfDuties(
                name="duty", label="Which duty?", choices=of(duties), missing="Choose the duty"
            ),
            Listed(
                name="partner",
                label="Who should take it?",
                choices=of(colleagues),
                missing="Choose a colleague",
            ),
            OfDuties(name="in_return", label="What do you take in return?", choices=of(theirs)),
            LongText(
                name="note",
                label="What do you hand over?",
                hint=NOTE_HINT,
                missing="Say what you hand over",
            ),
        ),
    )


AGREE = Form(
    verb="agree-swap",
    title="Take a colleague's duty",
    button="Agree to the swap",
    called={"offer": "with"},
    shape=as_agreed,
    fields=(Hidden(name="offer", missing="Choose the swap"), Hidden(name="officer")),
)


DECLINE = Form(
    verb="decline-swap",
    title="Decline a colleague's duty",
    button="Decline the swap",
    called={"offer": "with"},
    shape=as_agreed,
    fields=AGREE.fields,
)
WITHDRAW = Form(
    verb="withdraw-swap",
    title="Withdraw a swap",
    button="Withdraw the swap",
    called={"offer": "with"},
    shape=as_withdrawn,
    fields=AGREE.fields,
)


def releasing(duties: Sequence[Choice]) -> Form:
    return Form(
        verb="release-duty",
        title="Take somebody off a duty",
        intro="The rota then shows a gap until you assign somebody else.",
        button="Release the duty",
        called={"duty": "from"},
        shape=as_released,
        fields=(
            OfDuties(
                name="duty", label="Which duty?", choices=of(duties), missing="Choose the duty"
            ),
            LongText(
                name="note",
                label="What is handed over?",
                hint=NOTE_HINT,
                missing="Say what is handed over",
            ),
        ),
    )
