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
from api.access.permissions import MAY, Permission, permission_of
from api.access.sight import sight_of

__all__ = [
    "MAY",
    "Check",
    "NotSignedIn",
    "Permission",
    "Running",
    "SignedIn",
    "allowed",
    "anyone",
    "may",
    "open_to_all",
    "permission_of",
    "require",
    "sight_of",
    "signed_in",
    "system_of",
    "unattended",
]
