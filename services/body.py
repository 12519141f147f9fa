"""The body of a command as it was sent: read whole, or refused with every fault at once."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.base import Malformed, Reason, Value
from domain.vocabulary import Marking, Moment, Ref


class Envelope(Value):
    """What any command's body may say besides its own fields.

    `about` are stakeholders whom its free text names besides those it is about anyway.
    """

    occurred_at: Moment | None = None
    marking: Marking | None = None
    about: tuple[Ref, ...] = ()


def read_body(kind: type[Value], body: Mapping[str, Any]) -> tuple[Envelope, Value]:
    """The envelope's fields and the command's own; Malformed lists every field at fault."""
    faults = [_TOO_HIGH] if _is_higher(body.get("marking")) else []
    body = {name: value for name, value in body.items() if not faults or name != "marking"}
    fields, apart = kind.model_fields, Envelope.model_fields
    own = {name: value for name, value in body.items() if name in fields or name not in apart}
    around = {name: value for name, value in body.items() if name in apart}
    faults += [_NUL.model_copy(update={"field": field}) for field in own if _holds_nul(own[field])]
    envelope = _validated(Envelope, around, faults)
    proposed = _validated(kind, own, faults)
    if faults or envelope is None or proposed is None:
        raise Malformed(faults)
    return envelope, proposed


_TOO_HIGH = Reason(
    code="MarkingTooHigh",
    text="Nothing above OFFICIAL-SENSITIVE may be kept here, and nothing was. Keep it on a system"
    " accredited for it, and ask information governance how to refer to it from here.",
    field="marking",
)
_HIGHER = re.compile(r"(?<![A-Z])SECRET(?![A-Z])")
_NUL = Reason(code="TextHasNul", text="This holds a character that no text can hold (NUL).")


def _is_higher(marking: Any) -> bool:
    return isinstance(marking, str) and _HIGHER.search(marking.upper()) is not None


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, Mapping):
        return any(_holds_nul(part) for part in (*value.keys(), *value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_nul, value))


@cache
def _adapter(kind: type[Value]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _validated(kind: type[Value], fields: Mapping[str, Any], faults: list[Reason]) -> Any:
    try:
        return _adapter(kind).validate_python(fields)
    except ValidationError as error:
        faults += [_fault(dict(one)) for one in error.errors(include_url=False)]
        return None


CODES = {
    "missing": "FieldMissing",
    "extra_forbidden": "FieldUnknown",
    "enum": "ChoiceUnknown",
    "literal_error": "ChoiceUnknown",
    "string_too_long": "TextTooLong",
    "timezone_aware": "TimeWithoutZone",
}
WORDS = {
    "missing": "This is needed.",
    "extra_forbidden": "This command has no such field.",
    "timezone_aware": "Say the time with its zone, as in 2026-03-02T08:15:00Z.",
}


def _fault(error: dict[str, Any]) -> Reason:
    kind = str(error["type"])
    return Reason(
        code=CODES.get(kind, "FieldInvalid"),
        text=WORDS.get(kind, f"{error['msg']}."),
        field=".".join(str(part) for part in error["loc"]) or None,
    )
