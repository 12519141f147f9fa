"""The pages of requests for support, as a browser asks for them and sends to them."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx2
import pytest

from domain.officer import week_of
from tests.pages.desk import ENOUGH, Desk, seated
from tests.pages.supporting import ANCHORS, EVIDENCE, Support
from tests.site import Site

ASKED = {
    "asks": "first_contact",
    "soon": "24",
    "context": "A crowd at the station, and nobody they know. Fictional.",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def support(site: Site) -> Iterator[Support]:
    with ExitStack() as stack:
        yield Support(site, stack)


@pytest.fixture
def incident(support: Support) -> str:
    return support.incident("Crowd at the station [F]")


def send(desk: Desk, path: str, fields: dict[str, str]) -> httpx2.Response:
    """A form as a browser sends it; the answer before it is followed anywhere."""
    return desk.client.post(path, content=urlencode(fields), headers=FORM, follow_redirects=False)


def page(desk: Desk, path: str) -> str:
    return unescape(desk.client.get(path).raise_for_status().text)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def scored(**more: str) -> dict[str, str]:
    answers = {f"anchors-{factor}": str(anchor) for factor, anchor in ANCHORS.items()}
    return {**answers, **{f"evidence-{each}": said for each, said in EVIDENCE.items()}, **more}


def test_asking_leads_to_the_request_which_says_what_happens_next(
    support: Support, incident: str
) -> None:
    at = f"/requests/new?incident={incident}"
    opened = re.search(r'name="opened" value="([^"]+)"', page(support.duty, at))
    assert opened
    fields = {**ASKED, "incident": incident, "opened": opened[1], "key": str(uuid4())}
    first, second = send(support.duty, at, fields), send(support.duty, at, fields)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    told = words(page(support.duty, first.headers["location"]))
    assert "an emergency within 2 hours of when it was asked" in told
    assert "A crowd at the station, and nobody they know." in told


def test_bad_input_is_said_at_its_question_and_nothing_typed_is_lost(
    support: Support, incident: str
) -> None:
    at = f"/requests/new?incident={incident}"
    fields = {**ASKED, "incident": incident, "soon": "at", "asks": "", "skills": "youth"}
    answer = send(support.duty, at, fields)

    assert answer.status_code == 422
    assert '<a href="#asks">Tick at least one thing that you need</a>' in answer.text
    assert '<a href="#needed_by-date">' in answer.text
    assert "A crowd at the station, and nobody they know." in answer.text
    assert re.search(r'value="youth"[^>]*checked', answer.text)


def test_a_score_needs_evidence_keeps_the_rest_and_is_told_line_by_line(
    support: Support, incident: str
) -> None:
    ref = support.request(incident)
    without = send(support.duty, f"/requests/{ref}/score", scored(**{"evidence-S": ""}))
    assert without.status_code == 409
    assert '<a href="#evidence-S">' in without.text
    assert without.text.count("The first report. Fictional.</textarea>") == len(EVIDENCE) - 1

    assert send(support.duty, f"/requests/{ref}/score", scored()).status_code == 303
    told = words(page(support.duty, f"/requests/{ref}"))
    assert "2 Serious injury The first report. Fictional. 2 \N{MULTIPLICATION SIGN} 5 = 10" in told
    assert "Relationship gap computed 4 No active contact" in told
    assert "points below P2" in told


def test_what_is_computed_is_shown_with_its_reason_before_it_is_recorded(
    support: Support, incident: str
) -> None:
    ref = support.request(incident)
    told = words(page(support.duty, f"/requests/{ref}/score"))

    assert "Nobody is on the map of the communities yet" in told
    assert "4: Experienced now: disorder, protest or hate incidents" in told


def test_the_queue_says_why_each_stands_where_it_does(support: Support, incident: str) -> None:
    first = support.request(incident)
    support.score()
    reason = "The vigil is tonight, and only our team has the contacts."
    support.do(support.lead, "override-band", {"to": "P2", "reason": reason})
    second = support.request(incident)
    support.score(T=4)
    queue = page(support.lead, f"/requests?band=P1&min_position={support.position}")
    assert second in queue
    assert first not in queue

    rows = re.split(r"<tr ", page(support.lead, "/requests"))
    of_first = words(next(row for row in rows if f'id="{first}"' in row))
    of_second = words(next(row for row in rows if f'id="{second}"' in row))
    assert "48 computed + 0 waiting = 48 · by its score alone P3" in of_first
    assert "Set to P2 by Orla Stannard [F]" in of_first
    assert f"“{reason}”" in of_first
    assert "P1 at once: Experienced now: disorder, protest or hate incidents" in of_second


def test_accepting_takes_the_hours_of_whom_the_ranking_offers(
    support: Support, incident: str
) -> None:
    able = support.officer("Idil Warsame [F]", "midlands", speaks=("so",))
    unable = support.officer("Tam Reed [F]", "midlands")
    ref = support.request(incident, languages=["so"], est=300)
    support.score()
    at = f"/requests/{ref}/decide"
    shown = page(support.lead, f"{at}?min_position={support.position}")
    assert "lacks Somali" in words(shown)
    assert f'value="{able}" class="app-plain-button"' in shown
    assert f'value="{unable}" class="app-plain-button"' not in shown

    today = datetime.now(UTC).date()
    chosen = send(support.lead, at, {"choose": able, "start": today.isoformat(), "proposed": "300"})
    assert chosen.status_code == 200
    assert re.search(rf'value="{able}" selected', chosen.text)
    rows = {"officers-0-id": able, "officers-0-minutes": "300", "start": today.isoformat()}
    assert send(support.lead, at, rows).status_code == 303

    told = words(page(support.lead, f"/requests/{ref}"))
    assert "0 min spent of 5 h estimated." in told
    assert f"Idil Warsame [F] lent Speaks Somali {week_of(today)} 300" in told


def test_too_many_minutes_are_refused_at_the_form_with_all_that_was_typed(
    support: Support, incident: str
) -> None:
    officer = support.officer("Wren Ashby [F]")
    ref = support.request(incident)
    support.score()
    start = datetime.now(UTC).date().isoformat()
    rows = {"officers-0-id": officer, "officers-0-minutes": "9000, 60", "start": start}
    answer = send(support.lead, f"/requests/{ref}/decide", rows)

    assert answer.status_code == 409
    assert "minutes short in" in answer.text
    assert 'value="9000, 60"' in answer.text
    assert re.search(rf'value="{officer}" selected', answer.text)


def test_whoever_asked_reads_the_reason_and_the_alternative_and_can_say_how_it_was(
    support: Support, incident: str
) -> None:
    ref = support.request(incident)
    support.score()
    support.decline()
    told = words(page(support.duty, f"/requests/{ref}"))
    assert ENOUGH in told
    assert "Instead: Ring the force." in told
    assert f'href="/requests/{ref}/do/rate"' in page(support.duty, f"/requests/{ref}")
    assert send(support.duty, f"/requests/{ref}/do/rate", {"stars": "4"}).status_code == 303
    assert "Rated 4 of 5 by whoever asked" in page(support.duty, f"/requests/{ref}")


def test_a_second_score_stands_beside_the_first(support: Support, incident: str) -> None:
    ref = support.request(incident)
    support.score()
    again = scored(**{"anchors-T": "3", "why": "A second source says the same now."})
    assert send(support.duty, f"/requests/{ref}/score", again).status_code == 303
    told = words(page(support.duty, f"/requests/{ref}"))

    assert "Scored again: 58 points, P2" in told
    assert "Scored: 48 points, P3" in told


def test_a_score_is_told_with_the_rules_that_it_was_made_with(
    support: Support, incident: str
) -> None:
    ref = support.request(incident)
    support.score(T=4)
    told = points(support, ref)
    rules = support.head.client.get("/api/v1/rulesets/1").json()["priority"]
    weights = {**rules["weights"], "S": rules["weights"]["S"] - 2, "T": rules["weights"]["T"] + 2}

    publish(support, {**rules, "weights": weights})

    try:
        assert points(support, ref) == told
        assert ("4", "5", "20") in told
    finally:
        publish(support, rules)


def points(support: Support, ref: str) -> list[tuple[str, str, str]]:
    """Anchor, weight and points of every factor."""
    return re.findall(r"(\d) \S (\d) = (\d+)", page(support.lead, f"/requests/{ref}"))


def publish(support: Support, priority: dict[str, Any]) -> None:
    body = {"values": {"priority": priority}, "reason": ENOUGH}
    support.post(support.head, "/api/v1/rulesets", body)


def test_the_incident_says_who_comes_and_what_is_missing(support: Support, incident: str) -> None:
    officer = support.officer("Wren Ashby [F]")
    support.request(incident, languages=["so"], skills=["faith"], est=600)
    support.score()
    support.accept(officer, 120)
    told = words(page(support.duty, f"/incidents/{incident}"))

    assert "0 min spent of 10 h expected" in told
    assert "Wren Ashby [F]: 0 min of 2 h" in told
    assert "Still missing: Somali, Faith" in told
    assert "On duty now: Moss Tarrant [F] (primary), Ines Calloway [F] (deputy)" in told


@pytest.mark.parametrize("role", ["analyst", "insight_manager", "info_governance", "auditor"])
def test_a_request_is_not_for_everybody(site: Site, support: Support, role: str) -> None:
    ref = support.request(support.incident("Vigil at the bridge [F]"))
    with seated(site, role) as other:
        assert other.client.get(f"/requests/{ref}").status_code == 403
        assert other.client.get("/requests").status_code == 403


def test_a_request_of_an_incident_that_is_not_theirs_is_not_there(
    site: Site, support: Support
) -> None:
    hidden = {"marking": "OFFICIAL-SENSITIVE", "title": "Allegation at the dock [F]"}
    body = {"incident_type": "corruption", "pfa": "E23000013", "summary": "Fictional.", **hidden}
    secret = str(support.post(support.head, "/api/v1/incidents", body)["ref"])
    asked = {"incident": secret, "asks": ["advice_only"], "context": "Fictional."}
    asked["needed_by"] = "2036-01-01T09:00:00Z"
    ref = str(support.post(support.head, "/api/v1/support-requests", asked)["ref"])
    with seated(site, "se_officer") as other:
        assert other.client.get(f"/requests/{ref}").status_code == 404
        assert ref not in other.client.get("/requests?which=all").text


def test_small_counts_of_acceptance_are_not_told(site: Site, support: Support) -> None:
    support.request(support.incident("Vigil at the weir [F]"))
    support.score()
    support.decline()
    with seated(site, "analyst") as analyst:
        told = words(page(analyst, f"/requests/acceptance?min_position={support.position}"))
        counts = analyst.client.get("/api/v1/acceptance").json()["by_area"]
    assert [one["decided"] for one in counts if one["name"] == "north-east"] == [None]
    assert "fewer than 10" in told
    assert "%" not in told
