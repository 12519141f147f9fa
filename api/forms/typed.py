"""Questions answered by typing: text, numbers, several lines, labels."""

from dataclasses import dataclass
from typing import Any, ClassVar

from api.forms.field import Field
from api.forms.reading import Posted, Reading

LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A line of text."""

    limit: int = LONGEST
    width: str = ""
    shown_as = "text"

    @property
    def counted(self) -> bool:
        """Whether the limit is near enough to be worth counting towards."""
        return self.limit < LONGEST

    def read(self, reading: Reading) -> str:
        said = reading.one(self.name)
        if len(said) > self.limit:
            reading.trouble(
                self.name,
                f"{self.label}: at most {self.limit:,} characters; this has {len(said):,}",
            )
        return said


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Several lines of text."""

    rows: int = 4
    shown_as = "long_text"


@dataclass(frozen=True, kw_only=True)
class Hidden(Text):
    """Something the page carries, not the person."""

    label: str = ""
    shown_as = "hidden"


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A whole number; `suffix` is its unit, `counts_from` what a person calls the first."""

    suffix: str = ""
    counts_from: int = 0
    shown_as = "number"

    def read(self, reading: Reading) -> int | None:
        said = reading.one(self.name)
        if not said.lstrip("-").isdecimal():
            reading.trouble(self.name, f"{self.label}: give a whole number, such as 15")
            return None
        return int(said) - self.counts_from

    def fill(self, value: Any) -> Posted:
        return {} if value is None else {self.name: (str(int(value) + self.counts_from),)}


@dataclass(frozen=True, kw_only=True)
class EachLine(Field):
    """Several short texts, one on each line."""

    rows: int = 3
    counted: ClassVar[bool] = False
    shown_as = "long_text"

    def read(self, reading: Reading) -> list[str]:
        lines = (line.strip() for line in reading.one(self.name).split("\n"))
        return [line for line in lines if line]

    def fill(self, value: Any) -> Posted:
        return {self.name: ("\n".join(value or ()),)}


@dataclass(frozen=True, kw_only=True)
class Tags(Field):
    """Short labels, separated by commas: kept in lower case with hyphens for spaces."""

    width: ClassVar[str] = ""
    shown_as = "text"

    def read(self, reading: Reading) -> list[str]:
        said = reading.one(self.name).lower().replace("\n", ",").split(",")
        return list(dict.fromkeys("_".join(tag.split()) for tag in said if tag.strip()))

    def fill(self, value: Any) -> Posted:
        return {self.name: (", ".join(str(tag).replace("_", " ") for tag in value or ()),)}
