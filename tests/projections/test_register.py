"""The register lists stakeholders by what is known of them, and can drop a name."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from domain.stakeholder import (
    ContactPermissionSet,
    InterestWithdrawn,
    MarkedInactive,
    Stakeholder,
)
from domain.vocabulary import InterestMethod, Segment, StakeholderKind
from projections.register import Register, Wanted
from tests.projections.recording import BEGINNING, Recording, batches, build, rows_of
from tests.projections.story import (
    AMINA,
    MOSQUE,
    NORTH,
    REES,
    WALES,
    described,
    owned,
    register,
    registered_interest,
    renamed,
    tell,
)


def register_of(connection: Connection, log: Recording, number: int = 1) -> Register:
    return build(connection, Register(number, log.decode, log.history(Stakeholder)), log.entries)


def fill(log: Recording) -> None:
    register(log)
    tell(log)
    log.record(REES, described(REES, "Llŷr Rees", languages=("cy", "en"), priority=True))
    log.record(MOSQUE, registered_interest())
    log.record(REES, ContactPermissionSet(one_to_one=False, reason="Asked us not to call"))


def refs(connection: Connection, view: Register, wanted: Wanted) -> list[str]:
    return [row.ref for row in view.rows(connection, wanted).rows]


def test_a_row_says_what_the_register_says(connection: Connection, log: Recording) -> None:
    fill(log)
    row = register_of(connection, log).find(connection, AMINA)
    assert row is not None
    assert (row.name, row.languages, row.areas) == ("Amina Yusuf", ("so", "en"), (NORTH,))
    assert (row.owner, row.one_to_one, row.active) == ("PER-05", True, True)
    assert row.registered_at == BEGINNING - timedelta(days=30)
    assert row.interest_at is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [AMINA, REES, MOSQUE]),
        (Wanted(q="am"), [AMINA]),
        (Wanted(q="llyr"), [REES]),
        (Wanted(q="stk-0003"), [MOSQUE]),
        (Wanted(q="usuf"), []),
        (Wanted(languages=["cy", "so"]), [AMINA, REES]),
        (Wanted(areas=[NORTH]), [AMINA, REES, MOSQUE]),
        (Wanted(areas=[WALES]), []),
        (Wanted(areas=["%"]), []),
        (Wanted(kind=StakeholderKind.ORGANISATION), [MOSQUE]),
        (Wanted(categories=["media"]), []),
        (Wanted(segments=[Segment.NON_POLICE]), [AMINA, REES, MOSQUE]),
        (Wanted(owner="PER-05"), [AMINA]),
        (Wanted(owner="", priority=True), [REES]),
        (Wanted(one_to_one=False), [REES]),
        (Wanted(interested=True), [MOSQUE]),
        (Wanted(interested=False), [AMINA, REES]),
        (Wanted(active=False), []),
    ],
)
def test_filters_narrow_the_register(
    connection: Connection, log: Recording, wanted: Wanted, found: list[str]
) -> None:
    fill(log)
    assert refs(connection, register_of(connection, log), wanted) == found


def test_the_register_changes_with_its_people(connection: Connection, log: Recording) -> None:
    fill(log)
    view = register_of(connection, log)
    log.record(REES, renamed(REES, "Llŷr Rhys"))
    log.record(MOSQUE, InterestWithdrawn(method=InterestMethod.PHONE))
    log.record(AMINA, MarkedInactive(reason="Moved away"))
    view.apply(connection, log.entries[-3:])
    assert refs(connection, view, Wanted(q="rhys")) == [REES]
    assert refs(connection, view, Wanted(interested=True)) == []
    assert refs(connection, view, Wanted(active=False)) == [AMINA]


def test_pages_hold_everybody_once_by_name(connection: Connection, log: Recording) -> None:
    fill(log)
    for number, name in enumerate(("Ångström", "Zoë", "آمنة", "beth", "Bethan"), start=10):
        ref = f"STK-{number:04}"
        log.record(ref, described(ref, name))
    view = register_of(connection, log)
    found, after = [], None
    for _ in range(4):
        page = view.rows(connection, after=after, limit=2)
        found += [row.name for row in page.rows]
        after = page.after
    assert after is None
    assert found == [
        "Amina Yusuf",
        "Ångström",
        "beth",
        "Bethan",
        "Llŷr Rees",
        "Masjid an-Nūr",
        "Zoë",
        "آمنة",
    ]


def test_names_are_told_for_references(connection: Connection, log: Recording) -> None:
    fill(log)
    view = register_of(connection, log)
    assert view.names(connection, [REES, "STK-9999"]) == {REES: "Llŷr Rees"}
    assert list(view.names(connection, limit=2)) == [AMINA, REES]


def test_figures_are_told_what_is_known(connection: Connection, log: Recording) -> None:
    fill(log)
    view = register_of(connection, log)
    known = view.known(connection, [MOSQUE, REES, "STK-9999"])
    last = len([entry for entry in log.entries if entry.ref == MOSQUE])
    assert known.keys() == {MOSQUE, REES}
    assert known[MOSQUE] == log.history(Stakeholder)(MOSQUE, last).known
    assert known[REES].one_to_one is False


def test_a_forgotten_name_is_gone_and_the_rest_stays(
    connection: Connection, log: Recording
) -> None:
    fill(log)
    view = register_of(connection, log)
    view.forget(connection, AMINA, AMINA, date(2026, 4, 14))
    row = view.find(connection, AMINA)
    assert row is not None
    assert row.name is None
    assert row.owner == "PER-05"
    assert refs(connection, view, Wanted(q="amina")) == []
    assert refs(connection, view, Wanted(q="stk-0001")) == [AMINA]
    assert refs(connection, view, Wanted())[-1] == AMINA
    assert AMINA not in view.names(connection)
    assert view.names(connection, [AMINA]) == {AMINA: "[erased 14 Apr 2026]"}
    assert "mina" not in repr(rows_of(connection, view))


@pytest.mark.parametrize("seed", range(5))
def test_batches_of_any_size_leave_the_same_rows(
    connection: Connection, log: Recording, seed: int
) -> None:
    fill(log)
    log.record(AMINA, owned("PER-06"))
    live = build(connection, Register(2, log.decode, log.history(Stakeholder)))
    for batch in batches(log.entries, seed):
        live.apply(connection, batch)
    assert rows_of(connection, live) == rows_of(connection, register_of(connection, log))
