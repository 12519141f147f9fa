"""What became of everything that was acknowledged: in the log, on the stream, in every view."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import orjson
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig
from sqlalchemy import select

from api.storage import Storage
from api.views import Views
from projections.base import Current, Entry
from projections.rebuild import Rebuild
from tests.faults.load import Event, Heard

PAGE = 5000
LOOK_EVERY = 0.05


@dataclass(frozen=True)
class Finding:
    """One thing that was counted; anything but zero is wrong."""

    what: str
    count: int
    detail: str = ""


@dataclass(frozen=True)
class OnStream:
    """One message: the position it says it has, and the event it carries, byte for byte."""

    position: int
    body: bytes


def whole_log(storage: Storage) -> list[Entry]:
    entries: list[Entry] = []
    while page := storage.entries(entries[-1].position if entries else 0, PAGE):
        entries += page
    return entries


async def whole_stream(client: Client) -> list[OnStream]:
    """Every message in the order of the stream, read without any of box1's own code."""
    jetstream = client.jetstream()
    messages: list[OnStream] = []
    pull = await jetstream.pull_subscribe(
        "", stream="BOX1", config=ConsumerConfig(ack_policy=AckPolicy.NONE, mem_storage=True)
    )
    last = (await jetstream.stream_info("BOX1")).state.last_seq
    while len(messages) < last:
        for message in await pull.fetch(500, timeout=5):
            messages.append(OnStream(orjson.loads(message.data)["position"], message.data))
    await pull.unsubscribe()
    return messages


def about_the_log(log: Sequence[Entry], heard: Heard) -> list[Finding]:
    """Acknowledged once means recorded once, where and as the answer said."""
    recorded = {Event(entry.ref, entry.version, entry.position, entry.event_id) for entry in log}
    told = [event for events in heard.acknowledged.values() for event in events]
    commands = Counter(orjson.loads(entry.state)["by"]["command_id"] for entry in log)
    expected = {str(key): len(events) for key, events in heard.acknowledged.items()}
    repeated = [key for key, count in commands.items() if count > expected.get(key, 0)]
    return [
        Finding("acknowledged events lost", len(set(told) - recorded)),
        Finding("commands carried out more than once, or unasked", len(repeated)),
        _told("repeats answered differently", heard.answered_otherwise),
        _told("answers that say it is our fault", heard.refused),
    ]


def _told(what: str, cases: Sequence[str]) -> Finding:
    return Finding(what, len(cases), cases[0][:200] if cases else "")


def about_the_stream(log: Sequence[Entry], stream: Sequence[OnStream]) -> list[Finding]:
    """The stream is the log: in order, nothing missing, nothing twice, nothing changed."""
    kept = {entry.position: entry.state for entry in log}
    positions = [message.position for message in stream]
    altered = [m for m in stream if not m.body.endswith(b',"data":%s}' % kept.get(m.position, b""))]
    return [
        Finding("events missing on the stream", len(kept.keys() - set(positions))),
        *_order("on the stream", positions),
        Finding("events altered on the stream", len(altered)),
    ]


def about_the_live_page(log: Sequence[Entry], heard: Heard) -> list[Finding]:
    """A page that reconnects hears everything too."""
    missing = {entry.position for entry in log} - set(heard.live)
    return [
        Finding("changes missing on a live page", len(missing)),
        *_order("on a live page", heard.live),
    ]


def _order(where: str, positions: Sequence[int]) -> list[Finding]:
    back = sum(1 for before, after in pairwise(positions) if after < before)
    return [
        Finding(f"repeats {where}", len(positions) - len(set(positions))),
        Finding(f"out of order {where}", back),
    ]


def about_the_views(views: Views, storage: Storage) -> list[Finding]:
    """Every view has taken the whole log, and shows what a rebuild from the log shows."""
    findings = []
    for name, view in views.by_name.items():
        standing = views.standings()[name]
        behind = storage.store.position() - standing.position
        kept = _rows(views, view)
        Rebuild(views.engine, view, storage.entries, readers_finish=0).run()
        differing = sum(((kept - _rows(views, view)) + (_rows(views, view) - kept)).values())
        findings.append(Finding(f"{name}: events behind", behind, standing.error or ""))
        findings.append(Finding(f"{name}: rows unlike a rebuild", differing))
    return findings


def _rows(views: Views, view: Current[Any]) -> Counter[str]:
    """Every row of every table of the build that answers."""
    with views.engine.begin() as connection:
        built, _ = view.resolve(connection)
        return Counter(
            f"{table.name.removeprefix(built.prefix)} {tuple(row)!r}"
            for table in built.metadata.sorted_tables
            for row in connection.execute(select(table))
        )


def settled(views: Views, storage: Storage, within: float) -> bool:
    """Whether every view that has not stopped took the whole log within so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        position = storage.store.position()
        standings = views.standings().values()
        if all(standing.position >= position or standing.error for standing in standings):
            return True
        time.sleep(LOOK_EVERY)
    return False
