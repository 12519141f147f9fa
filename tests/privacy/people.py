"""Invented people, whose every word is found wherever it is written and mistaken for nothing."""

from dataclasses import dataclass, field

GIVEN, FAMILY, STREET, EXCHANGE = "Qwylla", "Zhembr", "Vraxholt", "0163 296"
SYLLABLES = ("ba", "de", "fi", "go", "hu", "ke", "li", "mo", "nu", "pa")
SHORT = 60
ODD = 900
"""From this number on: typed where nothing links a text to them, so that none of it is erased."""


@dataclass
class Planted:
    """One invented person; `ref` is theirs in the register, `incident` the one they appear in."""

    number: int
    ref: str = ""
    incident: str = ""
    entries: list[str] = field(default_factory=list)

    @property
    def sensitive(self) -> bool:
        """Whether the response in which they appear is OFFICIAL-SENSITIVE."""
        return self.number % 4 > 1

    @property
    def _ending(self) -> str:
        return "".join(SYLLABLES[int(digit)] for digit in f"{self.number:03d}")

    @property
    def given(self) -> str:
        return f"{GIVEN}{self._ending}"

    @property
    def family(self) -> str:
        return f"{FAMILY}{self._ending}"

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}é"

    @property
    def phone(self) -> str:
        return f"{EXCHANGE}{self.number:04d}"

    @property
    def email(self) -> str:
        return f"{self.given}.{self.family}@example.org".lower()

    @property
    def street(self) -> str:
        return f"{self.number + 1} {STREET}{self._ending} Lane"

    @property
    def label(self) -> str:
        """As it would be typed where a short label is asked for."""
        return f"{self.given} {self.family}".lower()

    def words(self, code: str, most: int = 200) -> str:
        """Everything about them in at most so many characters, and where it was typed."""
        if most < SHORT:
            return self.name[:most]
        everything = f"{code} {self.name}, {self.phone}, {self.email}, {self.street}"
        return everything if len(everything) <= most else f"{code} {self.name} {self.phone}"[:most]
