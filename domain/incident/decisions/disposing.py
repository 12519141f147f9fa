"""Disposing of the text of a record whose time is over: decided, confirmed, carried out."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import JsonValue

from domain.base import Decision, Value
from domain.sealing import JSON
from domain.vocabulary import Name, Ref, Str200


class DisposalDecided(Decision):
    """`second_person` is whom the decider proposes to confirm it."""

    TOPIC: ClassVar[str] = "incident.disposal-decided"
    OUTLIVES: ClassVar[bool] = True
    ground: Str200
    second_person: Ref | None = None


class DisposalConfirmation(Value):
    """What a second person sends to confirm: that they do is all there is to say."""


class KeptCode(Value):
    """What a correction says that is no free text: figures rest on it, so it stays."""

    correction: UUID
    to: Annotated[JsonValue, *JSON]


class DisposalConfirmed(Decision):
    TOPIC: ClassVar[str] = "incident.disposal-confirmed"
    OUTLIVES: ClassVar[bool] = True
    kept: tuple[KeptCode, ...] = ()


class IncidentKeysDestroyed(Decision):
    """No text of the record can be read again; in no backup either from a day on."""

    TOPIC: ClassVar[str] = "incident.keys-destroyed"
    key_refs: tuple[Name, ...]
    backups_gone_by: date
