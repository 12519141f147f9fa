"""How a response stood at a moment, in rows that can be held beside those of another moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.forms.situation import Situation, teaser
from api.pages.owed import reach_of
from api.pages.standing import marks_of
from api.pages.times import short_words, span
from api.pages.wording import count
from api.reading import Reading
from api.words import LEVELS, MODES, RATINGS, STATES, TENSION_KINDS, plain
from domain.incident.parts import Commitment, Question

NOT_YET: Final = "not yet"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be said of the response; `key` names it at every moment."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What belongs together, and what is said where there is nothing of it."""

    key: str
    heading: str
    rows: Sequence[Row]
    none: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that two moments say differently; a side is empty where it had not come about."""

    heading: str
    label: str
    first: str
    second: str


def panels_of(reading: Reading, situation: Situation) -> list[Panel]:
    """All that stood at the moment of the reading."""
    response = reading.response
    return [
        Panel("standing", "Where the response stands", [*_standing(reading, situation)]),
        Panel("figures", "Figures", [*_figures(reading)]),
        Panel("milestones", "Milestones", [*_milestones(reading)], "Set when it is triaged."),
        Panel("communities", "Communities", [*_communities(reading, situation)], "None mapped."),
        Panel("people", "People contacted", [*_people(reading, situation)], "Nobody yet."),
        Panel("tension", "Tension", [*_tension(reading)], "No signal yet."),
        Panel("lines", "Agreed lines", [*_lines(reading)], "None."),
        Panel("questions", "Questions", [*map(_question, response.questions.values())], "None."),
        Panel("promises", "Promises", [*map(_promise, response.commitments.values())], "None."),
    ]


def differences(first: Sequence[Panel], second: Sequence[Panel]) -> list[Difference]:
    """Every row that is not the same in both, in the order of the panels."""
    return [
        each for before, after in zip(first, second, strict=True) for each in _of(before, after)
    ]


def changed_keys(before: Sequence[Panel], after: Sequence[Panel]) -> frozenset[str]:
    """The keys of the rows that are new or say something else, panel by panel."""
    said = {(panel.key, row.key): row.value for panel in before for row in panel.rows}
    return frozenset(
        f"{panel.key}/{row.key}"
        for panel in after
        for row in panel.rows
        if said.get((panel.key, row.key)) != row.value
    )


def _of(before: Panel, after: Panel) -> Iterator[Difference]:
    was = {row.key: row for row in before.rows}
    now = {row.key: row for row in after.rows}
    for key in dict.fromkeys([*was, *now]):
        first, second = was.get(key), now.get(key)
        said = (first.value if first else "", second.value if second else "")
        if said[0] != said[1]:
            row = second or first
            yield Difference(after.heading, row.label if row else key, *said)


def _standing(reading: Reading, situation: Situation) -> Iterator[Row]:
    whole = reading.response
    yield Row("state", "State", plain(STATES, whole.state))
    yield Row("level", "Level", plain(LEVELS, whole.level) if whole.level else NOT_YET)
    yield Row("lead", "Lead", situation.name(whole.lead) if whole.lead else NOT_YET)
    yield Row("duty", "Duty", situation.name(whole.duty) if whole.duty else "not handed over")
    yield Row("mode", "Investigation", plain(MODES, whole.mode) if whole.mode else NOT_YET)
    yield Row("impact", "Impact", plain(RATINGS, whole.rating) if whole.rating else NOT_YET)
    yield Row("review", "Next review", _when(whole.next_review_at))


def _figures(reading: Reading) -> Iterator[Row]:
    told = reading.figures
    first = told.first_contact_minutes
    yield Row("contacts", "Contacts", str(told.contacts))
    yield Row("attempted", "People tried", str(told.attempted))
    yield Row("reached", "People reached", str(told.reached))
    yield Row(
        "first",
        "First contact",
        f"{span(first)} after it was raised" if first is not None else "nobody reached yet",
    )
    yield Row("met", "Milestones met", f"{told.milestones_met} of {told.milestones_of}")
    yield Row("late", "Entered late", count(told.late_entries, "entry", "entries"))
    yield Row("silence", "Longest silence, recorded", span(told.longest_gap_recorded))
    yield Row("quiet", "Longest silence, happened", span(told.longest_gap_occurred))
    yield Row("alerts", "Silence alerts", str(told.gap_alerts))


def _milestones(reading: Reading) -> Iterator[Row]:
    for mark in marks_of(reading):
        met = f"{mark.said}, {_when(mark.met_at)}" if mark.met_at else f"due {_when(mark.due)}"
        late = ", not met in time" if not mark.met_at and mark.standing == "late" else ""
        entered = ", entered late" if mark.entered_late else ""
        yield Row(mark.name, mark.words, f"{met}{late}{entered}")


def _communities(reading: Reading, situation: Situation) -> Iterator[Row]:
    for community in reach_of(reading, situation):
        never = [person.name for person in community.people if not person.reached_at]
        missing = f". Not reached: {', '.join(never)}" if never else ""
        yield Row(community.id, community.name, f"{community.said}{missing}")


def _people(reading: Reading, situation: Situation) -> Iterator[Row]:
    tried: dict[str, int] = {}
    reached: dict[str, datetime] = {}
    for contact in reading.response.contacts:
        who = contact.stakeholder
        tried[who] = tried.get(who, 0) + 1
        if contact.reached:
            reached[who] = min(reached.get(who, contact.occurred_at), contact.occurred_at)
    for who, times in tried.items():
        first = f"first reached {_when(reached[who])}" if who in reached else "not reached"
        yield Row(who, situation.name(who), f"{first}, {count(times, 'contact')}")


def _tension(reading: Reading) -> Iterator[Row]:
    for signal in reading.response.tensions:
        kind = plain(TENSION_KINDS, signal.kind).partition(":")[0]
        yield Row(
            str(signal.event_id), f"{kind}, {_when(signal.occurred_at)}", teaser(signal.text.words)
        )


def _lines(reading: Reading) -> Iterator[Row]:
    for line in reading.response.lines.values():
        standing = "live" if line.live_at(reading.now) else "not live"
        if line.ended_at is not None and line.ended_at <= reading.now:
            standing = f"replaced by {line.replacement}" if line.replacement else "withdrawn"
        yield Row(line.id, line.id, f"{teaser(line.text_en)} ({standing})")


def _question(question: Question) -> Row:
    answered = "answered" if question.answered_at else "open"
    if question.answered_at and not question.told_asker:
        answered = "answered, whoever asked was not told"
    return Row(question.id, question.id, f"{teaser(question.text.words)} ({answered})")


def _promise(promise: Commitment) -> Row:
    standing = f"due {_when(promise.due_at)}"
    if promise.kept_at:
        standing = f"kept {_when(promise.kept_at)}"
    elif promise.missed_at:
        standing = f"missed, was due {_when(promise.due_at)}"
    return Row(promise.id, promise.id, f"{teaser(promise.text)} ({standing})")


def _when(at: datetime | None) -> str:
    return short_words(at) if at else NOT_YET
