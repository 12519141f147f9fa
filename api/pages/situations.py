"""What the pages of one incident know around it: names, colleagues, choices for its forms."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from api.access import Permission, allowed
from api.forms.situation import Choice, Situation, teaser
from api.pages.known import names_of_people
from api.pages.naming import named_reasons
from api.reading import Reading
from api.telling import tell
from api.wiring import System
from api.words import ROLES, plain
from domain.base import NotFound
from domain.incident import blocking
from domain.incident.decisions import CommitmentMade, QuestionRaised, RelevantMaterialFlagged
from domain.sealing import RESTRICTED
from domain.stakeholder import Stakeholder
from domain.vocabulary import Role, State
from services.people import Person

MOST_SUGGESTED = 300
LATEST_ENTRIES = 30
TARGETS: Mapping[str, State] = {
    "move-to-restoring": State.RESTORING,
    "start-review": State.REVIEW,
    "stand-down": State.CLOSED,
    "close": State.CLOSED,
    "escalate": State.ACTIVE,
    "reopen": State.ACTIVE,
}


def around(system: System) -> Situation:
    """What any form may choose from, before there is an incident."""
    return Situation(
        now=system.clock(),
        names=names_of_people(system),
        colleagues=colleagues(system),
        governance=colleagues(system, Role.INFO_GOVERNANCE),
        forces=forces(system),
    )


def past_situation(system: System, reading: Reading, who: Person) -> Situation:
    """What the pages of a moment know: names, and nothing that could be done."""
    names = names_around(system, reading, who)
    return Situation(now=reading.now, response=reading.response, names=names)


def situation_in(system: System, reading: Reading, who: Person) -> Situation:
    """What the pages of an incident know; enough for the quick log too."""
    return Situation(
        now=reading.now,
        response=reading.response,
        names=names_around(system, reading, who),
        open_work=reading.open_work,
    )


def situation_of(system: System, reading: Reading, verb: str, who: Person) -> Situation:
    """What the form of one verb of an incident may choose from."""
    situation, target = situation_in(system, reading, who), TARGETS.get(verb)
    blocked = blocking(reading.whole, target, reading.outside, reading.now) if target else ()
    return replace(
        situation,
        colleagues=colleagues(system),
        governance=colleagues(system, Role.INFO_GOVERNANCE),
        forces=forces(system),
        stakeholders=registered(system) if allowed(who, Permission.READ_REGISTER) else [],
        entries=latest_entries(reading, situation.names),
        entry_ids=entry_ids(reading),
        late=[mark.name for mark in reading.figures.milestones if mark.breached(reading.now)],
        blocking=named_reasons(blocked, situation.names),
        may_override=who.role == Role.HEAD_OF_SE,
    )


def names_around(system: System, reading: Reading, who: Person) -> dict[str, str]:
    """Everyone and everything that the entries of an incident refer to, by name.

    Stakeholders keep their reference before those who may not read the register.
    """
    response = reading.response
    known = response.people if allowed(who, Permission.READ_REGISTER) else frozenset()
    return {
        **{force.code: force.name for force in system.forces.values()},
        **names_of_people(system),
        **{community.id: community.name for community in response.communities.values()},
        **names_registered(system, known),
    }


def names_registered(system: System, refs: Collection[str]) -> dict[str, str]:
    """Stakeholders' names; from their own record where the register has not caught up."""
    with system.views.engine.connect() as connection:
        register, _ = system.views.register.resolve(connection)
        names = register.names(connection, refs)
    return {ref: names.get(ref) or name_of(system, ref) for ref in refs}


def name_of(system: System, ref: str) -> str:
    """A stakeholder's name as it is now, or in brackets why it is not there."""
    try:
        stakeholder = system.store.load(Stakeholder, ref)
    except NotFound:
        return ref
    return RESTRICTED if stakeholder.restricted else stakeholder.described.name.words


def forces(system: System) -> list[Choice]:
    """The forces, by name."""
    known = (Choice(value=force.code, label=force.name) for force in system.forces.values())
    return sorted(known, key=lambda force: force.label)


def colleagues(system: System, role: Role | None = None) -> list[Choice]:
    """Everybody with an account (and this role) who has not left, by name, with what they do."""
    people = sorted(system.people.present(), key=lambda person: person.name.casefold())
    return [
        Choice(value=person.actor, label=f"{person.name}, {plain(ROLES, person.role)}")
        for person in people
        if role in (None, person.role)
    ]


def registered(system: System) -> list[Choice]:
    """The register, as far as it can be suggested from."""
    with system.views.engine.connect() as connection:
        register, _ = system.views.register.resolve(connection)
        names = register.names(connection, limit=MOST_SUGGESTED)
    return [Choice(value=ref, label=name) for ref, name in names.items()]


def latest_entries(reading: Reading, names: Mapping[str, str]) -> list[Choice]:
    """The last entries, the newest first, to point at."""
    latest = reading.history[: -LATEST_ENTRIES - 1 : -1]
    told = ((event, tell(event.decision, lambda ref: names.get(ref, ref))) for event in latest)
    return [
        Choice(value=str(event.event_id), label=teaser(f"{each.sentence}. {each.words}"))
        for event, each in told
    ]


def entry_ids(reading: Reading) -> dict[str, str]:
    """The entry behind each open thing: by its number, or by the contact it followed from."""
    ids = {str(event.event_id): str(event.event_id) for event in reading.history}
    for event in reading.history:
        match event.decision:
            case QuestionRaised(question=number):
                ids[number] = str(event.event_id)
            case CommitmentMade(commitment=number):
                ids[number] = str(event.event_id)
            case RelevantMaterialFlagged(flag=number):
                ids[number] = str(event.event_id)
    return ids
