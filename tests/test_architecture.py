"""Promises about the code as a whole, kept by machine."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("domain", "projections", "services", "api")
MODULES = [path for name in OURS for path in sorted((ROOT / name).rglob("*.py"))]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
VAGUE = {"utils", "helpers", "common", "misc", "manager"}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "uuid4", "uuid1", "token_hex"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, FUNCTIONS):
            yield node


def places(path: Path, *nodes: ast.stmt | ast.expr) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{node.lineno}" for node in nodes]


def test_the_contracts_between_packages_are_kept() -> None:
    """Asked in a process of its own: it silences every logger that there is."""
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout


def test_no_dependency_takes_one_of_our_package_names() -> None:
    owners = packages_distributions()

    assert {
        name: owners.get(name, []) for name in OURS if set(owners.get(name, [])) - {"box1"}
    } == {}


def test_there_is_no_python_package_beside_the_four_and_their_tests() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages == {*OURS, "tests"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_opens_with_one_sentence_and_fits_on_a_few_screens(path: Path) -> None:
    text = path.read_text()
    said = ast.get_docstring(ast.parse(text)) or ""

    assert re.match(r"[A-Z`\"].*[.:]$", said.split("\n\n")[0], re.DOTALL)
    assert text.count("\n") <= 300


def test_no_name_says_nothing() -> None:
    assert [str(path) for path in MODULES if path.stem in VAGUE] == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        place
        for path in MODULES
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= 40
        for place in places(path, function)
    ]
    assert long == []


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        place
        for path in MODULES
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for place in places(path, node)
    ]
    assert hidden == []


def test_the_domain_is_told_the_time_and_every_identity() -> None:
    asked = [
        place
        for path in sorted((ROOT / "domain").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in CLOCKS
        for place in places(path, node)
    ]
    assert asked == []
