"""Where a replay's demand and officers come from: the views, or chance."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Final

from api.access import figures_sight_of
from api.london import local, moment
from api.what_if.question import MOST_INCIDENTS, Question, weeks_between
from api.what_if.sides import Comparison, Employed
from api.wiring import System
from domain.officer.words import week_of
from domain.priority import Band
from domain.support_request import NATIONAL
from domain.vocabulary import IncidentType, Level
from domain.what_if import Arrival, made_up
from projections.what_if import Period, Raised, Supported, raised, serving, supported
from services.people import Person

DEATHS: Final = frozenset({IncidentType.FATAL_POLICE_SHOOTING, IncidentType.DEATH_IN_CUSTODY})
MIDNIGHT: Final = time()


def comparison(system: System, who: Person, question: Question) -> Comparison:
    """All that a replay needs, read at once."""
    officers = officers_now(system)
    if question.made_up:
        weeks = question.weeks
        demand = made_up(question.rates, weeks, question.seed)
    else:
        weeks = weeks_between(question.since, question.until)
        demand = happened(system, who, question.since, question.until)
    rules = system.ruleset.capacity
    return Comparison(question, demand, weeks, officers, rules)


def happened(system: System, who: Person, since: date, until: date) -> list[Arrival]:
    """Incidents and accepted requests that count for somebody, as demand in the order they came."""
    period = Period(
        since=moment(since, MIDNIGHT),
        until=moment(until + timedelta(days=1), MIDNIGHT),
        most=MOST_INCIDENTS,
    )
    views, sight = system.views, figures_sight_of(who)
    with views.engine.connect() as connection:
        board, _ = views.board.resolve(connection)
        requests, _ = views.requests.resolve(connection)
        came: list[Raised | Supported] = [*raised(connection, board, requests, sight, period)]
        came += supported(connection, board, requests, sight, period)
    came.sort(key=lambda one: (one.at, one.ref))
    return [_arrival(one, since, system) for one in came]


def _arrival(came: Raised | Supported, since: date, system: System) -> Arrival:
    force = system.forces.get(came.pfa or "")
    arrival = Arrival(
        ref=came.ref,
        week=(local(came.at).date() - since).days // 7,
        region=force.region if force else NATIONAL,
        level=came.level,
        band=came.band if isinstance(came, Supported) else supposed_band(came),
    )
    if isinstance(came, Raised):
        return arrival
    minutes = spread(came.minutes, system.ruleset.capacity.demand.get(came.level, ()))
    return arrival.model_copy(update={"minutes": minutes, "needs": came.needs})


def spread(minutes: int | None, profile: Sequence[int]) -> tuple[int, ...] | None:
    """What a request was estimated at, over the weeks in the way of its level's profile.

    In its first week where its level has none; None, which is the profile, without an estimate.
    """
    if minutes is None:
        return None if profile else (0,)
    whole = sum(profile)
    if not whole:
        return (minutes,)
    until = [minutes * sum(profile[: week + 1]) // whole for week in range(len(profile))]
    return tuple(after - before for before, after in pairwise((0, *until)))


def supposed_band(incident: Raised) -> Band:
    """Of an incident for which no request was accepted: from its type and its level."""
    if incident.level is not Level.CRITICAL:
        return Band.P3
    return Band.P1 if incident.incident_type in DEATHS else Band.P2


def officers_now(system: System) -> list[Employed]:
    """Who is on the rota this week, with the hours of their contract."""
    week = week_of(local(system.clock()).date())
    with system.views.engine.connect() as connection:
        capacity, _ = system.views.capacity.resolve(connection)
        there = serving(connection, capacity, week)
    return [
        Employed(ref=one.ref, name=one.name or "", region=one.region, net=one.net, can=one.can)
        for one in there
    ]
