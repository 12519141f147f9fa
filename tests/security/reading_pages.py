"""What a page is made of, once a browser's rules were applied to it."""

from collections.abc import Iterator
from html.parser import HTMLParser

from tests.security.payloads import MARK

ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "hx-get", "hx-post"}
OURS = ("/", "#", "?", "tel:", "mailto:")


class Reading(HTMLParser):
    """Collects what is foreign in a page, and where it leads; and its forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.links: set[str] = set()
        self.forms: list[tuple[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.foreign += _foreign(tag, given)
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.add(given["href"])
        if tag == "form" and given.get("method", "").lower() == "post":
            self.forms.append((given.get("action", ""), []))
        if tag in ("input", "textarea", "select") and "name" in given and self.forms:
            self.forms[-1][1].append(given["name"])


def _foreign(tag: str, given: dict[str, str]) -> Iterator[str]:
    if MARK in tag or any(MARK in name for name in given):
        yield f"<{tag} {' '.join(given)}>"
    if any(name.startswith(("on", "hx-on")) for name in given):
        yield f"<{tag}> has a handler"
    if tag == "script" and not given.get("src", "").startswith("/static/"):
        yield "<script> that is no file of ours"
    if tag in ("iframe", "object", "embed", "base", "style", "template", "math"):
        yield f"<{tag}>"
    for name in ADDRESSES & set(given):
        if given[name] and (given[name].startswith("//") or not given[name].startswith(OURS)):
            yield f"<{tag} {name}={given[name][:60]!r}>"
    if tag == "meta" and "http-equiv" in given:
        yield "<meta http-equiv>"
