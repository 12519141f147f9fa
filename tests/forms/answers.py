"""What somebody might type into any form: one acceptable answer for every kind of question."""

from collections.abc import Mapping
from datetime import UTC, datetime

from api.forms.choosing import AnyOf, OneOf, Suggested, YesNo
from api.forms.field import Field
from api.forms.form import Form
from api.forms.moments import Day, Moment
from api.forms.reading import Posted
from api.forms.rows import Rows
from api.forms.situation import Choice, Situation
from api.forms.typed import EachLine, Hidden, Number, Tags

NOW = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
SOMEBODY = Choice(value="OFC-01", label="Alex Example, duty officer")
SOMETHING = "0195a3c4-8f00-7000-8000-000000000001"
SITUATION = Situation(
    now=NOW,
    colleagues=[SOMEBODY],
    stakeholders=[Choice(value="STK-0001", label="Alderholt Mosque")],
    forces=[Choice(value="E23000005", label="Greater Manchester")],
    entries=[Choice(value=SOMETHING, label="Reached Alderholt Mosque by phone")],
)
HELD: Mapping[str, str] = {
    "community": "C1",
    "stream": "STK-0001",
    "stakeholder": "STK-0001",
    "line": "L1",
    "question": "Q1",
    "commitment": "P1",
    "flag": "F1",
    "follow_up": f"{SOMETHING}:0",
    "milestone": "impact",
    "ref": "STK-0001",
    "to": "OFC-01",
    "target": SOMETHING,
    "known_at_position": "7",
    "lads": "E08000003",
    "open_items": SOMETHING,
    "investigation": "INV-0042",
}


def typed(form: Form) -> Posted:
    """Every question of a form answered."""
    return {name: said for field in form.fields for name, said in typed_into(field).items()}


def typed_into(field: Field) -> dict[str, tuple[str, ...]]:
    match field:
        case Rows():
            inner = (typed_into(one).items() for one in field.row(0))
            return {name: said for answers in inner for name, said in answers}
        case Moment():
            return dict(zip(field.inputs, (("2026-03-09",), ("08:15",)), strict=True))
        case _:
            return {field.name: (answer_to(field),)}


def answer_to(field: Field) -> str:
    held = HELD.get(field.name.rpartition("-")[2])
    match field:
        case Suggested():
            return "stk-0001 Alderholt Mosque"
        case YesNo():
            return "yes"
        case OneOf() | AnyOf():
            choices = field.choices(SITUATION)
            return choices[0].value if choices else held or "C1"
        case Day():
            return "27/3/2026"
        case Number():
            return "1"
        case Hidden():
            return held or SOMETHING
        case EachLine():
            return held or "The first\nThe second"
        case Tags():
            return "Gypsy Roma Traveller, youth"
        case _:
            return held or "Words that suit every rule there is."
