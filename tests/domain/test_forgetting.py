"""Being forgotten: asked, decided for each record, confirmed by another; and what is refused."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Self

import pytest

from domain.base import Decision, NotAllowed, Refusal
from domain.incident import Facts
from domain.incident.facts import Held
from domain.sealing import is_code, is_erased, key_ref
from domain.stakeholder import (
    BODIES,
    ErasureDecided,
    ErasureRequested,
    ProcessingRestricted,
    RestrictionLifted,
    RetentionReviewed,
    Stakeholder,
    SubjectKeyDestroyed,
)
from tests.domain.scenario import MORNING, signed

REF = "STK-0001"
PERSON: dict[str, Any] = {"kind": "person", "name": "Maryam [F]", "category": "public"}
RECORDS = {REF: Held(), "INC-1": Held(closed=True), "INC-2": Held(on_hold=True)}
INTEREST: dict[str, Any] = {"purposes": ["updates"], "channels": ["email"], "wording_version": "1"}
ASKED: dict[str, Any] = {"channel": "letter", "identity_checked": True}


def decision(**outcomes: str) -> dict[str, Any]:
    """What is decided, by the last part of each reference: `decision(own="erase")`."""
    streams = {"own": REF, "one": "INC-1", "two": "INC-2"}
    return {
        "per_stream": [
            {"stream": streams[key], "outcome": outcome, "ground": "They object."}
            for key, outcome in outcomes.items()
        ]
    }


DECIDED = decision(own="erase", one="erase", two="refuse")


class Request:
    """One entry of the register, the records that name it, and what is asked of it."""

    def __init__(self, records: Mapping[str, Held] = RECORDS) -> None:
        self.records, self.asked = dict(records), 0
        self.stakeholder = Stakeholder(REF)
        self.asks("register", "SAM", **PERSON)

    def asks(self, verb: str, who: str = "IG-1", **body: Any) -> Self:
        role = "info_governance" if who.startswith("IG") else "se_officer"
        by = signed(self.asked, MORNING + timedelta(minutes=self.asked), None, role, who)
        self.asked += 1
        proposed: Any = BODIES[verb].model_validate(body)
        facts = Facts(streams_about=lambda ref: self.records, suppressed=lambda at: at == "gone")
        if verb == "register":
            self.stakeholder = Stakeholder.register(REF, proposed, by, facts)
        else:
            getattr(self.stakeholder, verb.replace("-", "_"))(proposed, by, facts)
        return self

    def refuses(self, verb: str, *codes: str, who: str = "IG-1", **body: Any) -> Self:
        self.stakeholder.collect_events()
        with pytest.raises(Refusal) as refused:
            self.asks(verb, who, **body)
        assert [reason.code for reason in refused.value.reasons] == list(codes)
        assert not self.stakeholder.collect_events()
        return self

    @property
    def recorded(self) -> list[type[Decision]]:
        return [type(event.decision) for event in self.stakeholder.collect_events()]


def requested() -> Request:
    return Request().asks("request-erasure", "SAM", **ASKED)


def decided() -> Request:
    made = requested().asks("decide-erasure", **DECIDED)
    made.stakeholder.collect_events()
    return made


def forgotten() -> Request:
    return decided().asks("confirm-erasure", "IG-2")


def test_two_people_forget_and_what_is_held_is_restricted() -> None:
    made = decided().asks("confirm-erasure", "IG-2")
    events = made.stakeholder.collect_events()

    assert [type(event.decision) for event in events] == [
        SubjectKeyDestroyed,
        SubjectKeyDestroyed,
        ProcessingRestricted,
    ]
    own = events[0].decision
    assert (own.stream, own.key_ref) == (REF, key_ref(REF, REF))
    assert own.backups_gone_by == MORNING.date() + timedelta(days=30)
    case = made.stakeholder.case
    assert (set(case.erased), set(case.restricted)) == ({REF, "INC-1"}, {"INC-2"})
    assert (case.open, made.stakeholder.erased_on) == (False, MORNING.date())
    assert made.stakeholder.known.erased_on == MORNING.date()


def test_nobody_confirms_what_they_decided() -> None:
    decided().refuses("confirm-erasure", "SecondPersonNeeded", who="IG-1")


def test_whoever_is_named_as_the_decider_does_not_confirm_either() -> None:
    made = requested().asks("decide-erasure", "IG-1", **DECIDED, by="IG-3")
    made.refuses("confirm-erasure", "SecondPersonNeeded", who="IG-3")
    made.refuses("confirm-erasure", "SecondPersonNeeded", who="IG-1")


@pytest.mark.parametrize("verb", ["decide-erasure", "confirm-erasure"])
def test_only_information_governance_decides(verb: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        decided().asks(verb, "SAM", **(DECIDED if verb == "decide-erasure" else {}))
    assert refused.value.reasons[0].code == "ErasureNeedsInfoGovernance"


def test_a_second_person_who_is_proposed_is_another() -> None:
    named: dict[str, Any] = {**DECIDED, "second_person": "IG-1"}
    requested().refuses("decide-erasure", "SecondPersonNeeded", **named)
    assert requested().asks("decide-erasure", **DECIDED, second_person="IG-2").recorded[-1] is (
        ErasureDecided
    )


def test_every_record_is_decided_once_and_no_other_on_a_ground() -> None:
    twice: dict[str, Any] = {
        "per_stream": [*DECIDED["per_stream"], *decision(own="restrict")["per_stream"]]
    }
    stray = {"stream": "INC-9", "outcome": "erase", "ground": ""}
    made = requested()
    made.refuses("decide-erasure", "StreamDecidedTwice", **twice)
    made.refuses("decide-erasure", "StreamUndecided", **decision(own="erase", two="refuse"))
    made.refuses(
        "decide-erasure",
        "StreamUnknown",
        "GroundMissing",
        per_stream=[*DECIDED["per_stream"], stray],
    )


def test_a_hold_wins_when_it_is_decided_and_when_it_is_confirmed() -> None:
    everything = decision(own="erase", one="erase", two="erase")
    requested().refuses("decide-erasure", "LegalHoldWins", **everything)
    made = decided()
    made.records["INC-1"] = Held(on_hold=True)
    made.refuses("confirm-erasure", "LegalHoldWins", who="IG-2")


def test_what_was_said_since_the_decision_is_decided_too() -> None:
    made = decided()
    made.records["INC-3"] = Held()
    made.refuses("confirm-erasure", "StreamUndecided", who="IG-2")


def test_nothing_is_erased_before_it_is_checked_who_asked() -> None:
    made = Request().asks("request-erasure", "SAM", channel="email", identity_checked=False)
    made.refuses("decide-erasure", "IdentityNotChecked", **DECIDED)
    made.refuses(
        "request-erasure", "ErasureAlreadyRequested", channel="email", identity_checked=False
    )
    made.asks("request-erasure", "SAM", **ASKED).asks("decide-erasure", **DECIDED)
    assert (
        made.recorded
        == [
            ErasureRequested,
            ErasureDecided,
        ]
        or made.stakeholder.case.to_confirm
    )


def test_a_decision_that_erases_nothing_takes_effect_at_once() -> None:
    refusing = decision(own="refuse", one="restrict", two="refuse")
    made = requested()
    made.stakeholder.collect_events()
    made.asks("decide-erasure", **refusing)

    assert made.recorded == [ErasureDecided, ProcessingRestricted, ProcessingRestricted]
    assert set(made.stakeholder.case.restricted) == {"INC-1", "INC-2"}
    made.refuses("confirm-erasure", "ErasureNotDecided", who="IG-2")


def test_a_decision_is_replaced_before_it_is_confirmed() -> None:
    made = decided().asks("decide-erasure", **decision(own="refuse", one="erase", two="refuse"))
    made.stakeholder.collect_events()
    made.asks("confirm-erasure", "IG-2")
    assert made.recorded == [SubjectKeyDestroyed, ProcessingRestricted]
    assert made.stakeholder.erased_on is None


def test_nothing_is_decided_or_confirmed_that_was_not_asked() -> None:
    Request().refuses("decide-erasure", "ErasureNotRequested", **DECIDED)
    requested().refuses("confirm-erasure", "ErasureNotDecided", who="IG-2")
    requested().refuses("request-erasure", "ErasureAlreadyRequested", **ASKED)
    forgotten().refuses("confirm-erasure", "ErasureNotDecided", who="IG-2")


def test_what_was_held_is_erased_once_the_hold_is_released() -> None:
    made = forgotten().asks("request-erasure", "SAM", **ASKED)
    made.records = {"INC-2": Held()}
    made.asks("decide-erasure", **decision(two="erase")).asks("confirm-erasure", "IG-2")
    case = made.stakeholder.case
    assert (len(case.erased), case.restricted, case.open) == (3, {}, False)


def test_a_restriction_is_lifted_on_a_ground() -> None:
    made = forgotten()
    made.refuses("lift-restriction", "NotRestricted", "GroundMissing", stream="INC-1", ground="")
    made.asks("lift-restriction", stream="INC-2", ground="The inquest has concluded.")
    assert made.recorded == [RestrictionLifted]
    assert made.stakeholder.case.restricted == {}


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("amend", PERSON),
        ("assign-owner", {"owner": "OFC-01", "responsibilities": ["Rings them"]}),
        ("set-contact-permission", {"one_to_one": False, "reason": "They said so"}),
        (
            "register-interest",
            {"purposes": ["updates"], "channels": ["email"], "wording_version": "1"},
        ),
        ("deactivate", {"reason": "Moved away"}),
    ],
)
def test_nothing_is_added_to_an_entry_that_was_erased(verb: str, body: dict[str, Any]) -> None:
    forgotten().refuses(verb, "PersonErased", who="SAM", **body)


def test_an_address_that_is_suppressed_is_refused_unless_it_was_theirs_already() -> None:
    reached = [{"kind": "email", "value": "gone"}]
    with pytest.raises(Refusal) as refused:
        Request().asks("amend", "SAM", **PERSON, contact_points=reached)
    [reason] = refused.value.reasons
    assert (reason.code, reason.field) == ("AddressSuppressed", "contact_points.0.value")


def test_somebody_is_kept_for_a_reason_until_a_day_to_come() -> None:
    made = Request()
    made.refuses("review-retention", "KeepUntilPassed", keep_until=MORNING.date(), reason="Why")
    made.refuses("review-retention", "ReasonMissing", keep_until=date(2030, 1, 1), reason="")
    made.asks("review-retention", keep_until=date(2030, 1, 1), reason="They may come back.")
    assert made.recorded == [RetentionReviewed]
    assert made.stakeholder.keep is not None


def test_grounds_are_sealed_under_a_key_that_outlives_the_person() -> None:
    [event] = requested().asks("decide-erasure", **DECIDED).stakeholder.collect_events()[-1:]
    assert event.about == ("GOVERNANCE",)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, True),
        (15, True),
        ("2026-03-02T08:15:00Z", True),
        (["so", "en"], True),
        ("2026-03-02", True),
        ("OFC-01", True),
        ("OFFICIAL-SENSITIVE", True),
        ("phone", True),
        ("", True),
        ("Rang Maryam", False),
        ("Maryam", False),
        ("mq@example.org", False),
        ("01632960077", False),
        ({"text": "a"}, False),
        (["so", "Maryam said"], False),
    ],
)
def test_codes_outlive_whoever_is_erased(value: Any, code: bool) -> None:
    assert is_code(value) is code


def test_erased_words_are_known_again() -> None:
    assert is_erased("[erased 14 Apr 2026]")
    assert not is_erased("He erased it on 14 Apr 2026")
