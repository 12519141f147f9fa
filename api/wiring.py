"""The composition root: the one place that builds the parts and joins them."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from api.briefing_letter import Letters, sender_of
from api.forgetting import Forgetting
from api.hub import Hub
from api.settings import Settings
from api.standings import Standings
from api.storage import NAMES, Clock, Storage, open_storage, quietly, utc_now
from api.views import Views, open_the_views
from domain.forces import FORCES, Force
from domain.ruleset import Ruleset
from projections.caught_up import still_behind
from projections.follow import Follower
from services.access_log import AccessLog
from services.bus import connect
from services.desk import Desk, World
from services.evidence import Publisher
from services.feedback import Answers, Reception
from services.mail import Mailer, read_server
from services.people import People
from services.purposes import Purposes
from services.relay import Relay
from services.rulesets import Rulesets
from services.store import Store
from services.verbs import COLLECTIONS
from services.watch import Watch
from services.writer import Writer


@dataclass(frozen=True)
class System:
    """What the web application stands on."""

    settings: Settings
    clock: Clock
    storage: Storage
    views: Views
    desk: Desk
    hub: Hub
    watch: Watch
    forces: dict[str, Force]
    reception: Reception

    @property
    def store(self) -> Store:
        return self.storage.store

    @cached_property
    def rulesets(self) -> Rulesets:
        """Every version of the rules."""
        return Rulesets(self.store)

    @property
    def ruleset(self) -> Ruleset:
        """The rules in force now."""
        return self.rulesets.in_force()

    @cached_property
    def standings(self) -> Standings:
        """Who has which part in each incident: what sight depends on."""
        return Standings(self.store)

    @property
    def people(self) -> People:
        return self.storage.people

    @property
    def access_log(self) -> AccessLog:
        return self.storage.access_log

    @property
    def purposes(self) -> Purposes:
        return self.storage.purposes

    async def caught_up(self, position: int, *names: str) -> bool:
        """Whether the views (all, unless named) reached a position within five seconds."""
        keys = [self.views.by_name[name].key for name in names or self.views.by_name]
        return not await still_behind(self.views.engine, keys, position)


@asynccontextmanager
async def running_web(
    settings: Settings, nats_url: str, clock: Clock = utc_now, *, keep_watch: bool = True
) -> AsyncIterator[System]:
    """What one web process needs; the relay and the views run elsewhere, or beside it."""
    with open_storage(settings, clock) as storage:
        storage.prepare()
        with open_the_views(settings, storage) as views:
            writer = Writer(storage.store)
            forgetting = Forgetting(storage.erasure, views)
            hub = Hub(nats_url, storage.entries, NAMES, forgetting.forget)
            forces = dict(FORCES)
            answers = Answers(storage.store, storage.vault.secret)
            answers.prepare()
            world = World(
                forces,
                Rulesets(storage.store).in_force,
                views.in_touch,
                views.suggestable,
                answers,
            )
            reception = Reception(storage.store, writer, answers, clock)
            desk = Desk(storage.store, writer, clock, COLLECTIONS, world, forgetting)
            watch = Watch(storage.store, writer, clock, views.overdue_commitments)
            writer.start()
            looking = [storage.vault.watch(), storage.erasure.watch(forgetting.finished)]
            looking += (
                [watch.run(), reception.run(), mailer_of(settings, storage, clock).run()]
                if keep_watch
                else []
            )
            async with hub.running(), meanwhile(*looking):
                yield System(settings, clock, storage, views, desk, hub, watch, forces, reception)
            writer.stop()


def mailer_of(settings: Settings, storage: Storage, clock: Clock) -> Mailer:
    """What takes briefings to the mail server, if one is set."""
    home = settings.public_url
    letters = Letters(
        storage.store, storage.recipients, home, settings.mail_from or sender_of(home)
    )
    server = read_server(settings.smtp_url) if settings.smtp_url else None
    return Mailer(storage.outbox, server, letters, clock)


@asynccontextmanager
async def meanwhile(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run these beside the block, and end them with it."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_relay(settings: Settings, nats_url: str, *, refill: bool) -> None:
    """Copy the log to NATS for ever; a stream that strayed from it is told, or filled again."""
    with open_storage(settings) as storage:
        storage.prepare()
        client = await connect(nats_url, "box1 relay")
        publisher = Publisher(
            storage.checkpoints,
            client,
            utc_now,
            settings.checkpoint_every,
            settings.checkpoint_file,
        )
        async with meanwhile(publisher.run()):
            await Relay(client, quietly(storage), refill=refill).run()


async def run_views(settings: Settings, nats_url: str, names: Sequence[str] = ()) -> None:
    """Keep the views (all, unless named) up to date for ever."""
    async with AsyncExitStack() as stack:
        storage = stack.enter_context(open_storage(settings))
        storage.prepare()
        views = stack.enter_context(open_the_views(settings, storage))
        threads = stack.enter_context(ThreadPoolExecutor(1, "views"))
        client = await connect(nats_url, "box1 project")
        erase = storage.erasure.carry_out
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(storage.vault.watch())
            for name in names or views.by_name:
                view = views.by_name[name]
                tasks.create_task(Follower(client, views.engine, view, threads, erase).run())
