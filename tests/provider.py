"""An OpenID provider of its own process, in which tests say who is who and what they are."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2

from tests.ports import free_port

PATIENCE_SECONDS = 60.0


class DidNotStart(Exception):
    """The provider was not there in time."""


class Provider:
    """Where it is. `vouch` has somebody go through its page, as a browser would."""

    def __init__(self, url: str) -> None:
        self.url = url

    def say(self, subject: str, claims: Mapping[str, Any]) -> None:
        """From now on this is what it says of them."""
        httpx2.put(f"{self.url}/users/{subject}", json=dict(claims)).raise_for_status()

    def vouch(self, address: str, subject: str) -> str:
        """Agree on its page; the address with which somebody is sent back."""
        return self._answer(address, {"sub": subject})

    def cancel(self, address: str) -> str:
        return self._answer(address, {"action": "deny"})

    def _answer(self, address: str, form: dict[str, str]) -> str:
        assert address.startswith(self.url)
        answer = httpx2.post(address, data=form)
        back = urlsplit(answer.headers["location"])
        return f"{back.path}?{back.query}"


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that ends with the block."""
    port = str(free_port())
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", port]
    process = subprocess.Popen(
        [*command, "--require-nonce", "true"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    running = Provider(f"http://127.0.0.1:{port}")
    try:
        _await(running)
        yield running
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _await(running: Provider) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx2.get(f"{running.url}/jwks").raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise DidNotStart(running.url)
