"""Rebuilding a view from the log while the service answers: a fresh build beside the old one."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from projections.base import Current, Entry, View
from projections.checkpoints import builds, forget_build, move, open_build, standing_of
from projections.database import writing
from projections.forgetting import Erase, take

PAGE = 5000
READERS_FINISH = 3.0

ReadLog = Callable[[int, int], Sequence[Entry]]


@dataclass
class Rebuild:
    """Fills a fresh build of a view straight from the log, in big pages, then lets it take over.

    `read` gives at most so many entries after a position. Followers move to the new build by
    themselves; the old one's tables go once readers that were using them have finished.
    """

    engine: Engine
    view: Current[Any]
    read: ReadLog
    progress: Callable[[int], None] = lambda position: None
    readers_finish: float = READERS_FINISH
    erase: Erase | None = None

    def run(self) -> int:
        """Returns the log position that the view shows when its new build takes over."""
        fresh = self._open()
        try:
            position = self._fill(fresh, 0)
            self._finish(fresh)
            while not self._take_over(fresh, position):
                position = self._fill(fresh, position)
        except BaseException:
            self._discard(fresh.build)
            raise
        self._retire(fresh)
        return position

    def _open(self) -> View:
        with writing(self.engine).begin() as connection:
            self.view.prepare(connection)
            fresh: View = self.view.build(builds(connection, self.view.key)[-1] + 1)
            open_build(connection, fresh.key, fresh.build, current=False)
            fresh.start_filling(connection)
        return fresh

    def _fill(self, fresh: View, position: int) -> int:
        while entries := self.read(position, PAGE):
            with writing(self.engine).begin() as connection:
                take(connection, fresh, entries, self.erase)
                position = _reach(connection, fresh, entries[-1])
            self.progress(position)
        return position

    def _finish(self, fresh: View) -> None:
        more = True
        while more:
            with writing(self.engine).begin() as connection:
                more = fresh.finish_filling(connection)

    def _take_over(self, fresh: View, position: int) -> bool:
        """Make the fresh build current, unless the old one has got further meanwhile.

        The old one's place in the stream goes with it: what comes from there was taken already,
        or is next.
        """
        with writing(self.engine).begin() as connection:
            old = standing_of(connection, fresh.key, claim=True)
            if old is None or old.position > position:
                return False
            place = {"stream_seq": old.stream_seq, "incarnation": old.incarnation}
            move(connection, fresh.key, old.build, current=False)
            move(connection, fresh.key, fresh.build, current=True, **place)
        return True

    def _retire(self, fresh: View) -> None:
        time.sleep(self.readers_finish)
        with self.engine.begin() as connection:
            others = [n for n in builds(connection, fresh.key) if n < fresh.build]
        for number in others:
            self._discard(number)

    def _discard(self, number: int) -> None:
        with writing(self.engine).begin() as connection:
            self.view.build(number).drop(connection)
            forget_build(connection, self.view.key, number)


def _reach(connection: Connection, fresh: View, last: Entry) -> int:
    values = {"position": last.position, "event_id": last.event_id}
    move(connection, fresh.key, fresh.build, **values)
    return last.position
