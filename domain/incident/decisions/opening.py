"""How a response begins: raised, triaged, led, handed over, and tied to an investigation."""

from typing import ClassVar
from uuid import UUID

from pydantic import ConfigDict, Field

from domain.base import Decision, Value
from domain.personal import Personal
from domain.vocabulary import (
    LEFT_OUT,
    Bereaved,
    Body,
    IncidentType,
    Lad,
    Lang,
    Level,
    Mode,
    Moment,
    Pfa,
    Rating,
    Ref,
    Source,
    SpocRole,
    Str40,
    Str120,
    Str200,
    Tag,
    Text,
)


class IncidentRaised(Decision):
    TOPIC: ClassVar[str] = "incident.raised"
    title: Str120
    incident_type: IncidentType
    pfa: Pfa | None = None
    body: Body = Body.FORCE
    lads: tuple[Lad, ...] = ()
    place_note: Str200 | None = None
    summary: Text
    source: Source = Source.OTHER
    bereaved: Bereaved = Bereaved.UNKNOWN
    investigation: Ref | None = None


class IncidentTriaged(Decision):
    """`ruleset` is the version in force where it is left out, as 0."""

    TOPIC: ClassVar[str] = "incident.triaged"
    level: Level
    rationale: Text
    initial_tension: Rating
    groups: tuple[Tag, ...] = ()
    themes: tuple[Tag, ...] = ()
    due_regard: Text
    ruleset: int = 0


class LeadAssigned(Decision):
    TOPIC: ClassVar[str] = "incident.lead-assigned"
    officer: Ref


class LeadHandedOver(Decision):
    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)
    TOPIC: ClassVar[str] = "incident.lead-handed-over"
    giver: Ref = Field(alias="from")
    to: Ref
    note: Text
    open_items: tuple[UUID, ...] = ()


class DutyHandedOver(Decision):
    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)
    TOPIC: ClassVar[str] = "incident.duty-handed-over"
    giver: Ref = Field(alias="from")
    to: Ref
    note: Text
    open_items: tuple[UUID, ...] = ()


class FamilySpocConfirmed(Decision):
    """`family_ref` refers to the family without naming it: SE holds no contact detail of theirs."""

    TOPIC: ClassVar[str] = "incident.family-spoc-confirmed"
    spoc_role: SpocRole
    confirmed_by: Ref
    family_ref: tuple[Personal, ...] = ()
    language: Lang = "en"
    needs: Personal | None = None


class FamilySpocChanged(Decision):
    TOPIC: ClassVar[str] = "incident.family-spoc-changed"
    spoc_role: SpocRole
    confirmed_by: Ref
    family_ref: tuple[Personal, ...] = ()
    language: Lang = "en"
    needs: Personal | None = None
    reason: Text


class InvestigationLinked(Decision):
    TOPIC: ClassVar[str] = "incident.investigation-linked"
    ref: Str40
    lead_investigator: Ref


class ModeDetermined(Decision):
    TOPIC: ClassVar[str] = "incident.mode-determined"
    mode: Mode
    determined_at: Moment


class LeadProposed(Value):
    """Who is to lead; where somebody leads already, the note that hands over to them."""

    officer: Ref
    handover_note: Text | None = None
    open_items: tuple[UUID, ...] = ()


class DutyProposed(Value):
    """Who takes the duty over; from the person who writes this, unless it says otherwise."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)
    giver: Ref = Field(default=LEFT_OUT, alias="from")
    to: Ref
    note: Text
    open_items: tuple[UUID, ...] = ()


class FamilySpocProposed(Value):
    """The family's single point of contact; a reason where there is one already."""

    spoc_role: SpocRole
    confirmed_by: Ref = LEFT_OUT
    family_ref: tuple[Personal, ...] = ()
    language: Lang = "en"
    needs: Personal | None = None
    reason: Text = ""
