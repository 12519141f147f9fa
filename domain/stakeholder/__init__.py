"""A stakeholder: somebody who can affect a response, or is affected by one.

This is as much as mapping, contacting and forgetting people need. Merging, agreements and double
opt-in are further verbs of the same aggregate.
"""

from collections.abc import Mapping

from domain.base import Value
from domain.stakeholder.case import Case
from domain.stakeholder.decisions import (
    BEREAVED_FAMILIES,
    Amended,
    ContactPermissionSet,
    ContactPoint,
    InterestRegistered,
    InterestWithdrawn,
    MarkedInactive,
    OwnerAssigned,
    OwnerChanged,
    Reactivated,
    StakeholderRegistered,
)
from domain.stakeholder.erasing import (
    ErasureConfirmation,
    ErasureDecided,
    ErasureRequested,
    Outcome,
    ProcessingRestricted,
    RestrictionLifted,
    RetentionReviewed,
    StreamDecision,
    SubjectKeyDestroyed,
)
from domain.stakeholder.forgetting import Forgetting
from domain.stakeholder.keeping import Keeping

__all__ = [
    "BEREAVED_FAMILIES",
    "BODIES",
    "STAKEHOLDER_DECISIONS",
    "Amended",
    "Case",
    "ContactPermissionSet",
    "ContactPoint",
    "ErasureConfirmation",
    "ErasureDecided",
    "ErasureRequested",
    "InterestRegistered",
    "InterestWithdrawn",
    "MarkedInactive",
    "Outcome",
    "OwnerAssigned",
    "OwnerChanged",
    "ProcessingRestricted",
    "Reactivated",
    "RestrictionLifted",
    "RetentionReviewed",
    "Stakeholder",
    "StakeholderRegistered",
    "StreamDecision",
    "SubjectKeyDestroyed",
]

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
    ErasureRequested,
    ErasureDecided,
    SubjectKeyDestroyed,
    ProcessingRestricted,
    RestrictionLifted,
    RetentionReviewed,
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
    "request-erasure": ErasureRequested,
    "decide-erasure": ErasureDecided,
    "confirm-erasure": ErasureConfirmation,
    "lift-restriction": RestrictionLifted,
    "review-retention": RetentionReviewed,
}


class Stakeholder(Keeping, Forgetting):
    """One entry of the register: how it is described, who owns it, what it consented to."""
