"""Where a response stands: its milestones, its next steps, and the seven commitments of Box 1."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from domain.base import Reason, Value
from domain.incident.facts import OutsideFacts
from domain.incident.figures import Figures
from domain.incident.guards import NEXT, blocking
from domain.incident.milestones import Milestone
from domain.incident.state import Response
from domain.vocabulary import State


class Evidence(Value):
    """What was done, and the entry that shows it, where one entry does."""

    text: str
    event_id: UUID | None = None


class Owed(Value):
    text: str


class Commitment(Value):
    """One of the seven commitments of Box 1, by its number there, in our own words."""

    box1: int
    text: str
    evidence: tuple[Evidence, ...]
    owed: tuple[Owed, ...]


class NextStep(Value):
    state: State
    allowed: bool
    reasons: tuple[Reason, ...]


class Workflow(Value):
    state: State
    milestones: tuple[Milestone, ...]
    commitments: tuple[Commitment, ...]
    next: tuple[NextStep, ...]


def workflow(response: Response, figures: Figures, facts: OutsideFacts, now: datetime) -> Workflow:
    """The workflow read of the contract; `figures` are those of the same response and moment."""
    found: Iterable[tuple[Iterator[Evidence], Iterator[str]]] = (
        (_partners_used(response, figures), _partners_owed(response)),
        (_capacity_used(response), _capacity_owed(response, facts)),
        (_priority_used(response), _priority_owed(response, now)),
        (_relations_made(figures, facts), _relations_owed(facts)),
        (_lessons_kept(response, facts), _lessons_owed(response, facts)),
        (_interest_offered(response, figures), _interest_owed(response, facts)),
        (_feedback_had(response, facts), _feedback_owed(response, facts)),
    )
    return Workflow(
        state=response.state,
        milestones=figures.milestones,
        commitments=tuple(
            Commitment(
                box1=number,
                text=TEXTS[number],
                evidence=tuple(evidence),
                owed=tuple(Owed(text=text) for text in owed),
            )
            for number, (evidence, owed) in enumerate(found, start=1)
        ),
        next=tuple(_next_step(response, state, facts, now) for state in NEXT[response.state]),
    )


TEXTS: Final = {
    1: "Use partnerships made before the crisis, early",
    2: "Have the people to respond when they are needed",
    3: "Put support first where it is needed most",
    4: "Turn contacts made in the crisis into lasting relationships",
    5: "Write down what was learned, share it, and use it again",
    6: "Offer the people we meet to be kept informed and involved",
    7: "Ask those we worked with how it was, every time, and answer them",
}


def _next_step(response: Response, state: State, facts: OutsideFacts, now: datetime) -> NextStep:
    reasons = tuple(blocking(response, state, facts, now))
    return NextStep(state=state, allowed=not reasons, reasons=reasons)


def _met(response: Response, milestone: str, text: str) -> Iterator[Evidence]:
    met = response.met.get(milestone)
    if met is not None:
        yield Evidence(text=text, event_id=met.event_id)


def _partners_used(response: Response, figures: Figures) -> Iterator[Evidence]:
    if response.mapped:
        text = f"{len(response.mapped)} contacts mapped, {figures.preparedness} % known before"
        yield from _met(response, "map", text)
    yield from _met(response, "first_contact", "First person reached")
    for community in response.communities.values():
        reached = len(community.people & response.reached)
        if reached:
            yield Evidence(text=f"{community.name}: {reached} of {len(community.people)} reached")


def _partners_owed(response: Response) -> Iterator[str]:
    if not response.communities:
        yield "Map the communities that are affected"
    for community in response.communities.values():
        if not community.people & response.reached:
            yield f"Reach somebody in {community.name}"
        yield from (f"{community.name}: {gap}" for gap in community.gaps)


def _capacity_used(response: Response) -> Iterator[Evidence]:
    yield from _met(response, "lead", f"Led by {response.lead}")
    if response.duty is not None:
        yield Evidence(text=f"Duty handed over to {response.duty}")


def _capacity_owed(response: Response, facts: OutsideFacts) -> Iterator[str]:
    if response.lead is None:
        yield "Assign a lead"
    if not facts.open_allocations:
        yield "No officer's time is allocated"


def _priority_used(response: Response) -> Iterator[Evidence]:
    yield from _met(response, "triage", f"Triaged: {response.level}")
    for signal in response.tensions:
        yield Evidence(text=f"Tension noticed: {signal.kind}", event_id=signal.event_id)
    for assessed in response.assessments:
        yield Evidence(text=f"Impact assessed: {assessed.rating}", event_id=assessed.event_id)


def _priority_owed(response: Response, now: datetime) -> Iterator[str]:
    if response.triage_due:
        yield "Triage it"
    if not response.assessments:
        yield "Assess the impact on the communities"
    review = response.next_review_at
    if review is not None and review < now and not response.closed:
        yield "Assess the impact again: the review is overdue"


def _relations_made(figures: Figures, facts: OutsideFacts) -> Iterator[Evidence]:
    if figures.new_stakeholders:
        yield Evidence(text=f"{figures.new_stakeholders} stakeholders are new in this response")
    owned = len(facts.priority_stakeholders) - len(facts.unowned_priority_stakeholders)
    if owned:
        yield Evidence(text=f"{owned} new priority stakeholders have a relationship owner")


def _relations_owed(facts: OutsideFacts) -> Iterator[str]:
    for stakeholder in facts.unowned_priority_stakeholders:
        yield f"Give {stakeholder} a relationship owner"


def _lessons_kept(response: Response, facts: OutsideFacts) -> Iterator[Evidence]:
    for decision in response.decisions.values():
        yield Evidence(text=f"Decided: {decision.question}", event_id=decision.event_id)
    if response.debrief is not None:
        yield Evidence(text="Debrief held")
    if facts.validated_insights:
        yield Evidence(text=f"{facts.validated_insights} insights validated")
    if response.nothing_new is not None:
        yield Evidence(text="Signed that there is nothing new to learn")


def _lessons_owed(response: Response, facts: OutsideFacts) -> Iterator[str]:
    if response.debrief is None:
        yield "Hold the debrief"
    if not facts.validated_insights and response.nothing_new is None:
        yield "Validate an insight, or sign that there is nothing new"
    if facts.undecided_suggestions:
        yield f"Decide on {facts.undecided_suggestions} suggested lessons"


def _interest_offered(response: Response, figures: Figures) -> Iterator[Evidence]:
    for stakeholder, interest in response.interest.items():
        if interest.offered_at is not None:
            yield Evidence(text=f"Offered to {stakeholder}", event_id=interest.offered_by)
    if figures.accepted:
        yield Evidence(text=f"{figures.accepted} accepted")


def _interest_owed(response: Response, facts: OutsideFacts) -> Iterator[str]:
    for stakeholder in facts.new_stakeholders:
        if stakeholder not in response.interest:
            yield f"Offer it to {stakeholder}, or say why they are exempt"


def _feedback_had(response: Response, facts: OutsideFacts) -> Iterator[Evidence]:
    answered = [one for one in response.questions.values() if not one.open]
    if answered:
        yield Evidence(text=f"{len(answered)} of {len(response.questions)} questions answered")
    if facts.feedback_opened_at is not None:
        yield Evidence(text="Feedback round opened")
    if facts.feedback_reported_at is not None:
        yield Evidence(text="Feedback reported")
    if facts.participants_told_at is not None:
        yield Evidence(text="Those who took part were told what came of it")


def _feedback_owed(response: Response, facts: OutsideFacts) -> Iterator[str]:
    for question in response.questions.values():
        if question.open:
            yield f"Answer question {question.id}"
    if facts.feedback_opened_at is None:
        yield "Open a feedback round"
    elif facts.feedback_reported_at is None:
        yield "Report the feedback"
    elif facts.participants_told_at is None:
        yield "Tell those who took part what came of it"
