"""What several pages are tried with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.settings import read_settings
from api.staging import stage
from services.nats_server import NatsServer
from tests.pages.rota import Rota


@pytest.fixture
async def rota(tmp_path: Path, own_nats_server: NatsServer) -> AsyncIterator[Rota]:
    async with stage(read_settings(data=tmp_path, nats_url=own_nats_server.url)) as played:
        rota = Rota(played)
        await rota.joins("Asha", "wales")
        await rota.joins("Ben", "london")
        yield rota
