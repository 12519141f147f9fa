"""Cases made from the API description, sent as one role to a system of its own."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import requests
import schemathesis
from fastapi.routing import iter_route_contexts
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

from api.access import MAY, Check
from api.app import create_app
from domain.vocabulary import Role
from tests.privacy.browser import Typed
from tests.privacy.course import Commands
from tests.privacy.people import Planted
from tests.privacy.place import Place, running

NEVER_ENDS = "/api/v1/changes"
WAITS, UNAVAILABLE = "min_position", 503
"""A read waits for a later position, for seconds; what is away is described, and no fault."""

AT_ONCE, OPERATIONS, SEEDED = 180, 140, 2
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ALWAYS = settings(
    phases=[Phase.generate],
    database=None,
    verbosity=Verbosity.quiet,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
Tell = Callable[[str], None]


@dataclass
class Outcome:
    """How many cases one role sent, what they were answered with, and what was wrong."""

    role: str
    cases: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def note(self, operation: str, status: int) -> None:
        self.cases += 1
        self.answers[status] += 1
        self.operations[operation] += 1

    def add(self, what: str, case: Case[Any]) -> None:
        self.wrong[what] += 1
        self.first.setdefault(what, f"{case.as_curl_command()}"[:1000])


class Cases:
    """One role at one place; its references are those of records that are there."""

    def __init__(self, place: Place, role: str, outcome: Outcome) -> None:
        self._place, self._role, self._outcome = place, role, outcome
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {place.tokens[role]}"
        self._session.headers["Box1-Purpose"] = "check"
        self._refs = _seeded(place)

    def run(self, wanted: int, tell: Tell, at_once: int = AT_ONCE) -> None:
        """Rounds over every operation, until so many cases were sent."""
        url = f"{self._place.url}/api/v1/openapi.json"
        schema = schemathesis.openapi.from_url(url)
        every = [cast(Any, found).ok() for found in schema.get_all_operations()]
        operations = [operation for operation in every if operation.path != NEVER_ENDS]
        while self._outcome.cases < wanted:
            for operation in operations:
                self._try(operation, at_once)
                tell(f"{self._role}: {self._outcome.cases:,} of {wanted:,}")
                if self._outcome.cases >= wanted:
                    break

    def _try(self, operation: Any, at_once: int) -> None:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            refs = [*self._refs_for(operation.path), None]
            try:
                self._send_cases(operation.as_strategy(generation_mode=mode), refs, at_once)
            except Unsatisfiable:  # what takes nothing cannot be sent anything wrong
                continue

    def _send_cases(self, strategy: Any, refs: Sequence[str | None], at_once: int) -> None:
        @settings(ALWAYS, max_examples=at_once)
        @given(case=strategy, ref=st.sampled_from(refs))
        def send(case: Case[Any], ref: str | None) -> None:
            if ref is not None and "ref" in case.path_parameters:
                case.path_parameters["ref"] = ref
            if str((case.query or {}).get(WAITS, "")).lstrip("-").isdecimal():
                case.query[WAITS] = "1"
            self._send(case)

        send()

    def _send(self, case: Case[Any]) -> None:
        label = case.operation.label
        response = case.call(base_url=self._place.url, session=self._session, timeout=60)
        self._outcome.note(label, response.status_code)
        if response.status_code >= 500 and response.status_code != UNAVAILABLE:
            self._outcome.add(f"{label}: {response.status_code}, a fault", case)
        if response.status_code < 400 and self._role not in roles_of(label):
            self._outcome.add(f"{label}: {response.status_code} for {self._role}", case)
        try:
            case.validate_response(response, checks=CHECKS)
        except (FailureGroup, Failure) as found:
            for failure in getattr(found, "exceptions", [found]):
                status = response.status_code
                self._outcome.add(f"{label}: {status} {_words(failure)}", case)

    def close(self) -> None:
        self._session.close()

    def _refs_for(self, path: str) -> Sequence[str]:
        return self._refs["stakeholders" if "/stakeholders/" in path else "incidents"]


def _words(failure: Any) -> str:
    return f"{failure.title}: {' '.join(str(failure.message).split())[:160]}"


def _seeded(place: Place) -> Mapping[str, Sequence[str]]:
    """Responses with a course behind them, and stakeholders in them."""
    people = [Planted(number) for number in range(SEEDED)]
    commands = Commands(place, Typed())
    for person in people:
        commands.go(person)
    return {
        "incidents": [person.incident for person in people],
        "stakeholders": [person.ref for person in people],
    }


@cache
def _permissions() -> Mapping[str, frozenset[str]]:
    """Who may use each route, as the routes declare it."""
    app = create_app(cast(Any, None), https=False)
    found = {}
    for context in iter_route_contexts(app.routes):
        declared = getattr(getattr(context, "dependant", None), "dependencies", ())
        for part in declared:
            for method in getattr(context.route, "methods", None) or ():
                if isinstance(part.call, Check):
                    who = frozenset(map(str, MAY[part.call.permission]))
                    found[f"{method} {context.path}"] = who
    return found


def roles_of(label: str) -> frozenset[str]:
    """The roles that may use an operation; everybody where it is open."""
    return _permissions().get(label, frozenset(map(str, Role)))


def try_out(folder: Path, role: str, wanted: int, tell: Tell = lambda _: None) -> Outcome:
    """So many cases as one role, on a new system of its own."""
    outcome = Outcome(role)
    with running(folder / role) as place:
        at_once = min(AT_ONCE, max(4, wanted // OPERATIONS))
        with closing(Cases(place, role, outcome)) as cases:
            cases.run(wanted, tell, at_once)
    return outcome
