"""How far a request to be forgotten has come, as those who may ask and decide read it."""

from typing import Any

from api.access import Permission, allowed
from api.wiring import System
from domain.stakeholder import Stakeholder
from services.people import Person


def erasure_of(system: System, stakeholder: Stakeholder, who: Person) -> dict[str, Any] | None:
    """What was asked and what came of it; None where nobody asked, or not for this person to know.

    Which records it is about is told to those alone who decide.
    """
    case = stakeholder.case
    if case.requested is None or not allowed(who, Permission.ASK_ERASURE):
        return None
    asked = {"state": state_of(stakeholder), "requested_at": case.requested_at}
    if not allowed(who, Permission.DECIDE_ERASURE):
        return asked
    kept, destroyed = system.storage.erasure.kept_and_destroyed(stakeholder.ref)
    return {
        **asked,
        "identity_checked": case.requested.identity_checked,
        "keys_destroyed": destroyed,
        "keys_kept": kept,
        "streams": [
            {"ref": one.stream, "outcome": one.outcome, "ground": one.ground}
            for one in case.outcomes.values()
        ],
        "restricted": sorted(case.restricted),
        "backups_gone_by": case.backups_gone_by,
    }


def state_of(stakeholder: Stakeholder) -> str:
    """requested, decided (a second person is to confirm it), or settled."""
    case = stakeholder.case
    if case.to_decide:
        return "requested"
    return "decided" if case.to_confirm else "settled"
