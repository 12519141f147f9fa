"""Wrong passwords and codes are counted, and too many must wait; kept while they count."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Engine, delete, func, insert, select

from services.people.tables import ONE_AT_A_TIME, hashed, naive, tries

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOST_FOR_A_NAME, MOST_FROM_A_PLACE = 5, 20
MOST_CODES_AN_HOUR = 20  # six digits are guessed in days by whoever may try five a minute


class TooManyAttempts(Exception):
    """Too many wrong passwords or codes; wait so long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


class Limit(NamedTuple):
    """So many wrong tries are let through within a time that are counted under one name.

    A right one makes good for those before it, unless the limit goes over many names.
    """

    counted_as: str
    most: int
    within: timedelta = MINUTE
    forgiving: bool = True


def password_limits(ref: str, place: str, device: str | None) -> list[Limit]:
    """What a password counts against: a device that is known, or else the name and the place.

    Somebody elsewhere who tries a colleague's name never uses up the tries of the colleague.
    """
    if device is not None:
        return [Limit(f"password device {device}", MOST_FOR_A_NAME)]
    network = network_of(place)
    return [
        Limit(f"password name {ref}\nfrom {network}", MOST_FOR_A_NAME),
        Limit(f"place {network}", MOST_FROM_A_PLACE, forgiving=False),
    ]


def code_limits(ref: str, device: str | None) -> list[Limit]:
    """What a code counts against: whoever gives one knew the password."""
    who = f"code name {ref}" if device is None else f"code device {device}"
    return [Limit(who, MOST_FOR_A_NAME), Limit(f"{who} hour", MOST_CODES_AN_HOUR, HOUR)]


def own_limits(ref: str) -> list[Limit]:
    """What the own password counts against that somebody signed in is asked for again."""
    return [Limit(f"own password {ref}", MOST_FOR_A_NAME)]


def network_of(place: str) -> str:
    """The address; of version 6 the half that one subscriber has."""
    try:
        address = ip_address(place)
    except ValueError:
        return place
    if not isinstance(address, IPv6Address):
        return place
    mapped = address.ipv4_mapped
    return str(mapped) if mapped else address.exploded[:19]


class Tries:
    """Every try counts when it begins, so that many at once are no way around the limit."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock

    def begin(self, limits: Sequence[Limit]) -> str:
        """Count a try; TooManyAttempts, and nothing counted, where one limit is reached."""
        now, number = naive(self._clock()), uuid4().hex
        rows = [
            {"id": number, "counted_as": hashed(each.counted_as), "ends": now + each.within}
            for each in limits
        ]
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(ONE_AT_A_TIME)
            connection.execute(delete(tries).where(tries.c.ends <= now))
            for each in limits:
                same = tries.c.counted_as == hashed(each.counted_as)
                counted = connection.scalar(select(func.count()).select_from(tries).where(same))
                if (counted or 0) >= each.most:
                    raise TooManyAttempts(each.within)
            connection.execute(insert(tries), rows)
        return number

    def right(self, number: str, limits: Sequence[Limit]) -> None:
        """It was right: it does not count, nor do those before it that it makes good for."""
        made_good = [hashed(each.counted_as) for each in limits if each.forgiving]
        with self._engine.begin() as connection:
            connection.execute(delete(tries).where(tries.c.id == number))
            connection.execute(delete(tries).where(tries.c.counted_as.in_(made_good)))
