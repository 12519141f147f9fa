"""Keeping an entry of the register: described, owned, permitted, interested, active."""

from collections.abc import Sequence
from typing import Self

from domain.base import Provenance, Refusal, Rules
from domain.incident.facts import Facts
from domain.sealing import erased_words
from domain.stakeholder.decisions import (
    Amended,
    ContactPermissionSet,
    ContactPoint,
    Description,
    InterestRegistered,
    InterestWithdrawn,
    MarkedInactive,
    OwnerAssigned,
    OwnerChanged,
    Reactivated,
    StakeholderRegistered,
)
from domain.stakeholder.record import Entry
from domain.vocabulary import StakeholderKind


class Keeping(Entry):
    @classmethod
    def register(
        cls, ref: str, described: StakeholderRegistered, by: Provenance, facts: Facts
    ) -> Self:
        stakeholder = cls(ref)
        stakeholder._check_description(described, facts)
        stakeholder.decide(stakeholder._sealed(described), by)
        return stakeholder

    def amend(self, described: Amended, by: Provenance, facts: Facts) -> None:
        self._rules().check()
        self._check_description(described, facts)
        self.decide(self._sealed(described), by)

    def assign_owner(self, assigned: OwnerAssigned, by: Provenance, facts: Facts) -> None:
        rules = self._rules()
        rules.require(
            bool(assigned.responsibilities),
            "ResponsibilityMissing",
            "Say at least one thing that the owner is responsible for.",
            field="responsibilities",
        )
        rules.check()
        if self.owned is None:
            self.decide(assigned, by)
        else:
            self.decide(OwnerChanged(**assigned.model_dump()), by)

    def set_contact_permission(
        self, permission: ContactPermissionSet, by: Provenance, facts: Facts
    ) -> None:
        rules = self._rules()
        rules.require(bool(permission.reason), "ReasonMissing", "Say why.", field="reason")
        rules.check()
        self.decide(permission, by)

    def register_interest(self, interest: InterestRegistered, by: Provenance, facts: Facts) -> None:
        rules = self._rules()
        rules.require(
            bool(interest.purposes),
            "PurposeMissing",
            "Say what they agreed to: updates, involvement, or both.",
            field="purposes",
        )
        rules.require(
            bool(interest.channels), "ChannelMissing", "Say how to reach them.", field="channels"
        )
        rules.check()
        self.decide(interest, by)

    def withdraw_interest(self, withdrawn: InterestWithdrawn, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        rules.require(
            self.interest is not None,
            "NoInterestRegistered",
            "They have not registered an interest, so there is none to withdraw.",
        )
        rules.check()
        self.decide(withdrawn, by)

    def deactivate(self, marked: MarkedInactive, by: Provenance, facts: Facts) -> None:
        rules = self._rules()
        rules.require(self.active, "AlreadyInactive", "They are marked as inactive already.")
        rules.require(bool(marked.reason), "ReasonMissing", "Say why.", field="reason")
        rules.check()
        self.decide(marked, by)

    def reactivate(self, again: Reactivated, by: Provenance, facts: Facts) -> None:
        rules = self._rules()
        rules.require(not self.active, "AlreadyActive", "They are active already.")
        rules.require(bool(again.reason), "ReasonMissing", "Say why.", field="reason")
        rules.check()
        self.decide(again, by)

    def _check_description(self, described: Description, facts: Facts) -> None:
        rules = Rules()
        rules.require(
            bool((described.name.text or "").strip()), "NameMissing", "Give a name.", field="name"
        )
        person = described.kind is StakeholderKind.PERSON
        rules.require(
            not (person and described.tags) or described.evidence is not None,
            "SelfDeclarationMissing",
            "Groups may be noted of a person only where they said so themselves: say where.",
            field="tags",
        )
        unknown = [
            a for a in described.areas if len(a) < len("E23000001") and a not in facts.forces
        ]
        rules.require(
            not unknown, "AreaUnknown", f"There is no area {', '.join(unknown)}.", field="areas"
        )
        _require_addresses(rules, described, self._reached_at, facts)
        rules.check()

    @property
    def _reached_at(self) -> Sequence[ContactPoint]:
        return self.described.contact_points if self.version else ()

    def _rules(self) -> Rules:
        """Rules for what adds to an entry: nothing is added to one that was erased."""
        if self.erased_on is not None:
            raise Refusal.because(
                "PersonErased",
                f"{self.ref} was {erased_words(self.erased_on)[1:-1]} at their own request, and"
                " nothing new is recorded about them. Somebody who comes back is registered anew.",
            )
        return Rules()

    def _sealed(self, described: Description) -> Description:
        """The same, with every personal field about this stakeholder."""
        points = tuple(
            point.model_copy(update={"value": point.value.of(self.ref)})
            for point in described.contact_points
        )
        needs = described.access_needs and described.access_needs.of(self.ref)
        update = {"name": described.name.of(self.ref), "access_needs": needs}
        return described.model_copy(update={**update, "contact_points": points})


def _require_addresses(
    rules: Rules, described: Description, known: Sequence[ContactPoint], facts: Facts
) -> None:
    """Nobody who asked to be forgotten is written to again by being registered again."""
    before = {point.value.text for point in known}
    for number, point in enumerate(described.contact_points):
        address = point.value.text or ""
        rules.require(
            address in before or not facts.suppressed(address),
            "AddressSuppressed",
            "Somebody who asked to be forgotten used this address, and must not be contacted there"
            " again. Leave it out; ask information governance if they want to come back.",
            field=f"contact_points.{number}.value",
        )
