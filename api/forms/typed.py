"""Questions answered by typing: text, numbers, several lines, labels."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from unicodedata import normalize

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
    """Several short texts, one on each line; `example` shows one where all look like `pattern`."""

    rows: int = 3
    pattern: str = ""
    example: str = ""
    limit: int = 200
    counted: ClassVar[bool] = False
    shown_as = "long_text"

    def read(self, reading: Reading) -> list[str]:
        lines = [line.strip() for line in reading.one(self.name).split("\n")]
        for line in lines:
            if len(line) > self.limit:
                words = f"{self.label}: at most {self.limit} characters on a line"
                reading.trouble(self.name, f"{words}; one has {len(line):,}")
            elif line and self.pattern and not re.fullmatch(self.pattern, line):
                reading.trouble(self.name, f"{self.label}: {line} is not like {self.example}")
        return [line for line in lines if line]

    def fill(self, value: Any) -> Posted:
        return {self.name: ("\n".join(map(str, value or ())),)}


@dataclass(frozen=True, kw_only=True)
class Tags(Field):
    """Short labels, separated by commas: kept as plain lower-case words joined by underscores."""

    width: ClassVar[str] = ""
    shown_as = "text"

    def read(self, reading: Reading) -> list[str]:
        said = [tag.strip() for tag in reading.one(self.name).replace("\n", ",").split(",")]
        labels = {tag: label_of(tag) for tag in said if tag}
        for tag in (tag for tag, label in labels.items() if not label):
            reading.trouble(self.name, f"{self.label}: write {tag} in Latin letters")
        return list(dict.fromkeys(label for label in labels.values() if label))

    def fill(self, value: Any) -> Posted:
        return {self.name: (", ".join(str(tag).replace("_", " ") for tag in value or ()),)}


def label_of(said: str) -> str:
    """women_s_groups for Women's groups: the letters and digits that a label may have."""
    letters = normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall(r"[a-z0-9-]+", letters)).strip("-_")[:60]
