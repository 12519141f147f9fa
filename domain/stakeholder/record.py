"""One entry of the register, as its decisions add up."""

from datetime import date, datetime
from typing import Any, ClassVar

from domain.base import Aggregate, Recorded
from domain.incident.facts import Known
from domain.stakeholder.case import Case
from domain.stakeholder.decisions import (
    BEREAVED_FAMILIES,
    Amended,
    ContactPermissionSet,
    InterestRegistered,
    InterestWithdrawn,
    MarkedInactive,
    OwnerAssigned,
    OwnerChanged,
    Reactivated,
    StakeholderRegistered,
)
from domain.stakeholder.erasing import (
    ErasureDecided,
    ErasureRequested,
    ProcessingRestricted,
    RestrictionLifted,
    RetentionReviewed,
    SubjectKeyDestroyed,
)


class Entry(Aggregate):
    """How somebody is described, who owns the relationship, what they consented to."""

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
        self.case = Case()
        self.keep: RetentionReviewed | None = None

    @property
    def erased_on(self) -> date | None:
        """The day (UTC) on which the register forgot them."""
        return self.case.erased.get(self.ref)

    @property
    def restricted(self) -> bool:
        """Whether their entry itself is for information governance alone."""
        return self.ref in self.case.restricted

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
            erased_on=self.erased_on,
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
            case RetentionReviewed():
                self.keep = decision
            case _:
                self.case = _after(self.case, event)


def _after(case: Case, event: Recorded[Any]) -> Case:
    decision = event.decision
    match decision:
        case ErasureRequested():
            return case.asked(event)
        case ErasureDecided():
            return case.settled(event)
        case SubjectKeyDestroyed():
            return case.destroyed(event)
        case ProcessingRestricted():
            return case.limited(decision)
        case RestrictionLifted():
            return case.lifted(decision.stream)
    return case
