"""What the rules of a feedback round ask of the world beyond it."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.base import Value
from domain.feedback.decisions import ResponseReceived
from domain.insight import InsightFacts


class Waiting(Value):
    """Answers that are not on the record yet, and the batches of the tokens that were used.

    Both are in an order of their own: nothing says which token brought which answer.
    """

    responses: tuple[ResponseReceived, ...] = ()
    batches: tuple[int, ...] = ()


def _nothing(ref: str) -> Waiting:
    return Waiting()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackFacts(InsightFacts):
    """`waiting` holds, by round, what was answered and is not on the record yet."""

    waiting: Callable[[str], Waiting] = _nothing
