"""Keeping the record straight: flags, decisions, holds, corrections, why a milestone was late."""

from api.forms.choices import colleagues, entries, late_milestones, open_flags
from api.forms.choosing import AnyOf, Listed, YesNo
from api.forms.form import Form
from api.forms.moments import Day
from api.forms.shared import HAPPENED, MARKING, colleague, second_person
from api.forms.typed import EachLine, Hidden, LongText, Number, Text

FLAG_TO_INVESTIGATION = Form(
    verb="flag-to-investigation",
    title="Flag something to the investigation",
    intro="A contact told you something that may matter to the investigation. "
    "It stays open until it is acknowledged.",
    button="Flag it",
    group="family",
    fields=(
        Listed(
            name="pointer",
            label="Which entry holds it?",
            hint="Record what you heard first, then flag that entry.",
            choices=entries,
            missing="Choose the entry",
        ),
        colleague("to", "To whom?", hint="Leave empty for the lead investigator."),
        YesNo(
            name="time_critical",
            label="Is it urgent?",
            missing="Say whether it is urgent",
        ),
    ),
)
ACKNOWLEDGE_FLAG = Form(
    verb="acknowledge-flag",
    title="Acknowledge a flag",
    button="Acknowledge",
    group="family",
    fields=(
        Listed(name="flag", label="Which flag?", choices=open_flags, missing="Choose the flag"),
        LongText(name="note", label="Anything to add?", rows=2),
    ),
)
RECORD_DECISION = Form(
    verb="record-decision",
    title="Record a decision",
    intro="With what could be seen when it was taken: the place in the record is kept with it.",
    button="Record the decision",
    group="record",
    fields=(
        Text(
            name="question",
            label="What was to be decided?",
            limit=280,
            missing="Say what was to be decided",
        ),
        EachLine(
            name="options",
            label="The options",
            hint="One on each line; at least two.",
            missing="Give the options",
            limit=280,
        ),
        Number(
            name="chosen",
            label="Which was chosen?",
            hint="Its number in the list: 1 for the first.",
            counts_from=1,
            missing="Say which was chosen",
        ),
        LongText(
            name="rationale",
            label="Why?",
            hint="At least 30 characters.",
            missing="Say why it was chosen",
        ),
        AnyOf(name="consulted", label="Who was consulted?", choices=colleagues),
        Hidden(name="known_at_position"),
        HAPPENED,
        MARKING,
    ),
)
PLACE_LEGAL_HOLD = Form(
    verb="place-legal-hold",
    title="Place a legal hold",
    intro="Nothing in this record may be erased while it lasts.",
    button="Place the hold",
    group="record",
    fields=(
        Text(name="basis", label="On what basis?", limit=200, missing="Say on what basis"),
        Day(name="review_at", label="When will it be reviewed?", missing="Give a date"),
    ),
)
RELEASE_LEGAL_HOLD = Form(
    verb="release-legal-hold",
    title="Release the legal hold",
    intro="It takes two people of information governance. The hold lasts until the one you name"
    " here has released it too, and named you.",
    button="Release the hold",
    group="record",
    fields=(
        Text(name="basis", label="On what basis?", limit=200, missing="Say on what basis"),
        Day(name="review_at", label="Reviewed on"),
        second_person("Who is the second person?", missing="Choose the second person"),
    ),
)
EXPLAIN_BREACH = Form(
    verb="explain-breach",
    title="Explain a late milestone",
    button="Record why",
    group="record",
    fields=(
        Listed(
            name="milestone",
            label="Which milestone?",
            choices=late_milestones,
            missing="Choose the milestone",
        ),
        LongText(
            name="why",
            label="Why was it late?",
            hint="At least 10 characters.",
            missing="Say why it was late",
            rows=3,
        ),
    ),
)
CORRECT_ENTRY = Form(
    verb="correct-entry",
    title="Correct an entry",
    intro="The entry stays as it was recorded; both readings are shown from now on.",
    button="Record the correction",
    stale_matters=True,
    fields=(
        Hidden(name="target", missing="Choose the entry"),
        Hidden(name="field", missing="Choose what is to be corrected"),
        Text(name="to", label="It should say", missing="Say what it should be"),
        LongText(
            name="reason",
            label="Why?",
            hint="At least 10 characters.",
            missing="Say why",
            rows=2,
        ),
    ),
)
