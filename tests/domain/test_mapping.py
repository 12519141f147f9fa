"""Communities, signals of tension, assessments of impact."""

from typing import Any, ClassVar

import pytest

from domain.incident import decisions as d
from domain.incident.decisions import MappedContact
from domain.incident.verbs.mapping import proposed_ladder
from domain.vocabulary import Ladder, Marking
from tests.domain.scenario import HOUR, LONG_ENOUGH, Scenario, triaged


def mapped() -> Scenario:
    return triaged().given(d.CommunityMapped(community="C1", name="Somali community [F]"))


class TestMapCommunity:
    def test_communities_are_numbered(self) -> None:
        mapped().when("map-community", name="Campaigners [F]").then(
            d.CommunityMapped, community="C2"
        )

    def test_its_contacts_are_in_the_register_and_named_once(self) -> None:
        contacts = [{"stakeholder": "STK-77"}, {"stakeholder": "STK-1"}, {"stakeholder": "STK-1"}]

        triaged().when("map-community", name="", contacts=contacts).then_refused(
            "NameMissing", "StakeholderUnknown", "ContactMappedTwice"
        )

    def test_a_number_is_used_once(self) -> None:
        mapped().when("map-community", community="C1", name="Others [F]").then_refused(
            "CommunityAlreadyMapped"
        )

    def test_a_ladder_level_is_proposed_for_each_contact(self) -> None:
        contacts = [
            {"stakeholder": "STK-1", "impact": 5, "interest": 5},
            {"stakeholder": "STK-2", "ladder": "partnership"},
        ]
        scenario = triaged().when("map-community", name="Neighbours [F]", contacts=contacts)
        scenario.then(d.CommunityMapped)

        first, second = scenario.incident.response.communities["C1"].contacts
        assert (first.ladder, second.ladder) == (Ladder.INVOLVE, Ladder.PARTNERSHIP)

    @pytest.mark.parametrize(
        ("impact", "interest", "ladder"),
        [(4, 4, "involve"), (4, 3, "consult"), (3, 4, "consult"), (3, 3, "inform")],
    )
    def test_the_level_follows_how_it_strikes_and_how_they_care(
        self, impact: int, interest: int, ladder: str
    ) -> None:
        contact = MappedContact(stakeholder="STK-1", impact=impact, interest=interest)

        assert proposed_ladder(contact) == ladder


class TestReviseCommunity:
    def test_the_whole_community_is_written_anew(self) -> None:
        scenario = mapped().when("revise-community", community="C1", name="Both", gaps=["Elders"])
        scenario.then(d.CommunityRevised)

        assert scenario.incident.response.communities["C1"].gaps == ("Elders",)

    def test_it_is_on_the_map(self) -> None:
        mapped().when("revise-community", community="C9", name="Nobody").then_refused(
            "CommunityUnknown"
        )

    def test_it_may_be_revised_again(self) -> None:
        revised = mapped().given(d.CommunityRevised(community="C1", name="Both"))

        revised.when("revise-community", community="C1", name="Both").then(d.CommunityRevised)


class TestRecordTension:
    SIGNAL: ClassVar[dict[str, Any]] = {
        "kind": "experienced",
        "source_class": "community",
        "text": "A vigil [F]",
    }

    def test_a_signal_is_sensitive_unless_it_says_otherwise(self) -> None:
        scenario = mapped().when("record-tension", **self.SIGNAL, communities=["C1"])
        scenario.then(d.TensionSignalRecorded)

        event = scenario.incident.history[-1]
        assert event.by.marking == Marking.OFFICIAL_SENSITIVE
        assert event.decision.text.about == ("INC-2026-0001",)

    def test_it_is_about_communities_on_the_map(self) -> None:
        signal = {**self.SIGNAL, "text": ""}

        mapped().when("record-tension", **signal, communities=["C2"]).then_refused(
            "CommunityUnknown", "TextMissing"
        )

    def test_the_same_may_be_noticed_again(self) -> None:
        scenario = mapped().when("record-tension", **self.SIGNAL).then(d.TensionSignalRecorded)

        scenario.when("record-tension", **self.SIGNAL).then(d.TensionSignalRecorded)


class TestAssessImpact:
    @pytest.mark.parametrize(("rating", "hours"), [("red", 24), ("amber", 72), ("green", 168)])
    def test_the_next_review_follows_the_rating(self, rating: str, hours: int) -> None:
        scenario = mapped()
        due = scenario.now + hours * HOUR

        scenario.when("assess-impact", rating=rating).then(d.ImpactAssessed, next_review_at=due)

    def test_it_may_be_sooner_but_not_later_or_past(self) -> None:
        scenario = mapped()
        now = scenario.now

        scenario.when("assess-impact", rating="red", next_review_at=now + 30 * HOUR)
        scenario.then_refused("NextReviewTooLate")
        scenario.when("assess-impact", rating="red", next_review_at=now - HOUR)
        scenario.then_refused("NextReviewInThePast")
        scenario.when("assess-impact", rating="red", next_review_at=now + 3 * HOUR)
        scenario.then(d.ImpactAssessed)

    def test_it_rates_communities_on_the_map(self) -> None:
        impacts = [{"community": "C5", "rating": "green"}]

        mapped().when("assess-impact", rating="green", per_community=impacts).then_refused(
            "CommunityUnknown"
        )

    def test_the_latest_by_when_it_happened_counts(self) -> None:
        scenario = mapped().when("assess-impact", rating="green").then(d.ImpactAssessed)
        earlier = scenario.now - 2 * HOUR
        scenario.when("assess-impact", rating="red", occurred=earlier).then(d.ImpactAssessed)

        assert scenario.incident.response.rating == "green"


def test_nothing_is_mapped_in_a_closed_response() -> None:
    closed = mapped().given(d.IncidentClosed(summary=LONG_ENOUGH))

    closed.when("map-community", name="Late [F]").then_refused("ResponseClosed")
    closed.when("assess-impact", rating="green").then_refused("ResponseClosed")
