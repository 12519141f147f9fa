"""Every verb of the register can be asked for through a form, and the answers are its command."""

from enum import StrEnum

import pytest
from pydantic import TypeAdapter

from api import register_words
from api.forms.form import Form
from api.forms.reading import Reading
from api.forms.register import FORMS, STAKEHOLDER_FORMS, described
from api.words import Words
from domain.stakeholder import BODIES, Outcome
from domain.vocabulary import Category, InterestMethod, InterestPurpose, Segment, StakeholderKind
from tests.forms.answers import NOW, typed

ENTRY = "0197c2f0-1111-7222-8333-444455556666"
SHAPED = {"other_areas": "E07000117\nE07000118", "evidence": ENTRY, "wording_version": "2026-01"}


def test_every_verb_has_a_form() -> None:
    assert {*BODIES} == {*STAKEHOLDER_FORMS}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_the_answers_to_a_form_are_its_command(form: Form) -> None:
    own = {field.name for field in form.fields}
    shaped = {name: (said,) for name, said in SHAPED.items() if name in own}
    reading = Reading({**typed(form), **shaped}, NOW)
    body = form.read(reading)

    assert reading.troubles == []
    TypeAdapter(BODIES[form.verb]).validate_python(body)


def test_a_force_and_other_areas_are_one_list() -> None:
    assert described({"areas": "E23000003", "other_areas": ["E07000117"]})["areas"] == [
        "E23000003",
        "E07000117",
    ]
    assert described({})["areas"] == []


def test_an_address_stands_for_the_entry_it_leads_to() -> None:
    address = f"https://box1.example/incidents/INC-2026-0001/entries/{ENTRY}?field=summary"

    assert described({"evidence": address})["evidence"] == ENTRY
    assert described({"evidence": "over the phone"})["evidence"] == "over the phone"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (register_words.KINDS, StakeholderKind),
        (register_words.OUTCOMES, Outcome),
        (register_words.CATEGORIES, Category),
        (register_words.SEGMENTS, Segment),
        (register_words.INTEREST_PURPOSES, InterestPurpose),
        (register_words.INTEREST_METHODS, InterestMethod),
    ],
)
def test_every_code_of_the_register_has_words(words: Words, codes: type[StrEnum]) -> None:
    assert {*words} == {*codes}
