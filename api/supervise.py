"""Keeps box1's other processes running beside the web pages, and ends them with itself."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

from services.nats_server import NatsServer, NatsServerFailed

PAUSE_SECONDS = 0.3
PATIENCE_SECONDS = 8.0
PR_SET_PDEATHSIG = 1


class Supervisor:
    """Runs nats-server and each command as children, starts again what dies, stops all on leaving.

    One thread starts them all and lives as long as they should: they end with it.
    """

    def __init__(self, nats: NatsServer, commands: Mapping[str, Sequence[str]]) -> None:
        self._nats, self._commands = nats, commands
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._leaving, self._ready = Event(), Event()
        self._failure: Exception | None = None
        self._watch = Thread(target=self._keep, name="supervisor", daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._leaving.set()
        self._watch.join()
        for child in self._children.values():
            child.terminate()
        for child in self._children.values():
            _end(child)
        self._nats.stop()

    @property
    def nats_url(self) -> str:
        return self._nats.url

    def _keep(self) -> None:
        try:
            self._nats.start()
        except NatsServerFailed as failure:
            self._failure = failure
            return
        finally:
            self._ready.set()
        while not self._leaving.is_set():
            self._look_after()
            self._leaving.wait(PAUSE_SECONDS)

    def _look_after(self) -> None:
        if not self._nats.alive:
            with suppress(NatsServerFailed):
                self._nats.start()
        for name, command in self._commands.items():
            child = self._children.get(name)
            if child is None or child.poll() is not None:
                self._children[name] = _start(command, {"NATS_URL": self._nats.url})


def _start(command: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    preexec = _die_with_parent if sys.platform == "linux" else None
    return subprocess.Popen(
        command,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        preexec_fn=preexec,
        process_group=0,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _die_with_parent() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
