"""Which version of the rules is in force, and what each earlier one said."""

from collections.abc import Sequence

from domain.base import NotFound, Recorded
from domain.rules import PublishedRuleset, RulesetPublished
from domain.ruleset import RULESET_V1, Ruleset
from services.store import Store

FIRST = RULESET_V1.version
DIGITS = 4


class Rulesets:
    """Version 1 is built in; every later one is a stream of its own, in the order of versions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def in_force(self) -> Ruleset:
        """The last version that was published."""
        published = self._store.last_of(PublishedRuleset.SERIES)
        return self.version(published + FIRST)

    def version(self, number: int) -> Ruleset:
        """The rules as a version has them; NotFound where there is none."""
        return RULESET_V1 if number == FIRST else self._published(number).ruleset

    def all(self) -> Sequence[Recorded[RulesetPublished]]:
        """Every version that was published, the newest first."""
        published = self._store.last_of(PublishedRuleset.SERIES)
        return [self._store.history(_ref(FIRST + number))[0] for number in range(published, 0, -1)]

    def _published(self, number: int) -> PublishedRuleset:
        ref = _ref(number)
        ruleset = PublishedRuleset.project(None, self._store.history(ref)) if number > 0 else None
        if ruleset is None:
            raise NotFound.because("NotFound", f"There is no version {number} of the rules.")
        return ruleset


def _ref(version: int) -> str:
    return f"{PublishedRuleset.SERIES}-{version - FIRST:0{DIGITS}}"
