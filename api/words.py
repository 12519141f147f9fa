"""The stored codes in the words of the people who read them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

Words: TypeAlias = Mapping[str, str]


def _words(**said: str) -> Words:
    return MappingProxyType(said)


INCIDENT_TYPES = _words(
    fatal_police_shooting="Fatal police shooting",
    death_in_custody="Death in custody",
    death_following_contact="Death following police contact",
    serious_injury="Serious injury",
    road_incident="Road incident",
    serious_assault="Serious assault",
    sexual_offence="Sexual offence",
    discrimination="Discrimination",
    corruption="Corruption",
    stop_search_or_use_of_force="Stop and search, or use of force",
    public_order="Public order",
    other="Something else",
)
BODIES = _words(
    force="Police force",
    nca="National Crime Agency",
    glaa="Gangmasters and Labour Abuse Authority",
    hmrc="HM Revenue and Customs",
    btp="British Transport Police",
    mdp="Ministry of Defence Police",
    cnc="Civil Nuclear Constabulary",
    home_office="Home Office",
    nfcu="National Food Crime Unit",
    pcc="Police and crime commissioner",
    other="Another body",
)
SOURCES = _words(
    force_referral="The force referred it",
    investigation="The investigation team",
    community="The community",
    media="The media",
    other="Somewhere else",
)
YES_NO_UNKNOWN = _words(yes="Yes", no="No", unknown="Not known yet")
LEVELS = _words(
    critical="Critical",
    high_profile="High profile",
    monitor="Monitor",
    not_for_se="Not for stakeholder engagement",
)
WHAT_LEVELS_MEAN = _words(
    critical="How well the police respond is likely to affect the confidence of the victim, the"
    " family or the community. It need not be a large incident.",
    high_profile="Not critical, but widely known or likely to be.",
    monitor="No response yet; watched for a rise in tension.",
    not_for_se="Nothing for us to do. Say who was told what to do instead.",
)
STATES = _words(
    RAISED="Raised",
    ACTIVE="Active",
    MONITORING="Monitoring",
    RESTORING="Restoring confidence",
    REVIEW="In review",
    CLOSED="Closed",
    NOT_TAKEN="Not taken on",
)
RATINGS = _words(green="Green", amber="Amber", red="Red")
MARKINGS = MappingProxyType({"OFFICIAL": "OFFICIAL", "OFFICIAL-SENSITIVE": "OFFICIAL-SENSITIVE"})
MODES = _words(
    independent="Independent: we investigate",
    directed="Directed: the force investigates under our direction",
    local="Local: the force investigates",
    undecided="Not decided yet",
    managed_legacy="Managed (older cases)",
    supervised_legacy="Supervised (older cases)",
    none="No investigation",
)
SPOC_ROLES = _words(
    family_liaison_manager="Family liaison manager",
    lead_investigator="Lead investigator",
    other="Someone else",
)
CONTACT_ROLES = _words(
    affected="Affected",
    gateway="Opens doors to others",
    influencer="Shapes opinion",
    advocate="Speaks for others",
    statutory="Statutory",
    media_adjacent="Close to the media",
)
STANCES = _words(
    supportive="Supportive", neutral="Neutral", critical="Critical", unknown="Not known"
)
LADDER = _words(inform="Inform", consult="Consult", involve="Involve", partnership="Partnership")
TENSION_KINDS = _words(
    experienced="Experienced: it has happened",
    evidenced="Evidenced: signs point to it",
    potential="Potential: it could happen",
)
TENSION_SOURCES = _words(
    community="The community",
    force="The force",
    partner="A partner",
    media="The media",
    online="Online",
    own_observation="We saw it ourselves",
)
DIRECTIONS = _words(out="We contacted them", **{"in": "They contacted us"})
CHANNELS = _words(
    phone="Phone",
    email="Email",
    meeting="Meeting",
    visit="Visit",
    video="Video call",
    letter="Letter",
    event="Event",
    message="Text message",
    social="Social media",
)
PURPOSES = _words(
    listen="Listen",
    introduce="Introduce ourselves",
    inform="Give information",
    check_in="Check in",
    feedback="Ask for feedback",
    arrange="Arrange something",
    answer="Answer a question",
)
SENTIMENTS = MappingProxyType(
    {
        "-2": "Very worried or angry",
        "-1": "Worried",
        "0": "Neither",
        "1": "Reassured",
        "2": "Very reassured",
    }
)
QUESTION_KINDS = _words(
    fact="About what happened", process="About what happens next", support="About support"
)
ASKERS = _words(community="A community", stakeholder="A person or an organisation")
EXEMPTIONS = _words(
    bereaved="Bereaved: their point of contact decides",
    vulnerable="Vulnerable: an offer could do harm",
    already_registered="They had already registered",
    statutory_contact="Statutory contact",
)
OFFER_METHODS = _words(
    in_person="In person", phone="By phone", link="By a link we sent", letter="By letter"
)
MILESTONES = _words(
    triage="Triage",
    lead="Lead officer assigned",
    agreed_line="First agreed line",
    map="First community mapped",
    first_contact="First contact reached",
    family_spoc="Family's point of contact confirmed",
    impact="First community impact assessment",
    plan="Engagement plan approved",
    impact_review="Community impact review",
    interest_offer="Offer to register interest",
    update="Update to mapped contacts",
    feedback="Feedback round opened",
    debrief="Debrief held",
    silence="Something recorded",
    commitment="Promise to keep",
    outcome_update="Update on how it ended",
    after_crisis_touch="Contact after the crisis",
)
OPEN_WORK = _words(
    follow_up="Follow-up",
    question="Question",
    commitment="Promise",
    flag="Flag",
    milestone="Milestone",
)
GROUPS = _words(
    black_and_minority_ethnic="Black and minority ethnic people",
    young_people="Young people aged 18 to 24",
    disability="Disabled people, or people with a long-term condition",
    de="People in social grades D and E",
    mental_health="People with mental-health concerns",
)
THEMES = _words(
    powerlessness="Powerlessness",
    minority_voices="Marginal and minority voices",
    dynamics_of_trust="Dynamics of trust",
    social_influences="Social influences",
    visibility_and_accessibility="Visibility and accessibility",
    information_updates="Information and updates",
    technical_language="Language too technical",
    language_access="Language access",
    independence="Independence",
    fear_of_repercussions="Fear of repercussions",
    discrimination="Discrimination",
    family_liaison="Family liaison",
    faith_and_culture="Faith and culture",
    venue_and_logistics="Venue and logistics",
    media_and_rumour="Media and rumour",
    partners_and_advocates="Partners and advocates",
    capacity="Capacity",
)
GUARDS = _words(
    NotTriaged="It is not triaged",
    NotGreenTwice="The last two assessments are not both green, a day apart",
    CommunityNotReached="A community was not reached, and no gap is recorded for it",
    RatingRed="The latest assessment of the impact is red",
    PlanNotApproved="The engagement plan is not approved",
    TimeCriticalFlagOpen="An urgent flag is not acknowledged",
    FeedbackRoundNotOpened="No feedback round was opened",
    InterestNotOffered="Someone new was neither offered to stay in touch nor exempted",
    CommitmentOverdue="A promise is overdue",
    FeedbackNotReported="Feedback is not closed and reported",
    ParticipantsNotTold="Those who took part have not been told what came of it",
    DebriefNotHeld="The debrief was not held",
    NothingLearned="No insight is validated, and nobody signed that there is nothing new",
    CommitmentNotSettled="A promise is neither kept nor changed",
    AllocationOpen="An officer is still allocated",
    PriorityStakeholderUnowned="A new priority stakeholder has no relationship owner",
    SuggestionsUndecided="A suggested lesson is neither used nor dismissed",
    FlagNotAcknowledged="A flag is not acknowledged",
)
LANGUAGES = _words(
    en="English",
    cy="Welsh",
    ar="Arabic",
    bn="Bengali",
    zh="Chinese",
    fa="Farsi",
    fr="French",
    gu="Gujarati",
    hi="Hindi",
    ku="Kurdish",
    pa="Punjabi",
    pl="Polish",
    pt="Portuguese",
    ro="Romanian",
    rom="Romani",
    so="Somali",
    es="Spanish",
    ta="Tamil",
    tr="Turkish",
    ur="Urdu",
    bfi="British Sign Language",
)
ROLES = _words(
    duty_officer="duty officer",
    se_officer="engagement officer",
    regional_lead="regional lead",
    head_of_se="head of stakeholder engagement",
    investigator="investigator",
    insight_manager="insight manager",
    reviewer="reviewer",
    analyst="analyst",
    info_governance="information governance",
    auditor="auditor",
    system="box1 itself",
)


def plain(words: Words, code: object) -> str:
    """The words for a code; a code without words is shown as it is, without its underscores."""
    return words.get(str(code), str(code).replace("_", " ").replace("-", " "))
