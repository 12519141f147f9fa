"""A search finds what was said and who is known, in any script, and forgets on demand."""

from datetime import date

import pytest
from sqlalchemy import Connection, literal, select, text

from domain.incident import Incident
from domain.stakeholder import Stakeholder
from projections.paging import UnreadableCursor
from projections.search import Found, Search
from projections.sight import Within
from projections.texts import Kind
from tests.projections.recording import Recording, about, batches, build, rows_of
from tests.projections.story import (
    AMINA,
    CUSTODY,
    MOSQUE,
    REES,
    VIGIL,
    contacted,
    correct,
    described,
    register,
    renamed,
    tell,
)


def empty_search(log: Recording, number: int = 1) -> Search:
    return Search(number, log.decode, log.history(Incident), log.history(Stakeholder))


def search_of(connection: Connection, log: Recording, number: int = 1) -> Search:
    return build(connection, empty_search(log, number), log.entries)


def found(connection: Connection, view: Search, typed: str) -> list[tuple[Kind, str]]:
    return [(hit.kind, hit.ref) for hit in view.find(connection, typed).rows]


def shown(hit: Found) -> str:
    return "".join(f"[{part.text}]" if part.hit else part.text for part in hit.snippet)


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("Masjid", [(Kind.STAKEHOLDER, MOSQUE)]),
        ("masjid nur", [(Kind.STAKEHOLDER, MOSQUE)]),
        ("stk-0001", [(Kind.STAKEHOLDER, AMINA)]),
        ("llanbêdr", [(Kind.INCIDENT, CUSTODY), (Kind.ENTRY, CUSTODY)]),
        ("inc-2026-0002", [(Kind.INCIDENT, CUSTODY)]),
        ("wyr neb", [(Kind.ENTRY, CUSTODY)]),
        ("احمد", [(Kind.ENTRY, VIGIL)]),
        ("inquest", [(Kind.ENTRY, VIGIL)]),
        ("inqu", [(Kind.ENTRY, VIGIL)]),
        ("quest", []),
        ("inquest wyr", []),
        ("buri", [(Kind.ENTRY, VIGIL)]),
        ("independent investigation", [(Kind.ENTRY, VIGIL)]),
        ("bury", [(Kind.ENTRY, VIGIL)]),
        ("", []),
    ],
)
def test_what_was_said_is_found(
    connection: Connection, log: Recording, typed: str, hits: list[tuple[Kind, str]]
) -> None:
    register(log)
    tell(log)
    assert found(connection, search_of(connection, log), typed) == hits


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "*",
        "a OR b",
        "NEAR(a b)",
        "words:x",
        "(",
        "x AND",
        "-x",
        "a & !b | c:*",
        "\\",
        "\0",
    ],
)
def test_what_is_typed_is_never_syntax(connection: Connection, log: Recording, typed: str) -> None:
    register(log)
    tell(log)
    view = search_of(connection, log)
    assert found(connection, view, f"inquest {typed} zzz") == []


def test_a_hit_shows_where_it_is_and_what_was_said(connection: Connection, log: Recording) -> None:
    story = tell(log)
    [hit] = search_of(connection, log).find(connection, "inquest").rows
    assert shown(hit) == "They asked about the [inquest]"
    assert "".join(part.text for part in hit.title) == "Fatal collision on Canal Street"
    assert hit.event_id == str(story.call)
    assert log.entries[hit.position - 1].event_id == str(story.call)
    assert hit.marking == "OFFICIAL"


def test_tension_is_marked_as_it_was_recorded(connection: Connection, log: Recording) -> None:
    tell(log)
    [hit] = search_of(connection, log).find(connection, "windows").rows
    assert hit.marking == "OFFICIAL-SENSITIVE"


def test_kinds_and_incidents_narrow_what_is_found(connection: Connection, log: Recording) -> None:
    register(log)
    tell(log)
    view = search_of(connection, log)
    only = view.find(connection, "llanbedr", kinds=[Kind.ENTRY])
    assert [hit.kind for hit in only.rows] == [Kind.ENTRY]
    assert view.find(connection, "llanbedr", kinds=[]).rows == []
    within = view.find(connection, "llanbedr", within=Within(incidents=select(literal(VIGIL))))
    assert within.rows == []
    names = view.find(connection, "masjid", within=Within(incidents=select(literal(VIGIL))))
    assert [hit.ref for hit in names.rows] == [MOSQUE]


def test_pages_hold_every_hit_once_newest_first(connection: Connection, log: Recording) -> None:
    tell(log)
    for number in range(7):
        log.record(VIGIL, contacted(VIGIL, AMINA, f"Asked about parking, call {number}"))
    view = search_of(connection, log)
    heard, after = [], None
    for _ in range(3):
        page = view.find(connection, "parking", after=after, limit=3)
        heard += [shown(hit)[-1] for hit in page.rows]
        after = page.after
    assert heard == list("6543210")
    assert after is None
    with pytest.raises(UnreadableCursor):
        view.find(connection, "parking", after="bnVsbA")


def test_a_corrected_entry_is_found_by_what_it_says_now(
    connection: Connection, log: Recording
) -> None:
    story = tell(log)
    now = about("They asked about the coroner", VIGIL, AMINA)
    correct(log, VIGIL, story.call, "summary", now)
    correct(log, VIGIL, story.raised, "title", "Fatal collision on Chapel Street")
    view = search_of(connection, log)
    assert found(connection, view, "inquest") == []
    [hit] = view.find(connection, "coroner").rows
    assert hit.event_id == str(story.call)
    assert found(connection, view, "canal") == []
    assert found(connection, view, "chapel") == [(Kind.INCIDENT, VIGIL)]


def test_an_amended_name_is_found_by_the_new_one(connection: Connection, log: Recording) -> None:
    register(log)
    log.record(AMINA, renamed(AMINA, "Amina Warsame"))
    view = search_of(connection, log)
    assert found(connection, view, "yusuf") == []
    assert found(connection, view, "warsame") == [(Kind.STAKEHOLDER, AMINA)]


def test_a_forgotten_subject_leaves_no_text(connection: Connection, log: Recording) -> None:
    register(log)
    tell(log)
    view = search_of(connection, log)
    view.forget(connection, AMINA, AMINA, date(2026, 4, 14))
    view.forget(connection, AMINA, VIGIL, date(2026, 4, 14))
    assert found(connection, view, "amina") == []
    assert found(connection, view, "inquest") == []
    assert found(connection, view, "bury") == []
    assert found(connection, view, "masjid") == [(Kind.STAKEHOLDER, MOSQUE)]
    rest = connection.execute(text(f"SELECT * FROM {view.documents.name}")).all()
    assert "inquest" not in repr(rest)


def search_rows(connection: Connection, view: Search) -> dict[str, list[str]]:
    index = connection.execute(text(f"SELECT rowid, words FROM {view.words.name}"))
    return rows_of(connection, view) | {"words": sorted(map(repr, index))}


@pytest.mark.parametrize("seed", range(5))
def test_batches_of_any_size_leave_the_same_rows(
    connection: Connection, log: Recording, seed: int
) -> None:
    register(log)
    story = tell(log)
    correct(log, VIGIL, story.call, "summary", about("About the coroner", VIGIL, AMINA))
    correct(log, VIGIL, story.call, "summary", about("About the court", VIGIL, AMINA))
    correct(log, VIGIL, story.raised, "summary", "A woman died.")
    log.record(REES, described(REES, "Gwen Rees"))
    at_once = search_of(connection, log)
    live = build(connection, empty_search(log, 2))
    for batch in batches(log.entries, seed):
        live.apply(connection, batch)
    assert search_rows(connection, live) == search_rows(connection, at_once)
