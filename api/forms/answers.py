"""What may be said and what was promised: agreed lines, questions, commitments."""

from api.forms.choices import live_lines, open_commitments, open_questions
from api.forms.choosing import Listed, OneOf, YesNo
from api.forms.form import Body, Form
from api.forms.moments import Ahead, Moment
from api.forms.shared import HAPPENED, MARKING, askers_field, colleague, why
from api.forms.situation import always
from api.forms.typed import LongText, Tags, Text
from api.words import QUESTION_KINDS


def with_kind_of_asker(body: Body) -> Body:
    """Who asked is one question; a command says apart whether it is a community."""
    of_community = not str(body.get("ref", "")).startswith("STK-")
    return {**body, "asked_by": "community" if of_community else "stakeholder"}


def replacement(question: str) -> Listed:
    """The line that is used instead of another one, where there is one."""
    return Listed(
        name="replacement",
        label=question,
        hint="Leave empty if there is none yet.",
        choices=live_lines,
    )


APPROVE_LINE = Form(
    verb="approve-line",
    title="Agree a line",
    intro="Wording that may be used outside, agreed by the lead investigator or the head.",
    button="Agree the line",
    group="answers",
    fields=(
        LongText(name="text_en", label="The line in English", missing="Give the line in English"),
        LongText(
            name="text_cy",
            label="The line in Welsh",
            hint="Translated by a person, never by a machine.",
        ),
        Text(name="translator", label="Who translated it?", limit=80),
        Tags(
            name="audience",
            label="Who is it for?",
            hint="Separate with commas, such as: community, media. Leave empty for everyone.",
        ),
        Moment(
            name="valid_from",
            label="May be used from",
            hint="Leave empty for now.",
        ),
        Ahead(name="valid_to", label="May be used until", hint="Leave empty for no end."),
    ),
)
WITHDRAW_LINE = Form(
    verb="withdraw-line",
    title="Withdraw a line",
    intro="Nobody may use it any more. Everyone who was given it will be listed.",
    button="Withdraw the line",
    group="answers",
    warning="Tell those who were given it.",
    fields=(
        Listed(name="line", label="Which line?", choices=live_lines, missing="Choose the line"),
        replacement("Which line is to be used instead?"),
        why("Why is it withdrawn?"),
    ),
)
CORRECT_LINE = Form(
    verb="correct-line",
    title="Correct a line",
    intro="Agree the corrected wording first, then say here which line was wrong. "
    "Everyone who was given it will be listed.",
    button="Record the correction",
    group="answers",
    fields=(
        Listed(name="line", label="Which line was wrong?", choices=live_lines, missing="Choose it"),
        replacement("Which line replaces it?"),
        why("What was wrong?"),
    ),
)
RAISE_QUESTION = Form(
    verb="raise-question",
    title="Record a question",
    intro="Something a community or a person asked. It stays open until it is answered.",
    button="Record the question",
    group="answers",
    shape=with_kind_of_asker,
    fields=(
        LongText(
            name="text",
            label="What did they ask?",
            hint="In their words. It is stored sealed.",
            missing="Say what they asked",
            rows=3,
        ),
        askers_field("ref", "Who asked?", "Choose who asked"),
        OneOf(
            name="kind",
            label="What is it about?",
            choices=always(QUESTION_KINDS),
            missing="Choose what it is about",
        ),
        HAPPENED,
        MARKING,
    ),
)
ANSWER_QUESTION = Form(
    verb="answer-question",
    title="Answer a question",
    intro="With an agreed line, or by saying why it cannot be answered.",
    button="Record the answer",
    group="answers",
    fields=(
        Listed(
            name="question",
            label="Which question?",
            choices=open_questions,
            missing="Choose the question",
        ),
        Listed(
            name="line", label="Which agreed line answers it?", choices=live_lines, together=True
        ),
        LongText(
            name="cannot_answer_reason",
            label="Or why can it not be answered?",
            rows=2,
            together=True,
        ),
        YesNo(
            name="told_asker",
            label="Has whoever asked been told?",
            missing="Say whether they were told",
        ),
        HAPPENED,
    ),
)
MAKE_COMMITMENT = Form(
    verb="make-commitment",
    title="Record a promise",
    intro="Something we promised, to whom, by when. It stays open until kept or changed.",
    button="Record the promise",
    group="answers",
    fields=(
        Text(name="text", label="What was promised?", limit=280, missing="Say what was promised"),
        askers_field("to", "To whom?", "Choose to whom it was promised"),
        Ahead(name="due_at", label="By when?", missing="Say by when"),
        colleague("owner", "Who keeps it?", hint="Leave empty if it is you."),
        colleague("promised_by", "Who promised it?", hint="Leave empty if it was you."),
        HAPPENED,
        MARKING,
    ),
)
KEEP_COMMITMENT = Form(
    verb="keep-commitment",
    title="Record that a promise was kept",
    button="Record it",
    group="answers",
    fields=(
        Listed(
            name="commitment",
            label="Which promise?",
            choices=open_commitments,
            missing="Choose the promise",
        ),
        LongText(name="evidence", label="How was it kept?", missing="Say how it was kept", rows=3),
        HAPPENED,
    ),
)
VARY_COMMITMENT = Form(
    verb="vary-commitment",
    title="Change a promise",
    intro="Agree the new date with whoever it was promised to.",
    button="Record the change",
    group="answers",
    fields=(
        Listed(
            name="commitment",
            label="Which promise?",
            choices=open_commitments,
            missing="Choose the promise",
        ),
        Ahead(name="new_due", label="New date", missing="Give the new date"),
        LongText(name="reason", label="Why?", missing="Say why", rows=3),
    ),
)
