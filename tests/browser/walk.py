"""Every page that somebody can reach by links, one address for each kind of page."""

import re
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

import httpx2

LINK = re.compile(r'href="(/[^"]*)"')
REFERENCE = re.compile(r"/[A-Z]{2,3}-[\w-]+|/[0-9a-f-]{36}|(?<=^/people)/[^/]+")
LEAVES = ("/static/", "/api/", "/health/", "/metrics")


@dataclass
class Walk:
    """For each kind of page the first address found and its HTML; and the links that fail."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)


def kind(path: str) -> str:
    """The same for two incidents' pages: the path without references and without filters."""
    return REFERENCE.sub("/*", urlsplit(path).path)


def walk(visitor: httpx2.Client, *starts: str) -> Walk:
    """Follow every link to a kind of page not yet seen, from the first page or from these."""
    found, waiting = Walk(), [("", start) for start in starts or ("/",)]
    known = {kind(start) for _, start in waiting}
    while waiting:
        source, path = waiting.pop(0)
        answer = visitor.get(path)
        if answer.is_error:
            found.dead.append(f"{source} -> {path}: {answer.status_code}")
        elif answer.headers["content-type"].startswith("text/html"):
            found.pages[kind(path)] = (path, answer.text)
        waiting += [(path, link) for link in new_links(answer.text, known)]
    return found


def new_links(html: str, known: set[str]) -> list[str]:
    """The links to kinds of page that are not known yet, which they are from now on."""
    found = {}
    for link in LINK.findall(html):
        address = urldefrag(link.replace("&amp;", "&")).url
        if not address.startswith(LEAVES) and kind(address) not in known:
            found[kind(address)] = address
    known |= set(found)
    return list(found.values())
