"""A question on a form: read back from what was posted, and filled in again."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from api.forms.reading import Posted, Reading


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One question. `missing` is what is said when it is left empty; without it, it may be.

    `together` marks one of several of which one has to be answered: the rules say which.
    """

    name: str
    label: str
    hint: str = ""
    missing: str = ""
    start: Any = None
    together: bool = False
    shown_as: ClassVar[str]

    @property
    def optional(self) -> bool:
        return not self.missing and self.start is None and not self.together

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of its inputs; an error about it leads to the first."""
        return (self.name,)

    def within(self, prefix: str) -> Self:
        """The same question, asked inside a numbered row."""
        return replace(self, name=f"{prefix}-{self.name}")

    def take(self, reading: Reading) -> Any:
        """The value for a command's body; None, and a trouble where needed, if left empty."""
        if any(reading.many(name) for name in self.inputs):
            return self.read(reading)
        if self.missing:
            reading.trouble(self.inputs[0], self.missing)
        return None

    @abstractmethod
    def read(self, reading: Reading) -> Any:
        """The value of what was typed. Only asked when something was."""

    def fill(self, value: Any) -> Posted:
        """What would have to be typed for this value."""
        return {} if value is None else {self.name: (str(value),)}
