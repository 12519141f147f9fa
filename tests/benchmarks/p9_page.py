"""P9: what a browser has to fetch, over the wire, to show an incident for the first time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.benchmarks.box1 import Box1, serving
from tests.benchmarks.figure import Figure
from tests.benchmarks.history import storage_in, write
from tests.benchmarks.scale import Scale
from tests.chromium import chromium, chromium_missing

ENTRIES = 28
MOST_BYTES, MOST_REQUESTS = 80 * 1024, 10
SETTLED_MS = 1_000


def measure(folder: Path, scale: Scale) -> list[Figure]:
    reason = chromium_missing()
    if reason:
        return [_not_measured(reason)]
    with storage_in(folder / "data") as (_, storage):
        [ref] = write(storage, 1, ENTRIES)
    with serving(folder) as box1, _page(box1) as page:
        sizes, document = _fetched(page, f"/incidents/{ref}")
    return [
        Figure(
            number="P9",
            what=f"incident page of {ENTRIES} entries, all of it, compressed",
            measured=f"{sum(sizes.values()) / 1024:.0f} KB",
            limit=f"{document / 1024:.0f} KB the page without its files",
            share=document / sum(sizes.values()),
            target=f"≤ {MOST_BYTES // 1024} KB",
            met=sum(sizes.values()) <= MOST_BYTES,
        ),
        Figure(
            number="P9",
            what="… requests",
            measured=str(len(sizes)),
            target=f"≤ {MOST_REQUESTS}",
            met=len(sizes) <= MOST_REQUESTS,
        ),
    ]


def _not_measured(reason: str) -> Figure:
    target = f"≤ {MOST_BYTES // 1024} KB, ≤ {MOST_REQUESTS} requests"
    words = f"not measured: {reason}"
    return Figure(number="P9", what="incident page", measured=words, target=target, met=None)


@contextmanager
def _page(box1: Box1) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser.new_page(
            base_url=f"http://127.0.0.1:{box1.port}",
            extra_http_headers={"Authorization": f"Bearer {box1.token}"},
        )
        browser.close()


def _fetched(page: Page, address: str) -> tuple[dict[str, int], int]:
    """The bytes of each request with its headers, and those of the page alone."""
    wire: CDPSession = page.context.new_cdp_session(page)
    sizes: dict[str, int] = {}
    documents: list[str] = []

    def sent(event: dict[str, str]) -> None:
        sizes[event["requestId"]] = 0
        if event["type"] == "Document":
            documents.append(event["requestId"])

    def arrived(event: dict[str, int]) -> None:
        sizes[str(event["requestId"])] = int(event["encodedDataLength"])

    wire.on("Network.requestWillBeSent", sent)
    wire.on("Network.loadingFinished", arrived)
    wire.send("Network.enable")
    page.goto(address)
    page.wait_for_timeout(SETTLED_MS)
    return sizes, sizes[documents[0]]
