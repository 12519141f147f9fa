"""The whole of box1 on a folder of its own, with an account for every role, seen from outside."""

import os
import secrets
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from api.settings import Settings, read_settings
from api.storage import open_storage
from domain.vocabulary import Role
from services.people import Person
from tests.ports import free_port
from tests.site import DidNotStart

PATIENCE_SECONDS = 120.0
SECOND, INVESTIGATOR, OFFICER = "ig-okafor", "inv-mercer", "OFC-01"
STRANGER = "inv-elsewhere"
"""An investigator who has nothing to do with any of the responses."""
NAMES = {Role.INVESTIGATOR: INVESTIGATOR}
OFFICERS = {Role.SE_OFFICER: OFFICER, Role.DUTY_OFFICER: "OFC-02"}


@dataclass
class Place:
    """Where it runs, what it printed, and how everybody signs in (the role, or `SECOND`)."""

    folder: Path
    url: str
    database_url: str | None
    passwords: dict[str, tuple[str, str]]
    tokens: dict[str, str]
    pid: int = 0
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    clients: list[httpx2.Client] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def printed(self) -> Path:
        return self.folder / "printed.log"

    @property
    def settings(self) -> Settings:
        return settings_of(self.folder, self.database_url)

    @property
    def master_key(self) -> Path:
        return master_key_of(self.folder)

    @property
    def nats_url(self) -> str:
        return (self.data / "nats" / "address").read_text()

    def client(self, **told: Any) -> httpx2.Client:
        """A client that is closed when the place is."""
        made = httpx2.Client(base_url=self.url, timeout=60, **told)
        self.clients.append(made)
        return made

    def cookies(self, role: str) -> dict[str, str]:
        """The cookies of somebody in the role, who signs in once."""
        if role not in self.sessions:
            name, password = self.passwords[role]
            form, headers = {"person": name, "password": password}, {"Origin": self.url}
            answer = httpx2.post(f"{self.url}/sign-in", data=form, headers=headers, timeout=60)
            self.sessions[role] = dict(answer.cookies)
        return self.sessions[role]

    def run(self, *command: str) -> str:
        """What a command of box1 prints, run beside the one that serves."""
        done = subprocess.run(
            [*BOX1, *command, "--data", str(self.data)],
            env=environment(self.folder, self.database_url),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


BOX1 = (sys.executable, "-m", "api.cli")


def master_key_of(folder: Path) -> Path:
    return folder / "data" / "keys" / "master.key"


def environment(folder: Path, database_url: str | None) -> dict[str, str]:
    kept = {name: said for name, said in os.environ.items() if not name.startswith("BOX1_")}
    for name in ("DATABASE_URL", "NATS_URL", "SMTP_URL"):
        kept.pop(name, None)
    if database_url:
        kept |= {"DATABASE_URL": database_url, "BOX1_MASTER_KEY_FILE": str(master_key_of(folder))}
    return kept


def settings_of(folder: Path, database_url: str | None) -> Settings:
    key = master_key_of(folder) if database_url else None
    return read_settings(data=folder / "data", database_url=database_url, master_key_file=key)


@contextmanager
def running(folder: Path, database_url: str | None = None) -> Iterator[Place]:
    """box1 serving from a new folder (and a new database); it ends with the block."""
    url = f"http://127.0.0.1:{free_port()}"
    (folder / "data").mkdir(parents=True)
    passwords, tokens = _enrolled(folder, database_url)
    place = Place(folder, url, database_url, passwords, tokens)
    with place.printed.open("w") as output:
        process = subprocess.Popen(
            [*BOX1, "serve", "--data", str(place.data), "--port", url.rpartition(":")[2]],
            env=environment(folder, database_url),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        place.pid = process.pid
        try:
            _await_ready(process, place)
            yield place
        finally:
            for client in place.clients:
                client.close()
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def caught_up(place: Place) -> None:
    """Wait until the views show everything that was recorded."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not _ready(place.url):
        time.sleep(0.2)


def _await_ready(process: subprocess.Popen[bytes], place: Place) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _ready(place.url):
            return
        time.sleep(0.2)
    raise DidNotStart(place.printed.read_text())


def _ready(url: str) -> bool:
    try:
        ready = httpx2.get(f"{url}/health/ready").raise_for_status().json()
    except httpx2.HTTPError:
        return False
    return all(view["behind"] == 0 for view in ready["views"].values())


def _enrolled(
    folder: Path, database_url: str | None
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """An account and a token for each role, one more for information governance, and a stranger."""
    if database_url:
        _new_key(master_key_of(folder))
    passwords, tokens = {}, {}
    with open_storage(settings_of(folder, database_url)) as storage:
        storage.prepare()
        for key, who in _staff().items():
            password = secrets.token_urlsafe(16)
            storage.people.enrol(who, password)
            passwords[key] = who.ref, password
            tokens[key] = storage.people.issue_token(who.ref)
    return passwords, tokens


def _staff() -> Mapping[str, Person]:
    everyone = {
        role.value: Person(
            NAMES.get(role, f"{role}-1"), role.value, role.value, "north-west", OFFICERS.get(role)
        )
        for role in Role
    }
    second = Person(SECOND, "second governance", Role.INFO_GOVERNANCE, "north-west")
    stranger = Person(STRANGER, "another investigator", Role.INVESTIGATOR, "london")
    return {**everyone, SECOND: second, STRANGER: stranger}


def _new_key(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(f"{b64encode(secrets.token_bytes(32)).decode()}\n")
