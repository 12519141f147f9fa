"""How the steps from one state to the next are told, with what was set aside to take them."""

from api.telling.told import Names, Teller, Told, told
from api.words import GUARDS, plain
from domain.incident.decisions import (
    Escalated,
    IncidentClosed,
    IncidentReopened,
    MonitoringStoodDown,
    MovedToRestoring,
    NotTaken,
    ReviewStarted,
)

STEPS: dict[type, str] = {
    MovedToRestoring: "Moved to restoring confidence",
    Escalated: "Escalated to an active response",
    MonitoringStoodDown: "Monitoring stood down",
    ReviewStarted: "Review started",
    IncidentReopened: "Reopened",
    NotTaken: "Not taken on",
}


def closed(it: IncidentClosed, names: Names) -> Told:
    return told("Closed", it.summary, _in_spite_of(it.overridden_guards))


def _step(sentence: str) -> Teller:
    def taken(it: MovedToRestoring, names: Names) -> Told:
        return told(sentence, it.reason, _in_spite_of(it.overridden_guards))

    return taken


def _in_spite_of(guards: tuple[str, ...]) -> tuple[str, str]:
    return ("In spite of", "; ".join(plain(GUARDS, guard) for guard in guards))


TELLERS: dict[type, Teller] = {
    **{kind: _step(sentence) for kind, sentence in STEPS.items()},
    IncidentClosed: closed,
}
