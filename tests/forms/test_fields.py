"""Every kind of question: read back from what was posted, filled in again, words when wrong."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.forms.choosing import AnyOf, Listed, OneOf, Suggested, YesNo
from api.forms.field import Field
from api.forms.form import Filled, Form
from api.forms.moments import Ahead, Day, Moment
from api.forms.reading import Posted, Reading
from api.forms.rows import Rows, Tally
from api.forms.situation import always
from api.forms.typed import EachLine, LongText, Number, Tags, Text
from domain.base import Reason
from tests.forms.answers import NOW, SITUATION

COLOURS = always({"red": "Red", "green": "Green"})
WHO = Text(name="who", label="Who?", missing="Say who")
CALLS = Rows(
    name="calls",
    label="Calls",
    row_name="Call",
    fields=(WHO, Listed(name="colour", label="Colour", choices=COLOURS, start="red")),
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1)


def read(field: Field, posted: Posted) -> tuple[Any, list[str]]:
    reading = Reading(posted, NOW)
    return field.take(reading), [trouble.text for trouble in reading.troubles]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Text(name="x", label="X"), "a"),
        (Number(name="x", label="X"), 15),
        (Number(name="x", label="X", counts_from=1), 0),
        (OneOf(name="x", label="X", choices=COLOURS), "red"),
        (OneOf(name="x", label="X", choices=COLOURS, number=True), -2),
        (AnyOf(name="x", label="X", choices=COLOURS), ["red", "green"]),
        (YesNo(name="x", label="X"), True),
        (YesNo(name="x", label="X"), False),
        (EachLine(name="x", label="X"), ["one", "two"]),
        (Tags(name="x", label="X"), ["gypsy_roma_traveller", "youth"]),
        (Day(name="x", label="X"), "2026-03-27"),
        (Moment(name="x", label="X"), "2026-03-09T08:15:00Z"),
        (Moment(name="x", label="X"), "2026-07-09T08:15:00Z"),
        (CALLS, [{"who": "A", "colour": "green"}, {"who": "B", "colour": "red"}]),
    ],
    ids=lambda given: type(given).__name__,
)
def test_what_a_question_fills_in_it_reads_back(field: Field, value: object) -> None:
    assert read(field, field.fill(value)) == (value, [])


@given(WORDS)
def test_any_text_comes_back_as_it_was_typed(words: str) -> None:
    field = LongText(name="x", label="X")
    expected = words.strip() or None
    assert read(field, field.fill(words))[0] == expected


@given(
    st.dictionaries(
        st.sampled_from(["calls-0-who", "calls-x-who", "calls--1-who", "another"]),
        st.lists(st.text(), min_size=1),
    )
)
def test_no_posted_row_breaks_the_reading(posted: dict[str, list[str]]) -> None:
    read(CALLS, posted)


@pytest.mark.parametrize(
    ("field", "posted", "words"),
    [
        (WHO, {"who": ("  ",)}, "Say who"),
        (Number(name="x", label="X"), {"x": ("ten",)}, "X: give a whole number, such as 15"),
        (Day(name="x", label="X"), {"x": ("31/2/2026",)}, "X: give a real date, such as 27/3/2026"),
        (
            Moment(name="x", label="X"),
            {"x-date": ("1/2/2026",)},
            "X: give the time too, such as 14:30",
        ),
        (Ahead(name="x", label="X"), {"x-time": ("10:00",)}, "X: give the date too"),
        (
            EachLine(name="x", label="X", pattern="E[0-9]", example="E1"),
            {"x": ("E1\nF2",)},
            "X: F2 is not like E1",
        ),
        (
            Tags(name="x", label="X"),
            {"x": ("مرحبا, youth",)},
            "X: write مرحبا in Latin letters",
        ),
        (
            Text(name="x", label="X", limit=3),
            {"x": ("long",)},
            "X: at most 3 characters; this has 4",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_words(field: Field, posted: Posted, words: str) -> None:
    assert read(field, posted)[1] == [words]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("11:30", "2026-03-09T11:30:00Z"), ("23:50", "2026-03-08T23:50:00Z")],
)
def test_a_time_alone_is_the_last_time_it_was_that(typed: str, meant: str) -> None:
    assert read(Moment(name="x", label="X"), {"x-time": (typed,)}) == (meant, [])


def test_a_time_in_summer_is_read_as_a_clock_in_london_showed_it() -> None:
    posted = {"x-date": ("9/7/2026",), "x-time": ("9.15",)}
    assert read(Moment(name="x", label="X"), posted)[0] == "2026-07-09T08:15:00Z"


def test_a_row_in_which_only_what_it_starts_with_stands_is_not_counted() -> None:
    posted = {"calls-0-who": ("A",), "calls-0-colour": ("red",), "calls-1-colour": ("red",)}
    assert read(CALLS, posted) == ([{"who": "A", "colour": "red"}], [])


def test_another_row_is_shown_when_it_is_asked_for() -> None:
    assert CALLS.count({"calls-0-who": ("A",)}) == 1
    assert CALLS.count({"calls-0-who": ("A",), "another": ("calls",)}) == 2


def test_any_label_becomes_one_that_can_be_kept() -> None:
    labels = read(Tags(name="x", label="X"), {"x": ("Women's groups, Côr y Tŵr,, youth, Youth",)})
    assert labels == (["women_s_groups", "cor_y_twr", "youth"], [])


def test_a_tally_is_one_mapping() -> None:
    tally = Tally(
        name="n",
        label="N",
        row_name="Language",
        fields=(Text(name="language", label="L"), Number(name="people", label="P")),
    )
    posted = tally.fill({"cy": 9, "en": 16})
    assert read(tally, posted) == ({"cy": 9, "en": 16}, [])


def test_a_suggested_reference_may_be_followed_by_the_name() -> None:
    field = Suggested(name="x", label="X", choices=COLOURS)
    assert read(field, {"x": ("stk-0001 Alderholt Mosque",)})[0] == "STK-0001"


@pytest.mark.parametrize(
    ("field", "anchor"),
    [
        ("who", "who"),
        ("due", "due-date"),
        ("calls.1.who", "calls-1-who"),
        ("calls.1", "calls-0-who"),
        ("summary", "words"),
        ("elsewhere", "form"),
        (None, "form"),
    ],
)
def test_every_reason_leads_to_the_question_it_is_about(field: str | None, anchor: str) -> None:
    form = Form(
        verb="try",
        title="Try",
        called={"words": "summary"},
        fields=(WHO, Moment(name="due", label="Due"), CALLS, Text(name="words", label="W")),
    )
    posted = {"calls-1-who": ("B",)}
    reason = Reason(code="Wrong", text="It is wrong.", field=field)
    filled = Filled(form, posted, SITUATION, [reason], 409)
    assert filled.summary == [("It is wrong.", anchor)]


def test_a_question_shows_everything_that_is_said_about_it() -> None:
    reasons = [
        Reason(code="A", text="One.", field="who"),
        Reason(code="B", text="Two", field="who"),
    ]
    filled = Filled(Form(verb="try", title="Try", fields=(WHO,)), {}, SITUATION, reasons)
    assert filled.error(WHO) == "One. Two"


def test_a_form_opens_with_what_is_known_else_with_what_its_questions_start_with() -> None:
    form = Form(verb="try", title="Try", fields=(WHO, Number(name="took", label="T", start=10)))
    assert form.start({"who": "A"}) == {"who": ("A",), "took": ("10",)}


def test_moments_are_kept_in_utc() -> None:
    field = Moment(name="x", label="X")
    shown = field.fill(datetime(2026, 7, 9, 8, 15, tzinfo=UTC))
    assert shown == {"x-date": ("2026-07-09",), "x-time": ("09:15",)}
