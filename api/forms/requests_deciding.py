"""Deciding on a request: who comes and for how long, what is not provided, later, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from api.forms.choosing import AnyOf, Listed
from api.forms.field import Field
from api.forms.form import Body, Form
from api.forms.moments import Ahead, Day
from api.forms.reading import Posted, Reading
from api.forms.rows import Rows
from api.forms.shared import why
from api.forms.situation import Choice, Situation, always
from api.forms.typed import EachLine, LongText, Number
from domain.officer import monday_of, week_of

MOST_WEEKS: Final = 26
MOST_MINUTES: Final = 10_080
OFFICERS: Final = "officers"
AUTHORISED: Final = {"yes": "Go beyond what is free, or beyond the reserve, on my word as the head"}
BY_THE_HEAD: Final = "head"


@dataclass(frozen=True, kw_only=True)
class WeeklyMinutes(Field):
    """Minutes of one week after the other, separated by commas."""

    width: ClassVar[str] = ""
    shown_as: ClassVar[str] = "text"

    def read(self, reading: Reading) -> list[int] | None:
        said = reading.one(self.name).replace(";", ",").replace("\n", ",")
        parts = [part.strip() for part in said.split(",") if part.strip()]
        if not all(part.isdecimal() and int(part) <= MOST_MINUTES for part in parts):
            reading.trouble(self.name, f"{self.label}: give whole numbers, such as 600, 300, 120")
            return None
        if len(parts) > MOST_WEEKS:
            reading.trouble(self.name, f"{self.label}: at most {MOST_WEEKS} weeks")
            return None
        return [int(part) for part in parts]

    def fill(self, value: Any) -> Posted:
        return {self.name: (", ".join(str(minutes) for minutes in value or ()),)}


def candidates(situation: Situation) -> Sequence[Choice]:
    """Who could come, the best first."""
    return situation.candidates


def weeks_from(start: date, minutes: Sequence[int]) -> dict[str, int]:
    """The same minutes by ISO week; weeks without any are left out."""
    monday = monday_of(week_of(start))
    weeks = (week_of(monday + timedelta(weeks=number)) for number in range(len(minutes)))
    return {week: each for week, each in zip(weeks, minutes, strict=True) if each}


def as_acceptance(body: Body) -> Body:
    """Each officer's minutes by week, counted from the week of the start."""
    start = date.fromisoformat(body["start"]) if "start" in body else None
    officers = [
        {
            "id": row.get("id", ""),
            "minutes_by_week": weeks_from(start, row.get("minutes", ())) if start else {},
            **({"authorised_by": BY_THE_HEAD} if row.get("authorised") else {}),
        }
        for row in body.pop(OFFICERS, ())
    ]
    return {**body, OFFICERS: officers}


def who_comes(*, head: bool) -> Rows:
    authorised = AnyOf(name="authorised", label="As the head", choices=always(AUTHORISED))
    return Rows(
        name=OFFICERS,
        label="Who comes?",
        row_name="Officer",
        missing="Choose who comes",
        fields=(
            Listed(name="id", label="Officer", choices=candidates, missing="Choose who comes"),
            WeeklyMinutes(
                name="minutes",
                label="Minutes, week by week",
                hint="From the first week on, separated by commas.",
                missing="Say how many minutes",
            ),
            *((authorised,) if head else ()),
        ),
    )


START = Day(name="start", label="From which day?", missing="Say from which day")


def accept_form(*, head: bool) -> Form:
    return Form(
        verb="accept",
        title="Accept the request",
        intro="Their hours are taken at the same moment, all of them or none.",
        button="Accept with these officers",
        shape=as_acceptance,
        fields=(START, who_comes(head=head)),
    )


def part_form(*, head: bool) -> Form:
    return Form(
        verb="accept-in-part",
        title="Accept the request in part",
        intro="Whoever asked sees what they do not get, and why.",
        button="Accept in part",
        shape=as_acceptance,
        fields=(
            START,
            who_comes(head=head),
            EachLine(
                name="not_provided",
                label="What is not provided?",
                hint="One thing on each line.",
                missing="Say what is not provided",
            ),
            why("Why not?", "Whoever asked reads this. At least 20 characters."),
        ),
    )


_SHOWN = "Whoever asked reads this. At least 20 characters."
DEFER = Form(
    verb="defer",
    title="Put the request off",
    intro="It comes back into the queue at that time. Whoever was to come is free until then.",
    button="Put it off",
    fields=(Ahead(name="until", label="Until when?", missing="Say until when"), why(hint=_SHOWN)),
)
DECLINE = Form(
    verb="decline",
    title="Decline the request",
    intro="Say why, and what they can do instead.",
    button="Decline it",
    fields=(
        why(hint=_SHOWN),
        LongText(
            name="alternative",
            label="What can they do instead?",
            hint="Such as advice by phone, a colleague elsewhere, or asking again when it changes.",
            rows=3,
        ),
    ),
)
FULFIL = Form(
    verb="fulfil",
    title="Say that it is done",
    intro="The weeks that were still to come are free again.",
    button="Record that it is done",
    fields=(
        LongText(name="outcome", label="What came of it?", missing="Say what came of it", rows=3),
        Number(
            name="spent",
            label="Minutes that it took",
            hint="Leave empty to take what the officers have recorded.",
            suffix="minutes",
        ),
    ),
)
