"""The register's aggregate: described, owned, permitted, interested, active."""

from datetime import timedelta
from typing import Any, Self
from uuid import UUID

import pytest

from domain import stakeholder as s
from domain.base import Decision, Refusal
from domain.incident import Facts
from domain.stakeholder import BODIES, Stakeholder
from tests.domain.scenario import MORNING, signed

CENTRE: dict[str, Any] = {
    "kind": "organisation",
    "name": "Alderholt Centre [F]",
    "category": "non_statutory",
    "areas": ["E23000003"],
    "tags": ["somali"],
    "access_needs": "Step-free entrance",
    "contact_points": [{"kind": "phone", "value": "0000 000000"}],
}
INTEREST: dict[str, Any] = {
    "purposes": ["updates"],
    "channels": ["email"],
    "wording_version": "2026-01",
}
OWNER: dict[str, Any] = {"owner": "OFC-01", "responsibilities": ["Call every month"]}


class Register:
    """One entry of the register, and what it is asked."""

    def __init__(self) -> None:
        self.stakeholder = Stakeholder("STK-0001")
        self.asked = 0

    def asks(self, verb: str, **body: Any) -> Self:
        recorded = MORNING + timedelta(minutes=self.asked)
        by = signed(self.asked, recorded, None, "se_officer", "OFC-01")
        proposed: Any = BODIES[verb].model_validate(body)
        self.asked += 1
        if verb == "register":
            self.stakeholder = Stakeholder.register("STK-0001", proposed, by, Facts())
        else:
            getattr(self.stakeholder, verb.replace("-", "_"))(proposed, by, Facts())
        return self

    def refuses(self, verb: str, *codes: str, **body: Any) -> None:
        self.stakeholder.collect_events()
        with pytest.raises(Refusal) as refused:
            self.asks(verb, **body)
        assert [reason.code for reason in refused.value.reasons] == list(codes)
        assert not self.stakeholder.collect_events()

    @property
    def recorded(self) -> list[type[Decision]]:
        return [type(event.decision) for event in self.stakeholder.collect_events()]


def registered(**changes: Any) -> Register:
    return Register().asks("register", **{**CENTRE, **changes})


def test_whatever_is_personal_is_about_the_stakeholder() -> None:
    described = registered().stakeholder.described

    assert described.name.about == ("STK-0001",)
    assert described.access_needs is not None
    assert described.access_needs.about == ("STK-0001",)
    assert described.contact_points[0].value.about == ("STK-0001",)


def test_it_has_a_name_and_is_somewhere() -> None:
    Register().refuses(
        "register", "NameMissing", "AreaUnknown", **{**CENTRE, "name": " ", "areas": ["X9"]}
    )


def test_its_area_may_be_a_force_or_a_district() -> None:
    areas = ("E23000003", "E07000117")

    assert registered(areas=areas).stakeholder.described.areas == areas


def test_a_persons_groups_are_as_they_declared_them() -> None:
    person = {**CENTRE, "kind": "person"}
    Register().refuses("register", "SelfDeclarationMissing", **person)

    declared = Register().asks("register", **person, evidence=UUID(int=7))
    assert declared.stakeholder.described.tags == ("somali",)


def test_it_is_amended_as_a_whole() -> None:
    amended = registered().asks("amend", **{**CENTRE, "name": "Alderholt House [F]", "tags": []})

    assert amended.recorded == [s.StakeholderRegistered, s.Amended]
    assert amended.stakeholder.described.tags == ()
    amended.refuses("amend", "NameMissing", **{**CENTRE, "name": ""})


def test_its_first_owner_is_assigned_and_the_next_is_a_change() -> None:
    register = registered().asks("assign-owner", **OWNER)
    register.asks("assign-owner", **{**OWNER, "owner": "OFC-02"})

    assert register.recorded[1:] == [s.OwnerAssigned, s.OwnerChanged]
    assert register.stakeholder.known.owner == "OFC-02"
    register.refuses("assign-owner", "ResponsibilityMissing", owner="OFC-03")


def test_permission_to_call_is_not_consent_to_be_written_to() -> None:
    register = registered().asks("register-interest", **INTEREST)
    register.asks("set-contact-permission", one_to_one=False, reason="Asked by letter")

    known = register.stakeholder.known
    assert not known.one_to_one
    assert known.interest_registered_at is not None
    register.refuses("set-contact-permission", "ReasonMissing", one_to_one=True, reason="")


def test_interest_is_for_something_and_by_some_channel() -> None:
    registered().refuses(
        "register-interest",
        "PurposeMissing",
        "ChannelMissing",
        **{**INTEREST, "purposes": [], "channels": []},
    )


def test_interest_is_withdrawn_where_there_is_one() -> None:
    register = registered()
    register.refuses("withdraw-interest", "NoInterestRegistered", method="phone")

    register.asks("register-interest", **INTEREST).asks("withdraw-interest", method="phone")
    assert register.stakeholder.known.interest_registered_at is None
    register.asks("register-interest", **INTEREST)
    assert register.recorded.count(s.InterestRegistered) == 2


def test_it_is_marked_inactive_and_active_again() -> None:
    register = registered().asks("deactivate", reason="Closed down")
    register.refuses("deactivate", "AlreadyInactive", reason="Closed down")

    register.asks("reactivate", reason="Open again")
    assert register.stakeholder.active
    register.refuses("reactivate", "AlreadyActive", "ReasonMissing", reason="")


def test_a_bereaved_family_is_known_as_one() -> None:
    family = registered(sub_category="bereaved_families", category="service_user")

    assert family.stakeholder.known.bereaved


def test_whoever_said_nothing_may_be_called_and_is_nobodys_yet() -> None:
    known = registered().stakeholder.known

    assert (known.one_to_one, known.owner, known.bereaved, known.priority) == (
        True,
        None,
        False,
        False,
    )


def test_the_register_replays_to_the_same() -> None:
    register = registered().asks("assign-owner", **OWNER).asks("register-interest", **INTEREST)
    again = Stakeholder.project(None, register.stakeholder.collect_events())

    assert again is not None
    assert again.known == register.stakeholder.known
