"""The Jinja macros, which match an older release, write the markup that our style sheet expects."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, PackageLoader, PrefixLoader

FIXTURES = Path(__file__).resolve().parent.parent / "govuk"
NEWER = {"countType", "maxwords"}  # options that the macros do not know, and we do not use

Token = tuple[str, ...]


class Tokens(HTMLParser):
    """A page as what a browser makes of it: tags with sorted attributes, and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Token] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(f"{name}={value}" for name, value in sorted(attrs, key=str))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("/", tag))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(("", " ".join(data.split())))


def fixtures() -> list[Any]:
    return [
        pytest.param(path.stem, fixture, id=f"{path.stem}: {fixture['name']}")
        for path in sorted(FIXTURES.glob("*.json"))
        for fixture in json.loads(path.read_text())["fixtures"]
        if not NEWER & set(fixture["options"])
    ]


@pytest.fixture(scope="module")
def jinja() -> Environment:
    library = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=library, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@pytest.mark.parametrize(("component", "fixture"), fixtures())
def test_a_macro_writes_what_govuk_frontend_expects(
    jinja: Environment, component: str, fixture: dict[str, Any]
) -> None:
    name = "govuk" + component.title().replace("-", "")
    library = f"govuk_frontend_jinja/components/{component}/macro.html"
    template = f'{{% from "{library}" import {name} %}}{{{{ {name}(asked) }}}}'

    written = jinja.from_string(template).render(asked=fixture["options"])

    assert Tokens(written).found == Tokens(fixture["html"]).found
