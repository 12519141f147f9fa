"""The nats-server that box1 starts keeps to itself, keeps its data, and never outlives box1."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from services.bus import ensure_stream
from services.nats_server import NatsServer, NatsServerFailed
from tests.nats import connected, on_the_stream

ORPHAN = """
import sys, time
from pathlib import Path
from services.nats_server import NatsServer
server = NatsServer(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
time.sleep(60)
"""


def test_it_listens_on_loopback_only(own_nats_server: NatsServer) -> None:
    listening = psutil.Process(own_nats_server.pid).net_connections("inet")

    assert {connection.laddr.ip for connection in listening} == {"127.0.0.1"}


def test_it_is_given_no_secret_of_box1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOX1_MASTER_KEY", "DATABASE_URL", "SMTP_URL"):
        monkeypatch.setenv(name, f"a secret in {name}")
    server = NatsServer(tmp_path)
    server.start()
    given = psutil.Process(server.pid).environ()
    server.stop()

    assert not any("a secret" in value for value in given.values())
    assert given["PATH"]


def test_it_lets_no_one_in_without_its_credential(own_nats_server: NatsServer) -> None:
    host, _, port = own_nats_server.url.partition("@")[2].partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as stranger:
        stranger.sendall(b"CONNECT {}\r\nPING\r\n")
        answer = b"".join(iter(lambda: stranger.recv(4096), b""))

    assert b"Authorization Violation" in answer
    assert b"PONG" not in answer


def test_its_credential_is_readable_by_its_owner_only(
    own_nats_server: NatsServer, tmp_path: Path
) -> None:
    token = own_nats_server.url.partition("@")[0].removeprefix("nats://")
    holding = [file for file in (tmp_path / "nats").glob("*") if _mentions(file, token)]

    assert {file.name for file in holding} == {"address", "nats.conf"}
    assert {file.stat().st_mode & 0o777 for file in holding} == {0o600}


async def test_messages_address_and_credential_outlive_a_crash(
    own_nats_server: NatsServer,
) -> None:
    async with connected(own_nats_server) as client:
        await ensure_stream(client.jetstream())
        await client.jetstream().publish("box1.event.a", b"", headers={"Evt-Position": "1"})
    before = own_nats_server.url
    own_nats_server.kill()
    own_nats_server.start()

    assert own_nats_server.url == before
    async with connected(own_nats_server) as client:
        assert await on_the_stream(client) == [1]


def test_it_takes_another_port_where_its_own_is_taken(own_nats_server: NatsServer) -> None:
    port = int(own_nats_server.url.rpartition(":")[2])
    own_nats_server.stop()
    with socket.create_server(("127.0.0.1", port)):
        own_nats_server.start()

    assert own_nats_server.alive
    assert int(own_nats_server.url.rpartition(":")[2]) != port


def test_a_second_one_on_the_same_folder_is_refused(
    own_nats_server: NatsServer, tmp_path: Path
) -> None:
    with pytest.raises(NatsServerFailed, match="another nats-server"):
        NatsServer(tmp_path / "nats").start(within=0.2)

    assert own_nats_server.alive


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_it_ends_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout:
        server = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()

    assert server.wait(timeout=5) is None


def test_a_new_one_waits_for_the_old_one_to_end(
    own_nats_server: NatsServer, tmp_path: Path
) -> None:
    successor = NatsServer(tmp_path / "nats")
    psutil.Process(own_nats_server.pid).terminate()
    began = time.monotonic()
    successor.start()
    successor.stop()

    assert time.monotonic() - began < 5


def _mentions(file: Path, token: str) -> bool:
    return file.is_file() and token in file.read_text(errors="replace")
