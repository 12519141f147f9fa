"""Every route says who may use it; a route without a rule fails here."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.access import MAY, Check, anyone
from api.app import create_app
from tests.api.printed import ALLOWED

OPEN = {"/static", "/api/v1/openapi.json"}


def application() -> FastAPI:
    return create_app(lambda: pytest.fail("not started"), https=False)


def rules() -> Iterator[tuple[str, str, list[Any]]]:
    """Each route's method, path, and whatever it declares about who may use it."""
    for context in iter_route_contexts(application().routes):
        route = context.route
        if not isinstance(route, APIRoute):
            yield "GET", str(getattr(route, "path", "")), []
            continue
        calls = [part.call for part in context.dependant.dependencies]
        declared = [call for call in calls if isinstance(call, Check) or call is anyone]
        for method in sorted(route.methods or ()):
            yield method, str(context.path), declared


def test_the_roles_of_every_permission_are_those_of_the_printed_table() -> None:
    assert {permission: set(map(str, roles)) for permission, roles in MAY.items()} == ALLOWED


def test_every_route_declares_exactly_who_may_use_it() -> None:
    undeclared = [
        f"{method} {path}"
        for method, path, declared in rules()
        if path not in OPEN and len(set(declared)) != 1
    ]
    assert undeclared == []


def test_what_programs_are_told_of_is_what_there_is() -> None:
    """The OpenAPI document names every route of the API, so walking the routes walks it."""
    told = {
        (method.upper(), path)
        for path, methods in application().openapi()["paths"].items()
        for method in methods
    }
    routes = {(method, path) for method, path, _ in rules() if path.startswith("/api/v1/")}

    assert routes - told == {("GET", "/api/v1/openapi.json")}
    assert {route for route in told if route[1].startswith("/api/v1/")} <= routes
