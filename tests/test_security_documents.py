"""What the security documents cite exists, and what they count is counted."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from api.access.matrix import MATRIX, PRINTED, Resource
from domain.vocabulary import Role

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NAMES = ("security.md", "asvs.md", "dpia.md")
FILE = re.compile(
    r"`([A-Za-z_.][\w./-]*\.(?:py|md|js|yaml|yml|html|conf|toml|lock|json|sh))(::\w+)?`"
)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:)([^)#\s]*)#([a-z0-9-]+)\)")
MET, PARTLY, NOT_MET, APART = "met", "partly", "not met", "does not apply"

# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, as they are numbered.
# A section's numbers of level 3 come last, so that those of level 1 and 2 begin at 1.
SECTIONS = """
1.1 2, 1.2 9, 1.3 11, 1.4 3, 1.5 2, 2.1 3, 2.2 3, 2.3 4, 2.4 1, 3.2 2, 3.3 4, 3.4 6, 3.5 5, 3.7 2,
4.1 3, 4.2 1, 4.3 2, 4.4 4, 5.1 1, 5.2 3, 5.3 2, 5.4 3, 6.1 3, 6.2 12, 6.3 4, 6.4 4, 6.5 5, 6.6 3,
6.8 4, 7.1 3, 7.2 4, 7.3 2, 7.4 5, 7.5 2, 7.6 2, 8.1 2, 8.2 3, 8.3 1, 8.4 1, 9.1 3, 9.2 4, 10.1 2,
10.2 2, 10.3 4, 10.4 11, 10.5 5, 10.6 2, 10.7 3, 11.1 2, 11.2 3, 11.3 3, 11.4 4, 11.5 1, 11.6 1,
12.1 3, 12.2 2, 12.3 4, 13.1 1, 13.2 5, 13.3 2, 13.4 5, 14.1 2, 14.2 4, 14.3 3, 15.1 3, 15.2 3,
15.3 7, 16.1 1, 16.2 5, 16.3 4, 16.4 3, 16.5 3, 17.1 1, 17.2 4, 17.3 2
"""


class Row(NamedTuple):
    """One requirement as docs/asvs.md answers it."""

    id: str
    level: str
    asks: str
    here: str
    evidence: str

    @property
    def by_a_test(self) -> bool:
        return "`tests/" in self.evidence


@cache
def rows() -> list[Row]:
    found = re.findall(
        r"^\| (\d+\.\d+\.\d+) \|(.*)\|$", (DOCS / "asvs.md").read_text(), re.MULTILINE
    )
    return [Row(id, *(cell.strip() for cell in rest.split("|"))) for id, rest in found]


def numbered() -> list[str]:
    """Every requirement's number, in order."""
    sections = (section.split() for section in SECTIONS.replace("\n", " ").split(","))
    return [f"{name}.{n}" for name, most in sections for n in range(1, int(most) + 1)]


def summary() -> str:
    """The table at the head of docs/asvs.md."""
    here = Counter(row.here for row in rows())
    tested = sum(row.here == MET and row.by_a_test for row in rows())
    figures = {
        "requirements of levels 1 and 2": len(rows()),
        "apply here": len(rows()) - here[APART],
        "met": here[MET],
        "of these, shown by a test": tested,
        "partly met": here[PARTLY],
        "not met": here[NOT_MET],
    }
    return "\n".join(f"| {words} | {figure} |" for words, figure in figures.items())


def functions_of(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text()))
    return {node.name for node in tree if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def missing_from(text: str) -> Iterator[str]:
    """What a text cites that is not there."""
    for name, test in FILE.findall(text):
        path = next((folder / name for folder in (ROOT, DOCS) if (folder / name).is_file()), None)
        if path is None or (test and test[2:] not in functions_of(path)):
            yield name + test


def anchors(path: Path) -> set[str]:
    """What the headings of a document are called in an address."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_every_file_and_test_that_is_cited_exists(name: str) -> None:
    assert list(missing_from((DOCS / name).read_text())) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_that_is_linked_exists(name: str) -> None:
    links = LINK.findall((DOCS / name).read_text())

    wrong = [link for link in links if link[1] not in anchors(DOCS / (link[0] or name))]

    assert wrong == []


def test_a_citation_of_what_is_not_there_is_found() -> None:
    text = "`tests/test_documents.py::test_nothing`, `api/nowhere.py`, `tests/test_documents.py`"

    assert [*missing_from(text)] == ["tests/test_documents.py::test_nothing", "api/nowhere.py"]


def test_every_requirement_is_answered_once_and_in_order() -> None:
    assert [row.id for row in rows()] == numbered()


def test_every_answer_is_one_of_four_and_says_why() -> None:
    assert {row.here for row in rows()} <= {MET, PARTLY, NOT_MET, APART}
    assert {row.level for row in rows()} == {"1", "2"}
    assert [row.id for row in rows() if not row.asks or not row.evidence] == []


def test_what_is_met_is_shown_by_something() -> None:
    shown = re.compile(r"`[\w./-]+\.\w+|\]\(")

    assert [row.id for row in rows() if row.here == MET and not shown.search(row.evidence)] == []


def test_the_totals_are_those_of_the_table() -> None:
    assert summary() in (DOCS / "asvs.md").read_text(), f"the table should begin:\n{summary()}"


def test_the_printed_roles_are_those_of_the_code() -> None:
    """docs/security.md has the table of roles as api/access/matrix.py reads it."""
    lines = re.findall(
        r"^\| ([a-z_ ]+) \|(.*)\|$", (DOCS / "security.md").read_text(), re.MULTILINE
    )
    told = {name: [cell.strip() for cell in cells.split("|")] for name, cells in lines}
    read = {line.split()[0]: line.split()[1:] for line in PRINTED.strip().splitlines()}

    assert {role: told.get(role.replace("_", " ")) for role in read} == read
    assert read.keys() == {role.value for role in MATRIX} == {role.value for role in Role}
    assert {len(cells) for cells in read.values()} == {len(Resource)}
