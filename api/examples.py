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
    412: _problem(
        412,
        "overtaken",
        "Someone changed this after you opened it",
        "Overtaken",
        "You saw version 3, it is now at version 5.",
    ),
    413: _problem(413, "too-large", "This is too large to take in", "TooLarge", "Send less."),
    422: _problem(
        422,
        "malformed",
        "Part of this cannot be read",
        "FieldMissing",
        "This is needed.",
        "title",
    ),
    503: _problem(
        503,
        "unavailable",
        "box1 cannot record anything now",
        "StoreUnavailable",
        "Nothing was recorded. Send it again later.",
    ),
}
