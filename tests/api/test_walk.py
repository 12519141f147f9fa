"""Every role over every route, on each kind of record: what is refused, what is not there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx2

from api.access import Check, Permission
from api.examples import BODIES
from api.staging import HttpStage
from tests.api.printed import (
    ALLOWED,
    ANALYST,
    AUDITOR,
    DUTY,
    HEAD,
    IG,
    INSIGHT,
    INVESTIGATOR,
    LEAD,
    REVIEWER,
    SE,
)
from tests.api.test_access import rules
from tests.api.world import World, build

WHO = {
    DUTY: "duty",
    SE: "officer",
    LEAD: "lead",
    HEAD: "head",
    INVESTIGATOR: "investigator",
    INSIGHT: "insight",
    REVIEWER: "reviewer",
    ANALYST: "analyst",
    IG: "governance",
    AUDITOR: "auditor",
}
RECORDS = {
    "incidents": ("own", "elsewhere", "restricted", "restricted_elsewhere"),
    "stakeholders": ("taking_part", "unknown"),
}
KNOWS: dict[str, set[str]] = {
    DUTY: {"own", "elsewhere", "restricted", "taking_part", "unknown"},
    SE: {"own", "elsewhere", "restricted", "taking_part", "unknown"},
    LEAD: {*RECORDS["incidents"], *RECORDS["stakeholders"]},
    HEAD: {*RECORDS["incidents"], *RECORDS["stakeholders"]},
    INVESTIGATOR: {"own", "restricted"},
    INSIGHT: {"own", "elsewhere", "taking_part", "unknown"},
    REVIEWER: {"own", "elsewhere", "taking_part"},
    ANALYST: set(),
    IG: {*RECORDS["incidents"], *RECORDS["stakeholders"]},
    AUDITOR: set(),
}
OWN = {"own", "restricted"}
REFUSED, NOT_THERE, ANSWERED = "403", "404", "answered"
STALE = {"If-Match": '"999999"'}
STREAM = "/api/v1/changes"


@dataclass(frozen=True)
class Step:
    """One request: a route, on one record of a kind, or on none."""

    method: str
    path: str
    permission: Permission
    record: str = ""

    def address(self, world: World) -> str:
        known = {"ref": world.refs.get(self.record, "nobody"), "verb": "amend"}
        known["insight"] = world.refs["insight"]
        known["event_id"] = world.events[f"first of {self.record}"] if self.record else ""
        return re.sub(r"{(\w+)}", lambda found: known.get(found[1], "1"), self.path)

    def expected(self, role: str) -> str:
        """What the tables above say."""
        if self.path == "/incidents/{ref}/access":
            return self._who_looked(role)
        if role not in ALLOWED[self.permission]:
            return REFUSED
        if self.record and self.record not in KNOWS[role] and role != AUDITOR:
            return NOT_THERE
        taken_out = self.path.startswith("/api/") and self.path.endswith("/evidence")
        taken_out |= self.path.endswith(("/timeline.csv", "/evidence.jsonl", "}/report.pdf"))
        takes_out = taken_out and role in (DUTY, SE)
        return REFUSED if takes_out and self.record not in OWN else ANSWERED

    def _who_looked(self, role: str) -> str:
        answers_for_it = role == SE and self.record in OWN
        return ANSWERED if role in {HEAD, IG, AUDITOR} or answers_for_it else NOT_THERE


def steps() -> Iterator[Step]:
    for method, path, declared in rules():
        checks = [rule for rule in declared if isinstance(rule, Check)]
        if not checks or path == STREAM:
            continue
        collection = path.removeprefix("/api/v1").split("/")[1]
        with_ref = "{ref}" in path and collection in RECORDS
        for record in RECORDS[collection] if with_ref else ("",):
            yield Step(method, path, checks[0].permission, record)


async def take(world: World, step: Step, headers: dict[str, str]) -> httpx2.Response:
    """A command as its example has it, read as stale where it would be carried out."""
    address, headers = step.address(world), headers | {"Box1-Purpose": "check"}
    if not step.path.startswith("/api/"):
        form = {"field": "title"} if step.method == "POST" else None
        return await world.http.request(step.method, address, data=form, headers=headers)
    if step.method != "POST":
        return await world.http.request(step.method, address, headers=headers)
    collection, *rest = step.path.removeprefix("/api/v1/").split("/")
    body = BODIES[collection][rest[-1]] if rest else {}
    return await world.http.post(address, json=body, headers=headers | STALE)


def said(answer: httpx2.Response) -> str:
    return str(answer.status_code) if answer.status_code in (403, 404) else ANSWERED


async def test_every_role_gets_from_every_route_what_the_tables_say(played: HttpStage) -> None:
    world, wrong, walked = await build(played), [], 0
    seen: set[tuple[str, str, str]] = set()
    for step in steps():
        for role, who in WHO.items():
            expected = step.expected(role)
            if expected == REFUSED and (step.method, step.path, role) in seen:
                continue
            seen.add((step.method, step.path, role))
            answer = await take(world, step, world.headers[who])
            walked += 1
            if answer.status_code >= 500 or not _as(expected, step, answer):
                wrong.append(
                    f"{role} {step.method} {step.path} {step.record}: {answer.status_code}"
                )

    assert wrong == []
    assert walked > 2500


def _as(expected: str, step: Step, answer: httpx2.Response) -> bool:
    """Where no record of ours is meant, a route may well find nothing."""
    if expected == ANSWERED and not step.record:
        return answer.status_code != 403
    return said(answer) == expected


async def test_what_is_not_yours_is_answered_as_what_is_not_there(played: HttpStage) -> None:
    world, hidden = await build(played), "restricted_elsewhere"
    ref, unknown = world.refs[hidden], "INC-2026-9999"
    differ = []
    for step in steps():
        if step.record != hidden or step.expected(SE) != NOT_THERE:
            continue
        answers = []
        for name in (ref, unknown):
            world.refs[hidden] = name
            answers.append(await take(world, step, world.headers["officer"]))
        theirs, nobodys = (answer.text.replace(ref, unknown) for answer in answers)
        if theirs != nobodys or answers[0].status_code != answers[1].status_code:
            differ.append(f"{step.method} {step.path}")

    assert differ == []


async def test_nobody_gets_anywhere_without_signing_in(http: httpx2.AsyncClient) -> None:
    wrong = []
    for method, path, declared in rules():
        if any(isinstance(rule, Check) for rule in declared):
            address = re.sub(r"{.*?}", "INC-2026-0404", path)
            answer = await http.request(method, address, headers={"Authorization": "Bearer no"})
            turned_away = answer.status_code == 401 or (
                answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
            )
            if not turned_away:
                wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []
