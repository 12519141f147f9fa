"""What was known when: the response as at one moment, and as it truly was (domain rules §10)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from pydantic import TypeAdapter, ValidationError

from domain.base import Decision, Recorded
from domain.incident.decisions import DisposalConfirmed, EntryCorrected
from domain.incident.folding import Folds, fold
from domain.incident.state import Response
from domain.personal import personal_subjects
from domain.sealing import ALREADY_ERASED, erased_words, is_erased
from domain.vocabulary import Moment
from domain.withholding import closed

Event: TypeAlias = Recorded[Any]
Shown: TypeAlias = Callable[[Event], Event]
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
READ: Final = {ALREADY_ERASED: True}


def whole(event: Event) -> Event:
    """An entry with all that it says."""
    return event


def as_at(
    history: Sequence[Event],
    *,
    moment: datetime | None = None,
    version: int | None = None,
    shown: Shown = whole,
    folds: Folds | None = None,
) -> Response:
    """The response as far as it was recorded by `moment`, and up to `version`.

    Corrections count from when they were recorded. NotFound where nothing was recorded by then.
    """
    known = amended([event for event in history if _known_by(event, moment, version)])
    return _added_up([*map(shown, known)], folds)


def true_at(
    history: Sequence[Event],
    moment: datetime,
    *,
    shown: Shown = whole,
    folds: Folds | None = None,
) -> Response:
    """What had happened by `moment`, as it is known now. NotFound where nothing had."""
    happened = [shown(event) for event in amended(history) if event.occurred_at <= moment]
    return _added_up(happened, folds)


def _added_up(events: Sequence[Event], folds: Folds | None) -> Response:
    return folds.fold(events) if folds else fold(events)


def not_yet_known(history: Sequence[Event], moment: datetime) -> list[Event]:
    """Entries that had happened by `moment` and were recorded after it."""
    return [event for event in amended(history) if event.occurred_at <= moment < event.recorded_at]


def since_corrected(history: Sequence[Event], moment: datetime) -> list[Event]:
    """Entries recorded by `moment`, as they read then, that were corrected after it."""
    later = {
        event.decision.target
        for event in history
        if isinstance(event.decision, EntryCorrected) and event.recorded_at > moment
    }
    known = amended([event for event in history if event.recorded_at <= moment])
    return [event for event in known if event.event_id in later]


def amended(history: Iterable[Event]) -> list[Event]:
    """Every entry as it reads with the corrections made in this history, in the same order."""
    entries = [*history]
    corrections = [event for event in entries if isinstance(event.decision, EntryCorrected)]
    targets = {event.decision.target for event in corrections}
    places = {
        event.event_id: place
        for place, event in enumerate(entries if targets else ())
        if event.event_id in targets
    }
    for correction in corrections:
        place = places.get(correction.decision.target)
        if place is not None:
            entries[place] = _as_corrected(entries[place], correction.decision)
    return entries


def as_kept(history: Iterable[Event]) -> list[Event]:
    """The entries of a record without its text: its corrections say the codes that were kept."""
    entries = [*history]
    kept = {
        one.correction: one.to
        for event in entries
        if isinstance(event.decision, DisposalConfirmed)
        for one in event.decision.kept
    }
    return [
        replace(event, decision=event.decision.model_copy(update={"to": kept[event.event_id]}))
        if event.event_id in kept
        else event
        for event in entries
    ]


def reads_after(history: Sequence[Event], event: Event) -> Event:
    """The entry that a correction is of, as it reads from then on."""
    known = amended([each for each in history if each.version <= event.version])
    return next(each for each in known if each.event_id == event.decision.target)


def code_of(entry: Event, correction: EntryCorrected, day: date) -> Any:
    """What a corrected entry says in that field without its words, erased on a day.

    None where there is nothing in it but words.
    """
    if correction.field == "occurred_at":
        return correction.to
    name = field_name(type(entry.decision), correction.field)
    if personal_subjects(getattr(entry.decision, name, None)):
        return None
    wordless = closed(entry.decision, erased_words(day))
    said = wordless.model_dump(mode="json", include={name}).get(name)
    return None if isinstance(said, str) and is_erased(said) else said


def corrected(
    decision: Decision, field: str, to: Any, context: dict[str, Any] | None = None
) -> Decision:
    """The decision with one field as it should have read; ValidationError where it may not be."""
    kind = type(decision)
    values = {name: getattr(decision, name) for name in kind.model_fields}
    return kind.model_validate({**values, field_name(kind, field): to}, context=context)


def field_name(kind: type[Decision], field: str) -> str:
    """The attribute that a field of the catalogue is kept in: they differ for `from` alone."""
    aliases = {info.alias: name for name, info in kind.model_fields.items() if info.alias}
    return aliases.get(field, field)


def moved(event: Event, to: Any) -> Event:
    """The entry with another time of happening; ValidationError where `to` is not a time."""
    by = event.by.model_copy(update={"occurred_at": _MOMENT.validate_python(to)})
    return replace(event, by=by)


def _as_corrected(event: Event, correction: EntryCorrected) -> Event:
    try:
        if correction.field == "occurred_at":
            return moved(event, correction.to)
        decision = corrected(event.decision, correction.field, correction.to, READ)
        return replace(event, decision=decision)
    except ValidationError:
        return event


def _known_by(event: Event, moment: datetime | None, version: int | None) -> bool:
    return (moment is None or event.recorded_at <= moment) and (
        version is None or event.version <= version
    )
