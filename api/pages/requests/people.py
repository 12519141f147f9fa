"""Who is who on the pages of requests: officers by name, and who is on duty now."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from api.pages.known import names_of_people
from api.wiring import System
from domain.officer import Officer


def names_of_officers(system: System, officers: Mapping[str, Officer]) -> dict[str, str]:
    """Everybody with an account, and these officers as their own records name them."""
    told = {ref: officer.joined.name.words for ref, officer in officers.items()}
    return {**names_of_people(system), **told}


def on_duty(system: System, now: datetime) -> dict[str, str]:
    """Who is on duty now, by kind of duty: the reference of an officer."""
    with system.views.engine.connect() as connection:
        view, _ = system.views.capacity.resolve(connection)
        c = view.duties.c
        query = select(c.kind, c.officer).where(c.since <= now, c.until > now)
        return dict(connection.execute(query.order_by(c.since)).all())


def names_by_view(system: System, refs: Iterable[str]) -> dict[str, str]:
    """The names of officers, without opening their records."""
    with system.views.engine.connect() as connection:
        view, _ = system.views.capacity.resolve(connection)
        kept: dict[str, str] = view.names(connection, set(refs))
    return {**names_of_people(system), **kept}
