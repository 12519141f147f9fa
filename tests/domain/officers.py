"""Officers of the acceptance scenarios, what they are asked, and what is refused. All fictional."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self

import pytest

from domain.base import Decision, Recorded, Refusal
from domain.capacity import Load, load_of, together
from domain.officer import BODIES, Officer, OfficerFacts
from domain.ruleset import RULESET_V1
from tests.domain.scenario import MORNING, signed

WEEK = "2026-W10"
REGIONS = {"A": "north-west", "B": "north-west", "E": "london", "F": "london"}
CONTRACTS = {"A": 2220, "B": 1332, "E": 2220, "F": 1776}
REQUESTS = {
    "SR-2026-0001": "north-west",
    "SR-2026-0002": "north-west",
    "SR-2026-0003": "london",
}
"""Open requests, and whose they are; the first is a P1."""

P1, P3, OWN = REQUESTS
NOTE = "The vigil is at seven; call the imam before six."


class Team:
    """Officers by letter. Each command is recorded a minute after the one before."""

    def __init__(self, *letters: str, **joined: Any) -> None:
        self.officers: dict[str, Officer] = {}
        self.asked = 0
        self.now = MORNING
        for letter in letters:
            self.asks(letter, "join", **{**joining(letter), **joined})

    @property
    def facts(self) -> OfficerFacts:
        return OfficerFacts(
            region_of=REQUESTS.get,
            is_first=lambda request: request == P1,
            region_load=self.region,
            officers=self.officers,
        )

    def asks(
        self,
        ref: str,
        verb: str,
        by: Any = "se_officer",
        actor: Any = None,
        **body: Any,
    ) -> Self:
        self.asked += 1
        recorded = self.now + timedelta(minutes=self.asked)
        signature = signed(self.asked, recorded, None, by, actor or ref)
        proposed: Any = BODIES[verb].model_validate(body)
        if verb == "join":
            self.officers[ref] = Officer.join(ref, proposed, signature, self.facts)
        else:
            getattr(self.officers[ref], verb.replace("-", "_"))(proposed, signature, self.facts)
        return self

    def refuses(self, ref: str, verb: str, *codes: str, **body: Any) -> list[str]:
        """The words of a refusal; nothing is decided of anybody."""
        before = {letter: officer.version for letter, officer in self.officers.items()}
        with pytest.raises(Refusal) as refused:
            self.asks(ref, verb, **body)
        assert [reason.code for reason in refused.value.reasons] == list(codes)
        assert {letter: officer.version for letter, officer in self.officers.items()} == before
        return [reason.text for reason in refused.value.reasons]

    def allocates(self, ref: str, request: str, minutes: int, **more: Any) -> Self:
        return self.asks(ref, "allocate", request=request, by_week={WEEK: minutes}, **more)

    def load(self, ref: str, week: str = WEEK) -> Load:
        return load_of(self.officers[ref].hours.week(week), RULESET_V1.capacity)

    def region(self, region: str, week: str = WEEK) -> Load:
        there = (ref for ref, officer in self.officers.items() if officer.region == region)
        return together(self.load(ref, week) for ref in there)

    def free(self, ref: str, week: str = WEEK) -> int:
        return self.officers[ref].free_in(week, self.facts)

    def recorded(self, ref: str) -> list[Recorded[Any]]:
        return self.officers[ref].collect_events()

    def last(self, ref: str) -> Decision:
        decision: Decision = self.recorded(ref)[-1].decision
        return decision


def joining(letter: str) -> Mapping[str, Any]:
    return {
        "name": f"Officer {letter} [F]",
        "region": REGIONS[letter],
        "contracted": CONTRACTS[letter],
        "start": "2025-01-06",
    }
