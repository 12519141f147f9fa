"""What is recorded of a briefing: what is in it, to whom it was published, who has read it."""

from datetime import date
from typing import ClassVar

from pydantic import ConfigDict, Field

from domain.base import Decision, Value
from domain.insight.words import Audience
from domain.vocabulary import LEFT_OUT, Ref


class Period(Value):
    """The days that a briefing is about, the last one included."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)
    since: date = Field(alias="from")
    to: date


class BriefingCompiled(Decision):
    TOPIC: ClassVar[str] = "briefing.compiled"
    period: Period
    insights: tuple[Ref, ...]


class BriefingPublished(Decision):
    """`insights` are those that went out: to partners only what may be shared with them."""

    TOPIC: ClassVar[str] = "briefing.published"
    audience: Audience
    insights: tuple[Ref, ...] = ()


class BriefingRead(Decision):
    TOPIC: ClassVar[str] = "briefing.read"
    reader: Ref = LEFT_OUT


BRIEFING_DECISIONS = (BriefingCompiled, BriefingPublished, BriefingRead)
