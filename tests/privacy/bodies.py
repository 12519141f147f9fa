"""Bodies of commands as the API describes them, with a planted person in every free text."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from api.examples import BODIES
from tests.privacy.browser import Typed
from tests.privacy.people import Planted

CODED = ("enum", "const", "pattern", "format")
KEPT = frozenset({"occurred_at", "marking", "about", "field", "milestone", "overridden_guards"})
LABELS = frozenset({"tags", "groups", "themes", "issues", "topics", "faiths"})
HELD: Mapping[str, str] = {
    "019c0000-0000-7000-8000-000000000001": "{entry}",
    "STK-0001": "{ref}",
    "INC-2026-0001": "{incident}",
}
TOMORROW = frozenset({"due", "due_at", "new_due", "review_at", "keep_until"})
YESTERDAY = frozenset({"occurred_at", "determined_at", "valid_from", "held_at"})


def schemas(description: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """The schema of every command's body, by collection and verb."""
    found = {}
    for operations in description["paths"].values():
        operation = operations.get("post", {})
        name, _, verb = str(operation.get("operationId", "")).partition(".")
        if verb in BODIES.get(name, {}):
            found[name, verb] = operation["requestBody"]["content"]["application/json"]["schema"]
    return found


def body_of(
    collection: str, verb: str, schema: Any, person: Planted, typed: Typed, entry: str = ""
) -> dict[str, Any]:
    """The example of a command, its free texts replaced and those it leaves out added."""
    planting = _Planting(f"command {collection} {verb}", person, typed, entry)
    made: dict[str, Any] = planting.replaced(BODIES[collection][verb], schema, "")
    return made


class _Planting:
    def __init__(self, where: str, person: Planted, typed: Typed, entry: str) -> None:
        self._where, self._person, self._typed, self._entry = where, person, typed, entry

    def replaced(self, value: Any, schema: Any, name: str) -> Any:
        schema = _plain(schema)
        if isinstance(value, dict):
            properties = schema.get("properties", {})
            given = {
                key: self.replaced(one, properties.get(key), key) for key, one in value.items()
            }
            return {**self._left_out(properties, given), **given}
        if isinstance(value, list):
            return [self.replaced(one, schema.get("items"), name) for one in value]
        if not isinstance(value, str):
            return value
        if name in LABELS:
            return self._person.label.replace(" ", "_")
        return self._text(schema, name) if _is_free(schema, name) else self._held(value, name)

    def _left_out(self, properties: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        free = {
            name: _plain(one)
            for name, one in properties.items()
            if name not in given and _is_free(_plain(one), name)
        }
        return {name: self._text(schema, name) for name, schema in free.items()}

    def _text(self, schema: Any, name: str) -> str:
        if name == "name":
            return self._person.name
        if name == "value":
            return self._person.phone
        code = self._typed.code(f"{self._where} {name}")
        return self._person.words(code, min(200, schema.get("maxLength", 200)))

    def _held(self, value: str, name: str) -> str:
        now = datetime.now(UTC)
        if name in TOMORROW | YESTERDAY:
            moment = now + timedelta(days=1 if name in TOMORROW else 0, minutes=-5)
            day = moment + timedelta(days=name in TOMORROW)  # also where midnight passes meanwhile
            return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if "T" in value else f"{day:%Y-%m-%d}"
        held = HELD.get(value, value)
        known = {"ref": self._person.ref, "incident": self._person.incident}
        return held.format(entry=self._entry or value, **known) if "{" in held else value


def _plain(schema: Any) -> Any:
    """A schema without its `or nothing`."""
    options = (schema or {}).get("anyOf", ())
    return next((one for one in options if one.get("type") != "null"), schema or {})


def _is_free(schema: Any, name: str) -> bool:
    coded = any(word in schema for word in CODED)
    return schema.get("type") == "string" and not coded and name not in KEPT
