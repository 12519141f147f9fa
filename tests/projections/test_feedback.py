"""What reported rounds said adds up over the incidents that count, and over no others."""

from sqlalchemy import Connection, literal, select, union_all

from domain.feedback import Measure
from domain.feedback.decisions import RoundOpened, RoundReported, Row
from projections.feedback import Feedback, Pooled
from tests.projections.recording import BEGINNING, Recording, build


def asked(log: Recording, ref: str, incident: str, *rows: tuple[Measure, str, int, int]) -> None:
    opened = RoundOpened(
        ref=incident, closes_at=BEGINNING, level="consult", can_change="The next meeting."
    )
    log.record(ref, opened)
    if rows:
        log.record(ref, RoundReported(rows=tuple(row(*one) for one in rows)))


def row(measure: Measure, group: str, k: int, n: int) -> Row:
    hidden = n < 10
    shown = {} if hidden else {"k": k, "n": n}
    return Row(measure=measure, group=group, hidden=hidden, **shown)


def test_only_what_everybody_said_in_reported_rounds_is_added_up(
    log: Recording, connection: Connection
) -> None:
    asked(log, "FB-0001", "INC-1", (Measure.AWARE, "all", 31, 48), (Measure.AWARE, "bme", 10, 20))
    asked(log, "FB-0002", "INC-2", (Measure.AWARE, "all", 9, 12), (Measure.INFO, "all", 3, 9))
    asked(log, "FB-0003", "INC-3", (Measure.AWARE, "all", 50, 60))
    asked(log, "FB-0004", "INC-1")
    view = build(connection, Feedback(1, log.decode), log.entries)
    some = union_all(*(select(literal(ref)) for ref in ("INC-1", "INC-2")))

    assert view.pooled(connection, some) == [
        Pooled(measure=Measure.AWARE, k=40, n=60, rounds=2),
    ]
