"""Who is affected and how they feel: the map of communities, tension, impact."""

from api.forms.choices import communities
from api.forms.choosing import AnyOf, Listed, OneOf, YesNo
from api.forms.field import Field
from api.forms.form import Form
from api.forms.moments import Ahead
from api.forms.rows import Rows
from api.forms.shared import (
    HAPPENED,
    LOCAL_AUTHORITIES,
    MARKING,
    languages,
    rating,
    scale,
    stakeholder,
)
from api.forms.situation import always
from api.forms.typed import EachLine, Hidden, LongText, Tags, Text
from api.words import CONTACT_ROLES, LADDER, STANCES, TENSION_KINDS, TENSION_SOURCES

CONTACTS = Rows(
    name="contacts",
    label="People and organisations who stand for it",
    hint="Leave a row empty if you do not need it. You can add more later.",
    row_name="Contact",
    at_least=2,
    fields=(
        stakeholder("stakeholder", "Who?", missing="Say who this contact is"),
        Listed(
            name="role", label="Part they play", choices=always(CONTACT_ROLES), start="affected"
        ),
        scale("influence", "Influence on others"),
        scale("interest", "Interest in this incident"),
        scale("impact", "How much it affects them"),
        Listed(name="stance", label="Stance", choices=always(STANCES), start="unknown"),
        Listed(
            name="ladder",
            label="How far they take part",
            hint="Leave empty and it is proposed.",
            choices=always(LADDER),
        ),
    ),
)
ABOUT: tuple[Field, ...] = (
    Text(
        name="name",
        label="What is the community called?",
        hint="As its members would say it, with the place.",
        missing="Give the community a name",
        limit=120,
    ),
    CONTACTS,
    EachLine(
        name="gaps",
        label="Gaps: who have we no contact for?",
        hint="One on each line. A gap you record is a gap you can be asked about.",
        rows=2,
    ),
    languages(),
    Tags(
        name="tags", label="Groups in it", hint="Separate them with commas, such as: somali, youth."
    ),
    Tags(name="faiths", label="Faiths", hint="Separate them with commas."),
    LOCAL_AUTHORITIES,
    Text(name="size_note", label="How many people, roughly?", limit=200),
)
MAP_COMMUNITY = Form(
    verb="map-community",
    title="Map a community",
    intro="A named group in a place, and who can speak for it.",
    button="Put it on the map",
    group="communities",
    fields=ABOUT,
)
REVISE_COMMUNITY = Form(
    verb="revise-community",
    title="Revise a community",
    intro="What you save replaces what the map said; the earlier map stays on the timeline.",
    button="Save the new map",
    group="communities",
    stale_matters=True,
    fields=(Hidden(name="community", missing="Choose a community to revise"), *ABOUT),
)
RECORD_TENSION = Form(
    verb="record-tension",
    title="Record a sign of tension",
    intro="A sign of the mood of any group: what happened, what points to it, what could happen.",
    button="Record it",
    group="communities",
    fields=(
        LongText(
            name="text",
            label="What did you see or hear?",
            hint="It is stored sealed, and marked OFFICIAL-SENSITIVE unless you say otherwise.",
            missing="Say what you saw or heard",
        ),
        OneOf(
            name="kind",
            label="What sort of sign is it?",
            choices=always(TENSION_KINDS),
            missing="Choose what sort of sign it is",
        ),
        AnyOf(name="communities", label="Which communities?", choices=communities),
        OneOf(
            name="source_class",
            label="Where does it come from?",
            choices=always(TENSION_SOURCES),
            missing="Choose where it comes from",
        ),
        YesNo(
            name="corroborated",
            label="Has a second, independent source confirmed it?",
            start=False,
        ),
        HAPPENED,
        MARKING,
    ),
)
ASSESS_IMPACT = Form(
    verb="assess-impact",
    title="Assess the impact on communities",
    intro="Red is reviewed within 24 hours, amber within 72, green within seven days.",
    button="Record the assessment",
    group="communities",
    fields=(
        rating("rating", "Overall rating", inline=False),
        Text(
            name="force_level",
            label="The force's own grade",
            hint="As the force words it, if it has one.",
            limit=40,
            width="govuk-!-width-one-half",
        ),
        Rows(
            name="per_community",
            label="Each community",
            hint="Leave a community without a rating if you have no reading of it.",
            row_name="Community",
            fields=(
                Listed(
                    name="community",
                    label="Community",
                    choices=communities,
                    start="",
                ),
                rating("rating", "Rating"),
                EachLine(name="concerns", label="Concerns", hint="One on each line.", rows=2),
            ),
        ),
        EachLine(
            name="actions", label="What will be done", hint="One action on each line.", rows=3
        ),
        Ahead(
            name="next_review_at",
            label="Next review",
            hint="Leave empty for the longest that the rating allows.",
        ),
        HAPPENED,
    ),
)
