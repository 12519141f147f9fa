"""A stakeholder: somebody who can affect a response, or is affected by one.

This is as much as mapping and contacting people need. Merging, agreements and double opt-in are
further verbs of the same aggregate.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from domain.base import Aggregate, Decision, Provenance, Recorded, Rules, Value
from domain.incident.facts import Facts, Known
from domain.personal import Personal
from domain.vocabulary import (
    Area,
    Category,
    Channel,
    InterestMethod,
    InterestPurpose,
    Lang,
    Ref,
    Segment,
    StakeholderKind,
    Str60,
    Str80,
    Str200,
    Tag,
)

BEREAVED_FAMILIES = "bereaved_families"


class ContactPoint(Value):
    """A telephone number, an address or another way to reach somebody."""

    kind: Str60
    value: Personal


class _Description(Decision):
    """How the register describes them; `evidence` is where a person declared their own tags."""

    kind: StakeholderKind
    name: Personal
    category: Category
    sub_category: Tag | None = None
    segment: Segment = Segment.NON_POLICE
    areas: tuple[Area, ...] = ()
    tags: tuple[Tag, ...] = ()
    evidence: UUID | None = None
    languages: tuple[Lang, ...] = ("en",)
    preferred: Lang = "en"
    access_needs: Personal | None = None
    contact_points: tuple[ContactPoint, ...] = ()
    priority: bool = False
    source: Str80 = ""


class StakeholderRegistered(_Description):
    TOPIC: ClassVar[str] = "stakeholder.registered"


class Amended(_Description):
    """The whole description as it now reads, not a difference."""

    TOPIC: ClassVar[str] = "stakeholder.amended"


class OwnerAssigned(Decision):
    TOPIC: ClassVar[str] = "stakeholder.owner-assigned"
    owner: Ref
    backup: Ref | None = None
    responsibilities: tuple[Str200, ...] = ()
    review_at: date | None = None


class OwnerChanged(Decision):
    TOPIC: ClassVar[str] = "stakeholder.owner-changed"
    owner: Ref
    backup: Ref | None = None
    responsibilities: tuple[Str200, ...] = ()
    review_at: date | None = None


class ContactPermissionSet(Decision):
    TOPIC: ClassVar[str] = "stakeholder.contact-permission-set"
    one_to_one: bool
    reason: Str200


class InterestRegistered(Decision):
    TOPIC: ClassVar[str] = "stakeholder.interest-registered"
    topics: tuple[Tag, ...] = ()
    purposes: tuple[InterestPurpose, ...]
    channels: tuple[Channel, ...]
    language: Lang = "en"
    wording_version: Str60


class InterestWithdrawn(Decision):
    TOPIC: ClassVar[str] = "stakeholder.interest-withdrawn"
    method: InterestMethod


class MarkedInactive(Decision):
    TOPIC: ClassVar[str] = "stakeholder.marked-inactive"
    reason: Str200


class Reactivated(Decision):
    TOPIC: ClassVar[str] = "stakeholder.reactivated"
    reason: Str200


STAKEHOLDER_DECISIONS = (
    StakeholderRegistered,
    Amended,
    OwnerAssigned,
    OwnerChanged,
    ContactPermissionSet,
    InterestRegistered,
    InterestWithdrawn,
    MarkedInactive,
    Reactivated,
)

BODIES: Mapping[str, type[Value]] = {
    "register": StakeholderRegistered,
    "amend": Amended,
    "assign-owner": OwnerAssigned,
    "set-contact-permission": ContactPermissionSet,
    "register-interest": InterestRegistered,
    "withdraw-interest": InterestWithdrawn,
    "deactivate": MarkedInactive,
    "reactivate": Reactivated,
}


class Stakeholder(Aggregate):
    """One entry of the register: how it is described, who owns it, what it consented to."""

    SERIES: ClassVar[str] = "STK"

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.described: StakeholderRegistered | Amended
        self.registered_at: datetime
        self.owned: OwnerAssigned | OwnerChanged | None = None
        self.permission: ContactPermissionSet | None = None
        self.interest: InterestRegistered | None = None
        self.interest_at: datetime | None = None
        self.active = True

    @classmethod
    def register(
        cls, ref: str, described: StakeholderRegistered, by: Provenance, facts: Facts
    ) -> Self:
        stakeholder = cls(ref)
        stakeholder._check_description(described, facts)
        stakeholder.decide(stakeholder._sealed(described), by)
        return stakeholder

    def amend(self, described: Amended, by: Provenance, facts: Facts) -> None:
        self._check_description(described, facts)
        self.decide(self._sealed(described), by)

    def assign_owner(self, assigned: OwnerAssigned, by: Provenance, facts: Facts) -> None:
        rules = Rules()
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
        rules = Rules()
        rules.require(bool(permission.reason), "ReasonMissing", "Say why.", field="reason")
        rules.check()
        self.decide(permission, by)

    def register_interest(self, interest: InterestRegistered, by: Provenance, facts: Facts) -> None:
        rules = Rules()
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
        rules = Rules()
        rules.require(self.active, "AlreadyInactive", "They are marked as inactive already.")
        rules.require(bool(marked.reason), "ReasonMissing", "Say why.", field="reason")
        rules.check()
        self.decide(marked, by)

    def reactivate(self, again: Reactivated, by: Provenance, facts: Facts) -> None:
        rules = Rules()
        rules.require(not self.active, "AlreadyActive", "They are active already.")
        rules.require(bool(again.reason), "ReasonMissing", "Say why.", field="reason")
        rules.check()
        self.decide(again, by)

    @property
    def known(self) -> Known:
        """What the rules and figures of a response ask of the register."""
        return Known(
            registered_at=self.registered_at,
            interest_registered_at=self.interest_at,
            segment=self.described.segment,
            bereaved=self.described.sub_category == BEREAVED_FAMILIES,
            priority=self.described.priority,
            owner=self.owned.owner if self.owned else None,
            one_to_one=self.permission.one_to_one if self.permission else True,
            preferred=self.described.preferred,
        )

    def evolve(self, event: Recorded[Any]) -> None:
        decision = event.decision
        match decision:
            case StakeholderRegistered():
                self.described, self.registered_at = decision, event.recorded_at
            case Amended():
                self.described = decision
            case OwnerAssigned() | OwnerChanged():
                self.owned = decision
            case ContactPermissionSet():
                self.permission = decision
            case InterestRegistered():
                self.interest, self.interest_at = decision, event.occurred_at
            case InterestWithdrawn():
                self.interest, self.interest_at = None, None
            case MarkedInactive():
                self.active = False
            case Reactivated():
                self.active = True

    def _check_description(self, described: _Description, facts: Facts) -> None:
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
        rules.check()

    def _sealed(self, described: _Description) -> _Description:
        """The same, with every personal field about this stakeholder."""
        points = tuple(
            point.model_copy(update={"value": point.value.of(self.ref)})
            for point in described.contact_points
        )
        needs = described.access_needs and described.access_needs.of(self.ref)
        update = {"name": described.name.of(self.ref), "access_needs": needs}
        return described.model_copy(update={**update, "contact_points": points})
