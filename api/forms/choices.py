"""What can be chosen now: communities, contacts, lines, people and open work of one incident."""

from collections.abc import Iterable, Sequence

from api.forms.situation import Choice, Situation, teaser
from api.words import BODIES, MILESTONES, OPEN_WORK, plain
from domain.incident import OpenItem
from domain.sealing import is_erased

ANOTHER_BODY = "body:"


def communities(situation: Situation) -> Sequence[Choice]:
    response = situation.response
    known = response.communities.values() if response else ()
    return [Choice(value=one.id, label=one.name) for one in known]


def mapped_contacts(situation: Situation) -> Sequence[Choice]:
    """Everyone on the community maps, by name, each with the communities they stand for.

    Those who were erased stay on the map, and are not to be chosen.
    """
    response = situation.response
    stands_for: dict[str, list[str]] = {}
    for community in response.communities.values() if response else ():
        for contact in community.contacts:
            if not is_erased(situation.name(contact.stakeholder)):
                stands_for.setdefault(contact.stakeholder, []).append(community.name)
    labels = {ref: f"{situation.name(ref)} ({', '.join(of)})" for ref, of in stands_for.items()}
    return _by_label(Choice(value=ref, label=label) for ref, label in labels.items())


def askers(situation: Situation) -> Sequence[Choice]:
    """Whoever may ask or be promised something: a community, or a mapped contact."""
    return [*communities(situation), *mapped_contacts(situation)]


def stakeholders(situation: Situation) -> Sequence[Choice]:
    """The register, those on this incident's maps first."""
    mapped = mapped_contacts(situation)
    known = {choice.value for choice in mapped}
    return [*mapped, *(one for one in situation.stakeholders if one.value not in known)]


def colleagues(situation: Situation) -> Sequence[Choice]:
    return situation.colleagues


def governance(situation: Situation) -> Sequence[Choice]:
    """Those who decide about information, of whom some acts need two."""
    return situation.governance


def forces(situation: Situation) -> Sequence[Choice]:
    return situation.forces


def forces_and_bodies(situation: Situation) -> Sequence[Choice]:
    """The forces, then the other bodies that are overseen."""
    others = [
        Choice(value=f"{ANOTHER_BODY}{code}", label=name)
        for code, name in BODIES.items()
        if code != "force"
    ]
    return [*situation.forces, *others]


def entries(situation: Situation) -> Sequence[Choice]:
    return situation.entries


def live_lines(situation: Situation) -> Sequence[Choice]:
    """The lines that may be used now."""
    response = situation.response
    live = response.live_lines(situation.now) if response else ()
    return [Choice(value=one.id, label=f"{one.id}: {teaser(one.text_en)}") for one in live]


def open_work(kind: str, situation: Situation) -> Sequence[Choice]:
    """What is open of one kind: questions, promises, flags or follow-ups."""
    of_kind = (item for item in situation.open_work if item.kind == kind)
    return [Choice(value=item.id, label=open_label(item, situation)) for item in of_kind]


def open_questions(situation: Situation) -> Sequence[Choice]:
    return open_work("question", situation)


def open_commitments(situation: Situation) -> Sequence[Choice]:
    return open_work("commitment", situation)


def open_flags(situation: Situation) -> Sequence[Choice]:
    return open_work("flag", situation)


def open_follow_ups(situation: Situation) -> Sequence[Choice]:
    return open_work("follow_up", situation)


def open_work_entries(situation: Situation) -> Sequence[Choice]:
    """The entries that left something open, with what they left."""
    left: dict[str, list[str]] = {}
    for item in situation.open_work:
        entry = situation.entry_of(item)
        if entry:
            left.setdefault(entry, []).append(open_label(item, situation))
    return [Choice(value=entry, label="; ".join(labels)) for entry, labels in left.items()]


def late_milestones(situation: Situation) -> Sequence[Choice]:
    """The milestones that were missed, or met late."""
    return [Choice(value=name, label=plain(MILESTONES, name)) for name in situation.late]


def open_label(item: OpenItem, situation: Situation) -> str:
    """What is open, in words to recognise it by."""
    kind = plain(OPEN_WORK, item.kind)
    return f"{kind} {situation.open_text(item)}".strip()


def unmet_guards(situation: Situation) -> Sequence[Choice]:
    """What still blocks the next state; only the head may tick it away."""
    if not situation.may_override:
        return ()
    said: dict[str, list[str]] = {}
    for reason in situation.blocking:
        said.setdefault(reason.code, []).append(reason.text)
    return [Choice(value=code, label=" ".join(texts)) for code, texts in said.items()]


def _by_label(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice.label.casefold())
