"""How communities, tension and impact are told."""

from api.telling.told import (
    Names,
    Teller,
    Told,
    at,
    coded,
    listed,
    named,
    personal,
    tags,
    told,
    yes_no,
)
from api.words import CONTACT_ROLES, LANGUAGES, RATINGS, TENSION_KINDS, TENSION_SOURCES, plain
from domain.incident.decisions import (
    CommunityMapped,
    CommunityRevised,
    ImpactAssessed,
    MappedContact,
    TensionSignalRecorded,
)


def mapped(it: CommunityMapped, names: Names) -> Told:
    return _community(f"Mapped a community: {it.name}", it, names)


def revised(it: CommunityRevised, names: Names) -> Told:
    return _community(f"Revised the map of {it.name}", it, names)


def tension(it: TensionSignalRecorded, names: Names) -> Told:
    kind, _, meaning = plain(TENSION_KINDS, it.kind).partition(":")
    return personal(
        f"Sign of tension, {kind.lower()}:{meaning}",
        it.text,
        ("Communities", named(it.communities, names)),
        ("From", plain(TENSION_SOURCES, it.source_class)),
        ("Confirmed by a second source", yes_no(it.corroborated)),
    )


def assessed(it: ImpactAssessed, names: Names) -> Told:
    return told(
        f"Impact on communities assessed: {plain(RATINGS, it.rating).lower()}",
        "\n".join(it.actions),
        *(
            (names(one.community), _rated(plain(RATINGS, one.rating), one.concerns))
            for one in it.per_community
        ),
        ("The force's grade", it.force_level or ""),
        ("Next review", at(it.next_review_at)),
    )


def _rated(rating: str, concerns: tuple[str, ...]) -> str:
    return f"{rating}: {'; '.join(concerns)}" if concerns else rating


def _community(sentence: str, it: CommunityMapped | CommunityRevised, names: Names) -> Told:
    return told(
        sentence,
        "",
        ("Contacts", "; ".join(_contact(one, names) for one in it.contacts)),
        ("Gaps", "; ".join(it.gaps)),
        ("Groups", tags(it.tags)),
        ("Languages", coded(it.languages, LANGUAGES)),
        ("Faiths", tags(it.faiths)),
        ("Size", it.size_note or ""),
        ("Local authorities", listed(it.lads)),
    )


def _contact(it: MappedContact, names: Names) -> str:
    return f"{names(it.stakeholder)} ({plain(CONTACT_ROLES, it.role).lower()})"


TELLERS: dict[type, Teller] = {
    CommunityMapped: mapped,
    CommunityRevised: revised,
    TensionSignalRecorded: tension,
    ImpactAssessed: assessed,
}
