"""The offer, to people met in the response, to be kept informed afterwards."""

from typing import ClassVar

from domain.base import Decision
from domain.vocabulary import ExemptReason, InterestMethod, Ref


class InterestOffered(Decision):
    TOPIC: ClassVar[str] = "incident.interest-offered"
    stakeholder: Ref
    method: InterestMethod


class InterestDeclined(Decision):
    TOPIC: ClassVar[str] = "incident.interest-declined"
    stakeholder: Ref


class InterestExempted(Decision):
    TOPIC: ClassVar[str] = "incident.interest-exempted"
    stakeholder: Ref
    reason: ExemptReason
