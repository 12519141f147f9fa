"""Nothing that is logged quotes what somebody typed: every call is looked at, and every line."""

import ast
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from api.logs import JsonLines

ROOT = Path(__file__).resolve().parent.parent
MODULES = [
    path
    for name in ("api", "domain", "projections", "services")
    for path in sorted((ROOT / name).rglob("*.py"))
]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
HARMLESS = {
    "type(error).__name__",  # which kind, without its message
    "self.view.key",
    "view.key",
    "reason",  # of a view that stopped: projections/follow.py leaves the message out
    "said",  # of the relay: its own words, or the kind
    "code",  # of the mail server's answer: three digits
    "told",  # of the organisation's sign-in: the kind, and a code of the protocol
}
TYPED = "Siân Pretend rang 07700 900000"


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in ("log", "logger", "logging")
            and node.func.attr in LEVELS
        ):
            yield node


def test_every_log_line_has_fixed_words_and_says_nothing_but_what_is_listed_here() -> None:
    said = [call for path in MODULES for call in calls(path)]
    words = [call.args[0] for call in said]
    others = {ast.unparse(arg) for call in said for arg in call.args[1:]}

    assert len(said) >= 10
    assert [ast.unparse(each) for each in words if not isinstance(each, ast.Constant)] == []
    assert others <= HARMLESS


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def one(lines: io.StringIO) -> dict[str, object]:
    (line,) = lines.getvalue().strip("\n").split("\n")
    read: dict[str, object] = orjson.loads(line)
    return read


def test_an_error_is_its_kind_and_our_own_places_and_never_its_message(lines: io.StringIO) -> None:
    try:
        int(TYPED)
    except ValueError as error:
        logging.getLogger("api.edge").error("a request failed", exc_info=error)

    assert one(lines)["error"] == "ValueError"
    assert TYPED not in lines.getvalue()


def test_a_library_is_told_apart_and_not_quoted(lines: io.StringIO) -> None:
    logging.getLogger("sqlalchemy.pool").error("failed with %s", TYPED)

    assert one(lines)["logger"] == "sqlalchemy.pool"
    assert TYPED not in lines.getvalue()


@pytest.mark.parametrize("text", ["a\nb", "a\r\n{}", "\x1b[31mred", "\u2028", '"}', "\x00"])
def test_nobody_writes_a_line_of_their_own(lines: io.StringIO, text: str) -> None:
    logging.getLogger("api.edge").error("a request failed", extra={"fields": {"route": text}})

    assert one(lines)["route"] == text
    assert "\x1b" not in lines.getvalue()
