"""Free text is sealed in every event, whichever field it stands in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from pydantic import BaseModel, StringConstraints, ValidationError

from domain.base import Decision, Provenance, Recorded
from domain.incident import INCIDENT_DECISIONS
from domain.incident.decisions import EntryCorrected, IncidentRaised, StakeholderContacted
from domain.registry import Registry
from domain.sealing import JSON, WORDS, erased_words, is_erased
from domain.stakeholder import STAKEHOLDER_DECISIONS
from domain.vocabulary import Name

AN_ID = UUID(int=7 << 76 | 2 << 62)


class Box:
    """A vault that turns text round, until it is told that it lost its keys."""

    def __init__(self) -> None:
        self.lost: date | None = None
        self.asked: list[tuple[str, ...]] = []

    def seal(self, about: tuple[str, ...], plain: bytes) -> bytes:
        self.asked.append(about)
        return plain[::-1]

    def open(self, about: tuple[str, ...], sealed: bytes) -> bytes | date:
        return self.lost or sealed[::-1]


def written(decision: Decision, box: Box, *about: str) -> bytes:
    context = {"vault": box, "about": about, "also": ()}
    return decision.__pydantic_serializer__.to_json(decision, context=context)


def read(kind: type[Decision], said: bytes, box: Box | None) -> Any:
    by = Provenance(
        actor="mo",
        role="duty_officer",
        command_id=AN_ID,
        correlation_id=AN_ID,
        occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
        recorded_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    state = b'{"hash":"","event_id":"%s","by":%s,"decision":%s}' % (
        str(AN_ID).encode(),
        by.model_dump_json().encode(),
        said,
    )
    return Registry(kind).read("INC-2026-0001", 1, kind.TOPIC, state, box).decision


def texts(hint: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Every place within a type where words can stand, with what is declared of it."""
    origin = get_origin(hint)
    if origin is Annotated and get_args(hint)[0] is str:
        yield where, hint
    elif hint is str:
        yield where, Annotated[str, StringConstraints()]
    elif origin is Annotated:
        yield from texts(get_args(hint)[0], where)
    elif origin in (tuple, dict, Union, UnionType):
        for part in get_args(hint):
            yield from texts(part, where)
    elif isinstance(hint, type) and issubclass(hint, BaseModel) and hint.__name__ != "Personal":
        for name, part in get_type_hints(hint, include_extras=True).items():
            if name in hint.model_fields:
                yield from texts(part, f"{where}.{name}")


@pytest.mark.parametrize("kind", [*INCIDENT_DECISIONS, *STAKEHOLDER_DECISIONS])
def test_whatever_is_not_a_code_is_sealed(kind: type[Decision]) -> None:
    open_words = [
        where
        for where, hint in texts(kind, kind.__name__)
        if hint != Name
        and not any(getattr(part, "pattern", None) for part in get_args(hint)[1:])
        and not set(WORDS) <= set(get_args(hint)[1:])
        and where != "EntryCorrected.to"
    ]

    assert open_words == []


def test_what_a_correction_puts_in_its_place_is_sealed() -> None:
    assert set(JSON) <= {
        part
        for variant in get_args(
            get_args(get_type_hints(EntryCorrected, include_extras=True)["to"])[0]
        )
        for part in get_args(variant)
    }


def test_free_text_is_sealed_to_its_stream_and_to_whom_it_names() -> None:
    box = Box()
    raised = IncidentRaised(title="Amina", incident_type="other", summary="Amina fell")

    said = written(raised, box, "INC-2026-0001", "STK-0001")

    assert b"Amina" not in said
    assert set(box.asked) == {("INC-2026-0001", "STK-0001")}
    assert read(IncidentRaised, said, box) == raised


def test_a_correction_of_any_form_is_sealed_and_read_back() -> None:
    box = Box()
    correction = EntryCorrected(
        target=AN_ID, field="gaps", to=["Amina", {"who": 1}], reason="It was wrong."
    )

    said = written(correction, box, "INC-2026-0001")

    assert b"Amina" not in said
    assert read(EntryCorrected, said, box) == correction


def test_text_whose_key_is_gone_says_when_it_was_erased() -> None:
    box = Box()
    raised = IncidentRaised(title="Amina", incident_type="other", summary="Amina fell")
    said = written(raised, box, "INC-2026-0001")

    box.lost = date(2026, 4, 14)
    now = read(IncidentRaised, said, box)

    assert (now.title, now.summary) == ("[erased 14 Apr 2026]", "[erased 14 Apr 2026]")
    assert now.incident_type == "other"


def test_personal_text_whose_key_is_gone_says_so_too() -> None:
    box = Box()
    contact = StakeholderContacted.model_validate(
        {
            "stakeholder": "STK-0001",
            "channel": "phone",
            "reached": True,
            "purpose": "listen",
            "summary": "Amina said",
        }
    )
    assert contact.summary is not None
    contact = contact.model_copy(
        update={"summary": contact.summary.of("STK-0001"), "officer": "mo"}
    )
    said = written(contact, box, "INC-2026-0001", "STK-0001")

    box.lost = date(2026, 4, 14)

    assert read(StakeholderContacted, said, box).summary.words == erased_words(box.lost)


def test_a_key_that_was_never_destroyed_but_is_not_there_is_said_to_be_missing() -> None:
    assert erased_words(date.min) == "[its key is missing]"
    assert is_erased(erased_words(date.min))
    assert is_erased(erased_words(date(2026, 4, 14)))


def test_without_a_vault_text_stays_sealed() -> None:
    said = written(
        IncidentRaised(title="Amina", incident_type="other", summary="x"), Box(), "INC-2026-0001"
    )

    assert read(IncidentRaised, said, None).title == "[sealed]"


def test_nobody_outside_can_hand_in_sealed_text() -> None:
    with pytest.raises(ValidationError):
        IncidentRaised.model_validate(
            {"title": {"about": ["x"], "sealed": "eA=="}, "incident_type": "other", "summary": "x"}
        )


def test_a_contact_and_a_promise_are_about_whom_they_name() -> None:
    contact = StakeholderContacted.model_validate(
        {"stakeholder": "STK-0001", "channel": "phone", "reached": True, "purpose": "listen"}
    )
    by = Provenance(
        actor="mo",
        role="duty_officer",
        command_id=AN_ID,
        correlation_id=AN_ID,
        occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
        recorded_at=datetime(2026, 3, 2, tzinfo=UTC),
        about=("STK-0002", "STK-0001"),
    )
    event = Recorded(ref="INC-2026-0001", version=1, event_id=AN_ID, decision=contact, by=by)

    assert event.about == ("INC-2026-0001", "STK-0001", "STK-0002")
