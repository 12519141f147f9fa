"""Numbers, codes and personal fields, said as people say them."""

from collections.abc import Collection

from api.words import Words, plain
from domain.personal import Personal
from domain.vocabulary import Marking


def said(code: object, words: Words | None = None) -> str:
    """The words for a code, or the code without its underscores; nothing for nothing."""
    if code is None:
        return ""
    text = plain(words or {}, code)
    return text[:1].upper() + text[1:]


def topic(stored: str) -> str:
    """Stakeholder contacted, for incident.stakeholder-contacted"""
    return stored.rpartition(".")[2].replace("-", " ").capitalize()


def count(number: int, one: str, many: str | None = None) -> str:
    """1 incident, 1,204 incidents"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def highest(markings: Collection[str]) -> str:
    """The marking of a page that shows things of these markings."""
    sensitive = Marking.OFFICIAL_SENSITIVE in markings
    return Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL


def personal(value: Personal | str | None) -> str:
    """The words of a personal field, or that they are gone."""
    if isinstance(value, Personal):
        return value.words
    return value or ""
