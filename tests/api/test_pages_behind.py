"""While NATS is away, pages say what they do not show yet, and catch up when it is back."""

import re

import httpx2

from services.nats_server import NatsServer

RAISED = {
    "title": "Raised in the dark [F]",
    "incident_type": "public_order",
    "pfa": "E23000002",
    "summary": "Fictional.",
    "source": "media",
    "bereaved": "no",
}


async def test_the_board_says_how_far_behind_it_is_and_catches_up(
    http: httpx2.AsyncClient, own_nats_server: NatsServer, sign_in: dict[str, dict[str, str]]
) -> None:
    head = sign_in["head_of_se"]
    own_nats_server.stop()
    raised = await http.post("/api/v1/incidents", json=RAISED, headers=head)
    dark = await http.get("/incidents", headers=head)
    own_nats_server.start()
    light = await http.get("/incidents", params={"min_position": "1"}, headers=head)

    assert raised.status_code == 201
    assert "This page is 1 entry behind." in dark.text
    assert RAISED["title"] not in dark.text
    assert RAISED["title"] in light.text
    assert "behind" not in light.text


async def test_an_incidents_own_page_is_never_behind(
    http: httpx2.AsyncClient, own_nats_server: NatsServer, sign_in: dict[str, dict[str, str]]
) -> None:
    head = sign_in["head_of_se"]
    own_nats_server.stop()
    raised = await http.post("/api/v1/incidents", json=RAISED, headers=head)
    page = await http.get(f"/incidents/{raised.json()['ref']}", headers=head)

    assert RAISED["title"] in page.text
    assert not re.search("entr(y|ies) behind", page.text)
