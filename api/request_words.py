"""The codes of support requests in the words of the people who read them."""

from types import MappingProxyType

from api.words import Words


def _words(**said: str) -> Words:
    return MappingProxyType(said)


ASKS = _words(
    first_contact="First contact with a community",
    community_mapping="A map of who is affected",
    tension_monitoring="Watching the tension",
    language_support="Help with a language",
    briefing_event="A briefing or a community event",
    reference_group="A reference group",
    advocate_gateway="A way in through advocates",
    feedback="Asking people how it was for them",
    advice_only="Advice only",
)
SKILLS = _words(
    bereavement="Bereavement",
    youth="Young people",
    mediation="Mediation",
    faith="Faith",
    mental_health="Mental health",
    disability="Disability",
    gypsy_roma_traveller="Gypsy, Roma and Traveller communities",
    lgbt="LGBT+ communities",
    media="Media",
    facilitation="Leading meetings",
    easy_read="Easy read",
)
STATES = _words(
    REQUESTED="Asked",
    SCORED="Waits for a decision",
    ACCEPTED="Accepted",
    PARTLY_ACCEPTED="Accepted in part",
    DEFERRED="Put off",
    DECLINED="Declined",
    WITHDRAWN="Withdrawn",
    FULFILLED="Done",
)
BANDS = _words(
    P1="P1: decided within {hours} hours, an emergency",
    P2="P2: decided within {hours} hours",
    P3="P3: decided within {hours} hours",
    P4="P4: decided within {hours} hours",
)
STARS = MappingProxyType(
    {
        "5": "5, it was what we needed",
        "4": "4",
        "3": "3, it was some help",
        "2": "2",
        "1": "1, it was no help",
    }
)
