"""One's own duties as a calendar: whoever has the address reads them, until it ends."""

import re
from datetime import timedelta
from typing import Any

import httpx2
from icalendar import Calendar

from tests.pages.rota import ASHA, LEAD, MONTHS_AHEAD, NOTE, Rota, nine


async def test_ones_own_duties_are_in_ones_own_calendar(rota: Rota) -> None:
    given = await rota.assigned("OFC-01", nine(MONTHS_AHEAD))
    await rota.assigned("OFC-02", nine(MONTHS_AHEAD), "deputy")
    address = address_on((await rota.post(ASHA, "/account/calendar")).text)

    answer = await rota.http.get(address)
    [event] = events_of(answer)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert event.decoded("dtstart").isoformat() == given["from"]
    assert event.decoded("dtend").isoformat() == given["to"]
    assert "Ben" not in answer.text
    again = {"If-None-Match": answer.headers["etag"]}
    assert (await rota.http.get(address, headers=again)).status_code == 304


async def test_a_calendar_keeps_who_an_event_is_until_it_is_given_away(rota: Rota) -> None:
    given = await rota.assigned("OFC-01", nine(MONTHS_AHEAD))
    address = address_on((await rota.post(ASHA, "/account/calendar")).text)
    [before] = events_of(await rota.http.get(address))
    await rota.assigned("OFC-01", nine(MONTHS_AHEAD + timedelta(days=30)))

    kept, _ = events_of(await rota.http.get(address))
    assert kept["uid"] == before["uid"]
    await rota.command(LEAD, "OFC-01", "release-duty", **given, note=NOTE)
    left = events_of(await rota.http.get(address))
    assert before["uid"] not in [one["uid"] for one in left]


async def test_an_address_ends_when_it_is_revoked_or_made_anew(rota: Rota) -> None:
    first = address_on((await rota.post(ASHA, "/account/calendar")).text)
    second = address_on((await rota.post(ASHA, "/account/calendar")).text)
    assert (await rota.http.get(first)).status_code == 404
    assert (await rota.http.get(second)).status_code == 200
    assert second.rpartition("/")[2] not in (await rota.get(ASHA, "/account")).text

    await rota.post(ASHA, "/account/calendar/end")

    assert (await rota.http.get(second)).status_code == 404


async def test_nobody_without_a_place_on_the_rota_gets_an_address(rota: Rota) -> None:
    answer = await rota.post(LEAD, "/account/calendar")

    assert answer.status_code == 409
    assert "not on the rota" in answer.text


async def test_programs_read_duties_and_gaps(rota: Rota) -> None:
    since = nine(MONTHS_AHEAD)
    await rota.assigned("OFC-01", since)
    day = since.date()
    path = f"/api/v1/rota?from={day}T00:00:00Z&to={day + timedelta(days=3)}T00:00:00Z"

    told = (await rota.get(LEAD, path)).json()

    assert [one["officer"] for one in told["duties"]] == ["OFC-01"]
    assert {gap["kind"] for gap in told["gaps"]} == {"primary", "deputy"}


def address_on(page: str) -> str:
    [address] = re.findall(r"http://[^\s\"<]*/rota/calendar/[^\s\"<]+\.ics", page)[:1]
    return str(address).removeprefix("http://box1")


def events_of(answer: httpx2.Response) -> list[Any]:
    return [*Calendar.from_ical(answer.content).walk("VEVENT")]
