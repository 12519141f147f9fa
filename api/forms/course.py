"""The course of the response: restoring, review, closing, and the ways back."""

from api.forms.choices import colleagues, unmet_guards
from api.forms.choosing import AnyOf
from api.forms.field import Field
from api.forms.form import Form
from api.forms.moments import Moment
from api.forms.shared import why
from api.forms.typed import EachLine, LongText

OVERRIDE: Field = AnyOf(
    name="overridden_guards",
    label="Go on in spite of",
    hint="Only the head of stakeholder engagement may. It stays on the timeline for ever.",
    choices=unmet_guards,
)
MOVE_TO_RESTORING = Form(
    verb="move-to-restoring",
    title="Move to restoring confidence",
    intro="The managing phase is over; what remains is restoring confidence.",
    button="Move to restoring",
    group="course",
    stale_matters=True,
    fields=(why(), OVERRIDE),
)
ESCALATE = Form(
    verb="escalate",
    title="Escalate",
    intro="Back to an active response. The deadlines start again from now.",
    button="Escalate",
    group="course",
    stale_matters=True,
    fields=(why(),),
)
STAND_DOWN = Form(
    verb="stand-down",
    title="Stand the monitoring down",
    intro="Two green assessments at least a day apart, and nothing more to watch.",
    button="Stand down",
    group="course",
    stale_matters=True,
    fields=(why(), OVERRIDE),
)
START_REVIEW = Form(
    verb="start-review",
    title="Start the review",
    intro="Look back on the response with those who took part.",
    button="Start the review",
    group="course",
    stale_matters=True,
    fields=(why(), OVERRIDE),
)
HOLD_DEBRIEF = Form(
    verb="hold-debrief",
    title="Record the debrief",
    button="Record the debrief",
    group="course",
    fields=(
        AnyOf(
            name="attendees",
            label="Who took part?",
            choices=colleagues,
            missing="Say who took part",
        ),
        EachLine(
            name="went_well",
            label="What went well?",
            hint="One on each line.",
            missing="Say at least one thing that went well",
            limit=2_000,
        ),
        EachLine(
            name="improve",
            label="What would we do differently?",
            hint="One on each line.",
            missing="Say at least one thing to do differently",
            limit=2_000,
        ),
        Moment(
            name="held_at",
            label="When was it held?",
            hint="A time alone is the last time it was that.",
            missing="Say when it was held",
        ),
    ),
)
DECLARE_NOTHING_NEW = Form(
    verb="declare-nothing-new",
    title="Declare that nothing new was learned",
    intro="Only where the response taught us nothing that is worth keeping. You sign for it.",
    button="Sign it",
    group="course",
    fields=(why(),),
)
CLOSE = Form(
    verb="close",
    title="Close the response",
    button="Close",
    group="course",
    stale_matters=True,
    fields=(
        LongText(
            name="summary",
            label="How did it end?",
            hint="What was done, what came of it, what is left to others.",
            missing="Say how it ended",
        ),
        OVERRIDE,
    ),
)
REOPEN = Form(
    verb="reopen",
    title="Reopen the response",
    intro="Back to an active response. The deadlines start again from now.",
    button="Reopen",
    group="course",
    stale_matters=True,
    fields=(why(),),
)
