"""The forms about being forgotten: asked for, decided stream by stream, confirmed; and kept."""

from api.forms.choosing import Listed, OneOf, YesNo
from api.forms.form import Form
from api.forms.moments import Day
from api.forms.rows import Rows
from api.forms.shared import second_person
from api.forms.situation import Choice, Situation, always
from api.forms.typed import Text
from api.register_words import OUTCOMES
from api.words import CHANNELS


def streams(situation: Situation) -> list[Choice]:
    """The records that say something about somebody."""
    return [*situation.streams]


REQUEST_ERASURE = Form(
    verb="request-erasure",
    title="Record a request to be forgotten",
    intro="Somebody asked that we forget what we know of them. Information governance decides;"
    " nothing is removed before two people there have agreed.",
    button="Record the request",
    fields=(
        OneOf(
            name="channel",
            label="How did they ask?",
            choices=always(CHANNELS),
            missing="Choose how they asked",
        ),
        YesNo(
            name="identity_checked",
            label="Did you check that it was they who asked?",
            hint="Ring the number that we hold, or ask what only they would know. Do not ask for"
            " papers that we would then have to keep.",
            missing="Say whether it was checked",
        ),
    ),
)
DECIDE_ERASURE = Form(
    verb="decide-erasure",
    title="Decide what is forgotten",
    intro="Decide for each record that says something about them. It is erased once somebody"
    " else confirms it; until then you may decide again.",
    warning="What is erased can never be read again, by anybody. Counts and dates stay.",
    button="Record the decision",
    stale_matters=True,
    fields=(
        Rows(
            name="per_stream",
            label="Each record",
            row_name="Record",
            missing="Decide each record",
            fields=(
                Listed(
                    name="stream",
                    label="Which record?",
                    choices=streams,
                    missing="Choose the record",
                ),
                OneOf(
                    name="outcome",
                    label="What becomes of it?",
                    choices=always(
                        OUTCOMES,
                        {
                            "erase": "What it says about them can never be read again.",
                            "restrict": "It is kept, for information governance alone.",
                            "refuse": "It stays as it is. On legal hold it is restricted.",
                        },
                    ),
                    start="erase",
                ),
                Text(
                    name="ground",
                    label="On what ground?",
                    hint="It outlives what is erased, so do not name them.",
                    limit=200,
                    missing="Say on what ground",
                ),
            ),
        ),
        second_person("Who is to confirm it?"),
    ),
)
CONFIRM_ERASURE = Form(
    verb="confirm-erasure",
    title="Confirm that they are forgotten",
    intro="You are the second person. It takes effect at once, and cannot be undone.",
    button="Forget them",
    stale_matters=True,
)
LIFT_RESTRICTION = Form(
    verb="lift-restriction",
    title="Lift a restriction",
    intro="What the record says about them can be read again by everybody who may read it.",
    button="Lift the restriction",
    fields=(
        Listed(name="stream", label="Which record?", choices=streams, missing="Choose the record"),
        Text(name="ground", label="On what ground?", limit=200, missing="Say on what ground"),
    ),
)
KEPT = (
    Day(name="keep_until", label="Until when is it kept?", missing="Give a day"),
    Text(name="reason", label="Why?", limit=200, missing="Say why"),
)
KEEP_STAKEHOLDER = Form(
    verb="review-retention",
    title="Keep them in the register",
    intro="Nobody has been in touch for three years. Keep them for a reason, until a day: then it"
    " is asked again.",
    button="Keep them",
    fields=KEPT,
)
KEEP_INCIDENT = Form(
    verb="review-retention",
    title="Keep the record longer",
    intro="A closed record is looked at after six years. Keep it for a reason, until a day: then"
    " it is asked again.",
    button="Keep the record",
    group="record",
    fields=KEPT,
)
DECIDE_DISPOSAL = Form(
    verb="decide-disposal",
    title="Dispose of the text of this record",
    intro="Its six years are over. You decide, and somebody else in information governance"
    " confirms it; until then nothing is gone, and keeping the record for longer, a legal hold or"
    " reopening the response stands in the way.",
    warning="Every text of the record goes for ever: its title, its entries, what people said and"
    " what they were told. Figures, codes, dates and references of people stay, and every count"
    " stays as it is.",
    button="Record the decision",
    group="record",
    stale_matters=True,
    fields=(
        Text(
            name="ground",
            label="On what ground?",
            hint="It outlives the text, so do not quote it, and name nobody.",
            limit=200,
            missing="Say on what ground",
        ),
        second_person("Who is to confirm it?"),
    ),
)
CONFIRM_DISPOSAL = Form(
    verb="confirm-disposal",
    title="Confirm that the text of this record goes",
    intro="You are the second person. It takes effect at once, and cannot be undone: every text of"
    " the record goes for ever, figures, codes and dates stay.",
    button="Dispose of the text",
    group="record",
    stale_matters=True,
)
FORMS: tuple[Form, ...] = (
    REQUEST_ERASURE,
    DECIDE_ERASURE,
    CONFIRM_ERASURE,
    LIFT_RESTRICTION,
    KEEP_STAKEHOLDER,
)
