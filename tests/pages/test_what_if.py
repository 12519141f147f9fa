"""What a replay is asked, in an address; what it comes to, in sentences, pictures and tables."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from api.pages.what_if_pictures import STRIP, columns, heats, lent, used, waits
from api.pages.what_if_tables import tables
from api.pages.what_if_words import changes, headline, number, second
from api.what_if import Asked, Comparison, Employed, Question, asked_of
from domain.capacity import CAPACITY_V1
from domain.priority import Band
from domain.vocabulary import Level
from domain.what_if import Arrival, Lending

TODAY = date(2026, 3, 4)  # a Wednesday
RULES = CAPACITY_V1.model_copy(update={"overhead_pct": 0})


def asked(**typed: Any) -> Asked:
    return asked_of(urlencode(typed, doseq=True), TODAY)


def wrong(**typed: Any) -> dict[str, str]:
    return {reason.field or "": reason.text for reason in asked(**typed).reasons}


def test_nothing_said_is_the_last_year_of_whole_weeks_and_the_present_rules() -> None:
    question = asked().question

    assert (question.since, question.until) == (date(2025, 3, 3), date(2026, 3, 1))
    assert not question.made_up
    assert not question.changes
    assert not asked().anything


def test_a_period_is_widened_to_whole_weeks() -> None:
    question = asked(**{"from": "2026-02-04", "to": "2026-02-11"}).question

    assert (question.since, question.until) == (date(2026, 2, 2), date(2026, 2, 15))


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"from": "soon"}, "from", "Give a day like 2 March 2026."),
        ({"from": "2026-02-10", "to": "2026-02-01"}, "from", "The period ends before it begins."),
        (
            {"from": "2015-01-01", "to": "2026-02-01"},
            "from",
            "A replay has at most 261 weeks, which is five years.",
        ),
        ({"weeks": "262"}, "weeks", "Weeks: a whole number from 1 to 261."),
        ({"weeks": "9" * 5000}, "weeks", "Weeks: a whole number from 1 to 261."),
        ({"reserve": "-1"}, "reserve", "The reserve: a whole number from 0 to 95."),
        ({"hours": "½"}, "hours", "Hours a week: a whole number from 1 to 60."),
        ({"more.wales": "51"}, "more.wales", "Officers in Wales: a whole number from 0 to 50."),
        (
            {"critical.wales": "nan"},
            "critical.wales",
            "Incidents a week in Wales: a number from 0 to 20.",
        ),
        (
            {"demand": "made-up", "weeks": "261", "critical.wales": "20"},
            "weeks",
            "That would be about 6,525 incidents. Ask for at most 5,000: fewer weeks, or fewer"
            " a week.",
        ),
    ],
)
def test_what_cannot_be_replayed_is_said_beside_its_field(
    typed: dict[str, str], field: str, words: str
) -> None:
    assert wrong(**typed) == {field: words}


def test_a_period_that_is_not_asked_for_is_not_checked() -> None:
    assert wrong(demand="made-up", **{"from": "2026-02-10", "to": "2026-02-01"}) == {}


def test_whom_and_what_is_read_from_the_address() -> None:
    question = asked(
        demand="made-up",
        lost=["OFC-01", "OFC-02"],
        reserve="0",
        lending="never",
        **{"critical.wales": "0.3", "more.wales": "2"},
    ).question

    assert question.lost == {"OFC-01", "OFC-02"}
    assert (question.reserve, question.lending) == (0, Lending.NEVER)
    assert question.rates["wales", Level.CRITICAL] == 0.3
    assert question.more["wales"] == 2
    assert question.changes


# --- sentences --------------------------------------------------------------------------------


def officer(ref: str, region: str, net: int = 1000) -> Employed:
    return Employed(ref=ref, name="", region=region, net=net)


def arrives(minutes: int, region: str = "north-west", band: Band = Band.P2) -> Arrival:
    return Arrival(
        ref="1", week=0, region=region, level=Level.CRITICAL, band=band, minutes=(minutes,)
    )


ROTA = (officer("OFC-01", "north-west"), officer("OFC-02", "north-west"))


def compared(
    question: Question,
    demand: list[Arrival],
    officers: tuple[Employed, ...] = ROTA,
    weeks: int = 4,
) -> Comparison:
    found = Comparison(question, demand, weeks, officers, RULES)
    assert [(step.of, step.words) for step in found.steps()]
    return found


def test_one_plain_sentence_says_who_would_have_waited_longer() -> None:
    """1,600 of 2,000 are free for it; with one officer fewer 800, and 800 a week later."""
    found = compared(asked(lost="OFC-01").question, [arrives(1600)])

    assert headline(found) == (
        "With one officer fewer in the North West, P2 requests would have waited"
        " 2.5 working days longer on average: 2.5 instead of 0."
    )
    assert second(found) == (
        "Work would have waited in 1 week of 4, not 0. By the end nothing waits any more."
    )


def test_what_helps_is_said_as_well_and_everything_that_is_different() -> None:
    more = {"more.london": "1", "reserve": "0", "lending": "authorised", "hours": "20"}
    found = compared(asked(**more).question, [arrives(2200)])

    assert changes(found) == [
        "1 officer more in London",
        "no reserve",
        "loans for a P1 from the reserves",
    ]
    assert headline(found) == (
        "With 1 officer more in London, no reserve and loans for a P1 from the reserves,"
        " P2 requests would have waited 1.4 working days less on average: 0 instead of 1.4."
    )


def test_where_no_wait_changes_the_loans_that_did_are_told() -> None:
    lost, lender = asked(lost="OFC-01").question, officer("OFC-03", "wales", 3000)
    found = compared(lost, [arrives(1600)], (*ROTA, lender))

    assert headline(found) == (
        "With one officer fewer in the North West, nobody would have waited longer or less."
        " 13 hours more would have been lent."
    )


def test_shares_as_they_are_and_officers_who_are_gone_change_nothing() -> None:
    found = compared(asked(lost="OFC-99", reserve="20", overhead="0").question, [arrives(100)])

    assert found.then is None
    assert headline(found) == (
        "Everybody would have been helped in the week in which it was needed."
    )


def test_without_anybody_on_the_rota_there_is_no_present_side() -> None:
    found = compared(asked(**{"more.wales": "1"}).question, [arrives(100)], ())

    assert found.now is None
    assert found.then is not None
    assert [bar.name for bar in used(found).rows[0].bars] == ["What if"]


def test_nobody_at_all_is_told_to_add_officers() -> None:
    found = Comparison(asked().question, [arrives(100)], 4, (), RULES)

    assert list(found.steps()) == []
    assert headline(found) == (
        "Nobody is on the rota, so nothing can be done. Add officers to try it."
    )


def test_a_quiet_period_is_said_to_be_quiet() -> None:
    found = compared(asked(lost="OFC-01").question, [])

    assert headline(found) == (
        "Nothing came in that support is given for, so nothing would have waited."
    )


def test_what_waits_at_the_end_is_told_and_one_side_alone() -> None:
    """7,400, 5,800, 4,200 and 2,600 of 9,000 wait at the end of a week: 20 weeks by 9."""
    found = compared(asked().question, [arrives(9000)], weeks=4)

    assert headline(found) == (
        "P2 requests would have waited 11.1 working days on average, and the longest"
        " 11.1 working days."
    )
    assert second(found) == "At the end 1 request still waits for 43 hours of work."


@pytest.mark.parametrize(("tenths", "words"), [(0, "0"), (24, "2.4"), (30, "3"), (12050, "1,205")])
def test_tenths_are_said_without_a_nought(tenths: int, words: str) -> None:
    assert number(tenths) == words


# --- pictures and tables ----------------------------------------------------------------------


def test_both_sides_are_drawn_on_one_scale() -> None:
    """The present leaves 400 minutes at the worst, the other 1,200: a third as high."""
    found = compared(asked(lost="OFC-01").question, [arrives(2000)])
    now, then = heats(found)

    assert [cell.height for cell in now.strips[0].cells] == [STRIP // 3]
    assert [cell.height for cell in then.strips[0].cells] == [STRIP, STRIP // 3]
    assert then.words == (
        "What if: most work waited in the North West, at worst 20 hours at the end of a week."
    )
    assert (now.first, then.last) == ("3 Mar 2025", "24 Mar 2025")


def test_where_nothing_waits_nothing_is_drawn() -> None:
    assert heats(compared(asked(lost="OFC-01").question, [arrives(100)])) == []


def test_five_years_share_columns_that_can_be_told_apart_on_a_phone() -> None:
    minutes = [0] * 261
    minutes[7] = 90

    assert len(columns(minutes)) == 53
    assert columns(minutes)[1] == 90
    assert columns([1, 2, 3]) == [1, 2, 3]


def test_the_longest_bar_has_the_most_room_and_a_share_is_of_the_whole() -> None:
    found = compared(asked(lost="OFC-01").question, [arrives(1600)])

    p2 = waits(found).rows[1]
    assert [(bar.width, bar.words) for bar in p2.bars] == [
        ("0.00%", "none waited"),
        ("48.00%", "2.5 (longest 2.5)"),
    ]
    assert [bar.words for bar in used(found).rows[0].bars] == ["20%", "40%"]
    assert used(found).limit
    assert [bar.words for bar in lent(found).rows[0].bars] == ["0 h", "0 h"]


def test_a_region_that_one_side_lacks_is_shown_on_both() -> None:
    found = compared(asked(**{"more.wales": "1"}).question, [arrives(1600)])

    assert [row.label for row in used(found).rows] == ["North West", "Wales"]
    assert [bar.words for bar in used(found).rows[1].bars] == ["nobody there", "0%"]
    assert tables(found)["use"].rows[2] == ("Wales, now", "0", "0", "\N{EN DASH}")


def test_every_picture_has_its_figures_in_a_table() -> None:
    wales = officer("OFC-03", "wales", 500)
    found = compared(asked(lost="OFC-01").question, [arrives(2000)], (*ROTA, wales))
    told = tables(found)

    assert told["waits"].rows[2:4] == [
        ("P2, now", "1", "0", "0", "0", "0", "0", "0"),
        ("P2, what if", "1", "1", "2", "2", "2", "2", "0"),
    ]
    assert told["loans"].rows == [("Wales to North West", "7", "7")]
    assert told["short"].rows[0] == ("North West", "0", "1", "0", "13")
    assert told["weeks"].headings == ("From", "North West, what if")
    assert told["weeks"].rows[:2] == [("3 Mar 2025", "13"), ("10 Mar 2025", "0")]
