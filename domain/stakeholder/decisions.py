"""What can be decided of one entry of the register: how it is described, owned and consented to."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.base import Decision, Value
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


class Description(Decision):
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


class StakeholderRegistered(Description):
    TOPIC: ClassVar[str] = "stakeholder.registered"


class Amended(Description):
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
