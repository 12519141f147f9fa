"""What somebody may say about themselves, all of it optional: domain rules §13."""

from collections.abc import Mapping
from typing import Final

from domain.base import Value
from domain.feedback.bank import Words
from domain.feedback.words import Group

UNDER_16: Final = "under_16"


class Field(Value):
    """One thing to say about oneself, by its codes."""

    name: str
    words: Words
    options: Mapping[str, Words]


def _field(name: str, en: str, cy: str, options: Mapping[str, tuple[str, str]]) -> Field:
    told = {code: Words(en=english, cy=welsh) for code, (english, welsh) in options.items()}
    return Field(name=name, words=Words(en=en, cy=cy), options=told)


_FIELDS: Final = (
    _field(
        "age",
        "How old are you?",
        "Faint yw eich oed?",
        {
            UNDER_16: ("Under 16", "Dan 16"),
            "16-17": ("16 to 17", "16 i 17"),
            "18-24": ("18 to 24", "18 i 24"),
            "25-34": ("25 to 34", "25 i 34"),
            "35-44": ("35 to 44", "35 i 44"),
            "45-54": ("45 to 54", "45 i 54"),
            "55-64": ("55 to 64", "55 i 64"),
            "65-74": ("65 to 74", "65 i 74"),
            "75+": ("75 or over", "75 neu hŷn"),
        },
    ),
    _field(
        "ethnicity",
        "What is your ethnic group?",
        "Beth yw eich grŵp ethnig?",
        {
            "asian": ("Asian or Asian British", "Asiaidd neu Asiaidd Prydeinig"),
            "black": ("Black, Caribbean or African", "Du, Caribïaidd neu Affricanaidd"),
            "mixed": ("Mixed or multiple ethnic groups", "Grwpiau ethnig cymysg neu luosog"),
            "white": ("White", "Gwyn"),
            "other": ("Another ethnic group", "Grŵp ethnig arall"),
        },
    ),
    _field(
        "sex",
        "What is your sex?",
        "Beth yw eich rhyw?",
        {
            "female": ("Female", "Benyw"),
            "male": ("Male", "Gwryw"),
            "another": ("I use another word", "Rwy'n defnyddio gair arall"),
        },
    ),
    _field(
        "disability",
        "Do you have a long-term condition or disability?",
        "Oes gennych chi gyflwr hirdymor neu anabledd?",
        {"yes": ("Yes", "Oes"), "no": ("No", "Nac oes")},
    ),
    _field(
        "segment",
        "Do you answer for an organisation?",
        "Ydych chi'n ateb ar ran sefydliad?",
        {
            "police": ("A police body", "Corff heddlu"),
            "accountability": (
                "A body that holds the police to account",
                "Corff sy'n dwyn yr heddlu i gyfrif",
            ),
            "non_police": ("Another organisation, or myself", "Sefydliad arall, neu fi fy hun"),
        },
    ),
)
ABOUT: Final[Mapping[str, Field]] = {field.name: field for field in _FIELDS}
BELONGING: Final[Mapping[Group, tuple[str, frozenset[str]]]] = {
    Group.BME: ("ethnicity", frozenset({"asian", "black", "mixed", "other"})),
    Group.YOUNG: ("age", frozenset({"18-24"})),
    Group.DISABILITY: ("disability", frozenset({"yes"})),
    Group.POLICE: ("segment", frozenset({"police"})),
    Group.ACCOUNTABILITY: ("segment", frozenset({"accountability"})),
    Group.NON_POLICE: ("segment", frozenset({"non_police"})),
}
"""By which field somebody belongs to a group, and by which of its codes."""
