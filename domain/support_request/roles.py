"""Who may decide on a request for support, and who may set its score aside (rule R4)."""

from domain.base import NotAllowed, Provenance
from domain.vocabulary import Role

LEADS = frozenset({Role.REGIONAL_LEAD, Role.HEAD_OF_SE})


def decides_requests(by: Provenance) -> None:
    if by.role not in LEADS:
        raise NotAllowed.because(
            "DecisionNeedsLead",
            "Requests for support are decided by a regional lead or the head.",
        )


def overrides_bands(by: Provenance) -> None:
    if by.role not in LEADS:
        raise NotAllowed.because(
            "BandNeedsLead",
            "Only a regional lead or the head may override a band. Ask one of them, or score it"
            " again if something has changed.",
        )


def lowers_automatic(by: Provenance) -> None:
    if by.role != Role.HEAD_OF_SE:
        raise NotAllowed.because(
            "LoweringNeedsHead",
            "This is P1 whatever its score. Only the head may lower it.",
        )


def speaks_for(requester: str, by: Provenance) -> None:
    """The requester withdraws; a lead may do it for them."""
    if by.actor != requester and by.role not in LEADS:
        raise NotAllowed.because(
            "WithdrawalNeedsRequester",
            f"{requester} asked for this. They withdraw it, or a regional lead does.",
        )


def rates(requester: str, by: Provenance) -> None:
    if by.actor != requester:
        raise NotAllowed.because(
            "RatingNeedsRequester", f"{requester} asked for this, and only they rate it."
        )
