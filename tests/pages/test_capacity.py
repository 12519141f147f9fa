"""The board of capacity: in words beside its picture, and without losing what was typed."""

from tests.site import Site


def test_the_board_says_what_could_start_and_what_is_free(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        page = visitor.get("/capacity")

    assert page.status_code == 200
    assert "This week we could start" in page.text
    assert "North West" in page.text


def test_what_cannot_be_read_is_said_and_kept(site: Site) -> None:
    with site.visitor("head_of_se") as visitor:
        page = visitor.get("/capacity?from=someday&weeks=99")

    assert page.status_code == 422
    assert 'value="someday"' in page.text
    assert "a number from 1 to 26" in page.text


def test_an_analyst_sees_regions_and_no_officer(site: Site) -> None:
    with site.visitor("analyst") as visitor:
        board, week = visitor.get("/capacity"), visitor.get("/capacity/2026-W48/north-west")

    assert board.status_code == 200
    assert "/officers" not in board.text
    assert week.status_code == 403
