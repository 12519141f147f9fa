"""Every page that somebody can reach by links, one address for each kind of page."""

import re
from urllib.parse import urldefrag, urlsplit

import httpx2

LINK = re.compile(r'href="(/[^"]*)"')
REFERENCE = re.compile(r"/[A-Z]{3}-[\w-]+|/[0-9a-f-]{36}")
LEAVES = ("/static/", "/api/", "/health/", "/metrics")


def kind(path: str) -> str:
    """The same for two incidents' pages: the path without references and without filters."""
    return REFERENCE.sub("/*", urlsplit(path).path)


def pages(visitor: httpx2.Client, start: str = "/") -> dict[str, tuple[str, str]]:
    """For each kind of page: the first address found, and its HTML."""
    found: dict[str, tuple[str, str]] = {}
    waiting, known = [start], {kind(start)}
    while waiting:
        path = waiting.pop(0)
        answer = visitor.get(path).raise_for_status()
        if answer.headers["content-type"].startswith("text/html"):
            found[kind(path)] = (path, answer.text)
        for link in new_links(answer.text, known):
            known.add(kind(link))
            waiting.append(link)
    return found


def new_links(html: str, known: set[str]) -> list[str]:
    links = [urldefrag(link.replace("&amp;", "&")).url for link in LINK.findall(html)]
    ours = [link for link in links if not link.startswith(LEAVES)]
    return list({kind(link): link for link in ours if kind(link) not in known}.values())
