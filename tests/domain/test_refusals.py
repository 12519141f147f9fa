"""Every rule has a name that is documented, and every documented name is a rule."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]*)+")


def test_the_document_lists_the_rules() -> None:
    rules, _, _ = (ROOT / "docs" / "refusals.md").read_text().partition("## Requests")
    listed = re.findall(r"^\| `(\w+)` \|", rules, re.MULTILINE)

    assert sorted(listed) == sorted(set(_codes()))


def _codes() -> Iterator[str]:
    """Whatever is written in the domain as a rule's name: an argument in upper camel case."""
    for path in (ROOT / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield from _names(node)


def _names(call: ast.Call) -> Iterator[str]:
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield from CODE.findall(argument.value) if CODE.fullmatch(argument.value) else ()
