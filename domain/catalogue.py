"""The catalogue of events, as docs/events.md prints it: `python -m domain.catalogue` writes it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from domain import vocabulary as v
from domain.base import Decision, Value
from domain.briefing import BRIEFING_DECISIONS
from domain.feedback import ROUND_DECISIONS
from domain.incident import INCIDENT_DECISIONS
from domain.insight import INSIGHT_DECISIONS
from domain.officer import OFFICER_DECISIONS
from domain.officer.words import IsoWeek, SkillLevel
from domain.personal import Personal
from domain.priority import Anchor
from domain.rules import RULESET_DECISIONS
from domain.stakeholder import STAKEHOLDER_DECISIONS
from domain.support_request import REQUEST_DECISIONS

DOCUMENT: Final = Path("docs/events.md")
AGGREGATES: Final[Mapping[str, Sequence[type[Decision]]]] = {
    "Incident": INCIDENT_DECISIONS,
    "Stakeholder": STAKEHOLDER_DECISIONS,
    "SupportRequest": REQUEST_DECISIONS,
    "Officer": OFFICER_DECISIONS,
    "FeedbackRound": ROUND_DECISIONS,
    "Insight": INSIGHT_DECISIONS,
    "Briefing": BRIEFING_DECISIONS,
    "Ruleset": RULESET_DECISIONS,
}
INTRODUCTION: Final = """\
# Events

Every event of the log, with its stored topic and its fields. This page is written by
`python -m domain.catalogue` from the classes themselves, and a test fails where it differs.

A topic is a storage format: once used, it never changes. Fields are added with defaults, never
edited; a changed meaning is a new topic, and an upcast in the registry leads there from the old.

Types: `id` a reference · `uuid` · `str(n)` at most n characters · `text` long text · `int` · `min`
whole minutes · `isoweek` as in 2026-W10 · `ts` a moment in UTC · `date` · `bool` ·
`name` of a field, a guard or a milestone ·
`tag`, `lang`, `lad`, `pfa` codes · `enum{…}` one of these · `[t]` a list · `?` may be absent ·
🔑 encrypted under the keys of those it is about: always the stream's own, and of every stakeholder
whom it names. Every event also carries its envelope: who acted, in which role, by which command,
when it happened and when it was recorded, its marking, whom its text names besides, and the hash of
its stream up to it.
"""
NAMES: Final[Sequence[tuple[Any, str]]] = (
    (v.Ref, "id"),
    (v.Tag, "tag"),
    (v.Lang, "lang"),
    (v.Lad, "lad"),
    (v.Pfa, "pfa"),
    (v.Str40, "str(40) 🔑"),
    (v.Str60, "str(60) 🔑"),
    (v.Str80, "str(80) 🔑"),
    (v.Str120, "str(120) 🔑"),
    (v.Str200, "str(200) 🔑"),
    (v.Str280, "str(280) 🔑"),
    (v.Name, "name"),
    (v.Text, "text 🔑"),
    (v.Moment, "ts"),
    (v.Minutes, "min"),
    (v.Count, "int"),
    (v.Position, "int"),
    (v.OneToFive, "1..5"),
    (v.Sentiment, "-2..2"),
    (IsoWeek, "isoweek"),
    (SkillLevel, "1..3"),
    (Anchor, "0..4"),
    (Personal, "text 🔑"),
    (UUID, "uuid"),
    (date, "date"),
    (bool, "bool"),
    (int, "int"),
    (str, "str"),
)


def document() -> str:
    """The whole of docs/events.md."""
    return INTRODUCTION + "".join(_section(*section) for section in AGGREGATES.items())


def _section(aggregate: str, kinds: Sequence[type[Decision]]) -> str:
    rows = "".join(
        f"| {kind.__name__} | `{kind.TOPIC}` | {'; '.join(_fields(kind))} |\n" for kind in kinds
    )
    return f"\n## {aggregate}\n\n| Event | Topic | Fields |\n|---|---|---|\n{rows}"


def _fields(kind: type[Value]) -> Iterator[str]:
    hints = get_type_hints(kind, include_extras=True)
    for name, info in kind.model_fields.items():
        yield f"{info.alias or name} {_type(hints[name])}"


def _type(hint: Any) -> str:
    for known, name in NAMES:
        if hint == known:
            return name
    if get_origin(hint) is Annotated:
        return _type(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return f"enum{{{', '.join(hint)}}}"
    if isinstance(hint, type) and issubclass(hint, Value):
        return f"{{{'; '.join(_fields(hint))}}}"
    return _generic(hint)


def _generic(hint: Any) -> str:
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        return f"[{_type(arguments[0])}]"
    if get_origin(hint) is dict:
        return f"{{{_type(arguments[0])}: {_type(arguments[1])}}}"
    if get_origin(hint) in (Union, UnionType) and NoneType in arguments:
        return f"{_type(arguments[0])}?"
    return "any"


if __name__ == "__main__":
    DOCUMENT.write_text(document())
