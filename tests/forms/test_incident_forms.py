"""Every verb of an incident can be asked for through a form, and the answers are its command."""

import pytest
from pydantic import TypeAdapter

from api.forms.form import Form
from api.forms.incident import FORMS, GROUPS, INCIDENT_FORMS
from api.forms.quick import QUICK_FORMS
from api.forms.reading import Reading
from domain.incident import BODIES
from services.body import Envelope
from tests.forms.answers import NOW, typed


def test_every_verb_has_a_form() -> None:
    assert {*BODIES} == {*INCIDENT_FORMS}


@pytest.mark.parametrize("form", [*FORMS, *QUICK_FORMS.values()], ids=lambda form: form.title)
def test_the_answers_to_a_form_are_its_command(form: Form) -> None:
    reading = Reading(typed(form), NOW)
    body = form.read(reading)
    own = {name: said for name, said in body.items() if name not in Envelope.model_fields}
    around = {name: said for name, said in body.items() if name in Envelope.model_fields}
    assert reading.troubles == []
    TypeAdapter(BODIES[form.verb]).validate_python(own)
    Envelope.model_validate(around)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_an_empty_form_says_all_that_is_missing_and_nothing_else(form: Form) -> None:
    reading = Reading({}, NOW)
    form.read(reading)
    needed = [field.inputs[0] for field in form.fields if field.missing]
    assert [trouble.field for trouble in reading.troubles] == needed


def test_raising_needs_at_most_four_answers() -> None:
    assert [field.name for field in INCIDENT_FORMS["raise"].fields if field.missing] == [
        "title",
        "incident_type",
        "pfa",
        "summary",
    ]


def test_every_form_is_found_under_a_heading() -> None:
    apart = {"raise", "correct-entry"}
    assert {form.group for form in FORMS if form.verb not in apart} == {*GROUPS}
