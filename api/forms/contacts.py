"""Talking with people: contacts and what follows from them, updates, the offer to stay in touch."""

from typing import Any

from api.forms.choices import askers, live_lines, mapped_contacts, open_follow_ups
from api.forms.choosing import AnyOf, Listed, OneOf, YesNo
from api.forms.form import Body, Form
from api.forms.moments import Day
from api.forms.rows import Rows, Tally
from api.forms.shared import HAPPENED, MARKING, colleague, language, stakeholder
from api.forms.situation import always
from api.forms.typed import LongText, Number, Tags, Text
from api.words import (
    CHANNELS,
    DIRECTIONS,
    EXEMPTIONS,
    LADDER,
    LANGUAGES,
    OFFER_METHODS,
    PURPOSES,
    SENTIMENTS,
)


def chosen_or_typed(body: Body) -> Body:
    """Someone typed in goes before someone chosen from the list."""
    typed = body.pop("someone_else", None)
    return {**body, "stakeholder": typed} if typed else body


def contact_and_index(body: Body) -> Body:
    """A follow-up is chosen as one thing; a command names its contact and its place in it."""
    chosen: Any = body.pop("contact", "")
    contact, _, index = str(chosen).rpartition(":")
    return {**body, "contact": contact, "index": int(index) if index.isdecimal() else 0}


RECORD_CONTACT = Form(
    verb="record-contact",
    title="Record a contact",
    intro="An attempt counts too: say that they were not reached.",
    button="Record the contact",
    group="contacts",
    shape=chosen_or_typed,
    fields=(
        Listed(
            name="stakeholder", label="Who, from the map?", choices=mapped_contacts, together=True
        ),
        stakeholder("someone_else", "Or someone else in the register", together=True),
        YesNo(
            name="reached",
            label="Were they reached?",
            missing="Say whether they were reached",
            no="No, only tried",
        ),
        LongText(
            name="summary",
            label="What was said?",
            hint="It is stored sealed.",
            missing="Say what was said, or what you tried",
        ),
        OneOf(name="direction", label="Who made contact?", choices=always(DIRECTIONS), start="out"),
        Listed(name="channel", label="How?", choices=always(CHANNELS), start="phone"),
        Listed(name="purpose", label="What for?", choices=always(PURPOSES), start="listen"),
        AnyOf(
            name="lines",
            label="Agreed lines you used",
            hint="Facts may only be given in lines that the investigation has agreed.",
            choices=live_lines,
        ),
        Listed(
            name="ladder", label="How far they took part", choices=always(LADDER), start="inform"
        ),
        Listed(
            name="sentiment",
            label="How did they feel?",
            choices=always(SENTIMENTS),
            number=True,
        ),
        Tags(
            name="issues",
            label="What was raised",
            hint="Separate with commas, such as: cctv, vigil.",
        ),
        Rows(
            name="follow_ups",
            label="What follows from it",
            row_name="Follow-up",
            fields=(
                Text(
                    name="text",
                    label="What is to be done",
                    limit=200,
                    missing="Say what is to be done",
                ),
                colleague("owner", "By whom", missing="Choose who does it"),
                Day(name="due", label="By when", missing="Give a date"),
            ),
        ),
        Number(name="duration", label="How long did it take?", suffix="minutes", start=10),
        language(),
        HAPPENED,
        MARKING,
    ),
)
COMPLETE_FOLLOW_UP = Form(
    verb="complete-follow-up",
    title="Complete a follow-up",
    button="Mark it done",
    group="contacts",
    called={"follow_up": "contact"},
    shape=contact_and_index,
    fields=(
        Listed(
            name="follow_up",
            label="Which follow-up is done?",
            choices=open_follow_ups,
            missing="Choose the follow-up",
        ),
        Text(name="note", label="How did it go?", limit=200),
        HAPPENED,
    ),
)
ISSUE_UPDATE = Form(
    verb="issue-update",
    title="Issue an update",
    intro="One text to many. Where anyone in Wales or anyone who prefers Welsh is among them, "
    "it goes out in Welsh too.",
    button="Record the update",
    group="contacts",
    fields=(
        AnyOf(
            name="audience",
            label="Who is it for?",
            choices=askers,
            missing="Choose who it is for",
        ),
        LongText(name="text_en", label="Text in English", missing="Give the English text", rows=6),
        LongText(
            name="text_cy",
            label="Text in Welsh",
            hint="Translated by a person, never by a machine.",
            rows=6,
        ),
        Listed(
            name="channel", label="How does it go out?", choices=always(CHANNELS), start="email"
        ),
        AnyOf(name="lines", label="Agreed lines in it", choices=live_lines),
        Tally(
            name="recipients",
            label="How many received it",
            row_name="Language",
            fields=(
                Listed(name="language", label="Language", choices=always(LANGUAGES)),
                Number(name="people", label="People"),
            ),
        ),
        HAPPENED,
    ),
)
OFFER_INTEREST = Form(
    verb="offer-interest",
    title="Record an offer to stay in touch",
    intro="Someone new was offered to register their interest in our work.",
    button="Record the offer",
    group="contacts",
    fields=(
        stakeholder("stakeholder", "Who was offered it?", missing="Say who was offered it"),
        OneOf(
            name="method",
            label="How?",
            choices=always(OFFER_METHODS),
            missing="Choose how it was offered",
        ),
        HAPPENED,
    ),
)
DECLINE_INTEREST = Form(
    verb="decline-interest",
    title="Record that an offer was declined",
    button="Record it",
    group="contacts",
    fields=(
        stakeholder("stakeholder", "Who declined?", missing="Say who declined"),
        HAPPENED,
    ),
)
EXEMPT_INTEREST = Form(
    verb="exempt-interest",
    title="Record that no offer is made",
    button="Record it",
    group="contacts",
    fields=(
        stakeholder("stakeholder", "Who is not offered it?", missing="Say who"),
        OneOf(
            name="reason",
            label="Why?",
            choices=always(EXEMPTIONS),
            missing="Choose why no offer is made",
        ),
    ),
)
