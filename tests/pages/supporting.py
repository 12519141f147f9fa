"""A request for support and the officers who could come, for tests of the pages about them."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.officer import week_of
from tests.pages.desk import ENOUGH, Desk, seated
from tests.site import Site

ANCHORS = {"S": 2, "T": 1, "C": 2, "F": 1, "P": 1}
EVIDENCE = dict.fromkeys("STCFP", "The first report. Fictional.")


def moment(**ahead: float) -> str:
    return (datetime.now(UTC) + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Support:
    """An incident in Humberside, its investigator's request, and whoever decides about it.

    `position` is that of the last thing recorded: a view that has it shows everything.
    """

    def __init__(self, site: Site, stack: ExitStack) -> None:
        self.head = stack.enter_context(seated(site, "head_of_se"))
        self.duty = stack.enter_context(seated(site, "duty_officer"))
        self.lead = stack.enter_context(seated(site, "regional_lead"))
        self.ref = ""
        self.position = 0

    def incident(self, title: str) -> str:
        ref = self.duty.raise_incident(title)
        self.duty.triage()
        return ref

    def officer(self, name: str, region: str = "north-east", **more: Any) -> str:
        """`speaks` a language; everybody works the same hours."""
        body = {
            "name": name,
            "region": region,
            "contracted": 2220,
            "role": "se_officer",
            "start": "2026-01-05",
        }
        ref = str(self.post(self.head, "/api/v1/officers", body)["ref"])
        for lang in more.get("speaks", ()):
            said = {"lang": lang, "level": "fluent"}
            self.post(self.head, f"/api/v1/officers/{ref}/set-language", said)
        return ref

    def request(self, incident: str, **more: Any) -> str:
        body = {
            "incident": incident,
            "needed_by": moment(hours=60),
            "asks": ["first_contact"],
            "context": "The family's street is frightened. Fictional.",
            **more,
        }
        self.ref = str(self.post(self.duty, "/api/v1/support-requests", body)["ref"])
        return self.ref

    def score(self, **anchors: int) -> None:
        body = {"anchors": {**ANCHORS, **anchors}, "evidence": EVIDENCE}
        self.do(self.duty, "score", body)

    def accept(self, officer: str, minutes: int) -> None:
        today = datetime.now(UTC).date()
        weeks = {"id": officer, "minutes_by_week": {week_of(today): minutes}}
        self.do(self.lead, "accept", {"officers": [weeks], "start": today.isoformat()})

    def decline(self) -> None:
        self.do(self.lead, "decline", {"reason": ENOUGH, "alternative": "Ring the force."})

    def do(self, desk: Desk, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        return self.post(desk, f"/api/v1/support-requests/{self.ref}/{verb}", body)

    def post(self, desk: Desk, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = desk.client.post(path, json=body)
        assert answer.is_success, answer.text
        recorded = dict(answer.json())
        self.position = recorded["position"]
        return recorded
