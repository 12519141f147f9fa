"""Questions answered by choosing: one of a few, one of many, any number, yes or no."""

from dataclasses import dataclass
from typing import Any, ClassVar

from api.forms.field import Field
from api.forms.reading import Posted, Reading
from api.forms.situation import Choices, always


@dataclass(frozen=True, kw_only=True)
class OneOf(Field):
    """One of a few choices, all to be seen at once. `number`: the codes are whole numbers."""

    choices: Choices
    inline: bool = False
    number: bool = False
    shown_as = "radios"

    def read(self, reading: Reading) -> str | int:
        said = reading.one(self.name)
        return int(said) if self.number and said.lstrip("-").isdecimal() else said


@dataclass(frozen=True, kw_only=True)
class Listed(OneOf):
    """One of many choices, in a list to open."""

    shown_as = "select"


@dataclass(frozen=True, kw_only=True)
class Suggested(OneOf):
    """A reference to type, with suggestions by name: for lists too long to open on a phone."""

    shown_as = "suggested"

    def read(self, reading: Reading) -> str:
        return reading.one(self.name).split(" ")[0].upper()


@dataclass(frozen=True, kw_only=True)
class AnyOf(Field):
    """Any number of choices."""

    choices: Choices
    columns: bool = False
    shown_as = "checkboxes"

    def read(self, reading: Reading) -> list[str]:
        return reading.many(self.name)

    def fill(self, value: Any) -> Posted:
        return {self.name: tuple(str(one) for one in value or ())}


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """A question answered by yes or no."""

    yes: str = "Yes"
    no: str = "No"
    shown_as = "radios"
    inline: ClassVar[bool] = True

    @property
    def choices(self) -> Choices:
        return always({"yes": self.yes, "no": self.no})

    def read(self, reading: Reading) -> bool:
        return reading.one(self.name) == "yes"

    def fill(self, value: Any) -> Posted:
        return {} if value is None else {self.name: ("yes" if value else "no",)}
