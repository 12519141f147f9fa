"""Pages of long lists: each goes on right after the last row of the one before, however deep."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, literal, tuple_

from projections.columns import Moment

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
        """At most `limit` rows of the query, which selects the columns of the order.

        They are those right after the cursor; UnreadableCursor where it is of another list.
        """
        if after is not None:
            query = query.where(self._beyond(after))
        ordered = (c.desc() if self.falling else c.asc() for c in self.columns)
        found = connection.execute(query.order_by(*ordered).limit(limit + 1)).all()
        more = len(found) > limit
        return Page([make(row) for row in found[:limit]], self._cursor(found[-2]) if more else None)

    def _beyond(self, after: str) -> ColumnElement[bool]:
        here, mark = tuple_(*self.columns), tuple_(*self._mark(after))
        return here < mark if self.falling else here > mark

    def _cursor(self, row: Row[Any]) -> str:
        key = [_plain(row._mapping[c], c) for c in self.columns]
        return urlsafe_b64encode(orjson.dumps([self.name, *key])).decode().rstrip("=")

    def _mark(self, cursor: str) -> list[ColumnElement[Any]]:
        try:
            name, *key = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if name != self.name:
                raise ValueError(name)
            return [_bound(value, c) for value, c in zip(key, self.columns, strict=True)]
        except (ValueError, TypeError, OverflowError) as error:
            raise UnreadableCursor(cursor) from error


def _plain(value: Any, column: ColumnElement[Any]) -> Any:
    moments = column.type if isinstance(column.type, Moment) else None
    return moments.process_bind_param(value, None) if moments else value


def _bound(value: Any, column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, Moment):
        moment = column.type.process_result_value(_number(value), None)
        return literal(moment, column.type)
    if isinstance(column.type, Integer):
        return literal(_number(value), column.type)
    return literal(_text(value), column.type)


def _number(value: object) -> int:
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(value)
    return value


def into(kind: Callable[..., R]) -> Callable[[Row[Any]], R]:
    """Makes a row into a value whose fields are the columns of the row, in the same order."""
    return lambda row: kind(*row)
