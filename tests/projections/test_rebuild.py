"""A view is built anew from the log beside the one that answers, and then takes its place."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from nats.aio.client import Client
from sqlalchemy import Engine, inspect

from projections.base import Current
from projections.checkpoints import builds
from projections.follow import Follower
from projections.rebuild import Rebuild
from services.relay import Relay
from tests.nats import Logbook, eventually, running
from tests.tally import Tally, prepared, standing, taken


def tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if name.startswith("tally")}


def rebuild(engine: Engine, view: Current[Tally], logbook: Logbook) -> Rebuild:
    return Rebuild(engine, view, logbook.read, readers_finish=0.05)


def test_a_rebuilt_view_shows_the_whole_log_and_the_old_tables_are_gone(
    engine: Engine, logbook: Logbook
) -> None:
    view = prepared(engine, Current(Tally))
    logbook.record(12_000)
    shown = rebuild(engine, view, logbook).run()

    assert shown == 12_000
    assert taken(engine, view) == logbook.positions
    assert tables(engine) == {"tally_v1_b2_taken"}


def test_the_old_build_answers_until_the_new_one_has_caught_up(
    engine: Engine, logbook: Logbook
) -> None:
    view = prepared(engine, Current(Tally))
    logbook.record(100)
    rebuild(engine, view, logbook).run()
    answers = []
    task = rebuild(engine, view, logbook)
    task.progress = lambda position: answers.append(taken(engine, view))
    logbook.record(6_000)
    task.run()

    assert answers == [list(range(1, 101))] * 2
    assert taken(engine, view) == logbook.positions


def test_a_rebuild_that_fails_leaves_everything_as_it_was(engine: Engine, logbook: Logbook) -> None:
    view = prepared(engine, Current(partial(Tally, poison=frozenset({7}))))
    logbook.record(10)
    with pytest.raises(KeyError):
        rebuild(engine, view, logbook).run()

    assert standing(engine, view).build == 1
    assert tables(engine) == {"tally_v1_b1_taken"}
    with engine.begin() as connection:
        assert builds(connection, view.key) == [1]


async def test_followers_go_on_with_the_new_build(
    bus: Client, engine: Engine, logbook: Logbook
) -> None:
    view = prepared(engine, Current(Tally))
    relay = Relay(bus, logbook.read)
    logbook.record(2_000)
    with ThreadPoolExecutor(1) as threads:
        async with running(relay, Follower(bus, engine, view, threads)):
            await eventually(lambda: standing(engine, view).position > 500)
            work = asyncio.create_task(asyncio.to_thread(rebuild(engine, view, logbook).run))
            while not work.done():
                logbook.record(1)
                await asyncio.sleep(0.01)
            await work
            logbook.record(10)
            await eventually(lambda: standing(engine, view).position == logbook.position)

    assert standing(engine, view).build == 2
    assert taken(engine, view) == logbook.positions


async def test_a_view_that_stopped_is_mended_by_a_rebuild(
    bus: Client, engine: Engine, logbook: Logbook
) -> None:
    poisoned = prepared(engine, Current(partial(Tally, poison=frozenset({5}))))
    mended: Current[Tally] = Current(Tally)
    relay = Relay(bus, logbook.read)
    logbook.record(10)
    with ThreadPoolExecutor(1) as threads:
        async with running(relay, Follower(bus, engine, poisoned, threads)):
            await eventually(lambda: standing(engine, poisoned).error)
            await asyncio.to_thread(rebuild(engine, mended, logbook).run)
            logbook.record(10)
            await eventually(lambda: standing(engine, poisoned).position == logbook.position)

    assert taken(engine, mended) == logbook.positions
