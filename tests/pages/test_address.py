"""An address carries what was chosen: nothing that no filter offers, and nobody's name."""

import pytest
from fastapi.datastructures import URL

from api.pages.address import Address, Chip, Filter
from api.veil import Veil
from tests.pages.desk import seated
from tests.site import Site

FILTERS = (
    Filter("q", "Words"),
    Filter("state", "State", {"ACTIVE": "Active", "CLOSED": "Closed"}),
    Filter("force", "Force", {"E1": "Lancashire"}),
)
VEIL = Veil(bytes(32))
VIGIL, ABC = VEIL.over("vigil"), VEIL.over("abc")


def address(query: str) -> Address:
    extra = ("sort", "after", "min_position")
    return Address.read("/incidents", query, VEIL, FILTERS, extra)


def test_every_chosen_value_is_a_chip_that_leads_to_the_list_without_it() -> None:
    chips = address(f"state=ACTIVE&state=CLOSED&q={VIGIL}").chips(FILTERS)

    assert chips == [
        Chip("Words", "vigil", "/incidents?state=ACTIVE&state=CLOSED"),
        Chip("State", "Active", f"/incidents?state=CLOSED&q={VIGIL}"),
        Chip("State", "Closed", f"/incidents?state=ACTIVE&q={VIGIL}"),
    ]


def test_what_no_filter_offers_is_left_out() -> None:
    assert address("state=EXPLODED&q=&password=x").pairs == ()


def test_a_choice_replaces_the_one_before_and_starts_from_the_first_page() -> None:
    assert address(f"state=ACTIVE&after={ABC}").changed(state="CLOSED") == "/incidents?state=CLOSED"
    assert address(f"sort=newest&q={VIGIL}").changed(sort=None) == f"/incidents?q={VIGIL}"


def test_a_part_that_fetches_itself_anew_stays_on_its_page() -> None:
    here = address(f"state=ACTIVE&after={ABC}&min_position=9").here
    assert here == f"/incidents?state=ACTIVE&after={ABC}"


def test_words_typed_into_an_address_by_hand_are_veiled_in_every_other() -> None:
    asked = address("q=Amina%20Khan%26state%3DCLOSED")

    assert asked.one("q") == "Amina Khan&state=CLOSED"
    assert asked.query == f"q={VEIL.over('Amina Khan&state=CLOSED')}"
    assert "Amina" not in asked.changed(sort="newest")


@pytest.mark.parametrize("veiled", ["~", "~x", "~AAAA", VIGIL[:-2], Veil(b"x" * 32).over("vigil")])
def test_a_veil_that_is_not_ours_asks_for_nothing(veiled: str) -> None:
    assert address(f"q={veiled}").pairs == ()


@pytest.mark.parametrize("words", ["", "vigil", "D\u0175r a th\u00e2n", "~", "a" * 200])
def test_words_come_back_from_under_their_veil(words: str) -> None:
    assert VEIL.under(VEIL.over(words)) == words


@pytest.mark.parametrize("where", ["/incidents", "/stakeholders", "/search"])
def test_what_is_looked_for_is_sent_unseen_and_found(site: Site, where: str) -> None:
    with seated(site, "duty_officer") as desk:
        answer = desk.client.post("/find", data={"where": where, "q": "vigil", "sort": "newest"})

    shown = URL(str(answer.url))
    assert answer.status_code == 200
    assert shown.path == where
    assert "vigil" not in str(answer.url)
    assert 'value="vigil"' in answer.text


@pytest.mark.parametrize(
    "where", ["https://elsewhere.example/", "//elsewhere.example", "\\\\x", ""]
)
def test_looking_for_something_never_leads_to_another_site(site: Site, where: str) -> None:
    with seated(site, "duty_officer") as desk:
        sent = {"where": where, "q": "vigil"}
        answer = desk.client.post("/find", data=sent, follow_redirects=False)

    assert answer.headers["location"].startswith("/incidents?")
