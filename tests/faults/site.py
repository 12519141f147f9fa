"""box1 as separate processes on one folder, each of which can be killed alone and started again."""

import multiprocessing
import os
import shutil
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from api import cli
from services.nats_server import NatsServer
from tests.faults.planted import plant
from tests.ports import free_port

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.site"])
PYTHON_PARTS: dict[str, tuple[str, ...]] = {
    "web": ("serve",),
    "relay": ("relay",),
    "second relay": ("relay",),
    "views": ("project",),
}
PARTS = ("nats", *PYTHON_PARTS)


class Site:
    """Everything that runs, in one folder; `bug` is planted into every process of ours.

    The processes are forked from one that has imported box1, so that a restart takes
    milliseconds and a round of killing is not spent on importing.
    """

    def __init__(self, folder: Path, bug: str | None = None) -> None:
        self.folder, self._bug = folder, bug
        self.port = free_port()
        self.nats = NatsServer(folder / "nats")
        self._processes: dict[str, BaseProcess] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_all(self) -> None:
        for part in PARTS:
            self.start(part)

    def start(self, part: str) -> None:
        if part == "nats":
            self.nats.start()
            return
        command = [*PYTHON_PARTS[part], "--data", str(self.folder)]
        if part == "web":
            command += ["--port", str(self.port)]
        printed = self.folder / f"{part}.log"
        process = FORKS.Process(target=run, args=(command, self._settings(), printed, self._bug))
        process.start()
        self._processes[part] = process

    def kill(self, part: str) -> None:
        """As a crash would: nothing of it gets to finish."""
        if part == "nats":
            self.nats.kill()
        else:
            self._processes[part].kill()
            self._processes[part].join()

    def empty_nats(self) -> None:
        """NATS loses everything: it is killed, and its messages are deleted."""
        self.kill("nats")
        shutil.rmtree(self.folder / "nats" / "jetstream")

    def dead(self) -> list[str]:
        """Which of our processes ended though nobody killed them."""
        return [part for part, process in self._processes.items() if not process.is_alive()]

    def stop(self) -> None:
        for process in self._processes.values():
            process.kill()
            process.join()
        self.nats.kill()

    def _settings(self) -> Mapping[str, str]:
        return {"NATS_URL": self.nats.url}


def run(
    command: Sequence[str], settings: Mapping[str, str], printed: Path, bug: str | None
) -> None:
    """What each process does: `box1` with this command line and these settings only."""
    with printed.open("ab") as output:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(output.fileno(), stream.fileno())
    for name in [*os.environ]:
        if name.startswith("BOX1_") or name in ("DATABASE_URL", "SMTP_URL"):
            del os.environ[name]
    os.environ.update(settings)
    if bug is not None:
        plant(bug)
    sys.argv = ["box1", *command]
    cli.main()


def wait_until_it_listens(port: int, within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.01)
    raise TimeoutError(f"nothing listens on port {port}")
