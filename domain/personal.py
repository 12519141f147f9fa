"""Personal data that can be forgotten: sealed under keys that belong to its subjects."""

from base64 import b64decode, b64encode
from typing import Annotated, Any, Protocol

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

from domain.base import Value

LONGEST = 20_000


class Vault(Protocol):
    """Seals and opens text under one key per (subject, stream); it is bound to one stream."""

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes: ...

    def open(self, about: tuple[str, ...], sealed: bytes) -> bytes | None:
        """The plain text, or None once the key of anyone it is about is gone."""


class Personal(Value):
    """Text about one or more subjects. `text` is None where it is sealed, or its key is gone.

    It is serialised as ciphertext only: without a vault, serialising plain text raises, so it
    cannot reach a log, a stream or an error page by accident. A plain string is read as text
    whose subjects the command still has to name.
    """

    about: tuple[str, ...] = ()
    text: Annotated[str, Field(max_length=LONGEST)] | None = None
    sealed: str | None = None

    def of(self, *subjects: str) -> "Personal":
        """The same text, unsealed, about these subjects; ciphertext from outside is dropped."""
        about = tuple(dict.fromkeys(subjects))
        return self.model_copy(update={"about": about, "text": self.text or "", "sealed": None})

    def __str__(self) -> str:
        return "[sealed]"

    __repr__ = __str__

    @model_serializer(mode="plain")
    def _seal(self, info: SerializationInfo) -> dict[str, Any]:
        if self.sealed is not None:
            return {"about": self.about, "sealed": self.sealed}
        vault: Vault | None = (info.context or {}).get("vault")
        if vault is None or not self.about or self.text is None:
            raise ValueError("personal data is only serialisable under a vault, and about someone")
        sealed = vault.seal(self.about, self.text.encode())
        return {"about": self.about, "sealed": b64encode(sealed).decode()}

    @model_validator(mode="before")
    @classmethod
    def _open(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, str):
            return {"text": data}
        vault: Vault | None = (info.context or {}).get("vault")
        if not isinstance(data, dict) or "sealed" not in data or vault is None:
            return data
        about = tuple(data["about"])
        plain = vault.open(about, b64decode(data["sealed"]))
        text = None if plain is None else plain.decode()
        return {"about": about, "sealed": data["sealed"], "text": text}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "description": "Kept encrypted under a key of its subject"}
