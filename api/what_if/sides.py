"""Both sides of a comparison: the present arrangement and the other, replayed step by step."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from api.what_if.question import Question
from domain.capacity import CapacityRules, share
from domain.what_if import Arrival, Lending, Outcome, Replay, Staffed, Terms

STEPS: Final = 10
MINUTES: Final = 60


@dataclass(frozen=True, kw_only=True)
class Employed:
    """An officer as the rota has them now: net minutes of an ordinary week, and abilities."""

    ref: str
    name: str
    region: str
    net: int
    can: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Side:
    """An arrangement of officers, and the rules that hold in it."""

    staff: Sequence[Staffed]
    rules: CapacityRules
    terms: Terms


@dataclass(frozen=True)
class Step:
    """How far a replay is."""

    words: str
    done: int
    of: int


class Comparison:
    """Replays the demand against the present arrangement, and against the other where it differs.

    `now` is None where nobody is on the rota, `then` where nothing is to be different. Both are
    there when the last of the `steps` has been taken; nothing else is kept, and nothing written.
    """

    def __init__(
        self,
        question: Question,
        demand: Sequence[Arrival],
        weeks: int,
        officers: Sequence[Employed],
        rules: CapacityRules,
    ) -> None:
        self.question = settled(question, officers, rules)
        self.demand, self.weeks = demand, weeks
        self.officers, self.rules = officers, rules
        self.now: Outcome | None = None
        self.then: Outcome | None = None

    def steps(self) -> Iterator[Step]:
        if self.officers:
            words = "The present arrangement"
            self.now = yield from self._replayed(present(self), words)
        if self.question.changes:
            self.then = yield from self._replayed(other(self), "The other arrangement")

    def _replayed(self, side: Side, words: str) -> Generator[Step, None, Outcome]:
        replayed = Replay(self.demand, side.staff, side.rules, side.terms)
        every = max(self.weeks // STEPS, 1)
        yield Step(words, 0, self.weeks)
        for done in replayed.weeks():
            if done % every == 0:
                yield Step(words, done, self.weeks)
        return replayed.outcome()


def present(asked: Comparison) -> Side:
    """Everybody who is on the rota, with the ruleset's shares, and loans that keep reserves."""
    return Side(
        staff=staffed(asked.officers, asked.question.away, asked.weeks),
        rules=asked.rules,
        terms=Terms(weeks=asked.weeks, lending=Lending.KEEPING_RESERVE),
    )


def other(asked: Comparison) -> Side:
    """The same, as far as the question changes nothing."""
    question, rules = asked.question, asked.rules
    kept = [officer for officer in asked.officers if officer.ref not in question.lost]
    shares = {
        "reserve_pct": rules.reserve_pct if question.reserve is None else question.reserve,
        "overhead_pct": rules.overhead_pct if question.overhead is None else question.overhead,
    }
    return Side(
        staff=staffed([*kept, *joining(question)], question.away, asked.weeks),
        rules=rules.model_copy(update=shares),
        terms=Terms(weeks=asked.weeks, lending=question.lending),
    )


def joining(question: Question) -> list[Employed]:
    """The officers who are made up: no languages or skills are supposed of them."""
    return [
        Employed(ref=f"{region}-{number}", name="", region=region, net=question.hours * MINUTES)
        for region, many in question.more.items()
        for number in range(1, many + 1)
    ]


def staffed(officers: Sequence[Employed], away: int, weeks: int) -> list[Staffed]:
    """Ordinary weeks throughout, less the share of time that everybody is away."""
    return [
        Staffed(
            ref=officer.ref,
            region=officer.region,
            net=(officer.net - share(officer.net, away),) * weeks,
            can=officer.can,
        )
        for officer in officers
    ]


def settled(question: Question, officers: Sequence[Employed], rules: CapacityRules) -> Question:
    """The question without what changes nothing: shares as they are, and who is not on the rota."""
    known = {officer.ref for officer in officers}
    return replace(
        question,
        lost=question.lost & known,
        reserve=None if question.reserve == rules.reserve_pct else question.reserve,
        overhead=None if question.overhead == rules.overhead_pct else question.overhead,
    )
