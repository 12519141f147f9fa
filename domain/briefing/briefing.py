"""The rules of one briefing: compiled of what may be told, published, read."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, Self

from domain.base import Provenance, Reason, Rules
from domain.briefing import decisions as d
from domain.briefing.decisions import Period
from domain.briefing.record import Record
from domain.insight.decisions import InsightShared
from domain.insight.facts import InsightFacts
from domain.insight.record import Record as Learned
from domain.insight.words import WIDTH, Audience, Channel
from domain.vocabulary import Marking

READERS: Final = (Audience.ORGANISATION, Audience.PARTNERS)
A_WEEK: Final = timedelta(days=6)
MOST: Final = 100
"""Insights in one briefing: more is no briefing."""


class Briefing(Record):
    """One briefing. Every verb raises Refusal with every broken rule, or records."""

    @classmethod
    def compile(
        cls, ref: str, compiled: d.BriefingCompiled, by: Provenance, facts: InsightFacts
    ) -> Self:
        """Put together what was learned: all of it holds and may be told to the organisation."""
        period, rules = compiled.period, _marked(by)
        rules.require(
            period.since <= period.to,
            "PeriodBackwards",
            "The period ends before it begins.",
            field="period",
        )
        rules.require(
            0 < len(compiled.insights) <= MOST,
            "BriefingSize",
            f"Choose what is in the briefing: 1 to {MOST} insights.",
            field="insights",
        )
        insights = tuple(dict.fromkeys(compiled.insights))[:MOST]
        rules.add(*_refused(insights, Audience.ORGANISATION, facts))
        rules.check()
        briefing = cls(ref)
        briefing.decide(compiled.model_copy(update={"insights": insights}), by)
        return briefing

    def publish(self, published: d.BriefingPublished, by: Provenance, facts: InsightFacts) -> None:
        """Tell an audience; partners are told only what may be shared with them.

        Each insight that goes out notes that it was shared.
        """
        audience, rules = published.audience, _marked(by)
        rules.require(
            audience in READERS,
            "BriefingAudience",
            "A briefing is for the organisation or for partners.",
            field="audience",
        )
        rules.require(
            audience not in self.published,
            "AlreadyPublished",
            f"{self.ref} is published to this audience already.",
            field="audience",
        )
        rules.check()
        told = self.told_to(audience, facts)
        rules.require(
            bool(told),
            "NothingForPartners",
            "Nothing in this briefing may be shared with partners. Set the sharing of an insight"
            " first.",
            field="audience",
        )
        rules.add(*_refused(told, audience, facts))
        rules.check()
        self.decide(published.model_copy(update={"insights": told}), by)
        shared = InsightShared(audience=audience, channel=Channel.BRIEFING, at=by.occurred_at)
        for ref in told:
            facts.insights[ref].decide(shared, by)

    def mark_read(self, read: d.BriefingRead, by: Provenance, facts: InsightFacts) -> None:
        """Note that whoever asks has read it, once."""
        rules = Rules()
        rules.require(
            Audience.ORGANISATION in self.published,
            "NotPublished",
            f"{self.ref} is not published: nobody reads it.",
        )
        rules.require(
            by.actor not in self.readers, "AlreadyRead", "You have said that you read this."
        )
        rules.check()
        self.decide(read.model_copy(update={"reader": by.actor}), by)

    def told_to(self, audience: Audience, facts: InsightFacts) -> tuple[str, ...]:
        """What of it an audience would be told now."""
        if audience is not Audience.PARTNERS:
            return self.compiled.insights
        known = ((ref, facts.insights.get(ref)) for ref in self.compiled.insights)
        return tuple(ref for ref, one in known if one and not_for(one, audience) is None)


def not_for(insight: Learned, audience: Audience) -> str | None:
    """Why this audience may not be told of it, in words; None where it may."""
    if not insight.validated:
        return "is not validated"
    allowed = insight.sharing.audience if insight.sharing else Audience.TEAM
    if WIDTH[allowed] < WIDTH[audience]:
        return f"may be shared with: {allowed}"
    return None


def next_period(before: Period | None, today: date) -> Period:
    """The days since the last briefing, or the last week; today included."""
    if before is None or before.to >= today:
        return Period(since=today - A_WEEK, to=today)
    return Period(since=before.to + timedelta(days=1), to=today)


def _refused(insights: Sequence[str], audience: Audience, facts: InsightFacts) -> Iterator[Reason]:
    """Each insight that this audience may not be told of, with why."""
    for ref in insights:
        insight = facts.insights.get(ref)
        why = not_for(insight, audience) if insight else "does not exist"
        if why is not None:
            text = f"{ref} {why}: it cannot be in a briefing for {audience}."
            yield Reason(code="InsightNotForBriefing", text=text, field="insights")


def _marked(by: Provenance) -> Rules:
    rules = Rules()
    rules.require(
        by.marking == Marking.OFFICIAL,
        "BriefingMarking",
        "A briefing is for everybody: it is marked OFFICIAL.",
        field="marking",
    )
    return rules
