"""What a store holds after a death, against what was asked of it and what was answered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

import orjson

from api.storage import Storage
from domain.base import Refusal
from domain.capacity import load_of
from domain.officer import Officer
from domain.ruleset import RULESET_V1
from domain.support_request import SupportRequest
from projections.base import Entry
from services.desk import Desk
from services.mapper import chain
from tests.faults.accepting.journal import Sent, Told, is_same
from tests.faults.accepting.ledger import Ledger, Pair
from tests.faults.accepting.work import OFFICERS, WEEKS
from tests.faults.load import Event
from tests.faults.verdict import Finding, whole_log

Groups: TypeAlias = Mapping[str, Sequence[Entry]]
HEAD = len('{"hash":"')


def account(storage: Storage, told: Told) -> list[Finding]:
    """Every finding that is not zero is wrong."""
    with storage.store.batch():
        log = whole_log(storage)  # within a batch: whoever died may still be committing
    groups = _by_command(log)
    ledger = Ledger()
    return [
        _lost(log, told),
        _finding("commands that nobody sent", groups.keys() - told.sent.keys()),
        _finding("commands refused, and recorded", groups.keys() & told.refused.keys()),
        _finding("commands recorded apart", _apart(groups)),
        _finding("commands recorded in part, or twice", _misshapen(groups, told, ledger)),
        _finding("repeats answered differently", told.answered_otherwise),
        *_of_minutes(storage, ledger),
        _finding("hashes that do not follow", _unchained(log)),
    ]


def _finding(what: str, cases: Any) -> Finding:
    found = [str(case) for case in cases]
    return Finding(what, len(found), found[0][:200] if found else "")


def _by_command(log: Sequence[Entry]) -> Groups:
    """The events of each command, in the order in which commands were carried out."""
    groups: dict[str, list[Entry]] = {}
    for entry in log:
        groups.setdefault(orjson.loads(entry.state)["by"]["command_id"], []).append(entry)
    return groups


def _lost(log: Sequence[Entry], told: Told) -> Finding:
    recorded = {Event(entry.ref, entry.version, entry.position, entry.event_id) for entry in log}
    answered = {
        Event(one["ref"], one["version"], one["position"], one["event_id"])
        for answer in told.answers.values()
        for one in answer["events"]
    }
    without = [key for key, answer in told.answers.items() if not answer["events"]]
    return _finding("answers lost", [*(answered - recorded), *without])


def _apart(groups: Groups) -> Iterator[str]:
    """One transaction at a time: what a command recorded stands together."""
    ordered = sorted(entry.position for events in groups.values() for entry in events)
    place = {position: number for number, position in enumerate(ordered)}
    for key, events in groups.items():
        places = [place[entry.position] for entry in events]
        if max(places) - min(places) != len(places) - 1:
            yield f"{key}: {places}"


def _misshapen(groups: Groups, told: Told, ledger: Ledger) -> Iterator[str]:
    """A command left exactly the events it should have, with the officers it named."""
    for key, events in groups.items():
        sent = told.sent.get(key)
        if sent is None:
            continue
        expected = ledger.carry_out(sent, sent.ref or events[0].ref)
        found = Counter((entry.ref, entry.topic) for entry in events)
        if found != expected:
            yield f"{sent.verb} of {sent.ref}: {dict(found)}, not {dict(expected)}"
        elif _named(events[0]) != sent.body.get("officers", []):
            yield f"{sent.verb} of {sent.ref} names {_named(events[0])}"


def _named(entry: Entry) -> list[dict[str, Any]]:
    officers = orjson.loads(entry.state)["decision"].get("officers", [])
    return [{"id": one["id"], "minutes_by_week": one["minutes_by_week"]} for one in officers]


def _of_minutes(storage: Storage, ledger: Ledger) -> Iterator[Finding]:
    """The officers' hours, as box1 adds them up, are what was promised: no more and no less."""
    officers = {ref: storage.store.load(Officer, ref) for ref in OFFICERS}
    pairs = ledger.ever | {
        (ref, request) for ref, one in officers.items() for request in one.hours.allocations
    }
    owed, held = _weeks(pairs, ledger.total), _weeks(pairs, lambda pair: _held(officers, pair))
    yield Finding("minutes lost", (owed - held).total(), _first(owed - held))
    yield Finding("minutes booked that nobody promised", (held - owed).total(), _first(held - owed))
    opened = {(ref, one) for ref, who in officers.items() for one in who.hours.open_requests}
    yield _finding("allocations open or ended wrongly", opened ^ ledger.owed.keys())
    yield _finding("weeks with less than nothing free", _overbooked(officers))
    yield _finding("requests that know other officers", _other_officers(storage, ledger))
    yield _finding("names that do not open", _unread(officers))


def _weeks(pairs: set[Pair], minutes_of: Any) -> Counter[tuple[Pair, str]]:
    return Counter(
        {(pair, week): spent for pair in pairs for week, spent in minutes_of(pair).items()}
    )


def _held(officers: Mapping[str, Officer], pair: Pair) -> Mapping[str, int]:
    return officers[pair[0]].hours.allocations.get(pair[1], {})


def _first(minutes: Counter[Any]) -> str:
    return str(next(iter(minutes.items()), ""))


def _overbooked(officers: Mapping[str, Officer]) -> Iterator[str]:
    for ref, officer in officers.items():
        for week in WEEKS:
            free = load_of(officer.hours.week(week), RULESET_V1.capacity).free
            if free < 0:
                yield f"{ref} in {week}: {free}"


def _unread(officers: Mapping[str, Officer]) -> list[str]:
    return [ref for ref, officer in officers.items() if not officer.joined.name.text]


def _other_officers(storage: Storage, ledger: Ledger) -> Iterator[str]:
    """Which officers belong to a request is kept beside the log, and says the same."""
    requests = storage.store.parts_of("INC-2026-0001", SupportRequest.SERIES)
    for request in {*requests, *(pair[1] for pair in ledger.ever)}:
        known = set(storage.store.parts_of(request, Officer.SERIES))
        if request not in requests or known != {o for o, r in ledger.ever if r == request}:
            yield f"{request}: {sorted(known)}"


def _unchained(log: Sequence[Entry]) -> Iterator[str]:
    """Each event follows the one before it in its stream, and none is missing."""
    last: dict[str, tuple[int, str]] = {}
    for entry in log:
        version, previous = last.get(entry.ref, (0, ""))
        said = entry.state[HEAD : HEAD + 64].decode()
        rest = entry.state[HEAD + 64 + len('",') :]
        right = chain(previous, entry.ref, entry.version, entry.topic, rest)
        if entry.version != version + 1 or said != right:
            yield f"{entry.ref} {entry.version}"
        last[entry.ref] = (entry.version, said)


async def ask_again(storage: Storage, desk: Desk, told: Told, sent: Sequence[Sent]) -> Finding:
    """Every answer that was given is given again, and nothing more is recorded for it."""
    before, differing = storage.store.position(), list[str]()
    for one in sent:
        try:
            answer = asdict(await desk.carry_out(one.order))
        except Refusal as refusal:
            differing.append(f"{one.verb}: {refusal}")
            continue
        first = orjson.loads(orjson.dumps(told.answers[one.key]))
        if not answer["replayed"] or not is_same(first, orjson.loads(orjson.dumps(answer))):
            differing.append(f"{one.verb}: {answer}, not {first}")
    if storage.store.position() != before:
        differing.append("something was recorded again")
    return _finding("keys asked again and answered differently", differing)
