"""The whole of box1, as `make run` starts it, for tests that use it from outside."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.ports import free_port

PATIENCE_SECONDS = 240.0


class DidNotStart(Exception):
    """box1 ended, or was not ready in time; says what it printed."""


class Site:
    """Where it is, and one sign-in (name, password) for each role."""

    def __init__(self, url: str, sign_ins: dict[str, tuple[str, str]]) -> None:
        self.url, self.sign_ins = url, sign_ins
        self._sessions: dict[str, dict[str, str]] = {}

    def session(self, role: str) -> dict[str, str]:
        """The cookies of somebody in the role; they sign in once."""
        if role not in self._sessions:
            self._sessions[role] = self._sign_in(*self.sign_ins[role])
        return self._sessions[role]

    def forget(self, role: str) -> None:
        """Their session was ended: whoever needs one next signs in again."""
        self._sessions.pop(role, None)

    def visitor(self, role: str) -> httpx2.Client:
        """A client that is signed in, as a browser without scripts would be."""
        cookies = self.session(role)
        return Visitor(
            base_url=self.url,
            cookies=cookies,
            headers={"Origin": self.url},
            follow_redirects=True,
            timeout=30,
        )

    def _sign_in(self, name: str, password: str) -> dict[str, str]:
        form, origin = {"person": name, "password": password}, {"Origin": self.url}
        answer = httpx2.post(f"{self.url}/sign-in", data=form, headers=origin)
        return dict(answer.cookies)


class Visitor(httpx2.Client):
    """Says that a record is needed to respond, wherever that is asked, and goes on to it."""

    def send(self, request: httpx2.Request, **how: Any) -> httpx2.Response:
        answer = super().send(request, **how)
        if answer.url.path != "/purpose" or request.url.path == "/purpose":
            return answer
        return self.post("/purpose", data=dict(answer.url.params) | {"purpose": "respond"})


@contextmanager
def demonstration(folder: Path) -> Iterator[Site]:
    """box1 serving the demonstration from a folder; it ends with the block."""
    with served(folder, "--demonstration") as url:
        yield Site(url, _sign_ins(folder))


@contextmanager
def served(folder: Path, *options: str, **settings: str) -> Iterator[str]:
    """Where box1 serves what is in a folder; it ends with the block."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "api.cli", "serve", *options, "--data", str(folder)]
    printed = folder.with_suffix(".log")
    with printed.open("w") as output:
        process = subprocess.Popen(
            [*command, "--port", url.rpartition(":")[2]],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | settings,
        )
        try:
            _await_ready(process, url, printed)
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _await_ready(process: subprocess.Popen[bytes], url: str, printed: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _caught_up(url):
            return
        time.sleep(0.2)
    raise DidNotStart(printed.read_text())


def _caught_up(url: str) -> bool:
    try:
        ready = httpx2.get(f"{url}/health/ready").raise_for_status().json()
    except httpx2.HTTPError:
        return False
    return all(view["behind"] == 0 for view in ready["views"].values())


def _sign_ins(folder: Path) -> dict[str, tuple[str, str]]:
    kept = json.loads((folder / "demonstration-sign-ins.json").read_text())
    return {role: (entry["name"], entry["password"]) for role, entry in kept.items()}
