"""Entries added up to a response; what was added up before is not added up again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import is_
from threading import Lock
from typing import Any, Final

from domain.base import NotFound, Recorded
from domain.incident.memory import begin, remember
from domain.incident.state import Response

EVERY: Final = 100
"""Entries between two responses that are kept of the same course."""
MOST: Final = 3


@dataclass(slots=True, eq=False)
class _Course:
    """Entries in the order in which they were added up, and the response after some of them."""

    events: list[Recorded[Any]] = field(default_factory=list)
    kept: dict[int, Response] = field(default_factory=dict)

    def shared(self, events: Sequence[Recorded[Any]]) -> int:
        """With how many of the very same entries both begin."""
        return sum(1 for _ in takewhile(bool, map(is_, self.events, events)))


def fold(events: Iterable[Recorded[Any]]) -> Response:
    """The response that these entries add up to. NotFound unless they begin with the raising."""
    remaining = iter(events)
    first = next(remaining, None)
    if first is None or first.version != 1:
        raise NotFound.because("NothingYet", "Nothing of this incident was known by then.")
    response = begin(first)
    for event in remaining:
        remember(response, event)
    return response


class Folds:
    """Adds up one incident's entries at one moment after another.

    A fold goes on from the longest one before it that began with the same entries. Responses that
    are given out are their reader's own. From any thread.
    """

    def __init__(self) -> None:
        self._courses: list[_Course] = []
        self._lock = Lock()

    def fold(self, events: Sequence[Recorded[Any]]) -> Response:
        """The same as `fold`."""
        if len(events) < EVERY:
            return fold(events)
        with self._lock:
            course, shared = self._course(events)
            return self._added_up(course, shared, events)

    def _course(self, events: Sequence[Recorded[Any]]) -> tuple[_Course, int]:
        """The course to go on from, and how far; a new one where these leave every other early."""
        shared = [(course.shared(events), course) for course in self._courses]
        far, course = max(shared, key=lambda each: each[0], default=(0, _Course()))
        if len(events) - far >= EVERY and far < len(course.events):
            kept = {count: response for count, response in course.kept.items() if count <= far}
            course = _Course(course.events[:far], kept)
        if course not in self._courses:
            self._courses = [course, *self._courses[: MOST - 1]]
        return course, far

    def _added_up(self, course: _Course, shared: int, events: Sequence[Recorded[Any]]) -> Response:
        start = max((count for count in course.kept if count <= shared), default=0)
        response = course.kept[start].apart() if start else fold(events[:1])
        goes_on = shared == len(course.events)
        for count, event in enumerate(events[start or 1 :], (start or 1) + 1):
            remember(response, event)
            if goes_on and count % EVERY == 0:
                course.kept[count] = response.apart()
        if goes_on:
            course.events = list(events)
        return response
