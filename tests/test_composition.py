"""The composed processes together, on PostgreSQL and NATS, without the containers around them."""

import os
import secrets
import subprocess
import sys
import sysconfig
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
COMPOSE, CONFIGURATION = ROOT / "docker-compose.yml", ROOT / "deploy" / "nats.conf"
NATS_SERVER = Path(sysconfig.get_path("scripts")) / "nats-server"
PROCESSES: dict[str, Any] = {
    name: part
    for name, part in yaml.safe_load(COMPOSE.read_text())["services"].items()
    if part["image"] == "box1"
}
PATIENCE_SECONDS = 90
INCIDENT = {
    "title": "Death following contact, Northgate",
    "incident_type": "death_following_contact",
    "pfa": "E23000003",
    "summary": "A man died after police attended.",
    "source": "force_referral",
    "bereaved": "yes",
}


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The process, told to end when the block is left; one that does not is killed."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


@pytest.fixture
def nats_url(tmp_path: Path) -> Iterator[str]:
    """A NATS server with the configuration it is composed with, but for ports and folder."""
    secret, port = f"t{secrets.token_hex(8)}", free_port()
    here = tmp_path / "nats.conf"
    here.write_text(CONFIGURATION.read_text().replace("/data", str(tmp_path / "nats")))
    place = ["--addr", "127.0.0.1", "--port", str(port), "--http_port", str(free_port())]
    serve = [str(NATS_SERVER), "--config", str(here), *place]
    with ended(subprocess.Popen(serve, env={**os.environ, "NATS_TOKEN": secret})):
        yield f"nats://{secret}@127.0.0.1:{port}"


@pytest.fixture
def composed(postgres_url: str, nats_url: str, tmp_path: Path) -> dict[str, str]:
    """The environment of every composed process, with addresses that hold on this machine."""
    key = tmp_path / "master.key"
    key.write_bytes(b64encode(secrets.token_bytes(32)))
    port = free_port()
    here = {
        "DATABASE_URL": postgres_url,
        "NATS_URL": nats_url,
        "BOX1_MASTER_KEY_FILE": str(key),
        "BOX1_BASE_URL": f"http://127.0.0.1:{port}",
        "BOX1_PROXIES": "127.0.0.1",
    }
    assert all(set(part["environment"]) == set(here) for part in PROCESSES.values())
    return {**os.environ, **here, "BOX1_PORT": str(port)}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "api.cli", *words]


@contextmanager
def running(name: str, environment: dict[str, str], folder: Path) -> Iterator[None]:
    """A composed process with a data folder of its own, as a container has."""
    own = {**environment, "BOX1_DATA": str(folder / name)}
    with ended(subprocess.Popen(command(*PROCESSES[name]["command"]), env=own)) as process:
        yield
        assert process.poll() is None, f"{name} ended by itself"


def token(environment: dict[str, str], folder: Path) -> str:
    own = {**environment, "BOX1_DATA": str(folder / "token")}
    create = command("token", "create", "--person", "d.officer", "--role", "duty_officer")
    create += ["--region", "north-west", "--officer", "OFC-01"]
    return subprocess.run(create, env=own, check=True, capture_output=True, text=True).stdout


def await_ready(client: httpx2.Client) -> None:
    for _ in range(PATIENCE_SECONDS * 5):
        try:
            client.get("/health/ready").raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("serve was not ready in time")


def test_a_command_reaches_the_views_through_every_composed_process(
    composed: dict[str, str], tmp_path: Path
) -> None:
    prepare = command(*PROCESSES["prepare"]["command"])
    subprocess.run(prepare, env={**composed, "BOX1_DATA": str(tmp_path / "p")}, check=True)
    bearer = {"Authorization": f"Bearer {token(composed, tmp_path).strip()}"}
    with ExitStack() as stack:
        for name in ("relay", "project", "serve"):
            stack.enter_context(running(name, composed, tmp_path))
        base = composed["BOX1_BASE_URL"]
        client = stack.enter_context(httpx2.Client(base_url=base, headers=bearer, timeout=30))
        await_ready(client)

        raised = client.post("/api/v1/incidents", json=INCIDENT).raise_for_status().json()
        timeline = client.get(
            f"/api/v1/incidents/{raised['ref']}/timeline",
            params={"min_position": raised["position"]},
        )

        assert timeline.raise_for_status().json()["items"][0]["type"] == "IncidentRaised"
