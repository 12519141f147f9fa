"""Waiting until views show what was just recorded."""

import asyncio
from collections.abc import Collection

from sqlalchemy import Engine

from projections.checkpoints import behind

LOOK_EVERY = 0.005


async def still_behind(
    engine: Engine, keys: Collection[str], position: int, within: float = 5.0
) -> list[str]:
    """Wait until these views have taken the event at `position`, at most `within` seconds.

    Returns the views that have not; empty where all have.
    """
    deadline = asyncio.get_running_loop().time() + within
    while late := await asyncio.to_thread(_behind, engine, keys, position):
        if asyncio.get_running_loop().time() > deadline:
            break
        await asyncio.sleep(LOOK_EVERY)
    return late


def _behind(engine: Engine, keys: Collection[str], position: int) -> list[str]:
    with engine.begin() as connection:
        return behind(connection, keys, position)
