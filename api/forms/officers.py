"""The form of every verb of an officer's hours; the rota has forms of its own."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, TypeAlias

from api.forms.allocating import allocate, change_allocation, end_allocation
from api.forms.choosing import OneOf
from api.forms.form import Body, Form
from api.forms.moments import Day
from api.forms.officer_around import Around, minutes, which
from api.forms.situation import always
from api.forms.typed import Number, Text
from api.officer_words import ABSENCES, FLUENCIES, LEVELS_OF_SKILL, OFFICER_ROLES
from api.register_words import REGIONS
from api.request_words import SKILLS
from api.words import LANGUAGES
from domain.officer.decisions import MOST_DAYS
from domain.officer.words import WORKING_DAYS

Builder: TypeAlias = Callable[[Around], Form]


CONTRACTED = minutes(
    "contracted",
    "Minutes a week by contract",
    "Give the minutes a week",
    "37 hours are 2220 minutes.",
)


def join(around: Around) -> Form:
    return Form(
        verb="join",
        title="Add an officer",
        button="Add the officer",
        fields=(
            Text(
                name="name",
                label="Name",
                hint="It is stored sealed.",
                missing="Give the name",
                limit=200,
            ),
            which("region", "Which region?", REGIONS, "Choose the region"),
            OneOf(
                name="role",
                label="What are they?",
                choices=always(OFFICER_ROLES),
                start="se_officer",
            ),
            CONTRACTED,
            Day(name="start", label="First day of work", missing="Give the first day"),
        ),
    )


def change_contract(around: Around) -> Form:
    return Form(
        verb="change-contract",
        title="Change the contract",
        intro="In a week that it changes in, each working day counts under its own contract.",
        button="Record the contract",
        fields=(CONTRACTED, Day(name="from", label="From which day?", missing="Give the day")),
    )


def set_skill(around: Around) -> Form:
    return Form(
        verb="set-skill",
        title="Record experience",
        fields=(
            which("skill", "Experience in what?", SKILLS, "Choose the experience"),
            OneOf(
                name="level",
                label="How much?",
                choices=always(LEVELS_OF_SKILL),
                number=True,
                missing="Say how much",
            ),
        ),
    )


def set_language(around: Around) -> Form:
    return Form(
        verb="set-language",
        title="Record a language",
        fields=(
            which("lang", "Which language?", LANGUAGES, "Choose the language"),
            OneOf(
                name="level",
                label="How well?",
                choices=always(FLUENCIES),
                missing="Say how well",
            ),
        ),
    )


def spread(body: Body) -> Body:
    """Some minutes of each day; otherwise the contract's share of every working day."""
    part = body.pop("minutes", None)
    if part is None or not {"from", "to"} <= body.keys():
        return body
    first, last = date.fromisoformat(body["from"]), date.fromisoformat(body["to"])
    days = [first + timedelta(days=more) for more in range(min((last - first).days + 1, MOST_DAYS))]
    working = [day for day in days if day.weekday() < WORKING_DAYS or len(days) == 1]
    return {**body, "by_day": {day.isoformat(): part for day in working}}


def record_absence(around: Around) -> Form:
    return Form(
        verb="record-absence",
        title="Record an absence",
        intro="It counts at once, also where work is allocated then: the week then shows as over.",
        button="Record the absence",
        shape=spread,
        called={"minutes": "by_day"},
        fields=(
            Day(name="from", label="First day", missing="Give the first day"),
            Day(name="to", label="Last day", missing="Give the last day"),
            OneOf(
                name="kind",
                label="What for?",
                hint="Sickness is marked OFFICIAL-SENSITIVE, and few may read it.",
                choices=always(ABSENCES),
                missing="Say what for",
                inline=True,
            ),
            Number(
                name="minutes",
                label="Only a part of each day?",
                hint="How many minutes a day. Leave empty for whole days.",
                suffix="minutes",
            ),
        ),
    )


def cancel_absence(around: Around) -> Form:
    return Form(
        verb="cancel-absence",
        title="Cancel an absence",
        intro="Its time is free again. The record keeps that it was there.",
        button="Cancel the absence",
        fields=(which("absence", "Which absence?", around.absences, "Choose the absence"),),
    )


def set_plan_hours(around: Around) -> Form:
    return Form(
        verb="set-plan-hours",
        title="Set hours for the engagement plan",
        intro="All that is planned for that week, not only what is added.",
        button="Set the hours",
        fields=(
            which("week", "Which week?", around.weeks, "Choose the week"),
            minutes("minutes", "How many minutes?", "Give the minutes"),
        ),
    )


def log_time(around: Around) -> Form:
    return Form(
        verb="log-time",
        title="Record time spent",
        intro="All of what was spent on a request that day. Said again, the later word holds.",
        button="Record the time",
        fields=(
            which("request", "On which request?", around.loggable, "Choose the request"),
            Day(name="date", label="On which day?", missing="Give the day"),
            minutes("minutes", "How many minutes that day, in all?", "Give the minutes"),
        ),
    )


def leave(around: Around) -> Form:
    return Form(
        verb="leave",
        title="Record that they leave",
        intro="Their hours count until that day. What they did stays in the record.",
        button="Record it",
        fields=(Day(name="on", label="Last day of work", missing="Give the last day"),),
    )


JOIN: Final = join(Around())
BUILDERS: Final[Mapping[str, Builder]] = {
    "record-absence": record_absence,
    "cancel-absence": cancel_absence,
    "log-time": log_time,
    "allocate": allocate,
    "change-allocation": change_allocation,
    "end-allocation": end_allocation,
    "set-plan-hours": set_plan_hours,
    "change-contract": change_contract,
    "set-skill": set_skill,
    "set-language": set_language,
    "leave": leave,
}
