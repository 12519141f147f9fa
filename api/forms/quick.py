"""The quick log: one short form for what happens most, whichever of four things it is."""

from collections.abc import Mapping

from api.forms.answers import with_kind_of_asker
from api.forms.choices import askers, communities, live_lines
from api.forms.choosing import Listed, OneOf, YesNo
from api.forms.field import Field
from api.forms.form import Body, Form
from api.forms.moments import Ahead, Moment
from api.forms.situation import always
from api.forms.typed import LongText
from api.words import CHANNELS, PURPOSES, QUESTION_KINDS, TENSION_KINDS, TENSION_SOURCES

WHEN = Moment(name="occurred_at", label="When, if not just now")


def _words(missing: str) -> Field:
    return LongText(name="words", label="What happened or was said?", missing=missing, rows=3)


def _who(missing: str) -> Field:
    return Listed(name="who", label="Who?", choices=askers, missing=missing)


def with_its_line(body: Body) -> Body:
    """A contact may have used several lines; the quick log asks for one."""
    used = body.pop("lines", None)
    return {**body, "lines": [used]} if used else body


def about_their_community(body: Body) -> Body:
    """A sign of tension is about communities; the quick log asks for one, or for none."""
    chosen = body.pop("communities", None)
    return {**body, "communities": [chosen] if chosen else []}


CONTACT = Form(
    verb="record-contact",
    title="Contact",
    called={"words": "summary", "who": "stakeholder", "line": "lines"},
    shape=with_its_line,
    fields=(
        _who("Choose whom you contacted"),
        YesNo(
            name="reached",
            label="Did you reach them?",
            yes="Reached",
            no="Only tried",
            missing="Say whether you reached them",
        ),
        Listed(name="channel", label="How?", choices=always(CHANNELS), start="phone"),
        Listed(name="purpose", label="What for?", choices=always(PURPOSES), start="listen"),
        Listed(name="line", label="In which agreed line?", choices=live_lines),
        _words("Say what was said, or what you tried"),
        WHEN,
    ),
)
QUESTION = Form(
    verb="raise-question",
    title="Question",
    called={"words": "text", "who": "ref", "about": "kind"},
    shape=with_kind_of_asker,
    fields=(
        _who("Choose who asked"),
        OneOf(name="about", label="About", choices=always(QUESTION_KINDS), start="fact"),
        _words("Say what they asked"),
        WHEN,
    ),
)
TENSION = Form(
    verb="record-tension",
    title="Tension",
    called={"words": "text", "sign": "kind", "community": "communities"},
    shape=about_their_community,
    fields=(
        Listed(name="community", label="Which community?", choices=communities),
        OneOf(name="sign", label="Sign", choices=always(TENSION_KINDS), start="evidenced"),
        Listed(
            name="source_class", label="From", choices=always(TENSION_SOURCES), start="community"
        ),
        _words("Say what you saw or heard"),
        WHEN,
    ),
)
PROMISE = Form(
    verb="make-commitment",
    title="Promise",
    called={"words": "text", "who": "to"},
    fields=(
        _who("Choose to whom it was promised"),
        Ahead(name="due_at", label="By when?", missing="Say by when"),
        _words("Say what was promised"),
        WHEN,
    ),
)
QUICK_FORMS: Mapping[str, Form] = {
    "contact": CONTACT,
    "question": QUESTION,
    "tension": TENSION,
    "promise": PROMISE,
}
