"""What is recorded of a request for support, and what each verb is asked with."""

from datetime import date
from typing import ClassVar

from pydantic import ConfigDict, Field

from domain.base import Decision, Value
from domain.officer.words import IsoWeek, Skill
from domain.priority import Anchor, Band, Factor, Trigger
from domain.support_request.words import Ask
from domain.vocabulary import (
    LEFT_OUT,
    Lang,
    Minutes,
    Moment,
    OneToFive,
    Ref,
    Str200,
    Str280,
    Text,
)


class SupportRequested(Decision):
    """`requester` is who records it where it is left out."""

    TOPIC: ClassVar[str] = "support-request.requested"
    incident: Ref
    requester: Ref = LEFT_OUT
    needed_by: Moment
    asks: tuple[Ask, ...]
    languages: tuple[Lang, ...] = ()
    skills: tuple[Skill, ...] = ()
    est: Minutes | None = None
    context: Text


class ScoreProposed(Value):
    """Anchors of what is judged, with their evidence; `why` where it was scored before.

    What is computed may be left out; where it is sent it has to be right.
    """

    anchors: dict[Factor, Anchor]
    evidence: dict[Factor, Str280] = Field(default_factory=dict)
    ruleset: int | None = None
    score: int | None = None
    band: Band | None = None
    triggers: tuple[Trigger, ...] | None = None
    why: Text | None = None


class Scored(Decision):
    """All eight anchors, and what they come to under the ruleset that is quoted."""

    ruleset: int
    anchors: dict[Factor, Anchor]
    evidence: dict[Factor, Str280]
    score: int
    band: Band
    triggers: tuple[Trigger, ...] = ()


class RequestScored(Scored):
    TOPIC: ClassVar[str] = "support-request.scored"


class RequestRescored(Scored):
    """A further score; those before it stay as they are."""

    TOPIC: ClassVar[str] = "support-request.rescored"
    why: Text


class BandOverridden(Decision):
    """`from` is the band it stood in until now; it and `by` are filled in."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    TOPIC: ClassVar[str] = "support-request.band-overridden"
    before: Band | None = Field(default=None, alias="from")
    to: Band
    reason: Text
    by: Ref = LEFT_OUT


class DirectedAsPriority(Decision):
    TOPIC: ClassVar[str] = "support-request.directed-as-priority"
    director: Ref
    reason: Text


class AssignedOfficer(Value):
    """`authorised_by` is the head who lets it go beyond what is free, or beyond a reserve."""

    id: Ref
    minutes_by_week: dict[IsoWeek, Minutes]
    authorised_by: Ref | None = None


class RequestAccepted(Decision):
    TOPIC: ClassVar[str] = "support-request.accepted"
    officers: tuple[AssignedOfficer, ...]
    start: date


class RequestPartlyAccepted(Decision):
    TOPIC: ClassVar[str] = "support-request.partly-accepted"
    officers: tuple[AssignedOfficer, ...]
    start: date
    not_provided: tuple[Str200, ...]
    reason: Text


class RequestDeferred(Decision):
    TOPIC: ClassVar[str] = "support-request.deferred"
    until: Moment
    reason: Text


class RequestDeclined(Decision):
    TOPIC: ClassVar[str] = "support-request.declined"
    reason: Text
    alternative: Text | None = None


class RequestWithdrawn(Decision):
    TOPIC: ClassVar[str] = "support-request.withdrawn"
    reason: Text


class FulfilmentProposed(Value):
    """`spent` is what the officers' hours come to where it is left out."""

    spent: Minutes | None = None
    outcome: Text


class RequestFulfilled(Decision):
    TOPIC: ClassVar[str] = "support-request.fulfilled"
    spent: Minutes
    outcome: Text


class RequesterRated(Decision):
    TOPIC: ClassVar[str] = "support-request.rated"
    stars: OneToFive
    comment: Text | None = None


REQUEST_DECISIONS = (
    SupportRequested,
    RequestScored,
    RequestRescored,
    BandOverridden,
    DirectedAsPriority,
    RequestAccepted,
    RequestPartlyAccepted,
    RequestDeferred,
    RequestDeclined,
    RequestWithdrawn,
    RequestFulfilled,
    RequesterRated,
)
