"""The rules of an insight: recorded, validated, shared, suggested, used again (rules I1 to I3)."""

from datetime import timedelta
from typing import Any

import pytest

from domain.base import Refusal
from domain.forces import Force
from domain.insight import BODIES, Insight, InsightFacts, InsightState, circumstances_of
from domain.lessons import Circumstances, lesson_figures
from domain.vocabulary import IncidentType
from tests.domain.requesting import MONDAY, Team
from tests.domain.scenario import signed

HOW = "Booked a Somali interpreter and printed the answers."
LEARNED = {
    "statement": "Book the interpreter before the first meeting.",
    "kind": "lesson",
    "themes": ["information_updates", "language_access"],
    "phase": "managing",
    "confidence": "high",
}


class Library:
    """Insights beside two incidents; a verb that is refused leaves no trace."""

    def __init__(self) -> None:
        self.team = Team()
        self.team.incident("INC-1", kind=IncidentType.DEATH_IN_CUSTODY)
        self.team.incident("INC-2")
        self.kept: dict[str, Insight] = {}
        self.day = 0

    def facts(self, **more: Any) -> InsightFacts:
        forces = {"E23000003": Force(code="E23000003", name="Fictional", region="north-west")}
        told = {"incidents": self.team.incidents, "insights": self.kept, "forces": forces}
        return InsightFacts(**{**told, **more})

    def record(self, author: str = "ann", marking: str = "OFFICIAL", **told: Any) -> Insight:
        ref = f"INS-{len(self.kept) + 1}"
        body: Any = BODIES["record"].model_validate({**LEARNED, "incident": "INC-1", **told})
        by = self.by(author).model_copy(update={"marking": marking})
        self.kept[ref] = Insight.record(ref, body, by, self.facts())
        return self.kept[ref]

    def validated(self, **told: Any) -> Insight:
        insight = self.record(**told)
        self.do(insight, "validate", "ben")
        return insight

    def do(self, insight: Insight, verb: str, who: str = "ben", **told: Any) -> None:
        body = BODIES[verb].model_validate(told)
        name = "return_" if verb == "return" else verb.replace("-", "_")
        getattr(insight, name)(body, self.by(who), self.facts())

    def by(self, who: str) -> Any:
        self.day += 1
        return signed(self.day, MONDAY + timedelta(days=self.day), None, "insight_manager", who)

    def suggest(self, insight: Insight, incident: str = "INC-2") -> None:
        now_in = circumstances_of(self.team.incidents[incident].response, self.facts().forces)
        insight.suggest(incident, now_in, self.by("duty"))


@pytest.fixture
def library() -> Library:
    return Library()


def refused(
    library: Library, insight: Insight, verb: str, who: str = "ben", **told: Any
) -> list[str | None]:
    with pytest.raises(Refusal) as caught:
        library.do(insight, verb, who, **told)
    return [reason.code for reason in caught.value.reasons]


def test_what_is_left_out_is_that_of_the_incident_it_was_learned_in(library: Library) -> None:
    insight = library.record(communities=["somali"])

    assert insight.learned_in == Circumstances(
        incident_type=IncidentType.DEATH_IN_CUSTODY,
        communities=frozenset({"somali"}),
        themes=frozenset(LEARNED["themes"]),
        force="E23000003",
        region="north-west",
    )
    assert library.record(incident=None, incident_type="other").learned_in.region is None


def test_every_reason_why_it_cannot_be_recorded_is_said_at_once(library: Library) -> None:
    nobody_said: dict[str, Any] = {"statement": " ", "themes": [], "incident": None}
    shown_by = ["6f1c1f0e-0000-4000-8000-000000000001"]

    with pytest.raises(Refusal) as caught:
        library.record(**nobody_said, evidence=shown_by)

    assert [reason.code for reason in caught.value.reasons] == [
        "StatementMissing",
        "ThemesMissing",
        "IncidentMissing",
        "IncidentTypeMissing",
    ]
    with pytest.raises(Refusal) as caught:
        library.record(incident="INC-9", incident_type="other")
    assert [reason.code for reason in caught.value.reasons] == ["IncidentUnknown"]


def test_what_shows_it_is_an_entry_of_its_incident_or_was_answered_there(library: Library) -> None:
    raised = library.team.incidents["INC-1"].history[0].event_id
    assert library.record(evidence=[raised]).recorded.evidence == (raised,)

    elsewhere = library.team.incidents["INC-2"].history[0].event_id
    with pytest.raises(Refusal) as caught:
        library.record(evidence=[elsewhere])
    assert [reason.code for reason in caught.value.reasons] == ["EntryUnknown"]

    body: Any = BODIES["record"].model_validate(
        {**LEARNED, "incident": "INC-1", "evidence": [elsewhere]}
    )
    answered = library.facts(entries_beside=lambda incident: {elsewhere})
    assert Insight.record("INS-7", body, library.by("ann"), answered).recorded.evidence


def test_somebody_other_than_its_author_says_that_it_holds(library: Library) -> None:
    insight = library.record(author="ann")
    assert refused(library, insight, "validate", "ann") == ["ValidatorIsAuthor"]
    assert refused(library, insight, "return", "ann", note=" ") == [
        "NoteMissing",
        "ValidatorIsAuthor",
    ]

    library.do(insight, "return", "ben", note="Which meeting?")
    assert insight.state is InsightState.RETURNED
    library.do(insight, "validate", "ben")
    assert (insight.state, insight.validated_by) == (InsightState.VALIDATED, "ben")
    assert refused(library, insight, "validate", "cat") == ["AlreadyValidated"]


def test_it_leaves_the_team_after_a_redaction_check_and_never_where_it_is_marked(
    library: Library,
) -> None:
    insight, marked = library.validated(), library.validated(marking="OFFICIAL-SENSITIVE")

    assert refused(library, insight, "set-sharing", audience="partners") == ["RedactionNotChecked"]
    assert refused(library, marked, "set-sharing", audience="organisation") == [
        "RedactionNotChecked",
        "MarkingTooHigh",
    ]
    library.do(marked, "set-sharing", audience="team")
    library.do(insight, "set-sharing", audience="organisation", redaction_checked_by="cat")
    assert refused(library, insight, "share", audience="partners", channel="email") == [
        "SharingNotSet"
    ]
    library.do(insight, "share", audience="organisation", channel="briefing")
    assert insight.shared_at is not None


def test_nobody_is_told_of_what_is_not_validated(library: Library) -> None:
    insight = library.record()
    library.do(insight, "set-sharing", audience="public", redaction_checked_by="cat")

    assert refused(library, insight, "share", audience="public", channel="publication") == [
        "NotValidated"
    ]
    assert refused(library, insight, "reuse", incident="INC-2", how=HOW) == ["NotValidated"]


def test_a_suggestion_is_made_once_and_decided_once(library: Library) -> None:
    insight = library.validated(communities=["somali"])
    library.suggest(insight)
    library.suggest(insight)
    offered = insight.offers["INC-2"]

    recorded = [one.decision.TOPIC for one in insight.collect_events()]
    assert recorded.count("insight.suggested") == 1
    assert insight.undecided_in("INC-2")
    assert offered.parts is not None
    assert offered.score == offered.parts.score == 20  # the same force, and recorded this week

    library.do(insight, "dismiss", incident="INC-2", reason="not_relevant")
    assert not insight.undecided_in("INC-2")
    assert refused(library, insight, "dismiss", incident="INC-2", reason="out_of_date") == [
        "SuggestionDecided"
    ]
    assert refused(library, insight, "dismiss", incident="INC-1", reason="out_of_date") == [
        "NotSuggested"
    ]


def test_using_it_says_how_and_what_came_of_it_once(library: Library) -> None:
    insight = library.validated()

    assert refused(library, insight, "reuse", incident="INC-2", how="Did it.") == ["HowTooShort"]
    library.do(insight, "reuse", incident="INC-2", how=HOW)
    assert refused(library, insight, "reuse", incident="INC-2", how=HOW) == ["AlreadyReused"]
    library.do(insight, "reuse", incident="INC-2", how=HOW, outcome="Everybody stayed.")
    assert insight.offers["INC-2"].outcome == "Everybody stayed."
    assert refused(library, insight, "reuse", incident="INC-2", how=HOW, outcome="Again.") == [
        "AlreadyReused"
    ]
    assert insight.course.offers[0].reused is True
    used = lesson_figures([insight.course])
    assert (used.reuse_rate, used.suggested, used.acceptance) == (100.0, 0, None)
    assert not insight.learned_at("INC-2")
    assert insight.learned_at("INC-1")


def test_what_takes_its_place_is_validated_and_what_was_suggested_is_still_decided(
    library: Library,
) -> None:
    old, new = library.validated(), library.record()
    library.suggest(old)
    assert refused(library, old, "supersede", by=new.ref, reason=" ") == [
        "SuccessorNotValidated",
        "ReasonMissing",
    ]
    assert refused(library, old, "supersede", by=old.ref, reason="It is newer.") == [
        "SuccessorNotValidated"
    ]
    library.do(new, "validate", "ben")
    library.do(old, "supersede", by=new.ref, reason="It is newer.")

    assert refused(library, old, "retire", reason="Nobody needs it.") == ["InsightOver"]
    assert refused(library, old, "reuse", incident="INC-1", how=HOW) == [
        "InsightOver",
        "NotValidated",
    ]
    library.do(old, "dismiss", incident="INC-2", reason="out_of_date")
    library.do(new, "retire", reason="Nobody needs it.")
    assert new.state is InsightState.RETIRED
