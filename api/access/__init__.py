"""Who may use what: every route names one permission, and a permission names its roles."""

from api.access.checks import (
    Check,
    NotSignedIn,
    Running,
    SignedIn,
    allowed,
    anyone,
    may,
    open_to_all,
    require,
    signed_in,
    system_of,
    unattended,
)
from api.access.matrix import MATRIX, Action, Grant, Reach, Resource
from api.access.permissions import MAY, Permission, permission_of
from api.access.sight import (
    Knowledge,
    figures_sight_of,
    knowledge_of,
    reach_of,
    reads_all_of_register,
    sees,
    sight_of,
    without_family,
)

__all__ = [
    "MATRIX",
    "MAY",
    "Action",
    "Check",
    "Grant",
    "Knowledge",
    "NotSignedIn",
    "Permission",
    "Reach",
    "Resource",
    "Running",
    "SignedIn",
    "allowed",
    "anyone",
    "figures_sight_of",
    "knowledge_of",
    "may",
    "open_to_all",
    "permission_of",
    "reach_of",
    "reads_all_of_register",
    "require",
    "sees",
    "sight_of",
    "signed_in",
    "system_of",
    "unattended",
    "without_family",
]
