"""A small world to ask about: people of every role, incidents of both markings, entries of both."""

from dataclasses import dataclass, field
from typing import Any

import httpx2

from api.staging import HttpStage
from services.people import Person

SECRET = "Zebra"
"""Stands in every text of every OFFICIAL-SENSITIVE entry of the OFFICIAL incident."""


@dataclass
class World:
    """`refs` names each object: incidents by region and marking, and two people of the register."""

    http: httpx2.AsyncClient
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    position: int = 0

    async def ask(self, who: str, path: str, **body: Any) -> httpx2.Response:
        """A read, or a command where there is a body."""
        headers = self.headers[who] | {"Box1-Purpose": "check"}
        if not body:
            return await self.http.get(path, headers=headers)
        return await self.http.post(f"/api/v1{path}", json=body, headers=headers)

    async def done(self, who: str, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.ask(who, path, **body)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        self.position = told["position"]
        return told


PEOPLE = (
    Person("duty", "Dee", "duty_officer", "north-west", "OFC-01"),
    Person("other_duty", "Del", "duty_officer", "london", "OFC-02"),
    Person("officer", "Sam", "se_officer", "north-west", "OFC-03"),
    Person("other_officer", "Sol", "se_officer", "london", "OFC-04"),
    Person("lead", "Lee", "regional_lead", "london"),
    Person("head", "Hal", "head_of_se"),
    Person("investigator", "Ivy", "investigator", "north-west"),
    Person("other_investigator", "Ian", "investigator", "london"),
    Person("insight", "Ina", "insight_manager"),
    Person("reviewer", "Rex", "reviewer"),
    Person("analyst", "Ann", "analyst"),
    Person("governance", "Gus", "info_governance"),
    Person("other_governance", "Gil", "info_governance"),
    Person("auditor", "Aud", "auditor"),
)


async def build(played: HttpStage) -> World:
    """The world, as the people in it record it over the API."""
    world = World(played.http)
    people = played.system.people
    for person in PEOPLE:
        people.enrol(person)
        world.headers[person.ref] = {"Authorization": f"Bearer {people.issue_token(person.ref)}"}
    await _register(world)
    await _incidents(world)
    await _insight(world)
    await _entries(world)
    await played.caught_up(world.position)
    return world


async def _register(world: World) -> None:
    for name, said in (("taking_part", "Harmony Wanjiru"), ("unknown", "Peregrine Ostler")):
        told = await world.done(
            "duty",
            "/stakeholders",
            kind="person",
            name=said,
            category="public",
            areas=["E23000003"],
        )
        world.refs[name] = told["ref"]
        world.events[f"first of {name}"] = told["events"][0]["event_id"]


async def _incidents(world: World) -> None:
    raised = {"incident_type": "other", "summary": "Fictional.", "source": "other"}
    wanted = {
        "own": ("duty", "E23000003", "OFFICIAL", "A crash on the ring road"),
        "elsewhere": ("other_duty", "E23000001", "OFFICIAL", "A march in the capital"),
        "restricted": ("duty", "E23000003", "OFFICIAL-SENSITIVE", "Quarrybank allegation"),
        "restricted_elsewhere": ("lead", "E23000001", "OFFICIAL-SENSITIVE", "Wharf allegation"),
    }
    for name, (who, pfa, marking, title) in wanted.items():
        told = await world.done(
            who, "/incidents", **raised, pfa=pfa, bereaved="yes", title=title, marking=marking
        )
        world.refs[name] = told["ref"]
        world.events[f"first of {name}"] = told["events"][0]["event_id"]
    for name, officer, investigator in (
        ("own", "OFC-03", "investigator"),
        ("elsewhere", "OFC-04", "other_investigator"),
        ("restricted", "OFC-03", "investigator"),
        ("restricted_elsewhere", "OFC-04", "other_investigator"),
    ):
        at = f"/incidents/{world.refs[name]}"
        await world.done("head", f"{at}/assign-lead", officer=officer)
        link = {"ref": "2026/990001-F", "lead_investigator": investigator}
        await world.done("head", f"{at}/link-investigation", **link)


async def _insight(world: World) -> None:
    """One that everybody in the organisation may know of."""
    told = {"statement": "Ring first. Fictional.", "kind": "lesson", "themes": ["capacity"]}
    told |= {"phase": "managing", "confidence": "low", "incident_type": "other"}
    world.refs["insight"] = ref = (await world.done("head", "/insights", **told))["ref"]
    await world.done("lead", f"/insights/{ref}/validate", note="It holds.")
    shared = {"audience": "organisation", "redaction_checked_by": "lead"}
    await world.done("lead", f"/insights/{ref}/set-sharing", **shared)


async def _entries(world: World) -> None:
    """On the OFFICIAL incident, by its lead: one entry of each kind, open and withheld."""
    at = f"/incidents/{world.refs['own']}"
    due = "2036-01-01T09:00:00Z"
    for marking, words in (("OFFICIAL", "Heron"), ("OFFICIAL-SENSITIVE", SECRET)):
        kept = "open" if words == "Heron" else "withheld"
        marked: dict[str, Any] = {"marking": marking}
        commands: tuple[tuple[str, dict[str, Any]], ...] = (
            ("map-community", {"name": f"{words} Street"}),
            (
                "make-commitment",
                {"to": "C1", "text": f"{words}: ring every Monday.", "due_at": due},
            ),
            (
                "raise-question",
                {"text": f"{words}?", "asked_by": "community", "ref": "C1", "kind": "fact"},
            ),
            (
                "record-tension",
                {"kind": "potential", "source_class": "media", "text": f"{words} heard."},
            ),
            (
                "record-contact",
                {
                    "stakeholder": world.refs["taking_part"],
                    "channel": "phone",
                    "reached": True,
                    "purpose": "listen",
                    "summary": f"{words} said so.",
                },
            ),
        )
        for verb, body in commands:
            told = await world.done("officer", f"{at}/{verb}", **body, **marked)
            world.events[f"{kept} {verb}"] = told["events"][0]["event_id"]
