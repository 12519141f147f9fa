"""What becomes of a lesson in an incident: used, with what came of it, or not used, and why."""

from api.forms.choosing import OneOf
from api.forms.form import Form
from api.forms.situation import always
from api.forms.typed import Hidden, LongText, Text
from api.insight_words import WHY_NOT

WHERE = Hidden(name="incident")
REUSE = Form(
    verb="reuse",
    title="Use this lesson",
    button="We use it",
    fields=(
        WHERE,
        LongText(
            name="how",
            label="How do you use it here?",
            hint="At least 20 characters, such as: booked the interpreter before the meeting.",
            missing="Say how it is used",
            rows=2,
        ),
        LongText(
            name="outcome",
            label="What came of it?",
            hint="If you know already. You can add it later, once.",
            rows=2,
        ),
    ),
)
DISMISS = Form(
    verb="dismiss",
    title="Do not use this lesson",
    button="We do not use it",
    fields=(
        WHERE,
        OneOf(
            name="reason",
            label="Why not?",
            choices=always(WHY_NOT),
            missing="Say why it is not used",
        ),
        Text(name="note", label="A word on that", limit=200),
    ),
)
