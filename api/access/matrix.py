"""Roles and what they may do with what: the table of domain rules §12, once, as it is printed."""

from dataclasses import dataclass
from enum import Enum, Flag, StrEnum, auto

from domain.vocabulary import Role


class Resource(StrEnum):
    """What the table has a column for."""

    INCIDENT = "incident O"
    SENSITIVE = "incident O-S"
    REGISTER = "register"
    REQUEST = "request"
    ALLOCATION = "allocate"
    LINES = "lines"
    FEEDBACK = "feedback raw"
    REPORT = "feedback report"
    INSIGHT = "insight"
    REVIEW = "review"
    EXPORT = "export"
    ACCESS_LOG = "access log"
    ERASURE = "erase/hold"
    SETTINGS = "settings"


class Action(Flag):
    """Who approves may also read and write; who writes may also read."""

    READ = auto()
    WRITE = auto()
    APPROVE = auto()


class Reach(Enum):
    """How much of it: all, their own or assigned, totals alone, or with something left out."""

    ALL = "all"
    OWN = "°"
    AGGREGATES = "agg"
    SCREENED = "screened"
    NO_TEXT = "no text"
    LOGGED = "logged"


@dataclass(frozen=True)
class Grant:
    """What one role may do with one thing, and how much of it."""

    actions: Action
    reach: Reach = Reach.ALL


WRITING = Action.READ | Action.WRITE
APPROVING = WRITING | Action.APPROVE
CELLS: dict[str, Grant | None] = {
    "-": None,
    "°": Grant(Action.READ, Reach.OWN),
    "agg": Grant(Action.READ, Reach.AGGREGATES),
    "R": Grant(Action.READ),
    "R°": Grant(Action.READ, Reach.OWN),
    "R(screened)": Grant(Action.READ, Reach.SCREENED),
    "R(no-text)": Grant(Action.READ, Reach.NO_TEXT),
    "R(logged)": Grant(Action.READ, Reach.LOGGED),
    "RW": Grant(WRITING),
    "RW°": Grant(WRITING, Reach.OWN),
    "W°": Grant(WRITING, Reach.OWN),
    "A": Grant(APPROVING),
    "A°": Grant(APPROVING, Reach.OWN),
}

# One line a role, one cell a resource, in the order of Resource. The public is no role here: it
# has pages of its own, and nothing of these.
PRINTED = """
duty_officer    RW  RW°  RW  RW  W°  R  -           R   RW  -   °         -  -  -
se_officer      RW  RW°  RW  R   -   R  -           R   RW  -   °         -  -  -
regional_lead   RW  RW   RW  A   A   R  -           R   A   -   R         -  -  -
head_of_se      RW  RW   RW  A   A   A  -           R   A   R   R         -  -  A
investigator    R°  R°   -   RW° -   A° -           R°  R   -   -         -  -  -
insight_manager R   -    R   -   -   -  R(screened) R   A   -   agg       -  -  -
reviewer        R   R°   R°  R   R   R  -           R   R   RW  R(logged) -  -  -
analyst         agg -    agg agg agg -  R(no-text)  R   R   -   agg       -  -  -
info_governance R   R    R   -   -   -  -           R   R   R   R         R  A  R
auditor         -   -    -   -   -   -  -           -   -   -   -         R  -  R
"""


def row_of(line: str) -> tuple[Role, dict[Resource, Grant | None]]:
    """One role's row, from its printed line; ValueError unless it has every cell."""
    role, *cells = line.split()
    return Role(role), {
        resource: CELLS[cell] for resource, cell in zip(Resource, cells, strict=True)
    }


MATRIX = dict(map(row_of, PRINTED.strip().splitlines()))


def granted(role: str, resource: Resource, action: Action) -> Reach | None:
    """How much of it a role may do this with; None where it may not at all."""
    grant = MATRIX[Role(role)][resource]
    return grant.reach if grant and action in grant.actions else None
