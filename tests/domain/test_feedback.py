"""The rules of a feedback round: opened, answered, screened, closed, reported, told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.base import Refusal
from domain.feedback import (
    BODIES,
    FeedbackFacts,
    FeedbackRound,
    ResponseReceived,
    RoundState,
    Waiting,
)
from domain.feedback.figures import round_figures
from domain.vocabulary import IncidentType
from tests.domain.requesting import MONDAY, Team
from tests.domain.scenario import signed

OPENED = {
    "ref": "INC-1",
    "closes_at": (MONDAY + timedelta(days=28)).isoformat(),
    "level": "consult",
    "can_change": "How we tell people. Fictional.",
}


class Asking:
    """A round about one incident; what waits for it is given by hand."""

    def __init__(self, pfa: str = "E23000003") -> None:
        self.team = Team()
        self.team.incident("INC-1", kind=IncidentType.OTHER, pfa=pfa)
        self.waiting = Waiting()
        self.hour = 0

    def facts(self) -> FeedbackFacts:
        return FeedbackFacts(incidents=self.team.incidents, waiting=lambda ref: self.waiting)

    def by(self) -> Any:
        self.hour += 1
        at = MONDAY + timedelta(hours=self.hour)
        return signed(self.hour, at, None, "insight_manager", "ann")

    def open(self, **told: Any) -> FeedbackRound:
        body: Any = BODIES["open"].model_validate({**OPENED, **told})
        return FeedbackRound.open("FB-0001", body, self.by(), self.facts())

    def do(self, feedback: FeedbackRound, verb: str, **told: Any) -> None:
        body = BODIES[verb].model_validate(told)
        getattr(feedback, verb.replace("-", "_"))(body, self.by(), self.facts())


@pytest.fixture
def asking() -> Asking:
    return Asking()


def refused(act: Any, *args: Any, **told: Any) -> list[str]:
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    return [reason.code for reason in caught.value.reasons]


def test_community_members_are_asked_the_basic_questions_unless_others_are_chosen(
    asking: Asking,
) -> None:
    asked = [question.measure for question in asking.open().questions]
    chosen = asking.open(questions=["KEY-INFO"]).questions

    assert asked == ["PPT-AWARE", "PPT-IMPARTIAL", "PPT-COMPLAIN", "KEY-INFO", "LEVEL", "OPEN"]
    assert [question.measure for question in chosen] == ["KEY-INFO"]


def test_every_reason_against_opening_is_said_at_once(asking: Asking) -> None:
    wrong = {
        "ref": "INC-9",
        "closes_at": MONDAY.isoformat(),
        "questions": ["OPEN"] * 9,
        "can_change": " ",
        "languages": ["en", "cy"],
    }
    assert refused(asking.open, **wrong) == [
        "IncidentUnknown",
        "ClosesInThePast",
        "TooManyQuestions",
        "QuestionTwice",
        "CanChangeMissing",
        "WelshTextMissing",
    ]


def test_in_wales_the_promise_is_made_in_welsh_too() -> None:
    wales = Asking(pfa="W15000003")

    assert refused(wales.open) == ["WelshTextMissing"]
    assert wales.open(can_change_cy="Ffuglennol.").state is RoundState.OPEN


def test_batches_are_numbered_and_a_round_for_all_has_none(asking: Asking) -> None:
    feedback = asking.open()
    asking.do(feedback, "issue-tokens", count=3)
    asking.do(feedback, "issue-tokens", count=4)
    assert dict(feedback.issued) == {1: 3, 2: 4}
    assert feedback.tokens == 7

    assert refused(asking.do, feedback, "issue-tokens", count=0) == ["TokenCountInvalid"]
    everybody = asking.open(mode="open")
    assert refused(asking.do, everybody, "issue-tokens", count=1) == ["RoundIsOpenToAll"]


def test_an_answer_is_one_of_its_questions_answers(asking: Asking) -> None:
    feedback = asking.open(questions=["PPT-AWARE"])

    assert refused(asking.do, feedback, "enter") == ["NothingAnswered"]
    wrong = {"answers": {"PPT-AWARE": "perhaps", "SS-EASE": "very_easy"}}
    assert refused(asking.do, feedback, "enter", **wrong) == ["AnswerUnknown"] * 2
    stranger = {"answers": {"PPT-AWARE": "yes"}, "demographics": {"age": "99", "name": "Ann"}}
    assert refused(asking.do, feedback, "enter", **stranger) == ["AnswerUnknown"] * 2


def test_the_day_is_that_of_recording_and_of_a_child_nothing_else_is_kept(asking: Asking) -> None:
    feedback = asking.open()
    told = {"age": "under_16", "sex": "female"}
    answers = {"PPT-AWARE": "yes"}
    asking.do(feedback, "enter", answers=answers, demographics=told, received_on="2020-01-01")
    [response] = feedback.responses.values()

    assert response.given.received_on == MONDAY.date()
    assert response.given.demographics == {"age": "under_16"}


def test_what_waits_goes_on_record_before_the_round_closes(asking: Asking) -> None:
    feedback = asking.open()
    answer = ResponseReceived(answers={"PPT-AWARE": "yes"}, free_text="Ring us.")
    asking.waiting = Waiting(responses=(answer, answer), batches=(1, 2))
    asking.do(feedback, "close")
    events = feedback.collect_events()

    topics = [event.decision.TOPIC.removeprefix("feedback-round.") for event in events]
    assert topics == ["opened", *["response-received"] * 2, *["token-redeemed"] * 2, "closed"]
    assert {event.by.actor for event in events[1:5]} == {"public"}
    assert refused(asking.do, feedback, "close") == ["RoundClosed"]
    assert refused(asking.do, feedback, "enter", answers={"PPT-AWARE": "no"}) == ["RoundClosed"]


def test_comments_are_read_before_the_round_is_reported_and_told(asking: Asking) -> None:
    feedback = asking.open()
    assert refused(asking.do, feedback, "report") == ["RoundOpen"]
    asking.do(feedback, "enter", answers={}, free_text="Your officer hit me.")
    asking.do(feedback, "close")
    [response] = feedback.responses.values()
    told = {"count": 3, "what_changed": "We ring in the evening."}

    assert refused(asking.do, feedback, "report") == ["CommentsNotScreened"]
    assert refused(asking.do, feedback, "tell-participants", **told) == ["RoundNotReported"]
    complaint = {"response": response.id, "outcome": "complaint"}
    assert refused(asking.do, feedback, "screen", **complaint) == ["ActionMissing"]
    asking.do(feedback, "screen", **complaint, action="Passed on to the intake.")
    assert not response.quotable
    assert refused(asking.do, feedback, "screen", **complaint, action="Again") == [
        "CommentScreened"
    ]
    unknown = {"response": UUID(int=7), "outcome": "ok"}
    assert refused(asking.do, feedback, "screen", **unknown) == ["CommentUnknown"]

    asking.do(feedback, "report")
    assert feedback.reported is not None
    assert all(row.hidden for row in feedback.reported.rows)
    assert refused(asking.do, feedback, "report") == ["RoundReported"]
    assert refused(asking.do, feedback, "tell-participants", **{**told, "what_changed": " "}) == [
        "WhatChangedMissing"
    ]
    asking.do(feedback, "tell-participants", **told)
    assert feedback.state is RoundState.TOLD


def test_a_group_is_kept_back_where_it_would_tell_of_the_few_who_are_not_in_it(
    asking: Asking,
) -> None:
    feedback = asking.open(questions=["SS-EASE"])
    for segment, count in (("police", 12), ("accountability", 11), ("non_police", 20), (None, 4)):
        for _ in range(count):
            about = {"segment": segment} if segment else None
            asking.do(feedback, "enter", answers={"SS-EASE": "very_easy"}, demographics=about)
    shown = {one.group: one.n for one in round_figures(feedback).measures}

    assert shown == {"all": 47, "police": 12, "accountability": None, "non_police": 20}


def test_prefer_not_to_say_is_no_part_of_the_base_and_dont_know_is(asking: Asking) -> None:
    feedback = asking.open(questions=["PPT-AWARE"])
    for code, count in (("yes", 6), ("dont_know", 6), ("prefer_not", 5)):
        for _ in range(count):
            asking.do(feedback, "enter", answers={"PPT-AWARE": code})
    everybody = round_figures(feedback).measures[0]

    assert (everybody.k, everybody.n) == (6, 12)


def test_the_response_rate_is_of_links_and_paper_is_no_part_of_it(asking: Asking) -> None:
    feedback = asking.open(questions=["PPT-AWARE"])
    asking.do(feedback, "issue-tokens", count=4)
    asking.do(feedback, "enter", answers={"PPT-AWARE": "yes"})
    answer = ResponseReceived(answers={"PPT-AWARE": "yes"})
    asking.waiting = Waiting(responses=(answer, answer, answer), batches=(1, 1, 1))
    asking.do(feedback, "close")
    figures = round_figures(feedback)

    assert (figures.responses, figures.tokens, figures.response_rate) == (4, 4, 75.0)
