"""What axe finds on a page against WCAG 2.2 A and AA."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"


def faults(page: Page) -> list[str]:
    """Each rule that the page breaks, and where."""
    page.evaluate(AXE)
    found = page.evaluate(RUN, TAGS)["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]
