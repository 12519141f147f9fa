"""Rounds of killing: parts die at random while people work, and come back."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from api.running import create_token
from api.settings import Settings
from api.storage import Storage, open_storage
from api.views import Views, open_the_views
from domain.vocabulary import Role
from services.bus import connect
from services.people import Person
from tests.faults.load import Load
from tests.faults.site import PARTS, Site, wait_until_it_listens
from tests.faults.verdict import (
    Finding,
    about_the_live_page,
    about_the_log,
    about_the_stream,
    about_the_views,
    settled,
    whole_log,
    whole_stream,
)

DOWN_SECONDS, UP_SECONDS = (0.0, 0.3), (0.2, 0.8)
ONE, TWO, ALL, EMPTIED = "one part", "two parts at once", "all parts at once", "NATS emptied"
FAULTS = {ONE: 85, TWO: 10, ALL: 3, EMPTIED: 2}
CLERK = Person("faults", "Faults", Role.HEAD_OF_SE, "north-west")


@dataclass
class Outcome:
    """What was done to the parts, and what came of it."""

    faults: Counter[str] = field(default_factory=Counter)
    commands: int = 0
    events: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def wrong(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.count]


@dataclass
class Rounds:
    """So many rounds on a new site in `folder`, with a bug planted into it, or none.

    `settling` is how many seconds the views have to catch up when all is over.
    """

    folder: Path
    count: int
    bug: str | None = None
    settling: float = 60.0
    told: Callable[[int], None] = lambda done: None
    outcome: Outcome = field(default_factory=Outcome)
    _next: list[str] = field(default_factory=list)

    async def run(self) -> Outcome:
        settings = Settings(data=self.folder, nats_url=None, database_url=None)
        token = create_token(settings, CLERK)
        site = Site(self.folder, self.bug)
        try:
            site.start_all()
            wait_until_it_listens(site.port)
            load = Load(site.url, token)
            await load.run(lambda: self._rounds(site))
            await self._judge(settings, site, load)
        finally:
            site.stop()
        return self.outcome

    async def _rounds(self, site: Site) -> None:
        for done in range(1, self.count + 1):
            await self._round(site)
            self.told(done)

    async def _round(self, site: Site) -> None:
        await asyncio.sleep(random.uniform(*UP_SECONDS))
        [fault] = random.choices([*FAULTS], weights=[*FAULTS.values()])
        victims = self._victims(fault)
        for part in victims:
            site.kill(part)
        if fault == EMPTIED:
            site.empty_nats()
        self.outcome.faults.update([fault] if fault == EMPTIED else [f"kill {v}" for v in victims])
        await asyncio.sleep(random.uniform(*DOWN_SECONDS))
        for part in victims:
            site.start(part)

    def _victims(self, fault: str) -> list[str]:
        if fault == ALL:
            return [*PARTS]
        if fault == EMPTIED:
            return ["nats"]
        count = 2 if fault == TWO else 1
        if len(self._next) < count:
            self._next = random.sample(PARTS, len(PARTS))
        victims, self._next = self._next[:count], self._next[count:]
        return victims

    async def _judge(self, settings: Settings, site: Site, load: Load) -> None:
        with ExitStack() as stack:
            storage = stack.enter_context(open_storage(settings))
            views = stack.enter_context(open_the_views(settings, storage))
            await asyncio.to_thread(settled, views, storage, self.settling)
            await load.end(storage.store.position(), self.settling)
            dead = site.dead()
            self.outcome.findings = [
                Finding("processes that ended by themselves", len(dead), ", ".join(dead)),
                *await self._compared(storage, views, site, load),
            ]

    async def _compared(
        self, storage: Storage, views: Views, site: Site, load: Load
    ) -> list[Finding]:
        log = await asyncio.to_thread(whole_log, storage)
        client = await connect(site.nats.url, "faults")
        stream = await whole_stream(client)
        await client.close()
        self.outcome.commands, self.outcome.events = len(load.heard.acknowledged), len(log)
        return [
            *about_the_log(log, load.heard),
            *about_the_stream(log, stream),
            *about_the_live_page(log, load.heard),
            *await asyncio.to_thread(about_the_views, views, storage),
        ]
