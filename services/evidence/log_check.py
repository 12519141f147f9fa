"""Checking the stored log itself: every stream's chain, and every checkpoint that was made."""

from collections.abc import Iterator, Sequence

from services.evidence.checkpoints import PAGE, BadCheckpoint, Checkpoint, read_note
from services.evidence.merkle import Frontier, leaf_hash, leaf_of
from services.log import EventLog
from services.mapper import chain


def check_log(log: EventLog, notes: Sequence[str], public: bytes) -> tuple[int, list[str]]:
    """How many events there are, and everything that is wrong with them, in words.

    `notes` are the checkpoints to hold the log against, its own and those kept elsewhere.
    """
    faults: list[str] = []
    marks: dict[int, list[Checkpoint]] = {}
    for note in notes:
        try:
            mark = read_note(note, public)
        except BadCheckpoint as error:
            faults.append(f"A checkpoint cannot be trusted. {error}")
            continue
        marks.setdefault(mark.size, []).append(mark)
    frontier, heads = Frontier(), dict[str, tuple[int, str]]()
    for position, ref, version, topic, state in _stored(log):
        head, chained, rest = state[:9], state[9:73].decode("ascii", "replace"), state[75:]
        before, previous = heads.get(ref, (0, ""))
        if version != before + 1:
            faults.append(f"Event {version} of {ref}, at position {position}, follows {before}.")
        written = head == b'{"hash":"' and state[73:75] == b'",'
        if not written or chain(previous, ref, version, topic, rest) != chained:
            faults.append(f"Event {version} of {ref}, at position {position}, was changed.")
        heads[ref] = (version, chained)
        frontier.add(leaf_hash(leaf_of(position, ref, version, chained)))
        if frontier.size in marks:
            faults += _against(frontier, position, marks.pop(frontier.size))
    faults += [f"A checkpoint of {size} events: only {frontier.size} are there." for size in marks]
    return frontier.size, faults


def _against(frontier: Frontier, position: int, marks: list[Checkpoint]) -> Iterator[str]:
    root = frontier.root()
    for mark in marks:
        if mark.root != root or mark.position != position:
            yield (
                f"The first {mark.size} events are not those of the checkpoint of {mark.at}:"
                " some were changed, moved, put in or taken out."
            )


def _stored(log: EventLog) -> Iterator[tuple[int, str, int, str, bytes]]:
    column, after = log.position_column, 0
    while rows := log.read(
        f"SELECT {column}, originator_id, originator_version, topic, state FROM stored_events"
        f" WHERE {column} > ? ORDER BY {column} LIMIT {PAGE}",
        after,
    ):
        for position, ref, version, topic, state in rows:
            yield position, ref, version, topic, bytes(state)
        after = rows[-1][0]
