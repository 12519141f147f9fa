"""The folds of the incidents that were read last, dropped with the texts that were opened."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from domain.incident import Folds

MOST: Final = 50


class RecentFolds:
    """One for each incident; from any thread."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._folds: OrderedDict[str, Folds] = OrderedDict()

    def of(self, ref: str) -> Folds:
        with self._lock:
            folds = self._folds.setdefault(ref, Folds())
            self._folds.move_to_end(ref)
            while len(self._folds) > self._most:
                self._folds.popitem(last=False)
            return folds

    def forget(self) -> None:
        """Drop what was opened, because a key is gone."""
        with self._lock:
            self._folds.clear()
