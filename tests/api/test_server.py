"""The server takes a port for itself, and ends soon, however many pages are open."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from api.server import CannotListen, listen
from tests.benchmarks.box1 import serving

OPEN_PAGES = 5
SOON = 15.0  # it takes one second; what is being answered has two, and the machine may be busy


def test_a_port_that_is_taken_is_said_so() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(CannotListen, match=f"127.0.0.1:{port} cannot be served on"):
            listen("127.0.0.1", port)


def test_told_to_stop_it_lets_open_pages_go_and_ends(tmp_path: Path) -> None:
    with serving(tmp_path) as box1, ExitStack() as pages:
        box1.catch_up()
        head = f"GET /api/v1/changes HTTP/1.1\r\nHost: box1\r\nAuthorization: Bearer {box1.token}"
        unfinished = "POST /sign-in HTTP/1.1\r\nHost: box1\r\nContent-Length: 100"
        connections = [
            pages.enter_context(socket.create_connection(("127.0.0.1", box1.port), timeout=30))
            for _ in range(OPEN_PAGES)
        ]
        for connection in connections:
            connection.sendall(f"{head}\r\n\r\n".encode())
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        slow = pages.enter_context(socket.create_connection(("127.0.0.1", box1.port), timeout=30))
        slow.sendall(f"{unfinished}\r\n\r\n".encode())
        started = time.monotonic()
        box1.stop()
        took = time.monotonic() - started

        assert took < SOON
        for connection in connections:
            while connection.recv(65536):
                pass
