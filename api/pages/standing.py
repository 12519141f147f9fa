"""How far a response is, as its page says it: deadlines, figures, next steps, milestones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from api.forms.situation import Situation
from api.pages.naming import named_reasons
from api.pages.times import minutes_between, per_cent, span
from api.pages.wording import count
from api.reading import Reading
from api.words import MILESTONES, plain
from domain.base import Reason
from domain.incident import Milestone
from domain.vocabulary import State

VERB_OF: Mapping[str, tuple[str, str]] = {
    "triage": ("triage", "Triage it"),
    "lead": ("assign-lead", "Assign the lead"),
    "agreed_line": ("approve-line", "Agree a line"),
    "map": ("map-community", "Map a community"),
    "first_contact": ("record-contact", "Record a contact"),
    "family_spoc": ("confirm-family-spoc", "Confirm the point of contact"),
    "impact": ("assess-impact", "Assess the impact"),
    "impact_review": ("assess-impact", "Assess the impact"),
    "interest_offer": ("offer-interest", "Record the offer"),
    "update": ("issue-update", "Issue an update"),
    "outcome_update": ("issue-update", "Issue an update"),
    "debrief": ("hold-debrief", "Record the debrief"),
    "commitment": ("keep-commitment", "Record that it was kept"),
}
STEPS: Mapping[tuple[State, State], tuple[str, str, str]] = {
    (State.RAISED, State.ACTIVE): ("triage", "Triage", "Triage it"),
    (State.ACTIVE, State.RESTORING): ("move-to-restoring", "Restoring confidence", "Move on"),
    (State.MONITORING, State.ACTIVE): ("escalate", "An active response", "Escalate"),
    (State.MONITORING, State.CLOSED): ("stand-down", "Stand the monitoring down", "Stand down"),
    (State.RESTORING, State.REVIEW): ("start-review", "Review", "Start the review"),
    (State.RESTORING, State.ACTIVE): ("escalate", "Back to an active response", "Escalate"),
    (State.REVIEW, State.CLOSED): ("close", "Close the response", "Close"),
    (State.REVIEW, State.ACTIVE): ("escalate", "Back to an active response", "Escalate"),
    (State.CLOSED, State.ACTIVE): ("reopen", "Back to an active response", "Reopen"),
    (State.NOT_TAKEN, State.ACTIVE): ("reopen", "Take it on after all", "Reopen"),
}
ALWAYS_OPEN = "Only if it has come back: the deadlines then start again."
READY = "Nothing stands in the way."


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline, and what would meet it."""

    words: str
    due: datetime
    verb: str = ""
    action: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the strip."""

    label: str
    value: str
    note: str
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A state that may follow, what stands in the way, and the verb that leads there."""

    verb: str
    words: str
    action: str
    allowed: bool
    say: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A milestone in words. `standing` is met, late, over or ahead."""

    name: str
    words: str
    said: str
    standing: str
    due: datetime
    met_at: datetime | None
    entered_late: bool
    why: str | None


def deadlines_of(reading: Reading, situation: Situation) -> list[Due]:
    """Everything due, soonest first; alarms about silence are figures, not deadlines to meet."""
    return [
        _due(reading, one.name, one.due, one.about, situation)
        for one in reading.deadlines
        if one.name != "silence"
    ]


def strip_of(reading: Reading) -> list[Figure]:
    """The figures that a duty officer looks at first."""
    figures, response = reading.figures, reading.whole
    mapped = response.mapped
    known = round(len(mapped) * (figures.preparedness or 0) / 100)
    return [
        Figure(
            label="Reach",
            value=f"{len(response.reached & mapped)} of {len(mapped)}",
            note=f"on the map reached, {per_cent(figures.reach)}",
        ),
        Figure(
            label="Known before",
            value=f"{known} of {len(mapped)}",
            note=f"preparedness {per_cent(figures.preparedness)}",
        ),
        Figure(
            label="First contact",
            value="None yet"
            if figures.first_contact_minutes is None
            else span(figures.first_contact_minutes),
            note="after it was raised" if figures.first_reached_at else "nobody reached so far",
        ),
        Figure(
            label="Contacts",
            value=str(figures.contacts),
            note=f"{count(figures.attempted, 'person', 'people')} tried, {figures.reached} reached",
        ),
        Figure(
            label="Entered late",
            value=str(figures.late_entries),
            note="entries a day or more after",
            late=bool(figures.late_entries),
        ),
        _silence(reading),
    ]


def steps_of(reading: Reading, names: Mapping[str, str]) -> list[Step]:
    """The states that may follow. Triage leads to three of them, and is one step."""
    state = reading.response.state
    steps = []
    for step in reading.workflow.next:
        known = STEPS.get((state, step.state))
        if known is None:
            continue
        verb, words, action = known
        triage, again = verb == "triage", verb in ("escalate", "reopen")
        steps.append(
            Step(
                verb=verb,
                words=words,
                action=action,
                allowed=(step.allowed or triage) and not again,
                say="It sets the level and the deadlines."
                if triage
                else ALWAYS_OPEN
                if again
                else READY,
                reasons=[] if triage else named_reasons(step.reasons, names),
            )
        )
    return steps


def marks_of(reading: Reading) -> list[Mark]:
    closed = reading.response.closed
    return [_mark(mark, reading.now, closed) for mark in reading.figures.milestones]


def _due(
    reading: Reading, name: str, due: datetime, about: str | None, situation: Situation
) -> Due:
    verb, action = VERB_OF.get(name, ("", ""))
    field = {"commitment": "commitment", "interest_offer": "stakeholder"}.get(name)
    query = f"?{urlencode({field: about})}" if field and about else ""
    words = plain(MILESTONES, name)
    if about:
        words = f"{words}: {_about(reading, about, situation).rstrip('.')}"
    return Due(
        words=words,
        due=due,
        verb=verb,
        action=action,
        address=f"/incidents/{reading.ref}/do/{verb}{query}",
    )


def _about(reading: Reading, about: str, situation: Situation) -> str:
    commitment = reading.response.commitments.get(about)
    return commitment.text if commitment else situation.name(about)


def _silence(reading: Reading) -> Figure:
    figures, response = reading.figures, reading.response
    quiet = minutes_between(response.last_event_at, reading.now)
    gap = span(figures.longest_gap_recorded)
    alerts = f", {count(figures.gap_alerts, 'alert')}" if figures.gap_alerts else ""
    return Figure(
        label="Since the last entry",
        value=span(max(quiet, 0)),
        note=f"longest silence {gap}{alerts}",
        late=bool(figures.gap_alerts),
    )


def _mark(mark: Milestone, now: datetime, closed: bool) -> Mark:
    met = mark.met_at is not None
    over = not met and mark.due < now
    standing = "late" if mark.late or over else "met" if met else "ahead"
    return Mark(
        name=mark.name,
        words=plain(MILESTONES, mark.name),
        said=_mark_said(mark, now, closed),
        standing=standing,
        due=mark.due,
        met_at=mark.met_at,
        entered_late=mark.entered_late,
        why=mark.why,
    )


def _mark_said(mark: Milestone, now: datetime, closed: bool) -> str:
    if mark.slack is None and closed:
        return "Not met"
    if mark.slack is None:
        left = minutes_between(now, mark.due)
        return f"{span(left)} left" if left >= 0 else f"{span(-left)} overdue"
    if mark.slack < 0:
        return f"Met {span(-mark.slack)} late"
    return f"Met with {span(mark.slack)} to spare"
