"""Every command over HTTP: one route a verb, made from the tables of verbs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.access import Running, SignedIn, knowledge_of, may, permission_of, sight_of
from api.consulting import opens_to_respond
from api.erasing import forgets, note_erasure
from api.examples import BODIES, refusals
from api.wiring import System
from domain.base import Malformed
from domain.incident.decisions import IncidentRaised
from services.body import Envelope, read_body
from services.desk import Answer, Order
from services.verbs import COLLECTIONS, Collection, Verb

MOST_BYTES = 1024 * 1024
MOST_NESTED = 20
MOST_WARNINGS = 3
RESPONSES = refusals(commands=True)


def command_routes() -> APIRouter:
    """`POST /<collection>` opens a stream, `POST /<collection>/<ref>/<verb>` continues it."""
    router = APIRouter(prefix="/api/v1")
    for name, collection in COLLECTIONS.items():
        for verb in collection.verbs.values():
            _add(router, name, collection, verb)
    return router


def _add(router: APIRouter, name: str, collection: Collection, verb: Verb) -> None:
    opens = verb.name == collection.opens_with
    router.add_api_route(
        f"/{name}" if opens else f"/{name}/{{ref}}/{verb.name}",
        _opening(name, verb.name) if opens else _continuing(name, verb.name),
        methods=["POST"],
        status_code=201,
        dependencies=[may(permission_of(name, verb.name))],
        tags=[name],
        summary=verb.name.replace("-", " ").capitalize(),
        operation_id=f"{name}.{verb.name}",
        responses=RESPONSES,
        openapi_extra=body_of(name, verb),
    )


def _opening(collection: str, verb: str) -> Callable[..., Any]:
    async def command(request: Request, system: Running, who: SignedIn) -> Response:
        order = await _order(request, collection, verb, None, who)
        if verb == "raise":
            order = replace(order, warnings=_alike(system, order))
        answer = await system.desk.carry_out(order)
        await run_in_threadpool(opens_to_respond, system, who, answer.ref)
        return _created(answer, f"/api/v1/{collection}/{answer.ref}")

    return command


def _continuing(collection: str, verb: str) -> Callable[..., Any]:
    async def command(ref: str, request: Request, system: Running, who: SignedIn) -> Response:
        order = await _order(request, collection, verb, ref, who)
        answer = await system.desk.carry_out(order)
        if forgets(answer):
            await run_in_threadpool(note_erasure, system, who, answer)
        return _created(answer)

    return command


async def _order(
    request: Request, collection: str, verb: str, ref: str | None, who: SignedIn
) -> Order:
    return Order(
        collection=collection,
        verb=verb,
        ref=ref,
        body=object_in(await request.body()),
        who=who,
        may_know=knowledge_of(who),
        key=_key(request.headers.get("idempotency-key")),
        if_match=_version(request.headers.get("if-match")),
    )


def object_in(body: bytes) -> dict[str, Any]:
    """The JSON object that was sent; Malformed, or 413, where it is none, or too large."""
    if len(body) > MOST_BYTES:
        raise HTTPException(413, "A command may have at most 1 MiB.")
    try:
        read = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise Malformed.because("NotJson", f"The body is not JSON: {error}.") from None
    if not isinstance(read, dict):
        raise Malformed.because("NotAnObject", "The body must be a JSON object.")
    if _nests(read, MOST_NESTED):
        raise Malformed.because("TooDeep", f"The body is nested more than {MOST_NESTED} deep.")
    return read


def _nests(value: Any, deeper_than: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return False
    return deeper_than == 0 or any(_nests(part, deeper_than - 1) for part in parts)


def _key(header: str | None) -> UUID | None:
    try:
        return UUID(header) if header else None
    except ValueError:
        raise Malformed.because(
            "IdempotencyKeyInvalid", "Idempotency-Key must be a UUID."
        ) from None


def _version(header: str | None) -> int | None:
    text = (header or "").strip().removeprefix("W/").strip('"')
    if not text or text == "*":
        return None
    if not text.isdecimal():
        raise Malformed.because("IfMatchInvalid", 'If-Match must be a version, as in "7".')
    return int(text)


def _alike(system: System, order: Order) -> list[dict[str, str]]:
    """A warning for incidents that may be the same one, raised before; it blocks nothing."""
    envelope, raised = read_body(IncidentRaised, order.body)
    if not isinstance(raised, IncidentRaised):
        return []
    happened_at = envelope.occurred_at or system.clock()
    alike = system.views.alike(raised.title, raised.pfa, happened_at, sight_of(order.who))
    return [
        {"code": "PossibleDuplicate", "text": f"{row.ref} has the same title, force and day."}
        for row in alike[:MOST_WARNINGS]
    ]


def _created(answer: Answer, location: str | None = None) -> Response:
    body = {
        "ref": answer.ref,
        "version": answer.version,
        "position": answer.position,
        "events": answer.events,
        **({"warnings": answer.warnings} if answer.warnings else {}),
    }
    headers = {"ETag": f'"{answer.version}"'}
    if location:
        headers["Location"] = location
    if answer.replayed:
        headers["Idempotent-Replayed"] = "true"
    return Response(orjson.dumps(body), 201, headers, "application/json")


def body_of(name: str, verb: Verb) -> dict[str, Any]:
    """How the API describes the body of a command, with an example."""
    schema = verb.body.model_json_schema(ref_template=f"#/x-{name}-{verb.name}/{{model}}")
    definitions = schema.pop("$defs", {})
    inlined = _inlined(schema, f"#/x-{name}-{verb.name}/", definitions)
    envelope = Envelope.model_json_schema()
    around = _inlined(envelope, "#/$defs/", envelope.get("$defs", {}))
    inlined["properties"] = {**inlined.get("properties", {}), **around["properties"]}
    content = {"schema": inlined, "example": BODIES[name][verb.name]}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def _inlined(node: Any, prefix: str, definitions: dict[str, Any]) -> Any:
    """A schema with its definitions put where they are used, so that it stands alone."""
    if isinstance(node, list):
        return [_inlined(item, prefix, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if str(node.get("$ref", "")).startswith(prefix):
        return _inlined(definitions[node["$ref"][len(prefix) :]], prefix, definitions)
    return {
        key: _inlined(value, prefix, definitions) for key, value in node.items() if key != "$defs"
    }
