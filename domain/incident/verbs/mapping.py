"""Knowing the communities: map them, record their tension, assess the impact on them."""

from collections.abc import Iterable
from datetime import timedelta

from domain.base import Provenance, Rules
from domain.incident.decisions import (
    CommunityMapped,
    CommunityRevised,
    ImpactAssessed,
    MappedContact,
    TensionSignalRecorded,
)
from domain.incident.facts import Facts
from domain.incident.record import Record, next_id, require_registered, require_text
from domain.incident.referring import highest_marking
from domain.vocabulary import Ladder

HIGH = 4  # of 5


class Mapping(Record):
    def map_community(self, mapped: CommunityMapped, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        known = self.response.communities
        rules.require(
            mapped.community not in known,
            "CommunityAlreadyMapped",
            f"{mapped.community} is mapped already. Revise it, or leave its number out.",
            field="community",
        )
        self._check_map(rules, mapped, facts)
        rules.check()
        numbered = mapped.community or next_id("C", known)
        contacts = with_ladder(mapped.contacts)
        self.decide(mapped.model_copy(update={"community": numbered, "contacts": contacts}), by)

    def revise_community(self, revised: CommunityRevised, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        self.require_communities(rules, [revised.community], "community")
        self._check_map(rules, revised, facts)
        rules.check()
        self.decide(revised.model_copy(update={"contacts": with_ladder(revised.contacts)}), by)

    def record_tension(self, signal: TensionSignalRecorded, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        self.require_communities(rules, signal.communities, "communities")
        require_text(rules, signal.text.text, "TextMissing", "Say what was noticed.", "text")
        rules.check()
        marking = highest_marking(by.marking, signal.marking, self.response.marking)
        marked = by.model_copy(update={"marking": marking})
        said = {"text": signal.text.of(self.ref), "marking": marking}
        self.decide(signal.model_copy(update=said), marked)

    def assess_impact(self, assessed: ImpactAssessed, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        named = [impact.community for impact in assessed.per_community]
        self.require_communities(rules, named, "per_community")
        hours = facts.ruleset.impact_review_hours[assessed.rating]
        latest = by.occurred_at + timedelta(hours=hours)
        next_review_at = assessed.next_review_at or latest
        rules.require(
            next_review_at <= latest,
            "NextReviewTooLate",
            f"A rating of {assessed.rating} is reviewed within {hours} hours.",
            field="next_review_at",
        )
        rules.require(
            next_review_at > by.occurred_at,
            "NextReviewInThePast",
            "The next review comes after this assessment.",
            field="next_review_at",
        )
        rules.check()
        self.decide(assessed.model_copy(update={"next_review_at": next_review_at}), by)

    def _check_map(
        self, rules: Rules, mapped: CommunityMapped | CommunityRevised, facts: Facts
    ) -> None:
        require_text(rules, mapped.name, "NameMissing", "Give the community a name.", "name")
        people = [contact.stakeholder for contact in mapped.contacts]
        before = self.response.communities.get(mapped.community)
        new = {*people} - (before.people if before else frozenset())
        require_registered(rules, sorted(new), facts.register, "contacts")
        rules.require(
            len(set(people)) == len(people),
            "ContactMappedTwice",
            "Somebody stands twice on the map of this community.",
            field="contacts",
        )


def with_ladder(contacts: Iterable[MappedContact]) -> tuple[MappedContact, ...]:
    """The contacts, each with the ladder level that is proposed where none was chosen."""
    return tuple(
        contact.model_copy(update={"ladder": contact.ladder or proposed_ladder(contact)})
        for contact in contacts
    )


def proposed_ladder(contact: MappedContact) -> Ladder:
    """Involve those it strikes who care; consult those it strikes or who care; inform the rest.

    Our default (domain rules §4.1 print none); partnership is chosen, never proposed.
    """
    struck, cares = contact.impact >= HIGH, contact.interest >= HIGH
    if struck and cares:
        return Ladder.INVOLVE
    return Ladder.CONSULT if struck or cares else Ladder.INFORM
