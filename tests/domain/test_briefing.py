"""The rules of a briefing: of what may be told alone, published, and read by each once."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.base import Refusal
from domain.briefing import BODIES, Briefing, BriefingState, Period, next_period
from domain.insight import Audience, Insight
from tests.domain.test_insight import Library

WEEK = {"from": "2026-03-02", "to": "2026-03-08"}


class Office(Library):
    """A library, and a desk at which briefings are made of it."""

    def shareable(self, audience: str = "organisation", **told: Any) -> Insight:
        insight = self.validated(**told)
        self.do(insight, "set-sharing", audience=audience, redaction_checked_by="ben")
        return insight

    def compile(self, *insights: str, marking: str = "OFFICIAL", **told: Any) -> Briefing:
        body: Any = BODIES["compile"].model_validate({"period": WEEK, "insights": insights, **told})
        by = self.by("ina").model_copy(update={"marking": marking})
        return Briefing.compile("BRF-1", body, by, self.facts())

    def publish(self, briefing: Briefing, audience: str = "organisation") -> None:
        body: Any = BODIES["publish"].model_validate({"audience": audience})
        briefing.publish(body, self.by("ina"), self.facts())

    def read(self, briefing: Briefing, who: str) -> None:
        body: Any = BODIES["mark-read"].model_validate({})
        briefing.mark_read(body, self.by(who), self.facts())


@pytest.fixture
def office() -> Office:
    return Office()


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_it_is_made_only_of_what_holds_and_may_be_told_and_says_which_may_not(
    office: Office,
) -> None:
    good, unchecked = office.shareable(), office.record()
    kept, retired = office.validated(), office.shareable()
    office.do(retired, "retire", reason="Out of date.")

    with pytest.raises(Refusal) as refused:
        office.compile(good.ref, unchecked.ref, kept.ref, retired.ref, "INS-99")

    assert codes(refused) == ["InsightNotForBriefing"] * 4
    said = str([reason.text for reason in refused.value.reasons])
    assert [ref in said for ref in (good.ref, unchecked.ref, kept.ref, retired.ref, "INS-99")] == [
        False,
        True,
        True,
        True,
        True,
    ]
    assert office.compile(good.ref, good.ref).compiled.insights == (good.ref,)


def test_what_is_wrong_with_it_is_said_at_once(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        office.compile(
            marking="OFFICIAL-SENSITIVE", period={"from": "2026-03-09", "to": "2026-03-02"}
        )
    assert codes(refused) == ["BriefingMarking", "PeriodBackwards", "BriefingSize"]


def test_publishing_notes_that_each_insight_was_shared(office: Office) -> None:
    one, two = office.shareable(), office.shareable("partners")
    briefing = office.compile(one.ref, two.ref)
    before = briefing.state
    assert before is BriefingState.COMPILED
    assert one.shared_at is None

    office.publish(briefing)

    assert briefing.state is BriefingState.PUBLISHED
    assert briefing.published[Audience.ORGANISATION].insights == (one.ref, two.ref)
    assert [each.shared[-1].channel for each in (one, two)] == ["briefing", "briefing"]
    with pytest.raises(Refusal) as refused:
        office.publish(briefing)
    assert codes(refused) == ["AlreadyPublished"]


def test_partners_are_told_only_what_may_be_shared_with_them(office: Office) -> None:
    one, two = office.shareable(), office.shareable("partners")
    briefing = office.compile(one.ref, two.ref)

    office.publish(briefing, "partners")

    assert briefing.published[Audience.PARTNERS].insights == (two.ref,)
    assert one.shared == []
    inside = office.compile(one.ref)
    with pytest.raises(Refusal) as refused:
        office.publish(inside, "partners")
    assert codes(refused) == ["NothingForPartners"]


@pytest.mark.parametrize("audience", ["team", "public"])
def test_it_is_for_the_organisation_or_for_partners(office: Office, audience: str) -> None:
    briefing = office.compile(office.shareable().ref)
    with pytest.raises(Refusal) as refused:
        office.publish(briefing, audience)
    assert codes(refused) == ["BriefingAudience"]


def test_what_was_taken_back_since_is_not_published(office: Office) -> None:
    one, two = office.shareable(), office.shareable()
    briefing = office.compile(one.ref, two.ref)
    office.do(two, "set-sharing", audience="team")

    with pytest.raises(Refusal) as refused:
        office.publish(briefing)

    assert codes(refused) == ["InsightNotForBriefing"]
    assert briefing.published == {}
    assert one.shared == []


def test_each_reader_is_counted_once_and_only_of_what_is_published(office: Office) -> None:
    briefing = office.compile(office.shareable().ref)
    with pytest.raises(Refusal) as refused:
        office.read(briefing, "ann")
    assert codes(refused) == ["NotPublished"]
    office.publish(briefing)

    office.read(briefing, "ann")
    office.read(briefing, "cat")
    with pytest.raises(Refusal) as refused:
        office.read(briefing, "ann")

    assert codes(refused) == ["AlreadyRead"]
    assert [*briefing.readers] == ["ann", "cat"]


def test_the_next_one_goes_on_where_the_last_one_ended() -> None:
    today = date(2026, 3, 15)
    week = Period(since=today - timedelta(days=6), to=today)

    assert next_period(None, today) == week
    assert next_period(Period(since=date(2026, 3, 2), to=date(2026, 3, 8)), today).since == date(
        2026, 3, 9
    )
    assert next_period(week, today) == week
