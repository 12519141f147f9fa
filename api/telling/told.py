"""What an entry of the timeline says: a sentence, the words that were written, and the details."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from api.london import local
from api.words import Words, plain
from domain.personal import Personal

Names: TypeAlias = Callable[[str], str]
Details: TypeAlias = tuple[tuple[str, str], ...]
Teller: TypeAlias = Callable[[Any, Names], "Told"]

YES, NO = "Yes", "No"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event in people's words. `gone` where its own words were erased or stay sealed: then
    `words` say when they were erased, as far as that is known.
    """

    sentence: str
    words: str = ""
    gone: bool = False
    details: Details = ()


def personal(sentence: str, text: Personal | None, *details: tuple[str, str]) -> Told:
    """An entry whose words are about somebody: they may be gone."""
    gone = text is not None and text.text is None
    readable = text is not None and (not gone or text.erased_on is not None)
    words = text.words if text is not None and readable else ""
    return Told(sentence=sentence, words=words, gone=gone, details=only_said(details))


def told(sentence: str, words: str | None = "", *details: tuple[str, str]) -> Told:
    return Told(sentence=sentence, words=words or "", details=only_said(details))


def only_said(details: Iterable[tuple[str, str]]) -> Details:
    return tuple((label, said) for label, said in details if said)


def listed(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)


def tags(values: Iterable[str]) -> str:
    """Labels as people say them."""
    return ", ".join(value.replace("_", " ").replace("-", " ") for value in values)


def coded(codes: Iterable[object], words: Words) -> str:
    return ", ".join(plain(words, code) for code in codes)


def named(refs: Iterable[str], names: Names) -> str:
    return ", ".join(names(ref) for ref in refs)


def at(moment: datetime | None) -> str:
    """2 March 2026, 08:15, as a clock in London showed it; nothing for nothing."""
    if moment is None:
        return ""
    here = local(moment)
    return f"{here.day} {here:%B %Y, %H:%M}"


def yes_no(answer: bool) -> str:
    return YES if answer else NO
