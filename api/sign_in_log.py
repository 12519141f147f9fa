"""A line in the log for every try to sign in: how it ended, with what, and on whose account."""

import logging
from enum import StrEnum

from fastapi import Request

log = logging.getLogger(__name__)


class Factor(StrEnum):
    """What somebody tried to sign in with."""

    PASSWORD = "password"
    CODE = "second factor"
    ORGANISATION = "organisation"


class Outcome(StrEnum):
    """How a try ended."""

    SIGNED_IN = "signed in"
    WRONG = "wrong"
    TOO_MANY = "too many"
    CODE_WANTED = "second factor wanted"
    TOO_LATE = "too late"
    REFUSED = "refused"


def note_try(request: Request, factor: Factor, outcome: Outcome, account: str = "") -> None:
    """`account` is the reference of one that exists, or nothing: never what somebody typed."""
    fields = {
        "factor": factor,
        "outcome": outcome,
        "account": account,
        "reference": request.state.reference,
    }
    log.info("somebody tried to sign in", extra={"fields": fields})
