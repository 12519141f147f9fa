"""Whom a text names who is not linked to it: asked before it is saved, so that it can be sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.access import Permission, allowed
from api.forms.form import Filled
from api.wiring import System
from domain.base import Reason
from services.people import Person
from services.verbs import COLLECTIONS

YES, NO = "yes", "no"
THEIR_OWN: Final[frozenset[str]] = frozenset({"name", "contact_points"})
"""What the register asks of somebody: their own name is no mention of another."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in the register whose whole name stands in a text."""

    ref: str
    name: str

    @property
    def field(self) -> str:
        """The input in which it is said whether the text is about them."""
        return f"about-{self.ref}"

    @property
    def question(self) -> Reason:
        words = f"Say whether this is about {self.name}, who is in the register."
        return Reason(code="NamesSomeoneNotLinked", text=words, field=self.field)


def named_besides(
    system: System,
    who: Person,
    asked: Filled,
    collection: str,
    ref: str | None,
    body: Mapping[str, Any],
) -> list[Named]:
    """People in the register whom the free text of a form names and nothing links to it.

    Nobody, for those who may not read the register: the question would tell them who is in it.
    """
    if not allowed(who, Permission.READ_REGISTER):
        return []
    own = THEIR_OWN if collection == "stakeholders" else frozenset()
    text = "\n".join(_texts(body, own))
    linked = {ref, *_linked(collection, asked.form.verb, body)}
    with system.views.engine.connect() as connection:
        register, _ = system.views.register.resolve(connection)
        found = register.named_in(connection, text)
    return [Named(ref, name) for ref, name in found.items() if ref not in linked]


def answered(asked: Filled, named: list[Named]) -> tuple[list[Named], list[str]]:
    """Those about whom nothing was said yet, and the references of those whom it is about."""
    open_ = [one for one in named if asked.value(one.field) not in (YES, NO)]
    return open_, [one.ref for one in named if asked.value(one.field) == YES]


def _linked(collection: str, verb: str, body: Mapping[str, Any]) -> set[Any]:
    decision = COLLECTIONS[collection].verbs[verb].body
    return {body.get(field) for field in getattr(decision, "ABOUT", ())}


def _texts(value: Any, without: frozenset[str]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in without:
                yield from _texts(part, without)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part, without)
