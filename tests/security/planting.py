"""Every command of the API with hostile words in one field after the other."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import httpx2

from api.examples import BODIES
from tests.security.payloads import STORED

API = "/api/v1"
LAST = {"move-to-restoring", "escalate", "stand-down", "start-review", "close", "reopen"}
OPENING = {"raise", "register"}
SUBJECTS = {"stakeholders": "STK-0001", "incidents": "INC-2026-0001"}
LENGTHS = (19_000, 280, 120, 80, 40)
Step = str | int


@dataclass
class Planted:
    """Which fields took hostile words, and of which records."""

    fields: set[str] = field(default_factory=set)
    refs: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    tried: int = 0


async def plant(http: httpx2.AsyncClient, who: list[dict[str, str]]) -> Planted:
    """Each command with hostile words in each of its texts, and as in its example."""
    planted = Planted()
    register, *others = [("stakeholders", verb) for verb in BODIES["stakeholders"]]
    for collection, verb in [register, *(("incidents", v) for v in BODIES["incidents"]), *others]:
        if verb not in LAST:
            await _each_text(http, who, collection, verb, planted)
    return planted


async def _each_text(
    http: httpx2.AsyncClient,
    who: list[dict[str, str]],
    collection: str,
    verb: str,
    planted: Planted,
) -> None:
    example, opens = BODIES[collection][verb], verb in OPENING
    path = f"{API}/{collection}" + ("" if opens else f"/{SUBJECTS[collection]}/{verb}")
    if opens:
        await _send(http, who, path, example, planted)
    for where in _texts(example):
        await _try(http, who, path, example, where, planted)
    await _send(http, who, path, example, planted)


async def _try(
    http: httpx2.AsyncClient,
    who: list[dict[str, str]],
    path: str,
    example: dict[str, Any],
    where: tuple[Step, ...],
    planted: Planted,
) -> None:
    """All of them at once where that fits, else as many as do; each field others than the last."""
    planted.tried += 1
    for most in LENGTHS:
        text = joined(planted.tried, most)
        if await _send(http, who, path, _put(example, where, text), planted):
            planted.fields.add(f"{path} {'.'.join(map(str, where))}")
            return


def joined(start: int, most: int) -> str:
    """Payloads from the one with this number on, as many as fit."""
    text = ""
    for number in range(len(STORED)):
        following = f"{text} {STORED[(start + number) % len(STORED)]}".strip()
        text = following if len(following) <= most else text
    return text


async def _send(
    http: httpx2.AsyncClient,
    who: list[dict[str, str]],
    path: str,
    body: dict[str, Any],
    planted: Planted,
) -> bool:
    """Whether it was accepted from one of those who may."""
    for headers in who:
        answer = await http.post(path, json=body, headers=headers)
        if answer.status_code >= 500:
            planted.faults.append(f"{path}: {answer.status_code}")
        if answer.status_code == 201:
            planted.refs.add(answer.json()["ref"])
            return True
        if answer.status_code != 403:
            return False
    return False


def _texts(value: Any, at: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    if isinstance(value, str):
        yield at
    parts = value.items() if isinstance(value, dict) else ()
    for key, part in [*parts, *(enumerate(value) if isinstance(value, list) else ())]:
        yield from _texts(part, (*at, key))


def _put(body: dict[str, Any], where: tuple[Step, ...], text: str) -> dict[str, Any]:
    changed: Any = deepcopy(body)
    inner = changed
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = text
    return dict(changed)
