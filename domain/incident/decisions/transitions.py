"""The steps from one state of a response to the next, each with the guards its head set aside."""

from typing import ClassVar

from domain.base import Decision
from domain.vocabulary import Name, Text


class MovedToRestoring(Decision):
    TOPIC: ClassVar[str] = "incident.moved-to-restoring"
    reason: Text
    overridden_guards: tuple[Name, ...] = ()


class Escalated(Decision):
    TOPIC: ClassVar[str] = "incident.escalated"
    reason: Text
    overridden_guards: tuple[Name, ...] = ()


class MonitoringStoodDown(Decision):
    TOPIC: ClassVar[str] = "incident.monitoring-stood-down"
    reason: Text
    overridden_guards: tuple[Name, ...] = ()


class ReviewStarted(Decision):
    TOPIC: ClassVar[str] = "incident.review-started"
    reason: Text
    overridden_guards: tuple[Name, ...] = ()


class IncidentClosed(Decision):
    TOPIC: ClassVar[str] = "incident.closed"
    summary: Text
    overridden_guards: tuple[Name, ...] = ()


class IncidentReopened(Decision):
    TOPIC: ClassVar[str] = "incident.reopened"
    reason: Text
    overridden_guards: tuple[Name, ...] = ()


class NotTaken(Decision):
    TOPIC: ClassVar[str] = "incident.not-taken"
    reason: Text
    overridden_guards: tuple[Name, ...] = ()
