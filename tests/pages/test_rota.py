"""The rota's pages: a month, its gaps, assigning whole weeks, swaps that take two, releasing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.pages.rota import (
    ASHA,
    AUDITOR,
    BEN,
    LEAD,
    MONTHS_AHEAD,
    NOTE,
    Rota,
    nine,
)


def key_on(page: str) -> str:
    [key, *_] = re.findall(r'name="key" value="([^"]+)"', page)
    return str(key)


def weeks_on(page: str) -> list[str]:
    return re.findall(r'name="weeks"[^>]*value="([^"]+)"', page)


def codes_on(page: str, name: str) -> list[str]:
    (listed,) = re.findall(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    return [code for code in re.findall(r'value="([^"]*)"', listed) if code]


async def test_an_empty_rota_says_its_gaps_in_words_and_warns_those_who_answer_for_it(
    rota: Rota,
) -> None:
    page = (await rota.get(LEAD, "/rota")).text

    assert "Gap: nobody" in page
    assert "No primary" in page
    assert "2 gaps in the next 14 days" in page
    assert "<strong>Gap in the rota:</strong>" in (await rota.get(LEAD, "/incidents")).text
    board = (await rota.get(ASHA, "/incidents")).text
    assert "On duty now:</strong>" in board
    assert "Gap in the rota" not in board


async def test_who_is_on_duty_now_stands_on_the_board(rota: Rota) -> None:
    await rota.assigned("OFC-01", nine(datetime.now(UTC) - timedelta(days=3)))

    board = (await rota.get(BEN, "/incidents")).text

    assert re.search(r"On duty now:</strong>\s+Asha \(primary, until ", board)


async def test_a_month_has_each_day_with_its_hours_and_ones_own_are_marked(rota: Rota) -> None:
    since = datetime(2027, 3, 22, 9, tzinfo=UTC)  # the clocks go forward on 28 March
    await rota.assigned("OFC-01", since)

    page = (await rota.get(ASHA, "/rota?month=2027-03")).text

    assert page.count("Asha") - page.count(">Asha<") >= 8
    assert "from 09:00" in page
    assert "until 10:00" in page
    assert page.count("(you)") == 8
    assert "(you)" not in (await rota.get(BEN, "/rota?month=2027-03")).text
    assert (await rota.get(BEN, "/rota?month=13-2027")).status_code == 200


async def test_several_weeks_are_assigned_at_once_or_none(rota: Rota) -> None:
    page = (await rota.get(LEAD, "/rota/assign")).text
    weeks, key = weeks_on(page), key_on(page)
    form = {"officer": "OFC-01", "kind": "primary", "key": key}

    near = await rota.post(LEAD, "/rota/assign", **form, weeks=[weeks[5], weeks[6]])
    assert near.status_code == 409
    assert "11 hours between two duties" in near.text
    assert "checked" in near.text
    assert rota.duties("OFC-01") == []

    apart = {**form, "weeks": [weeks[5], weeks[7]]}
    for _ in range(2):  # a double click
        sent = await rota.post(LEAD, "/rota/assign", **apart)
        assert sent.status_code == 303
    assert len(rota.duties("OFC-01")) == 2
    assert (await rota.get(LEAD, sent.headers["location"])).status_code == 200


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"officer": "", "kind": "", "weeks": []}, "Choose who"),
        ({"officer": "OFC-01", "kind": "primary"}, "Tick a week"),
        ({"officer": "OFC-01", "kind": "king", "weeks": ["2027-03-01"]}, "Choose primary"),
        ({"officer": "OFC-01", "kind": "deputy", "weeks": ["soon"]}, "Tick a week"),
        (
            {"officer": "OFC-01", "kind": "deputy", "since-date": "1/3/2027", "since-time": "9:00"},
            "Say both",
        ),
    ],
)
async def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    rota: Rota, form: dict[str, Any], said: str
) -> None:
    answer = await rota.post(LEAD, "/rota/assign", **form)

    assert answer.status_code == 422
    assert said in answer.text
    for typed in (form.get("since-date"), form.get("since-time")):
        assert typed is None or f'value="{typed}"' in answer.text
    assert rota.duties("OFC-01") == []


async def test_an_unknown_officer_is_a_refusal_and_no_fault(rota: Rota) -> None:
    form = {"officer": "OFC-77", "kind": "primary", "weeks": ["2027-03-01"]}

    assert (await rota.post(LEAD, "/rota/assign", **form)).status_code == 409


async def test_a_swap_takes_both_and_shows_what_is_handed_over(rota: Rota) -> None:
    since = nine(MONTHS_AHEAD)
    await rota.assigned("OFC-01", since)
    await rota.assigned("OFC-02", since + timedelta(days=21), "deputy")
    page = (await rota.get(ASHA, "/rota/swap")).text
    (mine,), (theirs,) = codes_on(page, "duty"), codes_on(page, "in_return")
    assert codes_on(page, "partner") == ["OFC-02"]
    form = {"key": key_on(page), "duty": mine, "partner": "OFC-02", "in_return": theirs}

    short = await rota.post(ASHA, "/rota/swap", **form, note="Quiet.")
    assert short.status_code == 409
    assert "in at least 20 characters" in short.text
    assert ">Quiet.</textarea>" in short.text
    asked = await rota.post(ASHA, "/rota/swap", **form, note=NOTE)
    assert asked.status_code == 303
    assert rota.duties("OFC-02")[0][2] == "deputy"

    assert "1 colleague asks you" in (await rota.get(BEN, "/incidents")).text
    page = (await rota.get(BEN, "/rota")).text
    (link,) = links_on(page, "agree")
    assert "/rota/agree" not in (await rota.get(ASHA, "/rota")).text
    assert (await rota.get(ASHA, link)).status_code == 404
    shown = (await rota.get(BEN, link)).text
    assert NOTE in shown
    form = answering(shown)
    assert (await rota.post(ASHA, "/rota/agree", **form)).status_code == 403
    assert (await rota.post(BEN, "/rota/agree", **form)).status_code == 303

    assert [one[2] for one in rota.duties("OFC-01")] == ["deputy"]
    assert [one[2] for one in rota.duties("OFC-02")] == ["primary"]
    assert (await rota.get(BEN, link)).status_code == 404


AGREEING = ("key", "offer", "officer")


async def test_a_swap_is_declined_by_the_one_and_withdrawn_by_the_other(rota: Rota) -> None:
    await rota.assigned("OFC-01", nine(MONTHS_AHEAD))
    await proposed(rota)
    (link,) = links_on((await rota.get(BEN, "/rota")).text, "agree")
    (declining,) = links_on((await rota.get(BEN, link)).text, "decline")

    shown = (await rota.get(BEN, declining)).text
    assert (await rota.post(BEN, "/rota/decline", **answering(shown))).status_code == 303
    assert (await rota.get(BEN, link)).status_code == 404

    await proposed(rota)
    assert links_on((await rota.get(BEN, "/rota")).text, "withdraw") == []
    (withdrawing,) = links_on((await rota.get(ASHA, "/rota")).text, "withdraw")
    assert (await rota.get(BEN, withdrawing)).status_code == 404
    shown = (await rota.get(ASHA, withdrawing)).text
    assert (await rota.post(BEN, "/rota/withdraw", **answering(shown))).status_code == 403
    assert (await rota.post(ASHA, "/rota/withdraw", **answering(shown))).status_code == 303
    assert links_on((await rota.get(BEN, "/rota")).text, "agree") == []
    assert [one[2] for one in rota.duties("OFC-01")] == ["primary"]


async def proposed(rota: Rota) -> None:
    """Asha offers her one duty to Ben."""
    page = (await rota.get(ASHA, "/rota/swap")).text
    (mine,) = codes_on(page, "duty")
    form = {"key": key_on(page), "duty": mine, "partner": "OFC-02", "note": NOTE}
    assert (await rota.post(ASHA, "/rota/swap", **form)).status_code == 303


def links_on(page: str, word: str) -> list[str]:
    return re.findall(rf'href="(/rota/{word}\?[^"]+)"', page)


def answering(page: str) -> dict[str, str]:
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in AGREEING}


async def test_a_swap_that_is_gone_is_said_kindly(rota: Rota) -> None:
    form = {"offer": "OFC-01~primary~2027-01-04T09:00:00Z~2027-01-05T09:00:00Z"}

    answer = await rota.post(BEN, "/rota/agree", **form, officer="OFC-02")

    assert answer.status_code == 409
    assert "does not offer this duty" in answer.text


@pytest.mark.parametrize("code", ["", "nonsense", "OFC-01~king~a~b", "OFC-01~primary~a~b"])
async def test_a_duty_that_is_none_is_asked_for_again(rota: Rota, code: str) -> None:
    answer = await rota.post(LEAD, "/rota/release", duty=code, note=NOTE)

    assert answer.status_code == 422
    assert NOTE in answer.text


async def test_releasing_leaves_a_gap_and_hands_over_in_words(rota: Rota) -> None:
    await rota.assigned("OFC-01", nine(MONTHS_AHEAD))
    page = (await rota.get(LEAD, "/rota/release")).text
    (duty,) = codes_on(page, "duty")
    form = {"key": key_on(page), "duty": duty}

    assert (await rota.post(LEAD, "/rota/release", **form)).status_code == 422
    assert (await rota.post(LEAD, "/rota/release", **form, note=NOTE)).status_code == 303
    assert rota.duties("OFC-01") == []


async def test_only_those_who_answer_for_it_assign_and_release(rota: Rota) -> None:
    for path in ("/rota/assign", "/rota/release"):
        assert (await rota.get(ASHA, path)).status_code == 403
    assert (await rota.get(AUDITOR, "/rota")).status_code == 403
    assert "/rota/assign" not in (await rota.get(ASHA, "/rota")).text
