"""The board's addresses: what they ask for, what they survive, and who sees what."""

import re
from datetime import UTC, datetime

import pytest

from api.access import sight_of
from api.pages.address import Address
from api.pages.board import OPEN, wanted_of
from api.veil import Veil
from domain.forces import FORCES
from projections.board import Wanted
from services.people import Person
from tests.site import Site

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def wanted(*pairs: tuple[str, str]) -> Wanted:
    return wanted_of(Address("/incidents", pairs, Veil(bytes(32))), FORCES, NOON)


def test_without_filters_the_board_shows_what_is_open() -> None:
    assert wanted().states == OPEN


def test_a_region_stands_for_its_forces() -> None:
    assert set(wanted(("region", "wales")).pfas) == {
        "W15000001",
        "W15000002",
        "W15000003",
        "W15000004",
    }


def test_a_force_outside_the_chosen_region_leaves_nothing() -> None:
    asked = wanted(("region", "wales"), ("force", "E23000001"))

    assert asked.pfas
    assert not set(asked.pfas) & set(FORCES)


def test_overdue_is_as_of_now() -> None:
    assert wanted(("due", "overdue")).overdue_at == NOON


def test_an_investigator_sees_their_own_and_an_officer_what_is_not_sensitive() -> None:
    investigator = sight_of(Person("nadia", "Nadia", "investigator", officer="INV-01"))

    assert (investigator.official, investigator.sensitive) == (False, False)
    assert set(investigator.investigates or ()) == {"nadia", "INV-01"}
    officer = sight_of(Person("pat", "Pat", "duty_officer"))
    assert (officer.official, officer.sensitive) == (True, False)
    assert sight_of(Person("lee", "Lee", "regional_lead")).sensitive


@pytest.mark.parametrize(
    "query",
    [
        "after=not-a-cursor",
        "after=W10",
        "sort=sideways",
        "state=EXPLODED&level=%01&force=%3Cscript%3E",
        "min_position=99999999999",
        "min_position=minus",
        "q=%22%27%3B--&lead=nobody",
        "q=" + "x" * 3000,
    ],
)
def test_a_bad_address_still_shows_the_board(site: Site, query: str) -> None:
    with site.visitor("head_of_se") as visitor:
        answer = visitor.get(f"/incidents?{query}")

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_saved_views_are_each_persons_own(site: Site) -> None:
    with site.visitor("head_of_se") as head, site.visitor("regional_lead") as lead:
        saved = head.post("/incidents/views", data={"name": "Mine <b>", "query": "level=critical"})
        seen = lead.get("/incidents").text
        head.post("/incidents/views/delete", data={"name": "Mine <b>"})

    assert "Mine &lt;b&gt;" in saved.text
    assert "Mine &lt;b&gt;" not in seen


def test_a_saved_view_keeps_only_what_filters_offer(site: Site) -> None:
    query = "level=critical&evil=1&state=EXPLODED"
    with site.visitor("head_of_se") as visitor:
        saved = visitor.post("/incidents/views", data={"name": "Kept", "query": query})
        visitor.post("/incidents/views/delete", data={"name": "Kept"})

    assert str(saved.url).endswith("/incidents?level=critical")


def test_the_board_counts_what_it_lists(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        page = visitor.get("/incidents?level=critical&sort=newest").text
    [count] = re.findall(r"(\d+) open response", page)

    assert int(count) == len(set(re.findall(r'<tr[^>]+id="(INC-[\d-]+)"', page)))


def test_pages_follow_on_without_gaps_or_repeats(site: Site) -> None:
    body = {
        "incident_type": "other",
        "pfa": "E23000038",
        "summary": "Fictional.",
        "source": "other",
        "bereaved": "no",
    }
    with site.visitor("duty_officer") as visitor:
        raised = [
            visitor.post("/api/v1/incidents", json={**body, "title": f"Paged {n}"}).json()
            for n in range(28)
        ]
        address: str | None = f"/incidents?force=E23000038&min_position={raised[-1]['position']}"
        seen: list[str] = []
        while address:
            page = visitor.get(address).text
            seen += re.findall(r'<tr[^>]+id="(INC-[\d-]+)"', page)
            onward = re.search(r'href="([^"]+)" rel="next"', page)
            address = onward[1].replace("&amp;", "&") if onward else None

    assert len(seen) == len(set(seen))
    assert {one["ref"] for one in raised} <= set(seen)
