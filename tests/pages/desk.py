"""A colleague at a desk: one incident, recorded through the API and read through its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.site import Site

ENOUGH = "Words that are long enough for every rule. Fictional."


@contextmanager
def seated(site: Site, role: str, ref: str = "") -> Iterator["Desk"]:
    """Somebody in a role at their desk, until the block ends."""
    with site.visitor(role) as client:
        client.headers["Origin"] = site.url
        yield Desk(client, ref)


class Desk:
    """One incident of one person. `do` is a command, `send` a form as a browser sends it."""

    def __init__(self, client: httpx2.Client, ref: str = "") -> None:
        self.client, self.ref = client, ref

    def raise_incident(self, title: str) -> str:
        body = {
            "title": title,
            "incident_type": "public_order",
            "pfa": "E23000013",
            "summary": "Fictional.",
        }
        answer = self.client.post("/api/v1/incidents", json=body).raise_for_status()
        self.ref = str(answer.json()["ref"])
        return self.ref

    def do(self, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.client.post(f"/api/v1/incidents/{self.ref}/{verb}", json=body)
        return dict(answer.raise_for_status().json())

    def triage(self, level: str = "critical") -> dict[str, Any]:
        tension = {"level": level, "initial_tension": "amber"}
        return self.do("triage", {**tension, "rationale": ENOUGH, "due_regard": ENOUGH})

    def map_community(self, name: str, *stakeholders: str) -> dict[str, Any]:
        contacts = [{"stakeholder": ref} for ref in stakeholders]
        return self.do("map-community", {"name": name, "contacts": contacts})

    def record_tension(self, text: str) -> dict[str, Any]:
        return self.do(
            "record-tension", {"kind": "evidenced", "source_class": "community", "text": text}
        )

    def ask(self, text: str) -> dict[str, Any]:
        asked = {"asked_by": "community", "ref": "C1", "kind": "fact"}
        return self.do("raise-question", {**asked, "text": text})

    def page(self, path: str = "") -> str:
        answer = self.client.get(f"/incidents/{self.ref}{path}")
        return answer.raise_for_status().text

    def send(self, path: str, fields: dict[str, str]) -> httpx2.Response:
        """A form as a browser sends it; the answer before it is followed anywhere."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.client.post(
            f"/incidents/{self.ref}{path}",
            content=urlencode(fields),
            headers=form,
            follow_redirects=False,
        )
