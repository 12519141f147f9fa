"""Somebody who asks to be forgotten, in a system of its own: a story up to its confirmation."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from api.staging import HttpStage
from services.exercise import Actor, Call, Reply

NAME = "Quillfeather"
PEOPLE = {
    "officer": ("se_officer", "OFC-01"),
    "lead": ("regional_lead", None),
    "decider": ("info_governance", None),
    "confirmer": ("info_governance", None),
}
PERSON = {"kind": "person", "category": "public", "source": "at the vigil"}
INCIDENT = {
    "incident_type": "other",
    "pfa": "E23000003",
    "summary": "Fictional.",
    "source": "media",
}
SUPPORT = {"needed_by": "2026-04-20T09:00:00Z", "asks": ["first_contact"]}
CALL = {"channel": "phone", "reached": True, "purpose": "listen", "duration": 10}


@dataclass
class Story:
    """What was recorded about somebody in the register, in one incident, and in one on hold."""

    played: HttpStage
    refs: dict[str, str] = field(default_factory=dict)
    contacts: dict[str, str] = field(default_factory=dict)
    position: int = 0

    async def read(self, who: str, path: str) -> Reply:
        headers = {"Box1-Purpose": "check"}
        return await self.played.send(Call(who=who, method="GET", path=path, headers=headers))

    async def ask(self, who: str, path: str, **body: Any) -> Reply:
        """A command over the API, whatever is answered."""
        call = Call(who=who, method="POST", path=f"/api/v1{path}", body=body)
        return await self.played.send(call)

    async def done(self, who: str, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.ask(who, path, **body)
        assert answer.status == 201, answer.body
        told: dict[str, Any] = answer.body
        self.position = told["position"]
        return told

    async def found(self, who: str) -> list[str]:
        """The references of what a search for the name finds."""
        answer = await self.read(who, f"/api/v1/search?q={NAME}")
        return [item["ref"] for item in answer.body["items"]]

    async def confirm(self) -> Reply:
        return await self.ask("confirmer", f"/stakeholders/{self.refs['them']}/confirm-erasure")

    async def confirmed(self) -> dict[str, Any]:
        answer = await self.confirm()
        assert answer.status == 201, answer.body
        told: dict[str, Any] = answer.body
        return told


async def told(played: HttpStage) -> Story:
    """Everything up to the decision: register and closed incident erased, held incident kept."""
    await played.set_clock(datetime(2026, 4, 14, 10, tzinfo=UTC))
    await played.add_people(
        {
            key: Actor(role=role, region="north-west", officer=officer)
            for key, (role, officer) in PEOPLE.items()
        }
    )
    story = Story(played)
    person = {**PERSON, "contact_points": [{"kind": "email", "value": "mq@example.org"}]}
    them = await story.done("officer", "/stakeholders", **person, name=f"Maryam {NAME}")
    story.refs["them"] = them["ref"]
    for key in ("open", "held"):
        title = {"open": "A vigil in Northgate", "held": "A death in Northgate"}[key]
        raised = await story.done("officer", "/incidents", **INCIDENT, title=title)
        story.refs[key] = ref = raised["ref"]
        contact = {**CALL, "stakeholder": them["ref"], "summary": f"{NAME} rang from {key}."}
        later = [{"text": f"Ring {NAME}", "owner": "OFC-01", "due": "2026-05-01"}]
        path = f"/incidents/{ref}/record-contact"
        said = await story.done("officer", path, **contact, follow_ups=later)
        story.contacts[key] = said["events"][0]["event_id"]
    asked = {**SUPPORT, "incident": story.refs["open"], "about": [them["ref"]]}
    request = await story.done("lead", "/support-requests", **asked, context=f"{NAME} waits.")
    story.refs["request"] = request["ref"]
    hold = {"basis": "The inquest has opened.", "review_at": "2026-12-01"}
    await story.done("decider", f"/incidents/{story.refs['held']}/place-legal-hold", **hold)
    await _decided(story)
    await played.caught_up(story.position)
    return story


async def _decided(story: Story) -> None:
    them = f"/stakeholders/{story.refs['them']}"
    asked = {"channel": "letter", "identity_checked": True}
    await story.done("officer", f"{them}/request-erasure", **asked)
    outcomes = {"them": "erase", "open": "erase", "request": "erase", "held": "refuse"}
    per_stream = [
        {"stream": story.refs[key], "outcome": outcome, "ground": f"Because of {key}."}
        for key, outcome in outcomes.items()
    ]
    await story.done("decider", f"{them}/decide-erasure", per_stream=per_stream)
