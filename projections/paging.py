"""Pages of long lists: each goes on right after the last row of the one before, however deep."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, literal, tuple_

from projections.columns import EPOCH, MICROSECOND, Moment, microseconds

R = TypeVar("R")


class UnreadableCursor(ValueError):
    """The cursor was not given out by this list in this order."""


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows of a list, and the cursor of those that follow; None at the end."""

    rows: list[R]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list: columns that together are unique, all rising or all falling."""

    name: str
    columns: tuple[ColumnElement[Any], ...]
    falling: bool = False

    def page(
        self,
        connection: Connection,
        query: Select[Any],
        make: Callable[[Row[Any]], R],
        after: str | None,
        limit: int,
    ) -> Page[R]:
        """At most `limit` rows of the query from right after the cursor; UnreadableCursor."""
        if after is not None:
            query = query.where(self._beyond(after))
        ordered = (c.desc() if self.falling else c.asc() for c in self.columns)
        keyed = query.add_columns(*self.columns).order_by(*ordered).limit(limit + 1)
        found = connection.execute(keyed).all()
        more = len(found) > limit
        last = found[limit - 1][-len(self.columns) :] if more else ()
        return Page([make(row) for row in found[:limit]], self._cursor(last) if more else None)

    def _beyond(self, after: str) -> ColumnElement[bool]:
        here, mark = tuple_(*self.columns), tuple_(*self._mark(after))
        return here < mark if self.falling else here > mark

    def _cursor(self, key: tuple[Any, ...]) -> str:
        plain = [microseconds(v) if isinstance(v, datetime) else v for v in key]
        return urlsafe_b64encode(orjson.dumps([self.name, *plain])).decode().rstrip("=")

    def _mark(self, cursor: str) -> list[ColumnElement[Any]]:
        try:
            name, *key = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if name != self.name:
                raise ValueError(name)
            return [_bound(value, c) for value, c in zip(key, self.columns, strict=True)]
        except (ValueError, TypeError, OverflowError) as error:
            raise UnreadableCursor(cursor) from error


def _bound(value: Any, column: ColumnElement[Any]) -> ColumnElement[Any]:
    moment = isinstance(column.type, Moment)
    if type(value) is not (int if moment else column.type.python_type):
        raise TypeError(value)
    return literal(EPOCH + MICROSECOND * value if moment else value, column.type)
