"""What the pages of requests work out by themselves: proposals, weeks, hours, small counts."""

from datetime import UTC, date, datetime

import pytest

from api.acceptance import of_areas, of_groups
from api.forms.reading import Reading
from api.forms.requests import request_form
from api.forms.requests_deciding import accept_form, weeks_from
from api.forms.requests_scoring import DIRECT
from api.pages.requests.decisions import proposal, with_chosen
from api.pages.requests.staff import worked
from api.small_counts import HIDDEN
from projections.requests_figures import Accepted

NOW = datetime(2026, 12, 21, 12, tzinfo=UTC)
CRITICAL = (1800, 1200, 600, 600, 240)


@pytest.mark.parametrize(
    ("estimate", "minutes"),
    [
        (None, [1800, 1200, 600, 600, 240]),
        (720, [720]),
        (3100, [1800, 1200, 100]),
        (5000, [1800, 1200, 600, 600, 800]),
    ],
)
def test_an_estimate_is_spread_as_such_responses_go(
    estimate: int | None, minutes: list[int]
) -> None:
    assert proposal(CRITICAL, estimate) == minutes


def test_weeks_go_on_over_week_53_and_leave_out_those_without_minutes() -> None:
    assert weeks_from(date(2026, 12, 23), [600, 0, 120]) == {"2026-W52": 600, "2027-W01": 120}


def test_the_form_of_accepting_makes_weeks_from_the_start() -> None:
    posted = {
        "start": ["2026-12-23"],
        "officers-0-id": ["OFC-01"],
        "officers-0-minutes": ["600, 120"],
        "officers-1-id": ["OFC-02"],
        "officers-1-minutes": ["60"],
        "officers-1-authorised": ["yes"],
    }
    reading = Reading(posted, NOW)

    assert accept_form(head=True).read(reading) == {
        "start": "2026-12-23",
        "officers": [
            {"id": "OFC-01", "minutes_by_week": {"2026-W52": 600, "2026-W53": 120}},
            {"id": "OFC-02", "minutes_by_week": {"2026-W52": 60}, "authorised_by": "head"},
        ],
    }
    assert reading.troubles == []


@pytest.mark.parametrize("typed", ["ten", "-5", "60, 1.5", "99999", ",".join(["1"] * 27)])
def test_minutes_that_cannot_be_read_are_said_where_they_were_typed(typed: str) -> None:
    posted = {"officers-0-id": ["OFC-01"], "officers-0-minutes": [typed], "start": ["2026-12-23"]}
    reading = Reading(posted, NOW)
    accept_form(head=False).read(reading)

    assert [trouble.field for trouble in reading.troubles] == ["officers-0-minutes"]


def test_how_soon_counts_from_when_the_form_was_opened() -> None:
    typed = {"asks": ["feedback"], "context": ["Why."], "incident": ["INC-2026-0001"]}
    posted = {**typed, "soon": ["72"], "opened": ["2026-12-21T09:00:00Z"], "hours": ["12"]}

    assert request_form(known=True).read(Reading(posted, NOW)) == {
        "incident": "INC-2026-0001",
        "asks": ["feedback"],
        "context": "Why.",
        "needed_by": "2026-12-24T09:00:00Z",
        "est": 720,
    }


@pytest.mark.parametrize("opened", ["", "yesterday", "2026-12-21T09:00:00", "2030-01-01T00:00:00Z"])
def test_a_form_without_a_time_of_its_own_counts_from_now(opened: str) -> None:
    reading = Reading({"soon": ["24"], "opened": [opened]}, NOW)
    body = request_form(known=True).read(reading)

    assert body["needed_by"] == "2026-12-22T12:00:00Z"


def test_a_post_is_kept_as_one_word() -> None:
    posted = {"director": ["Regional director, North West"], "reason": ["Because."]}

    assert DIRECT.read(Reading(posted, NOW))["director"] == "Regional-director-North-West"


def test_whoever_is_chosen_takes_the_first_free_row_and_nothing_is_lost() -> None:
    posted = {
        "officers-0-id": ["OFC-01"],
        "officers-0-minutes": ["90"],
        "choose": ["OFC-02"],
        "proposed": ["600, 300"],
    }
    filled = with_chosen(posted)

    assert filled["officers-0-minutes"] == ["90"]
    assert filled["officers-1-id"] == ("OFC-02",)
    assert filled["officers-1-minutes"] == ["600, 300"]
    assert "choose" not in filled


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (90, "1 h 30 min"), (6120, "102 h"), (60_000, "1,000 h")]
)
def test_work_is_told_in_hours(minutes: int, words: str) -> None:
    assert worked(minutes) == words


def accepted(name: str, decided: int, whole: int, part: int, declined: int) -> Accepted:
    return Accepted(
        quarter="2026-Q4",
        name=name,
        decided=decided,
        accepted=whole,
        in_part=part,
        declined=declined,
        deferred=decided - whole - part - declined,
    )


def test_a_small_area_is_hidden_with_the_next_so_that_it_does_not_follow_from_the_sum() -> None:
    rows = [accepted("wales", 4, 4, 0, 0), accepted("london", 12, 12, 0, 0)]
    rows += [accepted("midlands", 40, 40, 0, 0)]
    told = [*of_areas(rows)]

    assert [row.decided.words for row in told] == [HIDDEN.words, HIDDEN.words, "40"]
    assert [row.rate for row in told] == [None, None, 100.0]


def test_no_share_is_told_from_which_a_small_count_would_follow() -> None:
    rows = [accepted("young_people", 30, 15, 3, 12), accepted("disability", 30, 15, 0, 15)]
    told = [*of_groups(rows)]

    assert [row.rate for row in told] == [None, 50.0]
    assert told[0].outcomes["in_part"] == HIDDEN
