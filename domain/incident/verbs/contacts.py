"""Speaking with people: what may be recorded, and what is to follow from it."""

from domain.base import Provenance, Rules
from domain.incident.decisions import FollowUp, FollowUpDone, StakeholderContacted
from domain.incident.facts import Facts, Known
from domain.incident.record import Record, require_registered
from domain.vocabulary import Direction, Purpose

CARRIES_FACTS = frozenset({Purpose.INFORM, Purpose.ANSWER})


class Contacts(Record):
    def record_contact(self, contact: StakeholderContacted, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        require_registered(rules, [contact.stakeholder], facts.register, "stakeholder")
        known = facts.register.get(contact.stakeholder)
        if contact.direction is Direction.OUT and known is not None:
            _may_be_contacted(rules, known)
        self.require_live_lines(rules, contact.lines, by)
        told_facts = (
            contact.direction is Direction.OUT
            and contact.reached
            and contact.purpose in CARRIES_FACTS
        )
        rules.require(
            not told_facts or bool(contact.lines),
            "NoLiveLine",
            "Facts are told from an agreed line. Say which line was used, or have one approved.",
            field="lines",
        )
        rules.check()
        self.decide(self._completed(contact, by), by)

    def complete_follow_up(self, done: FollowUpDone, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        item = next(
            (
                item
                for item in self.response.follow_ups
                if (item.contact, item.index) == (done.contact, done.index)
            ),
            None,
        )
        rules.require(
            item is not None,
            "FollowUpUnknown",
            "That contact left no such follow-up.",
            field="index",
        )
        rules.require(
            item is None or item.done_at is None,
            "FollowUpAlreadyDone",
            "This follow-up is done already.",
            field="index",
        )
        rules.check()
        self.decide(done, by)

    def _completed(self, contact: StakeholderContacted, by: Provenance) -> StakeholderContacted:
        officer = contact.officer or by.actor
        said = contact.summary if contact.summary and contact.summary.text else None
        return contact.model_copy(
            update={
                "officer": officer,
                "summary": said and said.of(self.ref, contact.stakeholder),
                "follow_ups": tuple(_owned(item, officer) for item in contact.follow_ups),
            }
        )


def _owned(item: FollowUp, officer: str) -> FollowUp:
    return item if item.owner else item.model_copy(update={"owner": officer})


def _may_be_contacted(rules: Rules, known: Known) -> None:
    rules.require(
        known.one_to_one,
        "ContactNotPermitted",
        "They asked not to be contacted one to one.",
        field="stakeholder",
    )
    rules.require(
        not known.bereaved,
        "FamilyContactThroughSpoc",
        "A bereaved family is contacted through its single point of contact only.",
        field="stakeholder",
    )
