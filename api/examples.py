"""What the API description shows: an example of every command, and of every kind of refusal."""

from pathlib import Path
from typing import Any

import yaml

BODIES: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "examples.yaml").read_text(encoding="utf-8")
)


def _problem(
    status: int, slug: str, title: str, code: str, text: str, field: str | None = None
) -> dict[str, Any]:
    reason = {"code": code, "text": text, **({"field": field} if field else {})}
    return {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": text,
        "reasons": [reason],
    }


REFUSALS: dict[int, dict[str, Any]] = {
    401: _problem(401, "not-signed-in", "Sign in first", "NotSignedIn", "Send a bearer token."),
    403: _problem(
        403, "not-allowed", "You may not do this", "RoleNotAllowed", "Your role may not do this."
    ),
    404: _problem(
        404, "not-found", "There is no such thing here", "NotFound", "There is no INC-2026-0404."
    ),
    409: _problem(
        409,
        "refused",
        "The rules do not allow this now",
        "RationaleTooShort",
        "Give a reason of at least 20 characters.",
        "rationale",
    ),
    408: _problem(
        408, "too-slow", "This took too long to arrive", "TooSlow", "It took too long to arrive."
    ),
    412: _problem(
        412,
        "overtaken",
        "Someone changed this after you opened it",
        "Overtaken",
        "You saw version 3, it is now at version 5.",
    ),
    413: _problem(413, "too-large", "This is too large to take in", "TooLarge", "Send less."),
    414: _problem(
        414, "too-long", "This address is too long", "TooLong", "Ask for less in one address."
    ),
    422: _problem(
        422,
        "malformed",
        "Part of this cannot be read",
        "FieldMissing",
        "This is needed.",
        "title",
    ),
    429: _problem(429, "slow-down", "Too many tries in a short time", "TooMany", "Wait a little."),
    503: _problem(
        503,
        "unavailable",
        "box1 cannot record anything now",
        "StoreUnavailable",
        "Nothing was recorded. Send it again later.",
    ),
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "reasons": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("code", "text", "field")},
                "required": ["code", "text"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status", "detail", "reasons"],
    "additionalProperties": False,
}
OF_COMMANDS_ALONE = frozenset({412, 413})


def refusals(*, commands: bool) -> dict[int | str, dict[str, Any]]:
    """How the API description tells of everything that a command, or a read, can be refused."""
    return {
        status: {
            "description": example["title"],
            "content": {"application/problem+json": {"schema": PROBLEM, "example": example}},
        }
        for status, example in REFUSALS.items()
        if commands or status not in OF_COMMANDS_ALONE
    }
