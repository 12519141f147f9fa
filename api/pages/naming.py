"""Texts of the rules, which know people by their references, in the names that readers know."""

import re
from collections.abc import Iterable, Mapping

from domain.base import Reason

REFERENCE = re.compile(r"[A-Za-z][\w.@-]*")


def named_reasons(reasons: Iterable[Reason], names: Mapping[str, str]) -> list[Reason]:
    """The same reasons, with names in their texts."""
    return [
        reason.model_copy(update={"text": with_names(reason.text, names)}) for reason in reasons
    ]


def with_names(text: str, names: Mapping[str, str]) -> str:
    """The text with names for references; a reference that is also a word stays as it is."""
    return REFERENCE.sub(lambda found: _named(found[0], names), text)


def _named(word: str, names: Mapping[str, str]) -> str:
    return word if word.isalpha() else names.get(word, word)
