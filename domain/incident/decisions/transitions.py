"""The steps from one state of a response to the next, each with the guards its head set aside."""

from typing import ClassVar

from domain.base import Decision
from domain.vocabulary import Str80, Text


class MovedToRestoring(Decision):
    TOPIC: ClassVar[str] = "incident.moved-to-restoring"
    reason: Text
    overridden_guards: tuple[Str80, ...] = ()


class Escalated(Decision):
    TOPIC: ClassVar[str] = "incident.escalated"
    reason: Text
    overridden_guards: tuple[Str80, ...] = ()


class MonitoringStoodDown(Decision):
    TOPIC: ClassVar[str] = "incident.monitoring-stood-down"
    reason: Text
    overridden_guards: tuple[Str80, ...] = ()


class ReviewStarted(Decision):
    TOPIC: ClassVar[str] = "incident.review-started"
    reason: Text
    overridden_guards: tuple[Str80, ...] = ()


class IncidentClosed(Decision):
    TOPIC: ClassVar[str] = "incident.closed"
    summary: Text
    overridden_guards: tuple[Str80, ...] = ()


class IncidentReopened(Decision):
    TOPIC: ClassVar[str] = "incident.reopened"
    reason: Text
    overridden_guards: tuple[Str80, ...] = ()


class NotTaken(Decision):
    TOPIC: ClassVar[str] = "incident.not-taken"
    reason: Text
    overridden_guards: tuple[Str80, ...] = ()
