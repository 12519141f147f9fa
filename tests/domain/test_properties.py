"""Whatever an incident accepted can be replayed, at any moment, and comes to the same."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refusal
from domain.incident import (
    Incident,
    OutsideFacts,
    Response,
    amended,
    as_at,
    deadlines,
    figures,
    milestones,
    open_work,
    outside_facts,
    true_at,
    workflow,
)
from domain.incident.folding import fold
from domain.ruleset import RULESET_V1
from domain.vocabulary import Level
from tests.domain.scenario import DAY, LONG_ENOUGH, MORNING, RAISED, REGISTER, TRIAGED, Scenario

PEOPLE = st.sampled_from(["STK-1", "STK-2", "STK-3"])
NUMBERS = st.sampled_from(["1", "1", "2"])
WHY = {"reason": LONG_ENOUGH}
FINISHED = OutsideFacts(
    plan_approved_at=MORNING,
    feedback_opened_at=MORNING,
    feedback_reported_at=MORNING,
    participants_told_at=MORNING,
    validated_insights=1,
)


def step(verb: str, **fields: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    drawn = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for name, value in fields.items()
    }
    return st.tuples(st.just(verb), st.fixed_dictionaries(drawn))


def numbered(letter: str) -> st.SearchStrategy[str]:
    return NUMBERS.map(lambda number: f"{letter}{number}")


RATINGS = st.sampled_from(["green", "amber", "red"])
CONTACTS = st.lists(st.fixed_dictionaries({"stakeholder": PEOPLE}), max_size=2)
STEPS = st.one_of(
    step(
        "triage",
        level=st.sampled_from(["critical", "high_profile", "monitor", "not_for_se"]),
        rationale=LONG_ENOUGH,
        initial_tension="amber",
        due_regard=LONG_ENOUGH,
    ),
    step("assign-lead", officer=st.sampled_from(["OFC-1", "OFC-2"]), handover_note=LONG_ENOUGH),
    step("hand-over", to="OFC-2", note="Quiet"),
    step("confirm-family-spoc", spoc_role="other", reason="Changed"),
    step("map-community", name="Neighbours", contacts=CONTACTS),
    step("revise-community", community=numbered("C"), name="Neighbours", contacts=CONTACTS),
    step("record-tension", kind="potential", source_class="online", text="Fictional."),
    step("assess-impact", rating=RATINGS),
    step("approve-line", text_en="Fictional."),
    step("withdraw-line", line=numbered("L"), reason=LONG_ENOUGH),
    step("raise-question", text="When?", asked_by="stakeholder", ref=PEOPLE, kind="fact"),
    step("answer-question", question=numbered("Q"), line=numbered("L"), told_asker=st.booleans()),
    step("make-commitment", to=PEOPLE, text="Call", due_at=MORNING + 20 * DAY),
    step("keep-commitment", commitment=numbered("P")),
    step("vary-commitment", commitment=numbered("P"), new_due=MORNING + 30 * DAY, reason="x"),
    step("issue-update", audience=["C1"], text_en="Fictional.", channel="email"),
    step("offer-interest", stakeholder=PEOPLE, method="phone"),
    step("decline-interest", stakeholder=PEOPLE),
    step("exempt-interest", stakeholder=PEOPLE, reason="vulnerable"),
    step("record-decision", question="Where?", options=["A", "B"], chosen=1, rationale=LONG_ENOUGH),
    step("hold-debrief", attendees=["OFC-1"]),
)
CONTACTING = step(
    "record-contact",
    stakeholder=PEOPLE,
    channel="phone",
    reached=st.booleans(),
    purpose=st.sampled_from(["listen", "inform"]),
    lines=st.sampled_from([[], [], ["L1"]]),
    follow_ups=st.lists(st.just({"text": "Send", "due": MORNING.date()}), max_size=2),
)
MOVING_ON = st.one_of(
    step("move-to-restoring", **WHY, overridden_guards=["CommunityNotReached", "RatingRed"]),
    step("start-review", **WHY, overridden_guards=["CommitmentOverdue"]),
    step("close", summary=LONG_ENOUGH, overridden_guards=["CommitmentNotSettled"]),
    step("stand-down", **WHY, overridden_guards=["NotGreenTwice"]),
    step("escalate", **WHY),
    step("reopen", **WHY),
)
CORRECTIONS: list[tuple[str, Any]] = [
    ("occurred_at", (MORNING - DAY).isoformat()),
    ("reached", False),
    ("reached", True),
    ("follow_ups", []),
    ("stakeholder", "STK-2"),
    ("contacts", []),
    ("level", "high_profile"),
    ("bereaved", "yes"),
    ("chosen", 7),
    ("options", ["A"]),
    ("to", "OFC-9"),
    ("lines", ["L9"]),
    ("rating", "green"),
    ("due_at", MORNING.isoformat()),
    ("text", "Said otherwise."),
    ("reason", "x"),
]
CORRECTING = step("correct-entry", reason=LONG_ENOUGH)
MOVES = st.lists(
    st.tuples(
        st.one_of(STEPS, CONTACTING, MOVING_ON, CORRECTING),
        st.integers(min_value=1, max_value=3000),
        st.integers(min_value=0, max_value=2000),
        st.integers(min_value=0, max_value=500),
    ),
    min_size=8,
    max_size=40,
)
LEVELS = st.sampled_from([None, *Level])


def played(level: Level | None, moves: list[Any]) -> Incident:
    """An incident that was asked all this; what it refused, it refused."""
    scenario = Scenario().knowing(outside=FINISHED).given(RAISED)
    if level is not None:
        scenario.given(TRIAGED.model_copy(update={"level": level}))
    for (verb, body), minutes, late, target in moves:
        _play(scenario.at(scenario.now + timedelta(minutes=minutes)), verb, body, late, target)
    return scenario.incident


def _play(scenario: Scenario, verb: str, body: Any, late: int, target: int) -> None:
    if verb == "correct-entry":
        body = {**body, **_a_correction(scenario.incident, target)}
    occurred = scenario.now - timedelta(minutes=late)
    scenario.when(verb, **body, occurred=occurred, role="head_of_se")
    try:
        scenario.ask()
    except Refusal:
        return


def _a_correction(incident: Incident, number: int) -> dict[str, Any]:
    entry = incident.history[number % len(incident.history)]
    known = {"occurred_at", *type(entry.decision).model_fields}
    fitting = [(field, to) for field, to in CORRECTIONS if field in known]
    field, to = fitting[number % len(fitting)]
    return {"target": entry.event_id, "field": field, "to": to}


INCIDENTS = st.builds(played, LEVELS, MOVES)


def everything(response: Response, now: Any) -> None:
    """Every reading of a response, none of which may fail."""
    facts = outside_facts(response, REGISTER)
    figured = figures(response, REGISTER, RULESET_V1, facts, now)
    workflow(response, figured, facts, now)
    milestones(response, RULESET_V1, facts)
    deadlines(response, RULESET_V1, facts, now)
    open_work(response, RULESET_V1, facts, now)


@settings(max_examples=60, deadline=None)
@given(INCIDENTS)
def test_whatever_was_accepted_can_be_read(incident: Incident) -> None:
    everything(incident.response, incident.history[-1].recorded_at + DAY)


@settings(max_examples=40, deadline=None)
@given(INCIDENTS, st.integers(min_value=1, max_value=40))
def test_every_past_version_can_be_read_and_never_changes(incident: Incident, cut: int) -> None:
    past = incident.history[:cut]
    whole = Incident.project(None, past)
    assert whole is not None

    assert as_at(incident.history, version=past[-1].version) == whole.response
    everything(whole.response, past[-1].recorded_at)


@settings(max_examples=40, deadline=None)
@given(INCIDENTS)
def test_as_at_the_end_is_now(incident: Incident) -> None:
    last = incident.history[-1]

    assert as_at(incident.history, version=last.version) == incident.response
    assert as_at(incident.history, moment=last.recorded_at) == incident.response


@settings(max_examples=40, deadline=None)
@given(INCIDENTS)
def test_amending_twice_amends_nothing_more(incident: Incident) -> None:
    once = amended(incident.history)

    assert amended(once) == once
    assert fold(once) == incident.response


@settings(max_examples=40, deadline=None)
@given(INCIDENTS)
def test_what_truly_happened_by_the_end_is_everything(incident: Incident) -> None:
    far = incident.history[-1].recorded_at + DAY

    assert true_at(incident.history, far) == incident.response


@settings(max_examples=40, deadline=None)
@given(INCIDENTS)
def test_reached_people_are_people_who_were_contacted(incident: Incident) -> None:
    response = incident.response
    seen = figures(response, REGISTER, RULESET_V1, OutsideFacts(), response.last_event_at)

    assert seen.reached <= seen.attempted <= seen.contacts
    assert seen.milestones_met <= seen.milestones_of
    for share in (seen.reach, seen.preparedness, seen.milestones_rate):
        assert share is None or 0 <= share <= 100
