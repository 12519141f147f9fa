"""What the people of one life sent, and what they were told: kept in a file, whoever dies."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from api.access import knowledge_of
from domain.vocabulary import Role
from services.desk import Order
from services.people import Person

HEAD = Person("head", "Head [F]", Role.HEAD_OF_SE, "north-west")


@dataclass(frozen=True)
class Sent:
    """A command under its key, as it can be sent again."""

    key: str
    collection: str
    verb: str
    ref: str | None
    body: Mapping[str, Any]

    @property
    def order(self) -> Order:
        return Order(
            collection=self.collection,
            verb=self.verb,
            ref=self.ref,
            body=self.body,
            who=HEAD,
            may_know=knowledge_of(HEAD),
            key=UUID(self.key),
        )


@dataclass
class Told:
    """Everything that was sent; what was answered first, and what was refused, by key."""

    sent: dict[str, Sent] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    answered_otherwise: list[str] = field(default_factory=list)

    def hear(self, fact: Mapping[str, Any]) -> None:
        """One line of the journal; a key that was sent again stays where it was first."""
        if "sent" in fact:
            self.sent.setdefault(fact["sent"]["key"], Sent(**fact["sent"]))
        elif "answer" in fact:
            first = self.answers.setdefault(fact["key"], fact["answer"])
            if not is_same(first, fact["answer"]):
                self.answered_otherwise.append(f"first {first}, then {fact['answer']}")
        elif "refused" in fact and fact["key"] in self.answers:
            self.answered_otherwise.append(f"{self.answers[fact['key']]}, then refused")
        elif "refused" in fact:
            self.refused[fact["key"]] = fact["refused"]

    @property
    def unanswered(self) -> list[Sent]:
        settled = self.answers.keys() | self.refused.keys()
        return [one for key, one in self.sent.items() if key not in settled]


class Journal:
    """One line a fact. What was written stays when the process is killed: the kernel has it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def sends(self, sent: Sent) -> None:
        self._write({"sent": asdict(sent)})

    def answered(self, key: str, answer: Mapping[str, Any]) -> None:
        self._write({"key": key, "answer": answer})

    def refused(self, key: str, codes: list[str]) -> None:
        self._write({"key": key, "refused": codes})

    def dies(self, where: str) -> None:
        self._write({"dies": where})

    def spent(self, seconds: float) -> None:
        self._write({"spent": seconds})

    def _write(self, fact: Mapping[str, Any]) -> None:
        os.write(self._file, orjson.dumps(fact) + b"\n")


def read_journal(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def told_in(facts: Iterable[Mapping[str, Any]]) -> Told:
    told = Told()
    for fact in facts:
        told.hear(fact)
    return told


def is_same(answer: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two answers say the same, but for which of them came first."""
    return {**answer, "replayed": None} == {**other, "replayed": None}
