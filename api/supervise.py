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

PAUSE_SECONDS = 0.3
PATIENCE_SECONDS = 8.0
PR_SET_PDEATHSIG = 1


class Supervisor:
    """Runs each command as a child, starts it again when it dies, stops all on leaving."""

    def __init__(self, commands: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> None:
        self._commands, self._env = commands, {**os.environ, **env}
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._leaving = Event()
        self._watch = Thread(target=self._keep, name="supervisor", daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
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

    def _keep(self) -> None:
        while not self._leaving.is_set():
            for name, command in self._commands.items():
                child = self._children.get(name)
                if child is None or child.poll() is not None:
                    self._children[name] = _start(command, self._env)
            self._leaving.wait(PAUSE_SECONDS)


def _start(command: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    preexec = _die_with_parent if sys.platform == "linux" else None
    return subprocess.Popen(
        command, env=dict(env), stdin=subprocess.DEVNULL, preexec_fn=preexec, process_group=0
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
