"""Offering people met in the response to be kept informed afterwards."""

from domain.base import Provenance, Rules
from domain.incident.decisions import InterestDeclined, InterestExempted, InterestOffered
from domain.incident.facts import Facts
from domain.incident.parts import Interest
from domain.incident.record import Record, require_registered


class Offers(Record):
    def offer_interest(self, offered: InterestOffered, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        require_registered(rules, [offered.stakeholder], facts.register, "stakeholder")
        known = facts.register.get(offered.stakeholder)
        interest = self._interest(offered.stakeholder)
        rules.require(
            known is None or not known.bereaved,
            "BereavedAreExempt",
            "A bereaved family is not asked: its single point of contact decides. Exempt them.",
            field="stakeholder",
        )
        rules.require(
            interest.offered_at is None,
            "InterestAlreadyOffered",
            "They were offered this already.",
            field="stakeholder",
        )
        rules.require(
            interest.exempt_at is None,
            "InterestExempt",
            "They are exempt from being asked.",
            field="stakeholder",
        )
        rules.check()
        self.decide(offered, by)

    def decline_interest(self, declined: InterestDeclined, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        interest = self._interest(declined.stakeholder)
        rules.require(
            interest.offered_at is not None,
            "InterestNotOffered",
            "They were not offered this in the response.",
            field="stakeholder",
        )
        rules.require(
            interest.declined_at is None,
            "InterestAlreadyDeclined",
            "They declined already.",
            field="stakeholder",
        )
        rules.check()
        self.decide(declined, by)

    def exempt_interest(self, exempted: InterestExempted, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        require_registered(rules, [exempted.stakeholder], facts.register, "stakeholder")
        rules.require(
            self._interest(exempted.stakeholder).exempt_at is None,
            "InterestAlreadyExempt",
            "They are exempt already.",
            field="stakeholder",
        )
        rules.check()
        self.decide(exempted, by)

    def _interest(self, stakeholder: str) -> Interest:
        return self.response.interest.get(stakeholder, Interest())
