"""Who is affected and how they feel: communities, signals of tension, assessments of impact."""

from typing import ClassVar

from domain.base import Decision, Value
from domain.personal import Personal
from domain.vocabulary import (
    LEFT_OUT,
    Lad,
    Ladder,
    Lang,
    MapRole,
    Marking,
    Moment,
    OneToFive,
    Rating,
    Ref,
    SourceClass,
    Stance,
    Str40,
    Str120,
    Str200,
    Tag,
    TensionKind,
)


class MappedContact(Value):
    """A stakeholder on the map; `ladder` is proposed by the map where it is left out."""

    stakeholder: Ref
    role: MapRole = MapRole.AFFECTED
    influence: OneToFive = 3
    interest: OneToFive = 3
    impact: OneToFive = 3
    stance: Stance = Stance.UNKNOWN
    ladder: Ladder | None = None


class CommunityMapped(Decision):
    TOPIC: ClassVar[str] = "incident.community-mapped"
    community: Ref = LEFT_OUT
    name: Str120
    lads: tuple[Lad, ...] = ()
    tags: tuple[Tag, ...] = ()
    languages: tuple[Lang, ...] = ()
    faiths: tuple[Tag, ...] = ()
    size_note: Str200 | None = None
    contacts: tuple[MappedContact, ...] = ()
    gaps: tuple[Str200, ...] = ()


class CommunityRevised(Decision):
    """The whole community as it is now understood, not a difference."""

    TOPIC: ClassVar[str] = "incident.community-revised"
    community: Ref
    name: Str120
    lads: tuple[Lad, ...] = ()
    tags: tuple[Tag, ...] = ()
    languages: tuple[Lang, ...] = ()
    faiths: tuple[Tag, ...] = ()
    size_note: Str200 | None = None
    contacts: tuple[MappedContact, ...] = ()
    gaps: tuple[Str200, ...] = ()


class TensionSignalRecorded(Decision):
    TOPIC: ClassVar[str] = "incident.tension-signal-recorded"
    kind: TensionKind
    communities: tuple[Ref, ...] = ()
    source_class: SourceClass
    corroborated: bool = False
    text: Personal
    marking: Marking = Marking.OFFICIAL_SENSITIVE


class CommunityImpact(Value):
    community: Ref
    rating: Rating
    concerns: tuple[Str200, ...] = ()


class ImpactAssessed(Decision):
    """`next_review_at` is one interval of the rating after the assessment where it is left out."""

    TOPIC: ClassVar[str] = "incident.impact-assessed"
    rating: Rating
    force_level: Str40 | None = None
    per_community: tuple[CommunityImpact, ...] = ()
    actions: tuple[Str200, ...] = ()
    next_review_at: Moment | None = None
