"""Which incidents somebody may see, and which entries in them: one answer for lists and records."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import Column, ColumnElement, FromClause, Select, and_, false, or_, select, true

from domain.vocabulary import Marking


class Standing(Protocol):
    """What sight depends on: how an incident is marked, and who has which part in it."""

    @property
    def marking(self) -> str: ...
    @property
    def lead(self) -> str | None: ...
    @property
    def duty(self) -> str | None: ...
    @property
    def lead_investigator(self) -> str | None: ...
    @property
    def raised_by(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Which incidents somebody may see: their own, and others by their marking.

    `own` holds the references under which they may lead, be on duty for or have raised an
    incident; `investigates` those under which they investigate, None for those who do not: an
    incident that nobody investigates yet is every investigator's. `restricted` is whether they may
    read what an incident says about somebody whose records are restricted in it.
    """

    own: Collection[str] = ()
    investigates: Collection[str] | None = None
    official: bool = True
    sensitive: bool = True
    restricted: bool = True

    @property
    def unlimited(self) -> bool:
        return self.official and self.sensitive

    def owns(self, incident: Standing) -> bool:
        """Whether an incident is their own, or assigned to them."""
        if {incident.lead, incident.duty, incident.raised_by} & set(self.own):
            return True
        if self.investigates is None:
            return False
        return incident.lead_investigator is None or incident.lead_investigator in self.investigates

    def covers(self, incident: Standing) -> bool:
        """Whether they may know of an incident at all."""
        by_marking = self.official if incident.marking == Marking.OFFICIAL else self.sensitive
        return by_marking or self.owns(incident)

    def reads(self, incident: Standing, marking: str, author: str) -> bool:
        """Whether they may read an entry of an incident that they may know of."""
        open_to_them = marking == Marking.OFFICIAL or self.sensitive
        return open_to_them or author in self.own or self.owns(incident)

    def owned(self, incidents: FromClause) -> ColumnElement[bool]:
        """The same as `owns`, asked of the board's table."""
        c = incidents.c
        ours = [column.in_(self.own) for column in (c.lead, c.duty, c.raised_by)]
        if self.investigates is not None:
            ours += [c.lead_investigator.is_(None), c.lead_investigator.in_(self.investigates)]
        return or_(*ours)

    def covered(self, incidents: FromClause) -> ColumnElement[bool]:
        """The same as `covers`, asked of the board's table."""
        if self.unlimited:
            return true()
        markings = [Marking.OFFICIAL] * self.official
        markings += [Marking.OFFICIAL_SENSITIVE] * self.sensitive
        return or_(incidents.c.marking.in_(markings), self.owned(incidents))


UNRESTRICTED = Sight()


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """What the queries of other views are narrowed by: incidents, and entries in them.

    `own` selects the refs of the incidents whose every entry may be read, None where that is
    all of them; `authors` are the references whose own entries may be read besides; `restricted`
    has who is restricted in which record: what it says about them is `closed`, but to some.
    """

    incidents: Select[str]
    own: Select[str] | None = None
    authors: Collection[str] = ()
    restricted: FromClause | None = None
    closed: bool = False

    @classmethod
    def sight(cls, sight: Sight, incidents: FromClause, restricted: FromClause) -> "Within":
        refs = select(incidents.c.ref)
        within = cls(
            incidents=refs.where(sight.covered(incidents)),
            restricted=restricted,
            closed=not sight.restricted,
        )
        if sight.sensitive:
            return within
        return replace(within, own=refs.where(sight.owned(incidents)), authors=sight.own)

    def shows(
        self, ref: ColumnElement[str], marking: ColumnElement[Any], author: ColumnElement[Any]
    ) -> ColumnElement[bool]:
        """That an entry may be read: its incident may be known of, and it is not withheld."""
        known = ref.in_(self.incidents)
        if self.own is None:
            return known
        return and_(
            known,
            or_(marking == Marking.OFFICIAL, author.in_(self.authors), ref.in_(self.own)),
        )

    def open_to(self, ref: Column[str], subjects: Column[str]) -> ColumnElement[bool]:
        """That what a record says about these subjects, each between blanks, may be read."""
        return ~self.restricts(ref, subjects) if self.closed else true()

    def restricts(self, ref: Column[str], subjects: Column[str]) -> ColumnElement[bool]:
        """That a record is restricted about one of these subjects."""
        if self.restricted is None:
            return false()
        c = self.restricted.c
        named = subjects.contains(" " + c.who + " ")
        return select(c.who).where(c.stream == ref, named).correlate(ref.table).exists()
