"""What a response did: questions, promises and tension by day; nothing is added into one."""

from datetime import date, datetime, timedelta

from domain.impact import Impact, impact, tension_by_day, together
from domain.incident import OutsideFacts, figures
from domain.incident import decisions as d
from domain.incident.decisions import MappedContact
from domain.personal import Personal
from domain.ruleset import RULESET_V1
from domain.vocabulary import Rating, TensionKind
from tests.domain.scenario import DAY, HOUR, MORNING, REF, Scenario, triaged

MINUTE = timedelta(minutes=1)


def read(scenario: Scenario) -> Impact:
    response, register = scenario.incident.response, scenario.facts.register
    told = figures(response, register, RULESET_V1, OutsideFacts(), scenario.now)
    return impact(response, told, register)


def asked(scenario: Scenario, name: str, at: datetime, *, after: timedelta | None) -> None:
    question = d.QuestionRaised(
        question=name,
        text=Personal(text="Why?").of(REF),
        asked_by="community",
        ref="C1",
        kind="fact",
    )
    scenario.given(question, occurred=at)
    if after is not None:
        answer = d.QuestionAnswered(question=name, cannot_answer_reason="Before the inquest.")
        scenario.given(answer, occurred=at + after)


def promised(scenario: Scenario, name: str, due: datetime, kept: datetime | None = None) -> None:
    made = d.CommitmentMade(
        commitment=name, to="STK-1", text="A letter.", due_at=due, owner="OFC-01"
    )
    scenario.given(made, occurred=MORNING)
    if kept is not None:
        done = d.CommitmentKept(commitment=name, evidence="Sent.")
        scenario.given(done, occurred=kept)


def signal(scenario: Scenario, kind: TensionKind, at: datetime) -> None:
    said = d.TensionSignalRecorded(
        kind=kind, source_class="community", text=Personal(text="Angry.").of(REF)
    )
    scenario.given(said, occurred=at)


def test_the_answer_that_took_middling_long_is_the_median() -> None:
    scenario = triaged().at(MORNING + 3 * DAY)
    for name, hours in (("Q1", 1), ("Q2", 5), ("Q3", 30), ("Q4", 2)):
        asked(scenario, name, MORNING, after=hours * HOUR)
    asked(scenario, "Q5", MORNING, after=None)
    answers = read(scenario).answers

    assert (answers.asked, answers.answered, answers.rate) == (5, 4, 80.0)
    assert answers.without == 4
    assert answers.median_minutes == 120


def test_no_answer_has_no_median() -> None:
    answers = read(triaged()).answers

    assert (answers.rate, answers.median_minutes) == (None, None)


def test_a_promise_that_is_not_due_yet_counts_neither_way() -> None:
    scenario = triaged().at(MORNING + 2 * DAY)
    promised(scenario, "M1", MORNING + DAY, kept=MORNING + HOUR)
    promised(scenario, "M2", MORNING + DAY, kept=MORNING + DAY + HOUR)
    promised(scenario, "M3", MORNING + DAY)
    promised(scenario, "M4", MORNING + 3 * DAY)
    promises = read(scenario).promises

    assert (promises.made, promises.kept, promises.late) == (4, 2, 1)
    assert (promises.due(scenario.now), promises.rate(scenario.now)) == (3, 66.7)
    assert promises.rate(MORNING + 4 * DAY) == 50.0


def test_a_promise_put_off_is_due_when_it_was_put_off_to() -> None:
    scenario = triaged().at(MORNING + 2 * DAY)
    promised(scenario, "M1", MORNING + DAY)
    scenario.given(d.CommitmentVaried(commitment="M1", new_due=MORNING + 5 * DAY, reason="Snow."))

    assert read(scenario).promises.rate(scenario.now) is None


def test_reach_and_preparedness_keep_the_counts_that_make_them() -> None:
    people = tuple(MappedContact(stakeholder=f"STK-{number}") for number in (1, 2, 3))
    scenario = triaged().given(d.CommunityMapped(community="C1", name="One", contacts=people))
    contact = d.StakeholderContacted(
        stakeholder="STK-1", channel="phone", reached=True, purpose="listen", officer="OFC-01"
    )
    did = read(scenario.given(contact).given(contact.model_copy(update={"stakeholder": "STK-9"})))

    assert (did.reached, did.mapped, did.reach) == (1, 3, 33.3)
    assert (did.prepared, did.preparedness) == (3, 100.0)


def test_tension_is_told_for_every_day_and_a_rating_holds_until_the_next() -> None:
    scenario = triaged().at(MORNING + 4 * DAY)
    signal(scenario, TensionKind.EVIDENCED, MORNING)
    signal(scenario, TensionKind.POTENTIAL, MORNING + HOUR)
    scenario.given(d.ImpactAssessed(rating="amber"), occurred=MORNING + DAY)
    scenario.given(d.ImpactAssessed(rating="green"), occurred=MORNING + 3 * DAY)
    days = tension_by_day(scenario.incident.response, datetime.date)

    assert [(one.day, one.total, one.rating) for one in days] == [
        (date(2026, 3, 2), 2, None),
        (date(2026, 3, 3), 0, Rating.AMBER),
        (date(2026, 3, 4), 0, Rating.AMBER),
        (date(2026, 3, 5), 0, Rating.GREEN),
    ]
    assert days[0].signals[TensionKind.EVIDENCED] == 1


def test_nothing_recorded_of_tension_is_no_day() -> None:
    assert tension_by_day(triaged().incident.response, datetime.date) == []


def test_several_responses_pool_their_answers() -> None:
    first, second = triaged().at(MORNING + DAY), triaged().at(MORNING + DAY)
    asked(first, "Q1", MORNING, after=HOUR)
    asked(second, "Q1", MORNING, after=3 * HOUR)
    asked(second, "Q2", MORNING, after=9 * HOUR)
    promised(second, "M1", MORNING + HOUR, kept=MORNING + MINUTE)
    answers, promises = together([read(first), read(second)])

    assert (answers.asked, answers.median_minutes) == (3, 180)
    assert (promises.made, promises.kept) == (1, 1)
