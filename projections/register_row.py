"""One line of the register: what is kept of a stakeholder, and what they are found by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Row

from domain.sealing import RESTRICTED, erased_words
from domain.stakeholder import Stakeholder
from domain.vocabulary import Category, Segment, StakeholderKind
from projections.words import words

NAMELESS = "\uffff"  # sorts after every name


@dataclass(frozen=True, slots=True)
class Registered:
    """One stakeholder. `name` is None once it has been erased, which was `erased_on`.

    Where the register itself is `restricted`, the name is for those who may read that. Times are
    UTC.
    """

    ref: str
    kind: StakeholderKind
    name: str | None
    category: Category
    sub_category: str | None
    segment: Segment
    areas: tuple[str, ...]
    tags: tuple[str, ...]
    languages: tuple[str, ...]
    preferred: str
    priority: bool
    owner: str | None
    backup: str | None
    review_at: date | None
    one_to_one: bool
    interest_at: datetime | None
    registered_at: datetime
    active: bool
    erased_on: date | None
    restricted: bool


def kept(stakeholder: Stakeholder) -> dict[str, Any]:
    described, owned, known = stakeholder.described, stakeholder.owned, stakeholder.known
    return {
        "ref": stakeholder.ref,
        "kind": described.kind,
        "category": described.category,
        "sub_category": described.sub_category,
        "segment": described.segment,
        "areas": _listed(described.areas),
        "tags": _listed(described.tags),
        "languages": _listed(described.languages),
        "preferred": described.preferred,
        "priority": described.priority,
        "owner": owned.owner if owned else None,
        "backup": owned.backup if owned else None,
        "review_at": owned.review_at if owned else None,
        "one_to_one": known.one_to_one,
        "interest_at": stakeholder.interest_at,
        "registered_at": stakeholder.registered_at,
        "active": stakeholder.active,
        "erased_on": stakeholder.erased_on,
        "known": known.model_dump_json(),
        **named(stakeholder.ref, described.name.text, restricted=stakeholder.restricted),
    }


class Named(Protocol):
    """Whatever has a name, unless it was erased or is restricted."""

    @property
    def name(self) -> str | None: ...
    @property
    def erased_on(self) -> date | None: ...
    @property
    def restricted(self) -> bool: ...


def name_or_words(row: Named) -> str | None:
    if row.erased_on is not None:
        return erased_words(row.erased_on)
    return RESTRICTED if row.restricted else row.name


def named(ref: str, name: str | None, *, restricted: bool = False) -> dict[str, Any]:
    """A name, and what it is found by: nothing but the reference where it is restricted."""
    own = words("" if restricted else name or "")
    return {
        "name": name,
        "restricted": restricted,
        "sorted_by": " ".join(own) or NAMELESS,
        "words": f" {' '.join([*own, *words(ref)])}",
    }


def _listed(values: Collection[str]) -> str:
    return f" {' '.join(values)} "


def registered(row: Row[Any]) -> Registered:
    return Registered(
        ref=row.ref,
        kind=row.kind,
        name=row.name,
        category=row.category,
        sub_category=row.sub_category,
        segment=row.segment,
        areas=tuple(row.areas.split()),
        tags=tuple(row.tags.split()),
        languages=tuple(row.languages.split()),
        preferred=row.preferred,
        priority=row.priority,
        owner=row.owner,
        backup=row.backup,
        review_at=row.review_at,
        one_to_one=row.one_to_one,
        interest_at=row.interest_at,
        registered_at=row.registered_at,
        active=row.active,
        erased_on=row.erased_on,
        restricted=row.restricted,
    )
