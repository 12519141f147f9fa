"""A form: one command's questions, in order, and one filling-in of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Protocol, TypeAlias

from api.forms.choosing import AnyOf, OneOf, Suggested, YesNo
from api.forms.field import Field
from api.forms.reading import Posted, Reading
from api.forms.rows import Rows
from api.forms.situation import Choice, Situation
from api.forms.typed import Hidden
from domain.base import Reason

Body: TypeAlias = dict[str, Any]


def as_it_is(body: Body) -> Body:
    return body


@dataclass(frozen=True, kw_only=True)
class Form:
    """What one verb asks. `shape` turns the answers into the command's body where they differ.

    `stale_matters` is set where the decision depends on what was seen: such a form is refused
    if the record has moved on since it was opened. `called` says what a command calls an answer
    whose question goes by another name.
    """

    verb: str
    title: str
    intro: str = ""
    fields: tuple[Field, ...] = ()
    button: str = "Save"
    group: str = ""
    stale_matters: bool = False
    warning: str = ""
    called: Mapping[str, str] = field(default_factory=dict)
    shape: Callable[[Body], Body] = as_it_is

    def read(self, reading: Reading) -> Body:
        """The command's body. What could not be read is in the reading's troubles."""
        answers = {asked.name: asked.take(reading) for asked in self.fields}
        given = {name: said for name, said in answers.items() if said is not None}
        return self.shape({self.called.get(name, name): said for name, said in given.items()})

    def start(self, known: Mapping[str, Any]) -> Posted:
        """What the form holds when opened: what is known, else what each field starts with."""
        filled = (asked.fill(known.get(asked.name, asked.start)) for asked in self.fields)
        return dict(chain.from_iterable(one.items() for one in filled))


class Asked(Protocol):
    """Somebody named in a text: `field` is the input that says whether it is about them."""

    @property
    def field(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Filled:
    """A form with what was typed into it, and what was said about that; whom its texts name."""

    form: Form
    posted: Posted
    situation: Situation
    reasons: Sequence[Reason] = ()
    status: int = 200
    named: Sequence[Asked] = ()

    def value(self, name: str) -> str:
        return self._held.get(name, ("",))[-1]

    def chosen(self, name: str) -> Sequence[str]:
        return self._held.get(name, ())

    def items(self, asked: OneOf | AnyOf | YesNo) -> list[dict[str, Any]]:
        """The choices as the GOV.UK components want them, those that were made marked."""
        made = self.chosen(asked.name)
        return [
            {
                "value": choice.value,
                "text": choice.label,
                "hint": {"text": choice.hint} if choice.hint else None,
                "checked": choice.value in made,
                "selected": choice.value in made,
            }
            for choice in asked.choices(self.situation)
        ]

    def rows(self, asked: Rows) -> list[tuple[Field, ...]]:
        return [asked.row(number) for number in range(asked.count(self.posted))]

    def error(self, asked: Field) -> str:
        """Everything said about one question, or nothing."""
        about = (r.text for r in self.reasons if self._anchor(r) in asked.inputs)
        return ". ".join(text.rstrip(".") for text in about)

    @property
    def suggestions(self) -> Sequence[Choice]:
        """What typed references are suggested from; nothing where no question needs any."""
        asked = chain.from_iterable(
            each.fields if isinstance(each, Rows) else (each,) for each in self.form.fields
        )
        suggested = (each for each in asked if isinstance(each, Suggested))
        return next((each.choices(self.situation) for each in suggested), ())

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every reason with the input it leads to, the first on the page first."""
        return [(reason.text, self._anchor(reason)) for reason in self.reasons]

    @cached_property
    def _held(self) -> Posted:
        """What was typed; a row that is new on the form holds what its questions start with."""
        rows = (self._begun(asked) for asked in self.form.fields if isinstance(asked, Rows))
        return dict(chain(chain.from_iterable(rows), self.posted.items()))

    def _begun(self, asked: Rows) -> Iterator[tuple[str, Sequence[str]]]:
        for inner in chain.from_iterable(self.rows(asked)):
            yield from inner.fill(inner.start).items()

    def _anchor(self, reason: Reason) -> str:
        """The input a reason is about; the form itself where it is about none of them."""
        path = (reason.field or "").replace(".", "-")
        while path and path not in self._anchors:
            path = path.rpartition("-")[0]
        return self._anchors.get(path, "form")

    @cached_property
    def _anchors(self) -> dict[str, str]:
        named = ((one.field, one.field) for one in self.named)
        return dict(chain(chain.from_iterable(map(self._anchors_of, self.form.fields)), named))

    def _anchors_of(self, asked: Field) -> list[tuple[str, str]]:
        if isinstance(asked, Hidden):
            return []
        names = (asked.name, self.form.called.get(asked.name, asked.name), *asked.inputs)
        own = [(name, name if name in asked.inputs else asked.inputs[0]) for name in names]
        rows = chain.from_iterable(self.rows(asked)) if isinstance(asked, Rows) else ()
        return own + [pair for inner in rows for pair in self._anchors_of(inner)]
