"""What is owed is said with names, and only references become names."""

import pytest

from api.pages.naming import with_names

NAMES = {"STK-0001": "Alderholt Mosque", "duty_north": "Moss Tarrant", "insight": "Wilf Abara"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Offer it to STK-0001, or say why", "Offer it to Alderholt Mosque, or say why"),
        ("Duty handed over to duty_north", "Duty handed over to Moss Tarrant"),
        ("Validate an insight", "Validate an insight"),
        ("STK-0002 is new", "STK-0002 is new"),
    ],
)
def test_references_become_names_and_words_stay_words(text: str, said: str) -> None:
    assert with_names(text, NAMES) == said
