"""The form of another version of the rules: every figure, as it is in force now."""

from collections.abc import Iterable
from typing import Any, Final

from api.forms.form import Body, Form
from api.forms.shared import why
from api.forms.typed import EachLine, Number
from domain.priority import HIGHEST, Band, Factor
from domain.ruleset import RULESET_V1, Ruleset
from domain.support_request.words import FACTORS
from domain.vocabulary import Level

NEEDED: Final = "Give a whole number"
SHARES: Final = {
    "overhead_pct": "Overhead: meetings, training, travel",
    "reserve_pct": "Reserve: held back for what nobody foresees",
    "amber_above_pct": "Amber when more than this is used",
    "red_above_pct": "Red when more than this is used",
}
WAITING: Final = {
    "uplift_a_day": ("Each full working day of waiting adds", "points"),
    "most_uplift": ("Waiting adds at most", "points"),
    "recent_death_hours": ("A death in custody or a police shooting is P1 for", "hours"),
}
BANDS: Final = (Band.P1, Band.P2, Band.P3)
CONTACTS: Final = (0, 1, 2, 3)
"""The anchors of the relationship gap, by how many active contacts there are; 4 where none."""

URGENCIES: Final = (4, 3, 2, 1)
"""The anchors of urgency, by how many hours are left."""

PROFILES: Final = {
    Level.CRITICAL: "Minutes by week for a critical incident",
    Level.HIGH_PROFILE: "Minutes by week for a high-profile incident",
}


def number(name: str, label: str, suffix: str) -> Number:
    return Number(name=name, label=label, suffix=suffix, missing=NEEDED)


def minutes(level: Level, label: str) -> EachLine:
    return EachLine(
        name=f"demand-{level}",
        label=label,
        hint="One week on each line, the first week first.",
        missing="Give at least one week",
        rows=8,
        pattern="[0-9]{1,5}",
        example="1800",
    )


def shaped(body: Body) -> Body:
    """The command's body: both parts whole."""
    said = dict(body)

    def taken(prefix: str, names: Iterable[str]) -> Body:
        return {str(name): said.pop(f"{prefix}-{name}", None) for name in names}

    def steps(prefix: str, anchors: Iterable[int]) -> list[tuple[Any, int]]:
        return [(said.pop(f"{prefix}-{anchor}", None), anchor) for anchor in anchors]

    priority = {
        "weights": taken("weight", Factor),
        "least": {**taken("least", BANDS), Band.P4.value: 0},
        "decision_hours": taken("hours", Band),
        "active_contacts": [*steps("contacts", CONTACTS), (0, HIGHEST)],
        "urgency_hours": steps("urgency", URGENCIES),
        **{name: said.pop(name, None) for name in WAITING},
    }
    capacity = {name: said.pop(name, None) for name in SHARES}
    capacity |= {"demand": taken("demand", PROFILES), "z90": RULESET_V1.capacity.z90}
    return {**said, "values": {"priority": priority, "capacity": capacity}}


PUBLISH: Final = Form(
    verb="publish",
    title="Publish another version of the rules",
    intro="From then on every score is worked out, and all capacity counted, with these figures."
    " A score keeps the version that it was made with, until somebody scores it again.",
    button="Publish",
    fields=(
        *(
            number(f"weight-{factor}", f"Weight of {FACTORS[factor].lower()}", "")
            for factor in Factor
        ),
        *(number(f"least-{band}", f"{band} begins at", "points") for band in BANDS),
        *(number(f"hours-{band}", f"Decide a {band} within", "hours") for band in Band),
        *(number(name, *asked) for name, asked in WAITING.items()),
        *(
            number(f"contacts-{anchor}", f"The relationship gap is {anchor} from", "contacts")
            for anchor in CONTACTS
        ),
        *(
            number(f"urgency-{anchor}", f"Urgency is {anchor} up to", "hours")
            for anchor in URGENCIES
        ),
        *(number(name, label, "per cent") for name, label in SHARES.items()),
        *(minutes(level, label) for level, label in PROFILES.items()),
        why(),
    ),
    shape=shaped,
)


def known_of(ruleset: Ruleset) -> dict[str, Any]:
    """What the form starts with: the figures in force."""
    priority, capacity = ruleset.priority, ruleset.capacity
    return {
        **{f"weight-{factor}": weight for factor, weight in priority.weights.items()},
        **{f"least-{band}": least for band, least in priority.least.items()},
        **{f"hours-{band}": hours for band, hours in priority.decision_hours.items()},
        **{name: getattr(priority, name) for name in WAITING},
        **{f"contacts-{anchor}": least for least, anchor in priority.active_contacts},
        **{f"urgency-{anchor}": most for most, anchor in priority.urgency_hours},
        **{name: getattr(capacity, name) for name in SHARES},
        **{f"demand-{level}": capacity.demand[level] for level in PROFILES},
    }
