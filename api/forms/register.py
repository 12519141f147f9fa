"""The form of every verb of the stakeholder register."""

import re
from collections.abc import Mapping

from api.forms import erasure
from api.forms.choices import forces
from api.forms.choosing import AnyOf, Listed, OneOf, YesNo
from api.forms.form import Body, Form
from api.forms.moments import Day
from api.forms.rows import Rows
from api.forms.shared import colleague, language, languages, why
from api.forms.situation import always
from api.forms.typed import EachLine, LongText, Tags, Text
from api.register_words import (
    CATEGORIES,
    CONTACT_KINDS,
    INTEREST_METHODS,
    INTEREST_PURPOSES,
    KINDS,
    SEGMENTS,
    SUB_CATEGORIES,
)
from api.words import CHANNELS

ENTRY = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def described(body: Body) -> Body:
    """The body of a command: one list of areas, and the entry behind what a person declared."""
    force, others = body.pop("areas", None), body.pop("other_areas", [])
    return {**body, "areas": [*([force] if force else []), *others], **evidence_in(body)}


def evidence_in(body: Body) -> Body:
    """The entry that an address leads to: a command names it by its id alone."""
    ids = ENTRY.findall(str(body.get("evidence", "")))
    return {"evidence": ids[-1]} if ids else {}


ABOUT = (
    Text(
        name="name",
        label="Name",
        hint="Of the organisation, or of the person. It is stored sealed.",
        missing="Give the name",
        limit=200,
    ),
    OneOf(
        name="kind",
        label="Is it an organisation or a person?",
        choices=always(KINDS),
        start="organisation",
        inline=True,
    ),
    Listed(
        name="category",
        label="Category",
        choices=always(CATEGORIES),
        missing="Choose a category",
    ),
    Listed(
        name="sub_category",
        label="What kind within it?",
        choices=always(SUB_CATEGORIES),
        missing="Choose what kind within the category",
    ),
    OneOf(
        name="segment",
        label="Segment",
        hint="Forces, officers and unions are police. Inspectorates, prosecutors, coroners and "
        "commissioners are police accountability. All others are non-police.",
        choices=always(SEGMENTS),
        start="non_police",
    ),
    Listed(name="force_area", label="Which force's area?", choices=forces),
    EachLine(
        name="other_areas",
        label="Other areas, by code",
        hint="One code on each line, such as E07000117.",
        rows=2,
    ),
    languages(),
    language("preferred", "Language they prefer"),
    LongText(
        name="access_needs",
        label="What they need so that they can take part",
        hint="Interpreting, step-free access, times of day. It is stored sealed.",
        rows=2,
    ),
    Rows(
        name="contact_points",
        label="How to reach them",
        row_name="Contact point",
        fields=(
            Listed(name="kind", label="Kind", choices=always(CONTACT_KINDS), start="phone"),
            Text(name="value", label="Number or address", limit=200),
        ),
    ),
    Tags(
        name="tags",
        label="Groups they belong to or speak for",
        hint="Separate with commas. For a person, only what they said of themselves.",
    ),
    Text(
        name="evidence",
        label="If a person said so of themselves: in which entry?",
        hint="Open the entry, and copy its address.",
    ),
    YesNo(name="priority", label="Is it a priority stakeholder?", start=False),
    Text(
        name="source",
        label="How do we know of them?",
        hint="A community map, a referral, they wrote to us.",
        missing="Say how we know of them",
        limit=80,
    ),
)
REGISTER = Form(
    verb="register",
    title="Register a stakeholder",
    intro="Somebody who can affect a response or is affected by one. "
    "Contact details of bereaved families do not belong here.",
    button="Register",
    shape=described,
    called={"force_area": "areas"},
    fields=ABOUT,
)
AMEND = Form(
    verb="amend",
    title="Change what is recorded",
    intro="Everything as it is now. Change what is wrong; the earlier record stays visible.",
    button="Record the change",
    stale_matters=True,
    shape=described,
    called={"force_area": "areas"},
    fields=ABOUT,
)
ASSIGN_OWNER = Form(
    verb="assign-owner",
    title="Assign who owns the relationship",
    intro="The member of staff who keeps the relationship alive between incidents.",
    button="Assign",
    fields=(
        colleague("owner", "Owner", missing="Choose the owner"),
        colleague("backup", "Who stands in for them?"),
        EachLine(
            name="responsibilities",
            label="What they are responsible for",
            hint="One on each line.",
            missing="Say at least one thing that the owner is responsible for",
        ),
        Day(name="review_at", label="When is this looked at again?"),
    ),
)
SET_CONTACT_PERMISSION = Form(
    verb="set-contact-permission",
    title="Set whether they may be contacted",
    intro="This is about contact with one person. It is not a subscription to updates.",
    button="Record",
    fields=(
        YesNo(
            name="one_to_one",
            label="May we contact them one to one?",
            missing="Say whether we may contact them",
        ),
        LongText(
            name="reason",
            label="Who said so, and why?",
            missing="Say why",
            limit=200,
            rows=2,
        ),
    ),
)
REGISTER_INTEREST = Form(
    verb="register-interest",
    title="Register their interest",
    intro="They asked to be kept updated, or to hear of chances to take part.",
    button="Register the interest",
    fields=(
        AnyOf(
            name="purposes",
            label="What did they ask for?",
            choices=always(INTEREST_PURPOSES),
            missing="Choose what they asked for",
        ),
        AnyOf(
            name="channels",
            label="How do they want to hear?",
            choices=always(CHANNELS),
            columns=True,
            missing="Choose how they want to hear",
        ),
        Tags(name="topics", label="About what?", hint="Separate with commas."),
        language("language", "In which language?"),
        Text(
            name="wording_version",
            label="Which wording did they agree to?",
            hint="The version printed on the form or the script.",
            start="1",
            missing="Say which wording they agreed to",
            limit=20,
            width="govuk-!-width-one-quarter",
        ),
    ),
)
WITHDRAW_INTEREST = Form(
    verb="withdraw-interest",
    title="Withdraw their interest",
    intro="They no longer want to hear from us. It takes effect at once.",
    button="Withdraw",
    fields=(
        OneOf(
            name="method",
            label="How did they say so?",
            choices=always(INTEREST_METHODS),
            missing="Choose how they said so",
        ),
    ),
)
DEACTIVATE = Form(
    verb="deactivate",
    title="Mark as no longer active",
    intro="They stay in the record, and are no longer offered for contact.",
    button="Mark as inactive",
    fields=(why(hint=""),),
)
REACTIVATE = Form(
    verb="reactivate",
    title="Make active again",
    button="Make active",
    fields=(why(hint=""),),
)
KEEPING: tuple[Form, ...] = (
    REGISTER,
    AMEND,
    ASSIGN_OWNER,
    SET_CONTACT_PERMISSION,
    REGISTER_INTEREST,
    WITHDRAW_INTEREST,
    DEACTIVATE,
    REACTIVATE,
)
FORMS: tuple[Form, ...] = (*KEEPING, *erasure.FORMS)
STAKEHOLDER_FORMS: Mapping[str, Form] = {form.verb: form for form in FORMS}
