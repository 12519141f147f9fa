"""The rota: who is on duty in a month, where nobody is, and what waits for a colleague's word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from api.access import Permission, Running, SignedIn, allowed, may
from api.forms.rota import code_of
from api.london import local, rfc3339
from api.pages.render import render
from api.pages.rota_month import days_of, month_named, stretch
from api.pages.shown import awaits, reading
from api.rota import AHEAD
from api.wiring import System
from projections.capacity import Capacity
from projections.rota import Gap, OnDuty, duties, gaps, in_post, swaps_waiting
from services.people import Person

router = APIRouter(dependencies=[may(Permission.READ_ROTA)])

ROTA: Final = "/rota"
A_WEEK: Final = timedelta(weeks=1)
"""As long as one duty may be."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A gap in words, and where somebody can be assigned to it."""

    kind: str
    when: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Swap:
    """A swap that waits: who gives what to whom, and where the reader may agree or withdraw it."""

    giver: str
    partner: str
    kind: str
    when: str
    address: str
    withdrawing: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What every page that has it says of the rota: who is on duty now, and what is missing."""

    on_duty: list[OnDuty]
    missing: list[Missing]
    asked: int
    manages: bool


@router.get(ROTA, dependencies=[awaits("capacity")])
def show_rota(request: Request, system: Running, who: SignedIn, month: str = "") -> Response:
    shown_month = month_named(month, system.clock())
    with reading(system, system.views.capacity) as (view, connection, shown):
        found = duties(connection, view, shown_month.since, shown_month.until)
        officers = in_post(connection, view, local(shown.now).date())
        swaps = swaps_of(connection, view, shown.now, who)
        notice = notice_in(connection, view, shown.now, who)
        mine = bool(officer_duties(connection, view, shown.now, who))
    manages = allowed(who, Permission.MANAGE_OFFICERS)
    told = {
        "shown": shown,
        "month": shown_month,
        "days": days_of(shown_month, found, shown.now, who.officer or "-"),
        "staffed": bool(officers),
        "notice": notice,
        "swaps": swaps,
        "manages": manages,
        "may_swap": allowed(who, Permission.KEEP_OWN_HOURS) and (mine or manages),
        "on_rota": any(one.officer == who.officer for one in officers),
        "ahead": AHEAD.days,
    }
    return render(request, "rota.html", told)


def notice_of(system: System, who: Person) -> Notice | None:
    """What the board says of the rota; nothing to those who do not read it, or with no officers."""
    if not allowed(who, Permission.READ_ROTA):
        return None
    now = system.clock()
    with system.views.engine.connect() as connection:
        view, _ = system.views.capacity.resolve(connection)
        return notice_in(connection, view, now, who)


def notice_in(connection: Connection, view: Capacity, now: datetime, who: Person) -> Notice | None:
    if not in_post(connection, view, local(now).date()):
        return None
    found, manages = (
        duties(connection, view, now, now + AHEAD),
        allowed(who, Permission.MANAGE_OFFICERS),
    )
    return Notice(
        on_duty=[one for one in found if one.since <= now],
        missing=[missing_of(gap) for gap in gaps(found, now, now + AHEAD)],
        asked=sum(one.partner == who.officer for one in swaps_waiting(connection, view, now)),
        manages=manages,
    )


def missing_of(gap: Gap) -> Missing:
    until = min(gap.until, gap.since + A_WEEK)
    asked = {"kind": gap.kind, "since": rfc3339(gap.since), "to": rfc3339(until)}
    return Missing(
        kind=gap.kind,
        when=stretch(gap.since, gap.until),
        address=f"{ROTA}/assign?{urlencode(asked)}",
    )


def swaps_of(connection: Connection, view: Capacity, now: datetime, who: Person) -> list[Swap]:
    """The swaps that the reader asked for or is asked for; all of them where they manage these."""
    names = view.names(connection)
    manages = allowed(who, Permission.MANAGE_OFFICERS)
    return [
        Swap(
            giver=one.duty.called,
            partner=names.get(one.partner, one.partner),
            kind=one.duty.kind,
            when=stretch(one.duty.since, one.duty.until),
            address=ending(one.duty, "agree") if manages or one.partner == who.officer else "",
            withdrawing=(
                ending(one.duty, "withdraw") if manages or one.duty.officer == who.officer else ""
            ),
        )
        for one in swaps_waiting(connection, view, now)
        if manages or who.officer in (one.partner, one.duty.officer)
    ]


def ending(duty: OnDuty, word: str) -> str:
    """Where a swap can be agreed to, or withdrawn."""
    code = code_of(duty.officer, duty.kind, duty.since, duty.until)
    return f"{ROTA}/{word}?{urlencode({'offer': code})}"


def officer_duties(
    connection: Connection, view: Capacity, now: datetime, who: Person
) -> list[OnDuty]:
    """The reader's own duties that are not over."""
    if not who.officer:
        return []
    return duties(connection, view, now, datetime.max.replace(tzinfo=now.tzinfo), who.officer)
