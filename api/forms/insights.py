"""What was learned: recording it, saying that it holds, how far it goes, and its end."""

from typing import Final

from api.forms.choices import forces
from api.forms.choosing import AnyOf, Listed, OneOf
from api.forms.form import Body, Form
from api.forms.shared import MARKING, colleague
from api.forms.situation import always
from api.forms.typed import Hidden, LongText, Tags, Text
from api.insight_words import AUDIENCES, CHANNELS, CONFIDENCE, KINDS, PHASES
from api.words import INCIDENT_TYPES, THEMES


def with_its_entry(body: Body) -> Body:
    """The form shows one entry; a command may name several."""
    shown = body.pop("entry", None)
    return {**body, "evidence": [shown]} if shown else body


RECORD: Final = Form(
    verb="record",
    title="Record what was learned",
    intro="Say it so that it helps somebody who was not there. Name nobody.",
    button="Record it",
    shape=with_its_entry,
    fields=(
        Hidden(name="incident"),
        Hidden(name="entry"),
        LongText(
            name="statement",
            label="What was learned?",
            hint="One or two sentences that say what to do, or what to watch for.",
            missing="Say what was learned",
            limit=280,
            rows=3,
        ),
        LongText(name="detail", label="How do we know?", hint="Only who may read it sees this."),
        OneOf(name="kind", label="What is it?", choices=always(KINDS), missing="Choose what it is"),
        AnyOf(
            name="themes",
            label="Themes",
            choices=always(THEMES),
            columns=True,
            missing="Choose at least one theme",
        ),
        OneOf(
            name="phase",
            label="When in a response does it help?",
            choices=always(PHASES),
            missing="Choose when it helps",
        ),
        Listed(
            name="incident_type",
            label="In which type of incident?",
            hint="Left out, it is that of the incident it was learned in.",
            choices=always(INCIDENT_TYPES),
        ),
        Tags(
            name="communities",
            label="With which communities?",
            hint="Separate them with commas, such as: somali, young people.",
        ),
        Listed(
            name="pfa",
            label="With which force?",
            hint="Left out, it is that of the incident.",
            choices=forces,
        ),
        OneOf(
            name="confidence",
            label="How sure are we?",
            choices=always(CONFIDENCE),
            missing="Say how sure we are",
            inline=True,
        ),
        MARKING,
    ),
)
VALIDATE: Final = Form(
    verb="validate",
    title="It holds",
    intro="You say that it is so, and that others may rely on it. Whoever recorded it cannot.",
    button="It holds",
    fields=(LongText(name="note", label="What does that rest on?", rows=2),),
)
RETURN: Final = Form(
    verb="return",
    title="Give it back",
    button="Give it back",
    fields=(
        LongText(name="note", label="What is missing?", missing="Say what is missing", rows=3),
    ),
)
SET_SHARING: Final = Form(
    verb="set-sharing",
    title="How far may it go?",
    intro="Beyond the team it goes only after somebody has checked that it names nobody.",
    fields=(
        OneOf(
            name="audience",
            label="Who may be told?",
            choices=always(AUDIENCES),
            missing="Choose who may be told",
        ),
        colleague("redaction_checked_by", "Who checked that it names nobody?"),
    ),
)
SHARE: Final = Form(
    verb="share",
    title="Note that it was shared",
    fields=(
        OneOf(
            name="audience",
            label="With whom?",
            choices=always(AUDIENCES),
            missing="Choose with whom it was shared",
        ),
        OneOf(name="channel", label="How?", choices=always(CHANNELS), missing="Choose how"),
    ),
)
SUPERSEDE: Final = Form(
    verb="supersede",
    title="Put another in its place",
    fields=(
        Text(
            name="by",
            label="Which insight stands in its place?",
            hint="Its reference, such as INS-0012.",
            missing="Say which insight stands in its place",
            width="10",
        ),
        LongText(name="reason", label="Why?", missing="Say why", rows=2),
    ),
)
RETIRE: Final = Form(
    verb="retire",
    title="Take it out of use",
    intro="It stays on the record, and is not suggested any more.",
    button="Take it out of use",
    fields=(LongText(name="reason", label="Why?", missing="Say why", rows=2),),
)
CONTINUING: Final = (VALIDATE, RETURN, SET_SHARING, SHARE, SUPERSEDE, RETIRE)
