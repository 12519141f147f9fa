"""How contacts, what follows from them, and offers to stay in touch are told."""

from api.telling.told import Names, Teller, Told, named, personal, tags, told
from api.words import (
    CHANNELS,
    EXEMPTIONS,
    LADDER,
    LANGUAGES,
    OFFER_METHODS,
    PURPOSES,
    SENTIMENTS,
    plain,
)
from domain.incident.decisions import (
    FollowUp,
    FollowUpDone,
    InterestDeclined,
    InterestExempted,
    InterestOffered,
    StakeholderContacted,
)

BY_CHANNEL = {
    "phone": "by phone",
    "email": "by email",
    "meeting": "at a meeting",
    "visit": "on a visit",
    "video": "by video call",
    "letter": "by letter",
    "event": "at an event",
    "message": "by text message",
    "social": "on social media",
}


def contacted(it: StakeholderContacted, names: Names) -> Told:
    return personal(
        _met(it, names(it.stakeholder)),
        it.summary,
        ("Purpose", plain(PURPOSES, it.purpose)),
        ("Lines used", named(it.lines, names)),
        ("Raised", tags(it.issues)),
        ("Feeling", plain(SENTIMENTS, it.sentiment) if it.sentiment is not None else ""),
        ("To follow", "; ".join(_follow_up(one, names) for one in it.follow_ups)),
        ("Part taken", plain(LADDER, it.ladder) if it.reached else ""),
        ("Took", f"{it.duration} min" if it.duration else ""),
        ("Language", plain(LANGUAGES, it.language) if it.language != "en" else ""),
        ("Officer", names(it.officer)),
    )


def follow_up_done(it: FollowUpDone, names: Names) -> Told:
    return told("A follow-up is done", it.note)


def offered(it: InterestOffered, names: Names) -> Told:
    how = plain(OFFER_METHODS, it.method).lower()
    return told(f"{names(it.stakeholder)} was offered to stay in touch, {how}")


def declined(it: InterestDeclined, names: Names) -> Told:
    return told(f"{names(it.stakeholder)} declined the offer to stay in touch")


def exempted(it: InterestExempted, names: Names) -> Told:
    why = plain(EXEMPTIONS, it.reason)
    return told(f"{names(it.stakeholder)} is not offered to stay in touch", "", ("Why", why))


def _met(it: StakeholderContacted, name: str) -> str:
    how = BY_CHANNEL.get(it.channel, plain(CHANNELS, it.channel).lower())
    if it.direction == "in":
        return f"{name} contacted us {how}"
    return f"Reached {name} {how}" if it.reached else f"Tried to reach {name} {how}"


def _follow_up(it: FollowUp, names: Names) -> str:
    return f"{it.text} ({names(it.owner)}, by {it.due.day} {it.due:%B})"


TELLERS: dict[type, Teller] = {
    StakeholderContacted: contacted,
    FollowUpDone: follow_up_done,
    InterestOffered: offered,
    InterestDeclined: declined,
    InterestExempted: exempted,
}
