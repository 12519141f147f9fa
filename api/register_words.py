"""The codes of the stakeholder register in the words of the people who read them."""

from types import MappingProxyType

from api.words import Words


def _words(**said: str) -> Words:
    return MappingProxyType(said)


OUTCOMES = _words(erase="Erase", restrict="Restrict", refuse="Refuse")
KINDS = _words(organisation="Organisation or group", person="Person")
CATEGORIES = _words(
    non_statutory="Non-statutory",
    statutory="Statutory",
    public="Public",
    service_user="Service user",
    media="Media",
    staff="Staff",
)
SEGMENTS = _words(
    non_police="Non-police",
    police="Police",
    police_accountability="Police accountability",
)
SUB_CATEGORIES = _words(
    emerging_communities="Community that emerges in an investigation",
    voluntary_and_advocacy="Voluntary and advocacy",
    key_influencers="Key influencer",
    academics_and_experts="Academic or expert",
    low_confidence_groups="Group whose confidence is low",
    general_public="General public",
    complainants="Complainant, appellant or representative",
    bereaved_families="Bereaved family",
    interested_parties="Interested party or witness",
    police_officers="Police officer",
    police_staff="Police staff or contractor",
    forces="Force, with its chief constable and standards department",
    police_accountability="Police accountability",
    other_bodies_overseen="Other body that is overseen",
    pccs="Police and crime commissioner",
    parliamentarians="Parliamentarian",
    home_office="Home Office",
    other_statutory="Other statutory body",
    journalists="Journalist or newsroom",
    own_staff="Our own staff",
)
CONTACT_KINDS = _words(
    phone="Phone", email="Email", address="Address", social="Social media", other="Other"
)
INTEREST_PURPOSES = _words(updates="Be kept updated", involvement="Hear of chances to take part")
INTEREST_METHODS = _words(link="Link", phone="Phone", in_person="In person", letter="Letter")
REGIONS = MappingProxyType(
    {
        "london": "London",
        "midlands": "Midlands",
        "north-east": "North East",
        "north-west": "North West",
        "south-east": "South East",
        "south-west": "South West",
        "wales": "Wales",
    }
)
