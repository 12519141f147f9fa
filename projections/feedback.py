"""What reported rounds said: the measures of all who answered, round by round, for adding up."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Index, Integer, SelectBase, Text, func, select

from domain.feedback import Group, Measure
from domain.feedback.decisions import RoundOpened, RoundReported
from projections.base import Decode, Entry, View
from projections.columns import coded, put


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """One measure over several rounds, as if everybody had answered one."""

    measure: Measure
    k: int
    n: int
    rounds: int


class Feedback(View):
    """What a report hides is not here, so nothing that is added up tells of it."""

    name = "feedback"

    def __init__(self, build: int, decode: Decode) -> None:
        super().__init__(build)
        self._decode = decode
        self.rounds = self.table(
            "rounds",
            Column("ref", Text, primary_key=True),
            Column("incident", Text, nullable=False),
            Index(f"{self.prefix}about", "incident"),
        )
        self.said = self.table(
            "said",
            Column("ref", Text, primary_key=True),
            Column("measure", coded(Measure), primary_key=True),
            Column("k", Integer, nullable=False),
            Column("n", Integer, nullable=False),
        )

    def apply(self, connection: Connection, entries: Sequence[Entry]) -> None:
        opened = [entry for entry in entries if entry.topic == RoundOpened.TOPIC]
        reported = [entry for entry in entries if entry.topic == RoundReported.TOPIC]
        rounds = [(entry.ref, self._decode(entry).decision.ref) for entry in opened]
        put(connection, self.rounds, [{"ref": ref, "incident": about} for ref, about in rounds])
        said = [
            {"ref": entry.ref, "measure": row.measure, "k": row.k, "n": row.n}
            for entry in reported
            for row in self._decode(entry).decision.rows
            if row.group is Group.ALL and not row.hidden
        ]
        put(connection, self.said, said)

    def pooled(self, connection: Connection, incidents: SelectBase) -> list[Pooled]:
        """Every measure that the reported rounds about these incidents asked."""
        s, r = self.said.c, self.rounds.c
        query = (
            select(s.measure, func.sum(s.k), func.sum(s.n), func.count())
            .join_from(self.said, self.rounds, r.ref == s.ref)
            .where(r.incident.in_(incidents))
            .group_by(s.measure)
        )
        found = {
            measure: Pooled(measure=measure, k=int(k), n=int(n), rounds=int(rounds))
            for measure, k, n, rounds in connection.execute(query)
        }
        return [found[measure] for measure in Measure if measure in found]
