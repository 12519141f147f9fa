"""What feedback's codes are called in pages: measures, groups, verdicts, how a round stands."""

from api.words import Words
from domain.feedback import ABOUT, Group, Measure, Mode, Outcome, RoundState
from domain.feedback.filtering import NOT_SAID
from domain.statistics import Direction, Verdict

MEASURES: Words = {
    Measure.AWARE: "Had heard of the IOPC",
    Measure.IMPARTIAL: "Confident that its work is impartial",
    Measure.COMPLAIN: "Likely to complain if really unhappy",
    Measure.KNOW: "Know a lot or a fair amount about it",
    Measure.FAVOUR: "Favourable opinion overall",
    Measure.EASE: "Easy to engage with",
    Measure.INFO: "Enough information to reassure and inform",
    Measure.PROACTIVE: "Proactive in engaging",
    Measure.VALUES: "Values the relationship",
    Measure.CONFIDENCE: "Improving confidence in complaints",
    Measure.LEVEL: "Knew what their views could change",
    Measure.OPEN: "What should we do differently? (in words)",
}
GROUPS: Words = {
    Group.ALL: "Everybody who answered",
    Group.BME: "Black and minority ethnic",
    Group.YOUNG: "18 to 24",
    Group.DISABILITY: "Disability or condition",
    Group.POLICE: "Police",
    Group.ACCOUNTABILITY: "Police accountability",
    Group.NON_POLICE: "Non-police",
}
VERDICTS: Words = {
    Verdict.ABOVE: "Above the baseline",
    Verdict.BELOW: "Below the baseline",
    Verdict.NO_CLEAR_DIFFERENCE: "No clear difference",
    Verdict.TOO_FEW: "Too few to compare",
    Verdict.NO_BASELINE: "No baseline is printed",
    Verdict.NOT_SHOWN: "Not shown",
}
DIRECTIONS: Words = {
    Direction.UP: "Up",
    Direction.DOWN: "Down",
    Direction.NO_CLEAR_CHANGE: "No clear change",
    Direction.TOO_FEW: "Too few to compare",
    Direction.NOT_SHOWN: "Not shown",
}
STATES: Words = {
    RoundState.OPEN: "Open",
    RoundState.CLOSED: "Closed, not reported yet",
    RoundState.REPORTED: "Reported",
    RoundState.TOLD: "Reported, and participants told",
}
MODES: Words = {
    Mode.TOKEN: "Links that are good for one answer each",
    Mode.OPEN: "One link for all",
}
OUTCOMES: Words = {
    Outcome.OK: "Nothing in it that should not be quoted",
    Outcome.CONTAINS_IDENTITY: "It says who somebody is",
    Outcome.SAFEGUARDING: "Somebody may be at risk",
    Outcome.COMPLAINT: "It is really a complaint",
}
LANGUAGES: Words = {"en": "English", "cy": "Welsh"}
FIELDS: Words = {
    "age": "Age",
    "ethnicity": "Ethnic group",
    "sex": "Sex",
    "disability": "Disability or condition",
    "religion": "Religion",
    "gender_identity": "Gender identity",
    "sexual_orientation": "Sexual orientation",
    "segment": "Kind of organisation",
}


def value_words(field: str, code: str) -> str:
    """What somebody chose to say about themselves, in English."""
    if code == NOT_SAID:
        return "Left out"
    return ABOUT[field].options[code].en
