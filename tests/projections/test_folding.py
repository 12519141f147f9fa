"""Aggregates are kept while they change, and read from the log again when they were let go."""

from domain.incident import Incident
from projections.folding import Folded
from tests.projections.recording import Recording
from tests.projections.story import CUSTODY, VIGIL, tell


class Reads:
    """Counts how often the log itself was read."""

    def __init__(self, log: Recording) -> None:
        self._history = log.history(Incident)
        self.refs: list[str] = []

    def __call__(self, ref: str, version: int) -> Incident:
        self.refs.append(ref)
        return self._history(ref, version)


def fresh(log: Recording, ref: str) -> Incident:
    version = max(entry.version for entry in log.entries if entry.ref == ref)
    return log.history(Incident)(ref, version)


def test_new_events_alone_are_folded(log: Recording) -> None:
    tell(log)
    reads = Reads(log)
    folded = Folded(Incident, reads, log.decode)
    for entry in log.entries:
        incidents = folded.after([entry])
    assert reads.refs == []
    assert incidents[0].response == fresh(log, VIGIL).response


def test_a_batch_that_comes_again_is_folded_once(log: Recording) -> None:
    tell(log)
    reads = Reads(log)
    folded = Folded(Incident, reads, log.decode)
    folded.after(log.entries)
    [again] = folded.after([entry for entry in log.entries if entry.ref == VIGIL][4:6])
    assert again.version == 6
    assert len(again.history) == 6
    assert reads.refs == [VIGIL]
    both = {incident.ref: incident.version for incident in folded.after(log.entries)}
    assert both == {VIGIL: fresh(log, VIGIL).version, CUSTODY: fresh(log, CUSTODY).version}


def test_what_was_let_go_is_read_again(log: Recording) -> None:
    tell(log)
    reads = Reads(log)
    folded = Folded(Incident, reads, log.decode, keep=1)
    for entry in log.entries:
        for incident in folded.after([entry]):
            assert incident.version == entry.version
    assert set(reads.refs) == {VIGIL, CUSTODY}


def test_other_streams_are_left_aside(log: Recording) -> None:
    tell(log)
    folded = Folded(Incident, Reads(log), log.decode)
    assert {incident.ref for incident in folded.after(log.entries)} == {VIGIL, CUSTODY}
