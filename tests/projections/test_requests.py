"""The queue is in the order of domain rules §6, and what was decided is counted by quarter."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from domain.capacity import CAPACITY_V1
from domain.incident import Incident
from domain.officer import Officer
from domain.priority import PRIORITY_V1, Band, Factor, Trigger, band_of, score_of
from domain.support_request import Ask, RequestState, SupportRequest
from domain.support_request import decisions as d
from domain.vocabulary import Level
from projections.capacity import Capacity
from projections.requests import Requests
from projections.requests_figures import Accepted, acceptance, estimate_errors, profiles
from projections.sight import Within
from tests.projections.recording import BEGINNING, Recording, batches, build, rows_of
from tests.projections.story import (
    CUSTODY,
    NORTH,
    VIGIL,
    WALES,
    raise_incident,
    triaged,
)
from tests.projections.team import A, join, spend

SR1, SR2, SR3, SR4 = (f"SR-2026-000{number}" for number in range(1, 5))
# The anchors of domain rules §6, in the order S T C F R P U M, and the trigger.
WORKED: dict[str, tuple[str, tuple[Trigger, ...]]] = {
    SR1: ("43333344", (Trigger.RECENT_DEATH,)),
    SR2: ("21211123", ()),
    SR3: ("02104234", ()),
    SR4: ("14212342", (Trigger.TENSION_NOW,)),
}
REASON = "Only our team has the contacts for tonight's vigil."
LATER = BEGINNING + timedelta(days=7)


def view_of(connection: Connection, log: Recording, number: int = 1) -> Requests:
    return build(connection, requests(log, number), log.entries)


def requests(log: Recording, number: int = 1) -> Requests:
    return Requests(number, log.decode, log.history(SupportRequest), log.history(Incident))


def ask(log: Recording, ref: str, incident: str = VIGIL, **more: Any) -> None:
    asked = d.SupportRequested(
        incident=incident,
        requester="PER-07",
        needed_by=BEGINNING + timedelta(days=10),
        asks=(Ask.FIRST_CONTACT,),
        languages=("so",),
        context="The family's street is frightened.",
        est=more.pop("est", None),
    )
    log.record(ref, asked, **more)


def score(log: Recording, ref: str, anchors: str, triggers: tuple[Trigger, ...] = ()) -> None:
    told = dict(zip(Factor, map(int, anchors), strict=True))
    points = score_of(told, PRIORITY_V1)
    scored = d.RequestScored(
        ruleset=1,
        anchors=told,
        evidence={},
        score=points,
        band=band_of(points, PRIORITY_V1),
        triggers=triggers,
    )
    log.record(ref, scored)


def s2(log: Recording) -> None:
    raise_incident(log, VIGIL, "Fatal collision on Canal Street", NORTH)
    for ref, (anchors, triggers) in WORKED.items():
        ask(log, ref)
        score(log, ref, anchors, triggers)


def order(connection: Connection, view: Requests, now: datetime) -> list[str]:
    return [one.row.ref for one in view.queue(connection, now, PRIORITY_V1)]


def accept(log: Recording, ref: str, at: datetime | None = None) -> None:
    officers = (d.AssignedOfficer(id=A, minutes_by_week={"2026-W10": 600}),)
    log.record(ref, d.RequestAccepted(officers=officers, start=LATER.date()), at=at)


def test_s2_the_queue_and_why(connection: Connection, log: Recording) -> None:
    s2(log)
    queue = view_of(connection, log).queue(connection, log.now, PRIORITY_V1)
    stands = [(one.position, one.row.ref, one.priority) for one in queue]
    assert [(number, ref) for number, ref, _ in stands] == [(1, SR1), (2, SR4), (3, SR3), (4, SR2)]
    told = {ref: one for _, ref, one in stands if one is not None}
    assert [told[ref].computed for ref in WORKED] == [83, 38, 40, 58]
    assert [told[ref].band for ref in WORKED] == ["P1", "P3", "P3", "P2"]
    assert [told[ref].effective_band for ref in WORKED] == ["P1", "P3", "P3", "P1"]
    assert told[SR2].to_next_band == 12
    assert queue[0].decide_by == queue[0].row.requested_at + timedelta(hours=2)
    assert queue[3].told()["drivers"] == told[SR2].drivers


def test_s2_an_override_moves_a_request(connection: Connection, log: Recording) -> None:
    s2(log)
    log.record(SR2, d.BandOverridden(to=Band.P2, reason=REASON, by="PER-02"))
    view = view_of(connection, log)
    assert order(connection, view, log.now) == [SR1, SR4, SR2, SR3]
    row = view.find(connection, SR2)
    assert row is not None
    assert (row.score, row.band, row.override) == (38, Band.P3, Band.P2)


def test_s2_five_working_days_later(connection: Connection, log: Recording) -> None:
    s2(log)
    queue = view_of(connection, log).queue(connection, LATER + timedelta(hours=1), PRIORITY_V1)
    told = [(one.row.ref, one.priority.effective) for one in queue if one.priority]
    assert told == [(SR1, 93), (SR4, 68), (SR3, 50), (SR2, 48)]
    bands = [one.priority.effective_band for one in queue if one.priority]
    assert bands == ["P1", "P1", "P2", "P3"]


def test_a_score_stays_as_it_was_recorded(connection: Connection, log: Recording) -> None:
    """Other weights, and a request that was scored before them."""
    s2(log)
    other = PRIORITY_V1.model_copy(update={"weights": dict.fromkeys(Factor, 1)})
    queue = view_of(connection, log).queue(connection, log.now, other)
    assert [one.priority.computed for one in queue if one.priority] == [83, 58, 40, 38]


def test_what_has_no_score_waits_last_and_what_is_decided_does_not_wait(
    connection: Connection, log: Recording
) -> None:
    s2(log)
    ask(log, "SR-2026-0005")
    accept(log, SR1)
    until = log.now + timedelta(days=2)
    log.record(SR4, d.RequestDeferred(until=until, reason=REASON))
    view = view_of(connection, log)
    assert order(connection, view, log.now) == [SR3, SR2, "SR-2026-0005"]
    assert order(connection, view, until) == [SR4, SR3, SR2, "SR-2026-0005"]
    [last] = view.queue(connection, log.now, PRIORITY_V1)[2:]
    assert last.told()["computed"] is None
    assert last.decide_by is None


def test_nobody_sees_a_request_of_an_incident_they_may_not_know_of(
    connection: Connection, log: Recording
) -> None:
    s2(log)
    ask(log, "SR-2026-0005", CUSTODY)
    ask(log, "SR-2026-0006", marking="OFFICIAL-SENSITIVE")
    view = view_of(connection, log)
    c = view.incidents.c
    known = view.incidents.select().with_only_columns(c.ref)
    nothing = Within(incidents=known, own=known.where(c.ref == ""), authors=())
    assert [row.ref for row in view.of_states(connection, within=nothing)] == [*WORKED]
    theirs = Within(incidents=known, own=known.where(c.ref == ""), authors=("PER-07",))
    assert len(view.of_states(connection, within=theirs)) == 5


def test_requests_of_one_force_are_found(connection: Connection, log: Recording) -> None:
    s2(log)
    raise_incident(log, CUSTODY, "Death in custody, Llanbedr", WALES)
    ask(log, "SR-2026-0005", CUSTODY)
    view = view_of(connection, log)
    assert view.of_force(connection, WALES) == ["SR-2026-0005"]
    assert view.of_force(connection, None) == []
    assert view.force_of(connection, SR1) == NORTH
    assert [row.ref for row in view.of_incident(connection, CUSTODY)] == ["SR-2026-0005"]


def test_acceptance_counts_first_decisions_by_group_and_region(
    connection: Connection, log: Recording
) -> None:
    s2(log)
    groups = ("muslim", "young_people")
    log.record(VIGIL, triaged(Level.CRITICAL).model_copy(update={"groups": groups}))
    log.record(SR1, d.RequestDeferred(until=LATER, reason=REASON))
    accept(log, SR1)
    accept(log, SR2)
    log.record(SR3, d.RequestDeclined(reason=REASON))
    accept(log, SR4, at=datetime(2026, 4, 1, tzinfo=UTC))
    view = view_of(connection, log)
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    found = acceptance(connection, view, since, until, {NORTH: "north-west"})
    first = {"decided": 3, "accepted": 1, "deferred": 1, "declined": 1}
    assert found.by_region == (
        Accepted(quarter="2026-Q1", name="north-west", **first),
        Accepted(quarter="2026-Q2", name="north-west", decided=1, accepted=1),
    )
    assert [(one.name, one.rate) for one in found.by_group] == [
        ("muslim", 33.3),
        ("young_people", 33.3),
        ("muslim", 100.0),
        ("young_people", 100.0),
    ]
    assert acceptance(connection, view, until, until, {}).by_region == ()


@pytest.mark.parametrize("over", [9, 10])
def test_a_profile_is_learnt_from_ten_incidents_that_are_over(
    connection: Connection, log: Recording, over: int
) -> None:
    """§7: the printed profile until there are ten; what is still staffed does not count."""
    join(log, A, "north-west", 2220)
    for number in range(11):
        incident, request = f"INC-2026-01{number:02}", f"SR-2026-01{number:02}"
        raise_incident(log, incident, "Fatal collision", NORTH)
        log.record(incident, triaged(Level.CRITICAL))
        ask(log, request, incident, est=720)
        score(log, request, "43333344")
        accept(log, request, at=BEGINNING)
        spend(log, A, request, BEGINNING.date(), 600 + number)
        spend(log, A, request, BEGINNING.date() + timedelta(days=8), 90)
        if number < over:
            log.record(request, d.RequestFulfilled(spent=690 + number, outcome="Met."))
    view = view_of(connection, log)
    capacity = Capacity(1, log.decode, log.history(Officer))
    build(connection, capacity, log.entries)
    learnt = {one.level: one for one in profiles(connection, view, capacity, CAPACITY_V1)}
    critical = learnt[Level.CRITICAL]
    if over == 9:
        assert (critical.incidents, sum(critical.minutes)) == (0, 6120)
    else:
        assert (critical.incidents, critical.minutes) == (10, (605, 90))
    errors = estimate_errors(connection, view)
    assert [one.minutes for one in errors] == [number - 30 for number in range(over)]


def test_any_batches_give_the_same_rows_and_so_does_a_rebuild(
    connection: Connection, log: Recording
) -> None:
    s2(log)
    log.record(SR2, d.BandOverridden(to=Band.P2, reason=REASON, by="PER-02"))
    log.record(SR1, d.RequestDeferred(until=LATER, reason=REASON))
    accept(log, SR1)
    log.record(SR3, d.RequestWithdrawn(reason=REASON))
    whole = rows_of(connection, view_of(connection, log))
    for seed in (1, 2):
        slowly = requests(log, seed + 1)
        slowly.create(connection)
        for batch in batches(log.entries, seed):
            slowly.apply(connection, batch)
        assert rows_of(connection, slowly) == whole
    rebuilt = requests(log, 9)
    rebuilt.start_filling(connection)
    rebuilt.apply(connection, log.entries)
    while rebuilt.finish_filling(connection):
        pass
    assert rows_of(connection, rebuilt) == whole
    [withdrawn] = rebuilt.of_states(connection, [RequestState.WITHDRAWN])
    assert withdrawn.ref == SR3
