"""The rules of one feedback round: opened, answered, screened, closed, reported, told."""

from typing import Self

from domain.base import Provenance, Rules
from domain.feedback import decisions as d
from domain.feedback.about import ABOUT, UNDER_16
from domain.feedback.bank import BASIC, MOST_QUESTIONS, VERSION
from domain.feedback.facts import FeedbackFacts, Waiting
from domain.feedback.figures import rows_of
from domain.feedback.record import Record
from domain.feedback.words import RoundState
from domain.incident import Incident
from domain.incident.record import require_text

MOST_TOKENS = 5000
WELSH = "cy"
PUBLIC = "public"


class FeedbackRound(Record):
    """One round. Every verb raises Refusal with every broken rule, or records."""

    @classmethod
    def open(cls, ref: str, opened: d.RoundOpened, by: Provenance, facts: FeedbackFacts) -> Self:
        """Ask those who were concerned how it was, until a day, by tokens or by one link."""
        rules, incident = Rules(), facts.incidents.get(opened.ref)
        rules.require(
            incident is not None,
            "IncidentUnknown",
            f"There is no incident {opened.ref}.",
            field="ref",
        )
        rules.require(
            opened.closes_at > by.recorded_at,
            "ClosesInThePast",
            "A round closes in the future: people need time to answer.",
            field="closes_at",
        )
        _require_questions(rules, opened)
        _require_languages(rules, opened, incident, facts)
        rules.check()
        asked = opened.questions or BASIC
        feedback = cls(ref)
        filled = {"questions": asked, "questions_version": VERSION}
        feedback.decide(opened.model_copy(update=filled), by)
        return feedback

    def issue_tokens(self, issued: d.TokensIssued, by: Provenance, facts: FeedbackFacts) -> None:
        """Make links that are good for one answer each, a batch for each way of handing out."""
        rules = self._rules()
        rules.require(
            self.by_token,
            "RoundIsOpenToAll",
            "This round has one link for all. Give out that one.",
        )
        rules.require(
            0 < issued.count <= MOST_TOKENS,
            "TokenCountInvalid",
            f"A batch has 1 to {MOST_TOKENS:,} links.",
            field="count",
        )
        rules.check()
        self.decide(issued.model_copy(update={"batch": len(self.issued) + 1}), by)

    def enter(self, given: d.ResponseReceived, by: Provenance, facts: FeedbackFacts) -> None:
        """Put an answer on the record that came on paper or by telephone."""
        rules = self._rules()
        self.require_answers(rules, given)
        rules.check()
        self.decide(_dated(self.answered(given), by), by)

    def take_in(self, waiting: Waiting, by: Provenance) -> None:
        """Put answers on the record, in the order in which they come, and apart from them tokens.

        They are the public's: nobody who is known acted.
        """
        theirs = by.model_copy(
            update={"actor": PUBLIC, "role": PUBLIC, "about": (), "occurred_at": by.recorded_at}
        )
        for given in waiting.responses:
            self.decide(_dated(given, theirs), theirs)
        for batch in waiting.batches:
            self.decide(d.TokenRedeemed(batch=batch), theirs)

    def screen(self, screened: d.ResponseScreened, by: Provenance, facts: FeedbackFacts) -> None:
        """Say what a comment holds. What is no feedback is passed on, and how is said (rule F3)."""
        rules, response = Rules(), self.responses.get(screened.response)
        rules.require(
            response is not None and bool(response.given.free_text),
            "CommentUnknown",
            "There is no such comment in this round.",
            field="response",
        )
        rules.require(
            response is None or response.screened is None,
            "CommentScreened",
            "Somebody has read this comment already.",
            field="response",
        )
        rules.require(
            screened.outcome == "ok" or bool(screened.action),
            "ActionMissing",
            "Say what was done about it: to whom it was passed on, or what was taken out.",
            field="action",
        )
        rules.check()
        self.decide(screened, by)

    def close(self, closed: d.RoundClosed, by: Provenance, facts: FeedbackFacts) -> None:
        """Take no more answers; those that wait go on the record before."""
        self._rules().check()
        self.take_in(facts.waiting(self.ref), by)
        self.decide(closed, by)

    def report(self, reported: d.RoundReported, by: Provenance, facts: FeedbackFacts) -> None:
        """Keep the figures as they are, once every comment was read."""
        rules = Rules()
        rules.require(
            self.state is not RoundState.OPEN,
            "RoundOpen",
            "Close the round first: answers may still come.",
        )
        rules.require(self.reported is None, "RoundReported", f"{self.ref} is reported already.")
        unread = sum(response.waits for response in self.responses.values())
        rules.require(
            not unread,
            "CommentsNotScreened",
            f"{unread} comments have not been read by an insight manager.",
        )
        rules.check()
        self.decide(reported.model_copy(update={"rows": rows_of(self)}), by)

    def tell_participants(
        self, told: d.ParticipantsToldResult, by: Provenance, facts: FeedbackFacts
    ) -> None:
        """Say what those who took part were told: what came of it."""
        rules = Rules()
        rules.require(
            self.reported is not None,
            "RoundNotReported",
            "Report the round first: nobody is told what is not known.",
        )
        require_text(
            rules, told.what_changed, "WhatChangedMissing", "Say what came of it.", "what_changed"
        )
        rules.check()
        self.decide(told, by)

    def require_answers(self, rules: Rules, given: d.ResponseReceived) -> None:
        """That each answer is one of its question's, and something is answered."""
        for measure, code in given.answers.items():
            question = next((one for one in self.questions if one.measure is measure), None)
            rules.require(
                question is not None and code in question.codes,
                "AnswerUnknown",
                f"{code} is no answer to {measure} in this round.",
                field=f"answers.{measure}",
            )
        for name, code in (given.demographics or {}).items():
            rules.require(
                name in ABOUT and code in ABOUT[name].options,
                "AnswerUnknown",
                f"{code} is no answer to {name}.",
                field=f"demographics.{name}",
            )
        rules.require(
            bool(given.answers) or bool(given.free_text),
            "NothingAnswered",
            "Answer at least one question.",
        )

    def answered(self, given: d.ResponseReceived) -> d.ResponseReceived:
        """What of an answer is kept: of somebody under 16 nothing but that (rule F4)."""
        told = given.demographics or {}
        if told.get("age") == UNDER_16:
            told = {"age": UNDER_16}
        language = given.language if given.language in self.opened.languages else "en"
        return given.model_copy(update={"demographics": told or None, "language": language})

    def _rules(self) -> Rules:
        rules = Rules()
        rules.require(
            self.state is RoundState.OPEN, "RoundClosed", f"{self.ref} is closed. Open another."
        )
        return rules


def _require_questions(rules: Rules, opened: d.RoundOpened) -> None:
    rules.require(
        len(opened.questions) <= MOST_QUESTIONS,
        "TooManyQuestions",
        f"At most {MOST_QUESTIONS} questions: who has little time leaves a long form.",
        field="questions",
    )
    rules.require(
        len(set(opened.questions)) == len(opened.questions),
        "QuestionTwice",
        "A question is asked once.",
        field="questions",
    )
    require_text(
        rules,
        opened.can_change,
        "CanChangeMissing",
        "Say what an answer can change: the form says it first.",
        "can_change",
    )


def _require_languages(
    rules: Rules, opened: d.RoundOpened, incident: Incident | None, facts: FeedbackFacts
) -> None:
    pfa = incident.response.pfa if incident else None
    welsh = WELSH in opened.languages or (pfa or "").startswith("W") or _in_wales(pfa, facts)
    rules.require(
        not welsh or bool(opened.can_change_cy),
        "WelshTextMissing",
        "In Wales, and where Welsh is offered, say in Welsh too what an answer can change.",
        field="can_change_cy",
    )


def _in_wales(pfa: str | None, facts: FeedbackFacts) -> bool:
    force = facts.forces.get(pfa or "")
    return force is not None and force.bilingual


def _dated(given: d.ResponseReceived, by: Provenance) -> d.ResponseReceived:
    return given.model_copy(update={"received_on": by.recorded_at.date()})
