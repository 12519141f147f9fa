"""The first hours: raise, triage, who leads, the investigation, the family's point of contact."""

from api.forms.choices import ANOTHER_BODY, forces_and_bodies, open_work_entries
from api.forms.choosing import AnyOf, Listed, OneOf
from api.forms.form import Body, Form
from api.forms.moments import Moment
from api.forms.shared import HAPPENED, LOCAL_AUTHORITIES, MARKING, colleague, language, rating
from api.forms.situation import always
from api.forms.typed import LongText, Tags, Text
from api.words import (
    GROUPS,
    INCIDENT_TYPES,
    LEVELS,
    MODES,
    SOURCES,
    SPOC_ROLES,
    THEMES,
    WHAT_LEVELS_MEAN,
    YES_NO_UNKNOWN,
)


def split_force_from_body(body: Body) -> Body:
    """One question asks for the force or the other body; a command names them apart."""
    chosen = str(body.pop("pfa", ""))
    if chosen.startswith(ANOTHER_BODY):
        return {**body, "body": chosen.removeprefix(ANOTHER_BODY)}
    return {**body, "pfa": chosen, "body": "force"}


def with_other_groups(body: Body) -> Body:
    """Groups that were typed join those that were ticked."""
    others = body.pop("other_groups", [])
    return {**body, "groups": list(dict.fromkeys([*body.get("groups", []), *others]))}


RAISE = Form(
    verb="raise",
    title="Raise an incident",
    intro="Four answers are enough to open the record. Everything else can follow.",
    button="Raise the incident",
    shape=split_force_from_body,
    fields=(
        Text(
            name="title",
            label="Title",
            hint="What it is and where, without anyone's name.",
            missing="Give the incident a title",
            limit=120,
        ),
        Listed(
            name="incident_type",
            label="What kind of incident is it?",
            choices=always(INCIDENT_TYPES),
            missing="Choose what kind of incident it is",
        ),
        Listed(
            name="pfa",
            label="Which force?",
            hint="Other bodies that are overseen come after the forces.",
            choices=forces_and_bodies,
            missing="Choose the force or the body",
        ),
        LongText(
            name="summary",
            label="What happened?",
            hint="What is known now, and from whom. Leave out names of the family.",
            missing="Say what happened",
        ),
        Moment(
            name="occurred_at",
            label="When did it happen?",
            hint="Leave empty if it is not known. A time alone is the last time it was that.",
        ),
        OneOf(
            name="bereaved",
            label="Is a family bereaved?",
            choices=always(YES_NO_UNKNOWN),
            start="unknown",
            inline=True,
        ),
        OneOf(
            name="source",
            label="Who told us?",
            choices=always(SOURCES),
            start="force_referral",
        ),
        Text(
            name="place_note",
            label="Where?",
            hint="A street, an estate, a landmark.",
            limit=200,
        ),
        LOCAL_AUTHORITIES,
        OneOf(
            name="marking",
            label="Marking",
            choices=MARKING.choices,
            start="OFFICIAL",
            inline=True,
        ),
    ),
)
TRIAGE = Form(
    verb="triage",
    title="Triage",
    intro="Decide how far we respond. The deadlines follow from the level.",
    button="Record the triage",
    group="course",
    stale_matters=True,
    shape=with_other_groups,
    fields=(
        OneOf(
            name="level",
            label="Level",
            choices=always(LEVELS, WHAT_LEVELS_MEAN),
            missing="Choose a level",
        ),
        LongText(
            name="rationale",
            label="Why this level?",
            hint="At least 20 characters.",
            missing="Say why you chose this level",
            rows=3,
        ),
        rating("initial_tension", "Tension now", missing="Choose how tense it is now"),
        AnyOf(
            name="groups",
            label="Groups affected whose confidence is low",
            choices=always(GROUPS),
        ),
        Tags(
            name="other_groups",
            label="Other groups affected",
            hint="Separate them with commas, such as: somali, gypsy roma traveller.",
        ),
        AnyOf(name="themes", label="Themes", choices=always(THEMES), columns=True),
        LongText(
            name="due_regard",
            label="Due regard to equality",
            hint="What you considered for people with protected characteristics. "
            "At least 20 characters.",
            missing="Say what regard was had to equality",
            rows=3,
        ),
    ),
)
OPEN_ITEMS = AnyOf(
    name="open_items",
    label="Open work you are passing on",
    choices=open_work_entries,
)
ASSIGN_LEAD = Form(
    verb="assign-lead",
    title="Assign the lead officer",
    intro="The lead officer answers for the whole response.",
    button="Assign",
    group="people",
    stale_matters=True,
    fields=(
        colleague("officer", "Lead officer", missing="Choose the lead officer"),
        LongText(
            name="handover_note",
            label="If someone leads already: what does the new lead need to know?",
            hint="At least 20 characters.",
            rows=3,
        ),
        OPEN_ITEMS,
    ),
)
HAND_OVER = Form(
    verb="hand-over",
    title="Hand over the duty",
    intro="Pass the duty to a colleague at the end of a shift, with what is open.",
    button="Hand over",
    group="people",
    stale_matters=True,
    fields=(
        colleague("to", "Who takes over?", missing="Choose who takes over"),
        LongText(
            name="note",
            label="What do they need to know?",
            hint="The hand-over pack has the figures and the open work; say here what it does not.",
            missing="Say what they need to know",
        ),
        OPEN_ITEMS,
    ),
)
LINK_INVESTIGATION = Form(
    verb="link-investigation",
    title="Link the investigation",
    intro="Which investigation this response goes with, and who leads it.",
    button="Link",
    group="family",
    fields=(
        Text(
            name="ref",
            label="Investigation reference",
            missing="Give the investigation's reference",
            limit=40,
            width="govuk-!-width-one-half",
        ),
        colleague("lead_investigator", "Lead investigator", missing="Choose who leads it"),
        HAPPENED,
    ),
)
DETERMINE_MODE = Form(
    verb="determine-mode",
    title="Record how it is investigated",
    button="Record the mode",
    group="family",
    fields=(
        OneOf(
            name="mode",
            label="Who investigates?",
            choices=always(MODES),
            missing="Choose who investigates",
        ),
        Moment(
            name="determined_at",
            label="When was that decided?",
            hint="A time alone is the last time it was that.",
            missing="Say when that was decided",
        ),
    ),
)
CONFIRM_FAMILY_SPOC = Form(
    verb="confirm-family-spoc",
    title="Confirm the family's point of contact",
    intro="The bereaved family has one point of contact through the whole investigation. "
    "Do not enter names or contact details of the family.",
    button="Confirm",
    group="family",
    fields=(
        OneOf(
            name="spoc_role",
            label="Who is the point of contact?",
            choices=always(SPOC_ROLES),
            missing="Choose who the point of contact is",
        ),
        colleague("confirmed_by", "Who confirmed it?", hint="Leave empty if it was you."),
        language(label="Language the family prefers"),
        LongText(
            name="needs",
            label="What the family needs from us",
            hint="Interpreting, faith, timing. It is stored sealed.",
            rows=3,
        ),
        LongText(
            name="reason",
            label="If the point of contact has changed: why?",
            rows=2,
        ),
        HAPPENED,
    ),
)
