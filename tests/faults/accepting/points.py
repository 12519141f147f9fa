"""Crash points: a desk dies at a random moment or at a named step, again and again."""

import asyncio
import multiprocessing
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeAlias

from tests.faults.accepting.account import account, ask_again
from tests.faults.accepting.journal import Told, read_journal, told_in
from tests.faults.accepting.life import Book, Life, begin, live, open_desk
from tests.faults.accepting.steps import PLACES
from tests.faults.verdict import Finding

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.site", "tests.faults.accepting.life"])
POINTS_A_BOOK = 25
MOMENTS = 6
"""A random moment lies within so many times the way of one command."""
FURTHEST = 12
"""A step is died at when it is reached for the first time, or up to so many times later."""
PATIENCE = 15.0
MOMENT = "at a random moment"
Databases: TypeAlias = Callable[[], AbstractContextManager[str | None]]


@dataclass
class Verdict:
    """Where a desk died, and what became of what it was asked."""

    points: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    commands: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    found: dict[str, Finding] = field(default_factory=dict)

    @property
    def wrong(self) -> list[Finding]:
        return [finding for finding in self.found.values() if finding.count]

    def add(self, findings: list[Finding]) -> None:
        for finding in findings:
            before = self.found.get(finding.what, Finding(finding.what, 0))
            detail = before.detail or finding.detail
            self.found[finding.what] = Finding(finding.what, before.count + finding.count, detail)


@dataclass
class Points:
    """So many deaths, on stores of `databases`; with a bug planted into the desk, or none."""

    folder: Path
    count: int
    databases: Databases = nullcontext
    bug: str | None = None
    places: tuple[str, ...] = PLACES
    told: Callable[[int], None] = lambda done: None
    verdict: Verdict = field(default_factory=Verdict)

    def run(self) -> Verdict:
        self._next = cycle(self.places)
        number = 0
        while self._done < self.count and not self.verdict.wrong:
            number += 1
            with self.databases() as url:
                self._book(Book(self.folder / f"book-{number}", url))
        return self.verdict

    @property
    def _done(self) -> int:
        return self.verdict.points.total()

    def _book(self, book: Book) -> None:
        """Some deaths on one store; all ends at the first thing that is wrong."""
        book.folder.mkdir()
        first = FORKS.Process(target=begin, args=(book, self.bug))
        first.start()
        self._finish(first)
        facts = read_journal(book.journal) if book.journal.exists() else []
        way = next((fact["spent"] for fact in facts if "spent" in fact), None)
        self._judge(book, 0)
        until = min(self.count, self._done + POINTS_A_BOOK)
        while way and self._done < until and not self.verdict.wrong:
            seen = len(read_journal(book.journal))
            self._die(book, way)
            self._judge(book, seen)
            self.told(self._done)
        if not self.verdict.wrong:
            self._end(Life(book, random.getrandbits(32), commands=30))
            self._judge(book, 0)
        self._count(book)

    def _die(self, book: Book, way: float) -> None:
        """Every other death is at a step, and the others are at any moment."""
        seed = random.getrandbits(32)
        if self._done % 2 == 0:
            place, nth = next(self._next), random.randint(1, FURTHEST)
            if self._end(Life(book, seed, place, nth, self.bug)):
                self.verdict.points[place] += 1
        elif self._end(Life(book, seed, bug=self.bug), random.uniform(0, MOMENTS * way)):
            self.verdict.points[MOMENT] += 1

    def _end(self, life: Life, after: float | None = None) -> bool:
        """Live this life, to be killed so many seconds after its beginning; whether it was."""
        here, there = FORKS.Pipe(duplex=False)
        process = FORKS.Process(target=live, args=(life, there))
        process.start()
        if here.poll(PATIENCE) and after is not None:
            time.sleep(after)
            process.kill()
        killed = self._finish(process)
        here.close()
        there.close()
        return killed

    def _finish(self, process: BaseProcess) -> bool:
        """Wait for its end; whether it was killed. One that hangs or fails is a finding."""
        process.join(PATIENCE)
        hung, killed = process.is_alive(), process.exitcode == -signal.SIGKILL
        failed = process.exitcode not in (0, -signal.SIGKILL)
        process.kill()
        process.join()
        self.verdict.add([Finding("desks that hung or failed", int(hung or failed))])
        return killed

    def _judge(self, book: Book, seen: int) -> None:
        """Open the store again: all is as it should be, and keys are answered as before."""
        facts = read_journal(book.journal)
        told, before = told_in(facts), told_in(facts[:seen])
        news = [told.sent[key] for key in told.answers if key not in before.answers]
        with open_desk(book) as (storage, desk):
            findings = account(storage, told)
            findings.append(asyncio.run(ask_again(storage, desk, told, news)))
        self.verdict.unanswered += len(told.unanswered) if seen else 0
        self.verdict.add(findings)

    def _count(self, book: Book) -> None:
        told: Told = told_in(read_journal(book.journal))
        self.verdict.commands.update(told.sent[key].verb for key in told.answers)
        self.verdict.refused += len(told.refused)
