"""A real `box1 serve` in a folder of its own, with everything it starts beside itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from tests.benchmarks.http import once
from tests.ports import free_port

COMMAND = [sys.executable, "-m", "api.cli"]
PATIENCE = 60.0
LOOK_EVERY = 0.004


class Box1:
    """box1 on its embedded defaults: `start` it, `kill` it, and ask it as a program would."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self._printed = folder / "printed.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.token = self._make_token()

    def start(self) -> None:
        command = [*COMMAND, "serve", "--data", str(self.data), "--port", str(self.port)]
        with self._printed.open("ab") as output:
            self._process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, env=_clean_environment()
            )

    def answers(self, method: str, path: str, body: object = None) -> bytes:
        """The body of the first answer, asking again until there is one."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                status, answer = once(self.port, self.token, method, path, body)
            except OSError:
                time.sleep(LOOK_EVERY)
                continue
            if status < 400:
                return answer
            raise RuntimeError(f"{method} {path}: {status} {answer.decode()}")
        raise TimeoutError(self._printed.read_text())

    def catch_up(self, within: float = PATIENCE) -> None:
        """Wait until every process is up and every view shows all that was recorded."""
        deadline = time.monotonic() + within
        while self._behind():
            if time.monotonic() > deadline:
                raise TimeoutError("the views did not catch up")
            time.sleep(0.1)

    def _behind(self) -> int:
        ready = orjson.loads(self.answers("GET", "/health/ready"))
        return max(int(view["behind"]) for view in ready["views"].values())

    def kill(self) -> None:
        """As a crash would: nothing of it gets to finish."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def _make_token(self) -> str:
        who = ["--person", "bench", "--role", "head_of_se", "--data", str(self.data)]
        made = subprocess.run(
            [*COMMAND, "token", "create", *who],
            check=True,
            capture_output=True,
            text=True,
            env=_clean_environment(),
        )
        return made.stdout.strip()


@contextmanager
def serving(folder: Path) -> Iterator[Box1]:
    """box1 serving from a new folder, ready; it ends with the block."""
    box1 = Box1(folder)
    box1.start()
    try:
        box1.answers("GET", "/health/ready")
        yield box1
    finally:
        box1.stop()


def _clean_environment() -> dict[str, str]:
    settings = ("DATABASE_URL", "NATS_URL", "SMTP_URL")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in settings and not name.startswith("BOX1_")
    }
