"""The public's pages in their language: the catalogue of Welsh, read once with Babel."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

CATALOGUES: Final = Path(__file__).parent / "locale"


class Language(StrEnum):
    ENGLISH = "en"
    WELSH = "cy"

    @property
    def other(self) -> "Language":
        return Language.WELSH if self is Language.ENGLISH else Language.ENGLISH


@cache
def said_in(language: Language) -> Callable[[str], str]:
    """Says a text of the public's pages in a language; English is the text itself."""
    return _catalogue(language).gettext


def _catalogue(language: Language) -> NullTranslations:
    if language is Language.ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with (CATALOGUES / f"{language}.po").open("rb") as written:
        write_mo(compiled, read_po(written, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def day_in(language: Language) -> Callable[..., str]:
    """Writes a date as people of that language do: 31 March 2026, 31 Mawrth 2026."""
    return lambda on: format_date(on, "d MMMM y", locale=str(language))
