"""A page's address carries what was chosen, and nothing that no filter offers."""

from fastapi import Request

from api.pages.address import Address, Chip, Filter

FILTERS = (
    Filter("q", "Words"),
    Filter("state", "State", {"ACTIVE": "Active", "CLOSED": "Closed"}),
    Filter("force", "Force", {"E1": "Lancashire"}),
)


def address(query: str) -> Address:
    scope = {"type": "http", "path": "/incidents", "query_string": query.encode(), "headers": []}
    return Address.of(Request(scope), FILTERS, extra=("sort", "after", "min_position"))


def test_every_chosen_value_is_a_chip_that_leads_to_the_list_without_it() -> None:
    chips = address("state=ACTIVE&state=CLOSED&q=vigil").chips(FILTERS)

    assert chips == [
        Chip("Words", "vigil", "/incidents?state=ACTIVE&state=CLOSED"),
        Chip("State", "Active", "/incidents?state=CLOSED&q=vigil"),
        Chip("State", "Closed", "/incidents?state=ACTIVE&q=vigil"),
    ]


def test_what_no_filter_offers_is_left_out() -> None:
    assert address("state=EXPLODED&q=&password=x").pairs == ()


def test_a_choice_replaces_the_one_before_and_starts_from_the_first_page() -> None:
    assert address("state=ACTIVE&after=abc").changed(state="CLOSED") == "/incidents?state=CLOSED"
    assert address("sort=newest&q=a%20b").changed(sort=None) == "/incidents?q=a+b"


def test_a_part_that_fetches_itself_anew_stays_on_its_page() -> None:
    here = address("state=ACTIVE&after=abc&min_position=9").here
    assert here == "/incidents?state=ACTIVE&after=abc"


def test_what_is_typed_cannot_break_out_of_an_address() -> None:
    assert address("q=%26state%3DCLOSED%22%3E").query == "q=%26state%3DCLOSED%22%3E"
