"""A question asked several times over, in numbered rows; a row left empty is not counted."""

from dataclasses import dataclass
from typing import Any

from api.forms.field import Field
from api.forms.reading import Posted, Reading

MOST_ROWS = 60


@dataclass(frozen=True, kw_only=True)
class Rows(Field):
    """Several of the same: each row asks `fields`. `key` makes a mapping of two-field rows."""

    fields: tuple[Field, ...]
    row_name: str
    at_least: int = 1
    shown_as = "rows"

    @property
    def inputs(self) -> tuple[str, ...]:
        return (f"{self.name}-0-{self.fields[0].name}",)

    def row(self, number: int) -> tuple[Field, ...]:
        """The questions of one row, under that row's own names."""
        return tuple(field.within(f"{self.name}-{number}") for field in self.fields)

    def count(self, posted: Posted) -> int:
        """How many rows to show: those posted, and one more where another was asked for."""
        more = self.name in posted.get("another", ())
        return min(MOST_ROWS, max(self.at_least, self._posted_rows(posted)) + more)

    def take(self, reading: Reading) -> Any:
        rows = [self._take_row(number, reading) for number in self._used(reading)]
        if not rows and self.missing:
            reading.trouble(self.inputs[0], self.missing)
        return self.gather(rows)

    def gather(self, rows: list[dict[str, Any]]) -> Any:
        """What the rows are worth together."""
        return rows

    def read(self, reading: Reading) -> Any:
        return self.take(reading)

    def fill(self, value: Any) -> Posted:
        filled: dict[str, Any] = {}
        for number, worth in enumerate(self.scatter(value)):
            for original, field in zip(self.fields, self.row(number), strict=True):
                filled |= field.fill(worth.get(original.name))
        return filled

    def scatter(self, value: Any) -> list[dict[str, Any]]:
        """The rows that this value came from."""
        return [one if isinstance(one, dict) else one.model_dump() for one in value or ()]

    def _take_row(self, number: int, reading: Reading) -> dict[str, Any]:
        asked = zip(self.fields, self.row(number), strict=True)
        answers = {original.name: field.take(reading) for original, field in asked}
        return {name: answer for name, answer in answers.items() if answer is not None}

    def _used(self, reading: Reading) -> list[int]:
        numbers = range(self._posted_rows(reading.posted))
        return [number for number in numbers if self._touched(number, reading)]

    def _touched(self, number: int, reading: Reading) -> bool:
        """Whether anything was typed or changed in this row: what it starts with does not count."""
        return any(
            reading.many(name)
            for field in self.row(number)
            if field.start is None
            for name in field.inputs
        )

    def _posted_rows(self, posted: Posted) -> int:
        numbers = (name.split("-")[1] for name in posted if name.startswith(f"{self.name}-"))
        used = (int(n) for n in numbers if n.isdecimal() and int(n) < MOST_ROWS)
        return 1 + max(used, default=-1)


@dataclass(frozen=True, kw_only=True)
class Tally(Rows):
    """Rows of a name and a number, which together make one mapping."""

    def gather(self, rows: list[dict[str, Any]]) -> dict[Any, Any]:
        key, worth = (field.name for field in self.fields)
        return {row[key]: row[worth] for row in rows if key in row and worth in row}

    def scatter(self, value: Any) -> list[dict[str, Any]]:
        key, worth = (field.name for field in self.fields)
        return [{key: one, worth: count} for one, count in (value or {}).items()]
