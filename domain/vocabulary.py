"""The closed lists and measured texts that the model is written with, in its users' words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from domain.sealing import WORDS

Ref: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]*$")
]
LEFT_OUT: Ref = ""  # a reference that a request may leave out, and the incident fills in
Tag: TypeAlias = Annotated[
    str, StringConstraints(max_length=60, pattern=r"^[a-z0-9][a-z0-9_-]*$"), *WORDS
]
"""A short label. People type them, and may type a name: they are sealed as every free text is."""

Lang: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Lad: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[EWX][0-9]{8}$")]
Pfa: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[EWX][0-9A-Z]{1,8}$")]
Area: TypeAlias = Pfa

Name: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
"""The name of something that the rules know (a field, a guard, a milestone): never sealed."""

Str40: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), *WORDS]
Str60: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60), *WORDS]
Str80: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80), *WORDS]
Str120: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), *WORDS]
Str200: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), *WORDS]
Str280: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=280), *WORDS]
Text: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=20_000), *WORDS
]

Minutes: TypeAlias = Annotated[int, Field(ge=0, le=1_000_000)]
Count: TypeAlias = Annotated[int, Field(ge=0, le=100_000_000)]
Position: TypeAlias = Annotated[int, Field(ge=0)]
OneToFive: TypeAlias = Annotated[int, Field(ge=1, le=5)]
Sentiment: TypeAlias = Annotated[int, Field(ge=-2, le=2)]


def _in_utc(moment: datetime) -> datetime:
    """The same moment; one that no calendar has in UTC is no time here."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("time_not_written_out", "There is no such time") from None


def _written_out(moment: object) -> object:
    """A bare number is no time here: it would be read as seconds since 1970."""
    if not isinstance(moment, datetime) and str(moment)[4:5] != "-":
        raise PydanticCustomError("time_not_written_out", "Write it as 2026-03-02T08:15:00Z")
    return moment


Moment: TypeAlias = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_utc)]


class Marking(StrEnum):
    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


class Role(StrEnum):
    DUTY_OFFICER = "duty_officer"
    SE_OFFICER = "se_officer"
    REGIONAL_LEAD = "regional_lead"
    HEAD_OF_SE = "head_of_se"
    INVESTIGATOR = "investigator"
    INSIGHT_MANAGER = "insight_manager"
    REVIEWER = "reviewer"
    ANALYST = "analyst"
    INFO_GOVERNANCE = "info_governance"
    AUDITOR = "auditor"


class IncidentType(StrEnum):
    FATAL_POLICE_SHOOTING = "fatal_police_shooting"
    DEATH_IN_CUSTODY = "death_in_custody"
    DEATH_FOLLOWING_CONTACT = "death_following_contact"
    SERIOUS_INJURY = "serious_injury"
    ROAD_INCIDENT = "road_incident"
    SERIOUS_ASSAULT = "serious_assault"
    SEXUAL_OFFENCE = "sexual_offence"
    DISCRIMINATION = "discrimination"
    CORRUPTION = "corruption"
    STOP_SEARCH_OR_USE_OF_FORCE = "stop_search_or_use_of_force"
    PUBLIC_ORDER = "public_order"
    OTHER = "other"


class Body(StrEnum):
    """Which kind of body the incident is about."""

    FORCE = "force"
    NCA = "nca"
    GLAA = "glaa"
    HMRC = "hmrc"
    BTP = "btp"
    MDP = "mdp"
    CNC = "cnc"
    HOME_OFFICE = "home_office"
    NFCU = "nfcu"
    PCC = "pcc"
    OTHER = "other"


class Source(StrEnum):
    """Where word of the incident came from."""

    INVESTIGATION = "investigation"
    FORCE_REFERRAL = "force_referral"
    MEDIA = "media"
    COMMUNITY = "community"
    OTHER = "other"


class Bereaved(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Level(StrEnum):
    CRITICAL = "critical"
    HIGH_PROFILE = "high_profile"
    MONITOR = "monitor"
    NOT_FOR_SE = "not_for_se"


class State(StrEnum):
    """Where a response stands, domain rules §5."""

    RAISED = "RAISED"
    ACTIVE = "ACTIVE"
    MONITORING = "MONITORING"
    RESTORING = "RESTORING"
    REVIEW = "REVIEW"
    CLOSED = "CLOSED"
    NOT_TAKEN = "NOT_TAKEN"


class Rating(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class SpocRole(StrEnum):
    FAMILY_LIAISON_MANAGER = "family_liaison_manager"
    LEAD_INVESTIGATOR = "lead_investigator"
    OTHER = "other"


class Mode(StrEnum):
    """Who investigates, and under whose direction."""

    INDEPENDENT = "independent"
    DIRECTED = "directed"
    LOCAL = "local"
    UNDECIDED = "undecided"
    MANAGED_LEGACY = "managed_legacy"
    SUPERVISED_LEGACY = "supervised_legacy"
    NONE = "none"


class MapRole(StrEnum):
    """Why a stakeholder stands on the map of a community."""

    AFFECTED = "affected"
    GATEWAY = "gateway"
    INFLUENCER = "influencer"
    ADVOCATE = "advocate"
    STATUTORY = "statutory"
    MEDIA_ADJACENT = "media_adjacent"


class Stance(StrEnum):
    SUPPORTIVE = "supportive"
    NEUTRAL = "neutral"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


class Ladder(StrEnum):
    """How far the people concerned take part, domain rules §11."""

    INFORM = "inform"
    CONSULT = "consult"
    INVOLVE = "involve"
    PARTNERSHIP = "partnership"


class TensionKind(StrEnum):
    EXPERIENCED = "experienced"
    EVIDENCED = "evidenced"
    POTENTIAL = "potential"


class SourceClass(StrEnum):
    COMMUNITY = "community"
    FORCE = "force"
    PARTNER = "partner"
    MEDIA = "media"
    ONLINE = "online"
    OWN_OBSERVATION = "own_observation"


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class Channel(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    MEETING = "meeting"
    VISIT = "visit"
    VIDEO = "video"
    LETTER = "letter"
    EVENT = "event"
    MESSAGE = "message"
    SOCIAL = "social"


class Purpose(StrEnum):
    INTRODUCE = "introduce"
    INFORM = "inform"
    LISTEN = "listen"
    CHECK_IN = "check_in"
    FEEDBACK = "feedback"
    ARRANGE = "arrange"
    ANSWER = "answer"


class AskedBy(StrEnum):
    COMMUNITY = "community"
    STAKEHOLDER = "stakeholder"


class QuestionKind(StrEnum):
    FACT = "fact"
    PROCESS = "process"
    SUPPORT = "support"


class InterestMethod(StrEnum):
    """How an offer, a confirmation or a withdrawal of interest was made."""

    LINK = "link"
    PHONE = "phone"
    IN_PERSON = "in_person"
    LETTER = "letter"


class ExemptReason(StrEnum):
    BEREAVED = "bereaved"
    VULNERABLE = "vulnerable"
    ALREADY_REGISTERED = "already_registered"
    STATUTORY_CONTACT = "statutory_contact"


class StakeholderKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class Category(StrEnum):
    SERVICE_USER = "service_user"
    NON_STATUTORY = "non_statutory"
    STATUTORY = "statutory"
    PUBLIC = "public"
    MEDIA = "media"
    STAFF = "staff"


class Segment(StrEnum):
    POLICE = "police"
    POLICE_ACCOUNTABILITY = "police_accountability"
    NON_POLICE = "non_police"


class InterestPurpose(StrEnum):
    UPDATES = "updates"
    INVOLVEMENT = "involvement"
