"""Asking for support, and scoring it: asked, scored, scored again, directed, overridden."""

from collections.abc import Mapping
from typing import Self

from domain.base import Provenance, Refusal, Rules
from domain.incident import Incident
from domain.incident.record import require_length, require_text
from domain.incident.referring import highest_marking
from domain.priority import COMPUTED, Band, Factor, Priority, band_of, score_of
from domain.support_request import roles
from domain.support_request.computing import Computed, computed, triggers_of
from domain.support_request.decisions import (
    BandOverridden,
    DirectedAsPriority,
    RequestRescored,
    RequestScored,
    Scored,
    ScoreProposed,
    SupportRequested,
)
from domain.support_request.facts import RequestFacts
from domain.support_request.record import Record
from domain.support_request.words import FACTORS, OVER, RequestState


class Scoring(Record):
    @classmethod
    def request(
        cls, ref: str, asked: SupportRequested, by: Provenance, facts: RequestFacts
    ) -> Self:
        """Ask for support; the request is marked at least as its incident is."""
        rules = Rules()
        incident = facts.incidents.get(asked.incident)
        rules.require(
            incident is not None,
            "IncidentUnknown",
            f"There is no incident {asked.incident}. Raise it first.",
            field="incident",
        )
        rules.require(
            incident is None or not incident.response.closed,
            "IncidentOver",
            f"The response to {asked.incident} is closed. Reopen it first, with the reason why.",
            field="incident",
        )
        rules.require(
            bool(asked.asks), "AsksMissing", "Choose at least one thing to ask for.", field="asks"
        )
        require_text(rules, asked.context, "ContextMissing", "Say what it is about.", "context")
        rules.require(
            asked.needed_by >= by.occurred_at,
            "NeededBeforeAsked",
            "The time by which it is needed is over. Give one to come.",
            field="needed_by",
        )
        rules.check()
        marking = highest_marking(by.marking, _of(incident).response.marking)
        request = cls(ref)
        request.decide(
            asked.model_copy(update={"requester": asked.requester or by.actor}),
            by.model_copy(update={"marking": marking}),
        )
        return request

    def score(self, proposed: ScoreProposed, by: Provenance, facts: RequestFacts) -> None:
        """Score it, or score it again: every score stays (rule R3)."""
        rules = Rules()
        over = self.state in OVER and self.state is not RequestState.DECLINED
        rules.require(
            not over,
            "RequestOver",
            f"{self.ref} is {self.state.lower()}. {self.way_on}",
        )
        again = bool(self.scores)
        if again:
            require_length(rules, proposed.why, facts.ruleset.min_reason, "ReasonTooShort", "why")
        found = computed(
            self.requested, self.requested_at, self._incident(facts), by.recorded_at, facts
        )
        _require_anchors(rules, proposed, found)
        rules.check()
        scored = self._scored(proposed, found, by, facts)
        _require_agreed(rules, proposed, scored)
        rules.check()
        told = dict(scored)
        if again:
            self.decide(RequestRescored(**told, why=proposed.why or ""), by)
        else:
            self.decide(RequestScored(**told), by)

    def direct_as_priority(
        self, directed: DirectedAsPriority, by: Provenance, facts: RequestFacts
    ) -> None:
        """Record that a director made it P1, whatever its score."""
        roles.decides_requests(by)
        rules = self.rules()
        require_length(rules, directed.reason, facts.ruleset.min_reason, "ReasonTooShort", "reason")
        rules.check()
        self.decide(directed, by)

    def override_band(self, proposed: BandOverridden, by: Provenance, facts: RequestFacts) -> None:
        """Set the band by hand; the score stays, and is shown beside it (rule R4)."""
        roles.overrides_bands(by)
        stands = self._standing(by, facts)
        if stands.triggers and proposed.to is not Band.P1:
            roles.lowers_automatic(by)
        rules = self.rules()
        require_length(rules, proposed.reason, facts.ruleset.min_reason, "ReasonTooShort", "reason")
        rules.require(
            proposed.to is not stands.effective_band,
            "BandUnchanged",
            f"{self.ref} stands in {proposed.to} already.",
            field="to",
        )
        rules.check()
        told = {"before": stands.effective_band, "by": by.actor}
        self.decide(proposed.model_copy(update=told), by)

    def _standing(self, by: Provenance, facts: RequestFacts) -> Priority:
        """Where it stands now; refused before there is a score."""
        stands = self.priority(by.recorded_at, facts.ruleset.priority)
        if stands is None:
            raise Refusal.because("NotScored", f"{self.ref} has no score yet. Score it first.")
        return stands

    def _incident(self, facts: RequestFacts) -> Incident:
        return _of(facts.incidents.get(self.requested.incident))

    def _scored(
        self,
        proposed: ScoreProposed,
        found: Mapping[Factor, Computed],
        by: Provenance,
        facts: RequestFacts,
    ) -> Scored:
        rules, incident = facts.ruleset.priority, self._incident(facts)
        given = {**proposed.anchors, **{factor: one.anchor for factor, one in found.items()}}
        evidence = {**proposed.evidence, **{factor: one.because for factor, one in found.items()}}
        anchors = {factor: given[factor] for factor in Factor}
        score = score_of(anchors, rules)
        directed = self.direction is not None
        return Scored(
            ruleset=facts.ruleset.version,
            anchors=anchors,
            evidence={factor: evidence[factor] for factor in Factor if evidence.get(factor)},
            score=score,
            band=band_of(score, rules),
            triggers=triggers_of(
                incident, anchors[Factor.TENSION], directed, by.recorded_at, rules
            ),
        )


def _of(incident: Incident | None) -> Incident:
    """An incident that is there: it was looked for when the request was made."""
    if incident is None:
        raise Refusal.because("IncidentUnknown", "Its incident is not there any more.")
    return incident


def _require_anchors(
    rules: Rules, proposed: ScoreProposed, found: Mapping[Factor, Computed]
) -> None:
    """What is judged is given, with evidence; what is computed is as it was computed."""
    for factor in Factor:
        anchor, words = proposed.anchors.get(factor), FACTORS[factor]
        if factor in COMPUTED:
            rules.require(
                anchor in (None, found[factor].anchor),
                "FactorIsComputed",
                f"{words} is computed, and is {found[factor].anchor}: {found[factor].because}."
                " Leave it out.",
                field=f"anchors.{factor}",
            )
            continue
        rules.require(
            anchor is not None,
            "AnchorMissing",
            f"Say where {words.lower()} stands, from 0 to 4.",
            field=f"anchors.{factor}",
        )
        rules.require(
            not anchor or bool(proposed.evidence.get(factor)),
            "EvidenceMissing",
            f"Say what {words.lower()} rests on.",
            field=f"evidence.{factor}",
        )


def _require_agreed(rules: Rules, proposed: ScoreProposed, scored: Scored) -> None:
    """What follows from the anchors need not be sent; where it is, it has to be right."""
    for field in ("ruleset", "score", "band", "triggers"):
        said, right = getattr(proposed, field), getattr(scored, field)
        shown = ", ".join(right) or "none" if field == "triggers" else right
        agreed = said is None or (
            sorted(said) == sorted(right) if field == "triggers" else said == right
        )
        rules.require(
            agreed,
            "ScoreIsComputed",
            f"The {field} follows from the anchors, and is {shown}. Leave it out.",
            field=field,
        )
