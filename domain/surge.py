"""Who could help a region that is short, and whom their own region can spare: domain rules §7."""

from collections.abc import Iterable, Mapping, Sequence

from domain.base import Value
from domain.capacity import CapacityRules, Load, keeps_reserve, reserve_target

NOTHING_FREE = "nothing free"


class Need(Value):
    """Minutes of one week that a region is short of, None where no region is named.

    `languages` and `skills` are mandatory, `preferred` decides who comes first; `lend` is how
    much each other region is to be tried with, the whole need unless said.
    """

    minutes: int
    region: str | None = None
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    lend: int | None = None


class Helper(Value):
    """An officer in that week. `basic` are languages they have only a few words of.

    `knows` is whether they worked for the same force area before; `duty` is minutes on duty.
    """

    ref: str
    region: str
    load: Load
    languages: frozenset[str] = frozenset()
    basic: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    knows: bool = False
    duty: int = 0


class Offer(Value):
    """One officer who was looked at: with reasons, they cannot be offered."""

    ref: str
    region: str
    free: int
    matched: tuple[str, ...] = ()
    knows: bool = False
    duty: int = 0
    reasons: tuple[str, ...] = ()


class Lender(Value):
    """A region with a candidate: what the loan would leave it, beside the reserve it keeps."""

    region: str
    free: int
    free_after: int
    reserve_target: int
    allowed: bool


class Surge(Value):
    """Everybody who was looked at: the region's own, those who could come, those who could not."""

    own: tuple[Offer, ...]
    candidates: tuple[Offer, ...]
    excluded: tuple[Offer, ...]
    lenders: tuple[Lender, ...]


def surge(
    helpers: Iterable[Helper], regions: Mapping[str, Load], need: Need, rules: CapacityRules
) -> Surge:
    """Candidates in the order of domain rules §7; the region's own stand apart, and come first.

    How far regions are from each other is not known: the last thing that decides is their name.
    """
    looked_at = sorted((_offer(helper, need) for helper in helpers), key=_comes_first)
    own = tuple(offer for offer in looked_at if offer.region == need.region)
    others = [offer for offer in looked_at if offer.region != need.region]
    candidates = tuple(offer for offer in others if not offer.reasons)
    return Surge(
        own=own,
        candidates=candidates,
        excluded=tuple(offer for offer in others if offer.reasons),
        lenders=_lenders(candidates, regions, need, rules),
    )


def _offer(helper: Helper, need: Need) -> Offer:
    can = {*helper.languages, *helper.skills}
    reasons = [*_lacking(helper, need)]
    if helper.load.free <= 0:
        reasons.append(NOTHING_FREE)
    return Offer(
        ref=helper.ref,
        region=helper.region,
        free=helper.load.free,
        matched=tuple(wish for wish in dict.fromkeys(need.preferred) if wish in can),
        knows=helper.knows,
        duty=helper.duty,
        reasons=tuple(reasons),
    )


def _lacking(helper: Helper, need: Need) -> Iterable[str]:
    for language in need.languages:
        if language in helper.basic:
            yield f"speaks only basic {language}"
        elif language not in helper.languages:
            yield f"lacks {language}"
    for skill in need.skills:
        if skill not in helper.skills:
            yield f"lacks {skill}"


def _comes_first(offer: Offer) -> tuple[object, ...]:
    ranked = (-len(offer.matched), not offer.knows, -offer.free, offer.duty)
    return (bool(offer.reasons), *ranked, offer.region, offer.ref)


def _lenders(
    candidates: Sequence[Offer], regions: Mapping[str, Load], need: Need, rules: CapacityRules
) -> tuple[Lender, ...]:
    lent = need.minutes if need.lend is None else need.lend
    names = dict.fromkeys(offer.region for offer in candidates)
    return tuple(
        Lender(
            region=name,
            free=donor.free,
            free_after=donor.free - lent,
            reserve_target=reserve_target(donor, rules),
            allowed=keeps_reserve(donor, lent, rules),
        )
        for name in names
        for donor in [regions[name]]
    )
