"""Events to bytes and back: decision and envelope apart, personal fields sealed, hashes chained."""

from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any

from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from pydantic_core import PydanticSerializationError

from domain.base import Recorded, Refusal
from domain.personal import subjects_of
from domain.registry import Registry
from services.vault import KeyGone, Vault


class EventMapper(Mapper[str]):
    """Writes events as `{"hash":…,"event_id":…,"by":…,"subjects":…,"decision":…}`.

    hash = sha256(hash of the stream's event before ‖ ref, version, topic ‖ the rest of the bytes):
    over ciphertext, so a history still verifies after an erasure.
    """

    def __init__(self, registry: Registry, vault: Vault) -> None:
        super().__init__(transcoder=_NoTranscoder())
        self._registry, self._vault = registry, vault

    def keys_together(self) -> AbstractContextManager[None]:
        """New keys commit together where the block ends (see Vault.together)."""
        return self._vault.together()

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        raise TypeError("an event is recorded after another: see chained()")

    def chained(self, event: Recorded[Any], previous: str) -> StoredEvent:
        """The bytes of an event that follows the one with the hash `previous` in its stream."""
        vault = self._vault.of_stream(event.ref)
        context = {"vault": vault, "about": event.about, "also": event.by.about}
        by = event.by.__pydantic_serializer__.to_json(event.by)
        try:
            decision = event.decision.__pydantic_serializer__.to_json(
                event.decision, context=context
            )
        except (KeyGone, PydanticSerializationError):
            self._refuse_erased(event)
            raise
        subjects = ",".join(f'"{subject}"' for subject in subjects_of(event))
        rest = b'"event_id":"%s","by":%s,"subjects":[%s],"decision":%s}' % (
            str(event.event_id).encode(),
            by,
            subjects.encode(),
            decision,
        )
        topic = event.decision.TOPIC
        digest = chain(previous, event.ref, event.version, topic, rest)
        state = b'{"hash":"%s",%s' % (digest.encode(), rest)
        return StoredEvent(event.ref, event.version, topic, state)

    def _refuse_erased(self, event: Recorded[Any]) -> None:
        """Refusal where the event names somebody who was erased from its stream."""
        there = self._vault.subjects_of(event.ref)
        gone = [subject for subject in subjects_of(event) if there.get(subject) is False]
        if gone:
            raise Refusal.because(
                "PersonErased",
                f"{', '.join(gone)} asked to be forgotten, and nothing new is recorded about them"
                f" in {event.ref}. Leave them out. Somebody who comes back is registered anew.",
            ) from None

    def read(self, ref: str, version: int, topic: str, state: bytes) -> Recorded[Any]:
        """An event from its bytes, its personal fields opened."""
        return self._registry.read(ref, version, topic, state, self._vault.of_stream(ref))

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        stored = stored_event
        ref, version = str(stored.originator_id), stored.originator_version
        return self.read(ref, version, stored.topic, stored.state)


def chain(previous: str, ref: str, version: int, topic: str, rest: bytes) -> str:
    """The hash of one event, in hexadecimal, from the hash before it and its own bytes."""
    head = f"{previous}\n{ref}\n{version}\n{topic}\n".encode()
    return sha256(head + rest).hexdigest()


class _NoTranscoder(Transcoder):
    def encode(self, obj: Any) -> bytes:
        raise TypeError("decisions are written by pydantic")

    def decode(self, data: bytes) -> Any:
        raise TypeError("decisions are read by pydantic")
