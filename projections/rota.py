"""The rota: who is on duty in a period, where nobody is, and which swaps wait for a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, or_, select

from domain.officer import uncovered
from domain.officer.words import DutyKind
from projections.capacity import Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """One stretch of duty. The name is None where it cannot be opened any more."""

    officer: str
    name: str | None
    region: str
    kind: DutyKind
    since: datetime
    until: datetime

    @property
    def called(self) -> str:
        return self.name or self.officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time in which nobody is primary, or nobody deputy."""

    kind: DutyKind
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A duty that a colleague is asked to take."""

    duty: OnDuty
    partner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InPost:
    """Somebody who can be on duty."""

    officer: str
    name: str | None
    region: str

    @property
    def called(self) -> str:
        return self.name or self.officer


def duties(
    connection: Connection,
    view: Capacity,
    since: datetime,
    until: datetime,
    officer: str | None = None,
) -> list[OnDuty]:
    """Every duty of which a part lies within a period, the earliest first; of one or of all."""
    d, o = view.duties.c, view.officers.c
    query = (
        select(d.officer, o.name, d.region, d.kind, d.since, d.until)
        .join(view.officers, o.officer == d.officer)
        .where(d.until > since, d.since < until)
        .order_by(d.since, d.kind, d.officer)
    )
    if officer is not None:
        query = query.where(d.officer == officer)
    return [
        OnDuty(
            officer=row.officer,
            name=row.name,
            region=row.region,
            kind=DutyKind(row.kind),
            since=row.since,
            until=row.until,
        )
        for row in connection.execute(query)
    ]


def gaps(found: Sequence[OnDuty], since: datetime, until: datetime) -> list[Gap]:
    """Where a period has no primary or no deputy, the earliest first."""
    return sorted(
        (
            Gap(kind=kind, since=begins, until=ends)
            for kind in DutyKind
            for begins, ends in uncovered(
                ((one.since, one.until) for one in found if one.kind is kind), since, until
            )
        ),
        key=lambda gap: gap.since,
    )


def in_post(connection: Connection, view: Capacity, on: date) -> list[InPost]:
    """Everybody who has not left by a day, by name."""
    c = view.officers.c
    query = select(c.officer, c.name, c.region).where(or_(c.left_on.is_(None), c.left_on >= on))
    found = [
        InPost(officer=row.officer, name=row.name, region=row.region)
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda one: one.called.casefold())


def swaps_waiting(connection: Connection, view: Capacity, now: datetime) -> list[Waiting]:
    """The swaps that colleagues have not agreed to yet, of duties that are not over."""
    w, o = view.offers.c, view.officers.c
    query = (
        select(w.officer, o.name, w.region, w.kind, w.since, w.until, w.partner)
        .join(view.officers, o.officer == w.officer)
        .where(w.until > now)
        .order_by(w.since, w.officer)
    )
    return [
        Waiting(
            duty=OnDuty(
                officer=row.officer,
                name=row.name,
                region=row.region,
                kind=DutyKind(row.kind),
                since=row.since,
                until=row.until,
            ),
            partner=row.partner,
        )
        for row in connection.execute(query)
    ]
