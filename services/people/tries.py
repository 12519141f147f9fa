"""Wrong passwords and codes are counted, and too many must wait; kept for a minute, for all."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Engine, delete, func, insert, select

from services.people.tables import ONE_AT_A_TIME, hashed, naive, tries

WITHIN = timedelta(minutes=1)
MOST_FOR_A_NAME, MOST_FROM_A_PLACE = 5, 20


class TooManyAttempts(Exception):
    """Too many wrong passwords or codes; wait a minute."""


class Limit(NamedTuple):
    """So many wrong tries in a minute are let through that are counted under one name."""

    counted_as: str
    most: int


def limits_of(what: str, ref: str, place: str, device: str | None) -> list[Limit]:
    """What a try counts against: a device that is known, or else the name and the place.

    Somebody elsewhere who tries a colleague's name never uses up the tries of the colleague.
    """
    if device is not None:
        return [Limit(f"{what} device {device}", MOST_FOR_A_NAME)]
    network = network_of(place)
    return [
        Limit(f"{what} name {ref}\nfrom {network}", MOST_FOR_A_NAME),
        Limit(f"place {network}", MOST_FROM_A_PLACE),
    ]


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
        rows = [{"id": number, "counted_as": hashed(each.counted_as), "at": now} for each in limits]
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(ONE_AT_A_TIME)
            connection.execute(delete(tries).where(tries.c.at <= now - WITHIN))
            for each in limits:
                same = tries.c.counted_as == hashed(each.counted_as)
                counted = connection.scalar(select(func.count()).select_from(tries).where(same))
                if (counted or 0) >= each.most:
                    raise TooManyAttempts
            connection.execute(insert(tries), rows)
        return number

    def right(self, number: str, limits: Sequence[Limit]) -> None:
        """It was right: the wrong ones before it count no more, but for the place's."""
        with self._engine.begin() as connection:
            connection.execute(delete(tries).where(tries.c.id == number))
            first = tries.c.counted_as == hashed(limits[0].counted_as)
            connection.execute(delete(tries).where(first))
