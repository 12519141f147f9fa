"""A system of its own for one test, with a program signed in for each role."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from api.settings import read_settings
from api.staging import HttpStage, stage
from domain.vocabulary import Role
from services.nats_server import NatsServer
from services.people import Person

Headers = dict[str, str]


@pytest.fixture
async def played(tmp_path: Path, own_nats_server: NatsServer) -> AsyncIterator[HttpStage]:
    async with stage(read_settings(data=tmp_path, nats_url=own_nats_server.url)) as played:
        yield played


@pytest.fixture
def http(played: HttpStage) -> httpx2.AsyncClient:
    return played.http


@pytest.fixture
def sign_in(played: HttpStage) -> dict[str, Headers]:
    """The headers with which a program of each role signs in."""
    people, headers = played.system.people, {}
    for role in Role:
        people.enrol(Person(f"{role}-1", role.value, role.value, "north-west"))
        token = people.issue_token(f"{role}-1")
        headers[role.value] = {"Authorization": f"Bearer {token}"}
    return headers
