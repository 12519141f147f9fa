"""How the beginning of a response is told: raised, triaged, led, handed over, investigated."""

from api.telling.told import Names, Teller, Told, at, coded, listed, personal, told
from api.words import (
    BODIES,
    GROUPS,
    INCIDENT_TYPES,
    LANGUAGES,
    LEVELS,
    MODES,
    RATINGS,
    SOURCES,
    SPOC_ROLES,
    THEMES,
    YES_NO_UNKNOWN,
    plain,
)
from domain.incident.decisions import (
    DutyHandedOver,
    FamilySpocChanged,
    FamilySpocConfirmed,
    IncidentRaised,
    IncidentTriaged,
    InvestigationLinked,
    LeadAssigned,
    LeadHandedOver,
    ModeDetermined,
)


def raised(it: IncidentRaised, names: Names) -> Told:
    return told(
        f"Raised: {it.title}",
        it.summary,
        ("Kind", plain(INCIDENT_TYPES, it.incident_type)),
        ("Force", names(it.pfa) if it.pfa else plain(BODIES, it.body)),
        ("Where", it.place_note or ""),
        ("Local authorities", listed(it.lads)),
        ("A family is bereaved", plain(YES_NO_UNKNOWN, it.bereaved)),
        ("Who told us", plain(SOURCES, it.source)),
        ("Investigation", it.investigation or ""),
    )


def triaged(it: IncidentTriaged, names: Names) -> Told:
    return told(
        f"Triaged as {plain(LEVELS, it.level).lower()}",
        it.rationale,
        ("Tension", plain(RATINGS, it.initial_tension)),
        ("Groups affected", coded(it.groups, GROUPS)),
        ("Themes", coded(it.themes, THEMES)),
        ("Due regard", it.due_regard),
        ("Ruleset", str(it.ruleset)),
    )


def lead_assigned(it: LeadAssigned, names: Names) -> Told:
    return told(f"{names(it.officer)} leads the response")


def lead_handed_over(it: LeadHandedOver, names: Names) -> Told:
    return told(f"The lead passed from {names(it.giver)} to {names(it.to)}", it.note, _open(it))


def duty_handed_over(it: DutyHandedOver, names: Names) -> Told:
    return told(f"The duty passed from {names(it.giver)} to {names(it.to)}", it.note, _open(it))


def spoc_confirmed(it: FamilySpocConfirmed, names: Names) -> Told:
    return _spoc("The family's point of contact is confirmed", it, names)


def spoc_changed(it: FamilySpocChanged, names: Names) -> Told:
    return _spoc("The family's point of contact changed", it, names, ("Why", it.reason))


def investigation_linked(it: InvestigationLinked, names: Names) -> Told:
    return told(f"Linked to investigation {it.ref}, led by {names(it.lead_investigator)}")


def mode_determined(it: ModeDetermined, names: Names) -> Told:
    sentence = f"How it is investigated: {plain(MODES, it.mode)}"
    return told(sentence, "", ("Decided", at(it.determined_at)))


def _spoc(
    sentence: str,
    it: FamilySpocConfirmed | FamilySpocChanged,
    names: Names,
    *more: tuple[str, str],
) -> Told:
    return personal(
        f"{sentence}: {plain(SPOC_ROLES, it.spoc_role).lower()}",
        it.needs,
        ("Confirmed by", names(it.confirmed_by)),
        ("Language", plain(LANGUAGES, it.language)),
        *more,
    )


def _open(it: LeadHandedOver | DutyHandedOver) -> tuple[str, str]:
    return ("Open work passed on", str(len(it.open_items)) if it.open_items else "")


TELLERS: dict[type, Teller] = {
    IncidentRaised: raised,
    IncidentTriaged: triaged,
    LeadAssigned: lead_assigned,
    LeadHandedOver: lead_handed_over,
    DutyHandedOver: duty_handed_over,
    FamilySpocConfirmed: spoc_confirmed,
    FamilySpocChanged: spoc_changed,
    InvestigationLinked: investigation_linked,
    ModeDetermined: mode_determined,
}
