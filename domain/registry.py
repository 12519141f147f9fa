"""The closed world of decisions by their stored topic; old topics lead here through upcasts."""

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import create_model
from pydantic_core import from_json, to_json

from domain.base import Decision, Provenance, Recorded, Value
from domain.sealing import Vault

Upcast: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]


class UnknownTopic(Exception):
    """An event names a type that this program does not know. Nothing is imported to find it."""


class Stored(Value):
    """An event as its stored bytes hold it: everything the log has no column for."""

    hash: str
    event_id: UUID
    by: Provenance
    subjects: tuple[str, ...] = ()
    decision: Any


class Registry:
    """Turns topics into decisions, and nothing else can."""

    def __init__(self, *decisions: type[Decision]) -> None:
        self._models: dict[str, type[Stored]] = {}
        self._upcasts: dict[str, tuple[str, Upcast]] = {}
        self.register(*decisions)

    def register(self, *decisions: type[Decision]) -> None:
        """Add decision classes, each with a TOPIC of its own; ValueError where it is taken."""
        for kind in decisions:
            topic = kind.__dict__["TOPIC"]
            if topic in self._models:
                raise ValueError(f"topic {topic!r} is used twice")
            self._models[topic] = create_model(
                f"Stored{kind.__name__}", __base__=Stored, decision=(kind, ...)
            )

    def upcast(self, old: str, *, to: str, change: Upcast) -> None:
        """Declare how the decision stored under `old` becomes one of topic `to`."""
        self._upcasts[old] = (to, change)

    @property
    def topics(self) -> set[str]:
        return set(self._models)

    def read(
        self, ref: str, version: int, topic: str, state: bytes, vault: Vault | None = None
    ) -> Recorded[Any]:
        """Read one stored event; personal fields stay sealed where no vault is given."""
        if topic not in self._models:
            topic, state = self._upcasted(topic, state)
        stored = self._models[topic].__pydantic_validator__.validate_json(
            state, context={"vault": vault}
        )
        return Recorded(
            ref=ref,
            version=version,
            event_id=stored.event_id,
            decision=stored.decision,
            by=stored.by,
            hash=stored.hash,
        )

    def _upcasted(self, topic: str, state: bytes) -> tuple[str, bytes]:
        raw = from_json(state)
        while topic in self._upcasts:
            topic, change = self._upcasts[topic]
            raw["decision"] = change(raw["decision"])
        if topic not in self._models:
            raise UnknownTopic(f"no decision is registered for topic {topic!r}")
        return topic, to_json(raw)
