"""Personal data that can be forgotten: sealed under keys that belong to its subjects."""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    SerializationInfo,
    ValidationInfo,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from domain.base import Recorded, Value
from domain.sealing import SEALED, Vault, erased_words, opened_by, sealed_by

LONGEST = 20_000


class Personal(Value):
    """Text about one or more subjects. `text` is None where it is sealed, or its key is gone:
    then `erased_on` is the day (UTC) on which that key was destroyed.

    It is serialised as ciphertext only: without a vault, serialising plain text raises, so it
    cannot reach a log, a stream or an error page by accident. A plain string is read as text
    whose subjects the command still has to name.
    """

    about: tuple[str, ...] = ()
    text: Annotated[str, Field(max_length=LONGEST)] | None = None
    sealed: str | None = None
    erased_on: date | None = None

    def of(self, *subjects: str) -> "Personal":
        """The same text, unsealed, about these subjects; ciphertext from outside is dropped."""
        about = tuple(dict.fromkeys(subjects))
        return self.model_copy(update={"about": about, "text": self.text or "", "sealed": None})

    @property
    def words(self) -> str:
        """The text, or in brackets that it was erased, and when."""
        if self.text is None and self.erased_on is not None:
            return erased_words(self.erased_on)
        return self.text if self.text is not None else SEALED

    def __str__(self) -> str:
        return SEALED

    __repr__ = __str__

    @model_serializer(mode="plain")
    def _seal(self, info: SerializationInfo) -> dict[str, Any]:
        if self.sealed is not None:
            return {"about": self.about, "sealed": self.sealed}
        context = info.context or {}
        vault: Vault | None = context.get("vault")
        if vault is None or not self.about or self.text is None:
            raise ValueError("personal data is only serialisable under a vault, and about someone")
        about = tuple(dict.fromkeys((*self.about, *context.get("also", ()))))
        return sealed_by(vault, about, self.text.encode(), "sealed")

    @model_validator(mode="before")
    @classmethod
    def _open(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, str):
            return {"text": data}
        context = info.context or {}
        vault: Vault | None = context.get("vault")
        if not isinstance(data, dict) or "sealed" not in data or vault is None:
            closed = isinstance(data, dict) and "sealed" in data and "words" in context
            return {**data, "text": context["words"]} if closed else data
        plain = opened_by(vault, data, "sealed")
        known = {"about": tuple(data["about"]), "sealed": data["sealed"]}
        if isinstance(plain, date):
            return {**known, "erased_on": plain}
        return {**known, "text": plain.decode()}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "description": "Kept encrypted under a key of its subject"}


def personal_subjects(value: Any) -> dict[str, None]:
    """Whom the personal fields within a decision are about, each once, in order."""
    found: dict[str, None] = {}
    if isinstance(value, Personal):
        found |= dict.fromkeys(value.about)
    elif isinstance(value, Value):
        for item in value.__dict__.values():
            found |= personal_subjects(item)
    elif isinstance(value, tuple | list):
        for item in value:
            found |= personal_subjects(item)
    return found


def subjects_of(event: Recorded[Any]) -> dict[str, None]:
    """Under whose keys anything in an event may be sealed, each once."""
    return dict.fromkeys((*event.about, *personal_subjects(event.decision)))
