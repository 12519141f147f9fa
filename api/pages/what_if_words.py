"""What a replay comes to, in sentences: what was changed, and who would have waited longer."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from api.pages.wording import count, said
from api.register_words import REGIONS
from api.what_if import Comparison, Employed, Question
from domain.capacity import half_up
from domain.priority import Band
from domain.support_request import NATIONAL
from domain.what_if import Lending, Outcome

MINUTES: Final = 60
UNARTICLED: Final = frozenset({"london", "wales", NATIONAL})
LENDING: Final[Mapping[Lending, str]] = {
    Lending.NEVER: "no loans between regions",
    Lending.AUTHORISED: "loans for a P1 from the reserves",
}


def region(code: str) -> str:
    return "National bodies" if code == NATIONAL else said(code, REGIONS)


def code_in_text(code: str) -> str:
    """the North West, but London and Wales"""
    return region(code) if code in UNARTICLED else f"the {region(code)}"


def listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def days(tenths: int) -> str:
    """3 working days, 2.4 working days, 1 working day"""
    return f"{number(tenths)} working day{'' if tenths == 10 else 's'}"


def number(tenths: int) -> str:
    """2.4, 1,205, and 3 without its nought"""
    whole, tenth = divmod(abs(tenths), 10)
    return f"{whole:,}.{tenth}" if tenth else f"{whole:,}"


def hours(minutes: int) -> str:
    return count(in_hours(minutes), "hour")


def in_hours(minutes: int) -> int:
    return half_up(Fraction(minutes, MINUTES))


def changes(asked: Comparison) -> list[str]:
    """Everything that is different, each in a few words."""
    question = asked.question
    found = list(_fewer([one for one in asked.officers if one.ref in question.lost]))
    found += _more(question.more)
    return found + list(_rules(question))


def _fewer(lost: list[Employed]) -> Iterable[str]:
    for code in sorted({officer.region for officer in lost}):
        many = sum(officer.region == code for officer in lost)
        fewer = "one officer" if many == 1 else count(many, "officer")
        yield f"{fewer} fewer in {code_in_text(code)}"


def _more(more: Mapping[str, int]) -> Iterable[str]:
    if len(set(more.values())) == 1 and any(more.values()):
        yield f"{count(next(iter(more.values())), 'officer')} more in each region"
    else:
        for code, many in more.items():
            if many:
                yield f"{count(many, 'officer')} more in {code_in_text(code)}"


def _rules(question: Question) -> Iterable[str]:
    if question.reserve is not None:
        kept = f"a reserve of {question.reserve}%"
        yield kept if question.reserve else "no reserve"
    if question.overhead is not None:
        yield f"an overhead of {question.overhead}%"
    if question.lending in LENDING:
        yield LENDING[question.lending]


def headline(asked: Comparison) -> str:
    """One plain sentence: what would have come of it."""
    now, then = asked.now, asked.then
    shown = then or now
    if shown is None:
        return "Nobody is on the rota, so nothing can be done. Add officers to try it."
    if not shown.requests:
        return "Nothing came in that support is given for, so nothing would have waited."
    if now is None or then is None:
        return _alone(shown)
    what = changes(asked)
    opening = f"With {listed(what)}, " if what else "As it is, "
    return opening + _against(now, then)


def second(asked: Comparison) -> str:
    """How many weeks were short, and what waits at the end."""
    now, then = asked.now, asked.then
    if now is None or then is None:
        shown = then or now
        return _ending(shown) if shown and shown.short_weeks else ""
    weeks = f"Work would have waited in {count(then.short_weeks, 'week')} of {then.weeks}"
    before = f"not {now.short_weeks}" if then.short_weeks != now.short_weeks else "as now"
    return f"{weeks}, {before}. {_ending(then)}"


def _alone(shown: Outcome) -> str:
    waited = {band: waits for band, waits in shown.waits.items() if waits.waited}
    if not waited:
        return "Everybody would have been helped in the week in which it was needed."
    band = max(waited, key=lambda band: (waited[band].mean, waited[band].longest))
    waits = waited[band]
    if not waits.mean:
        return f"Hardly anybody would have waited: at the longest {days(waits.longest)}, a {band}."
    return (
        f"{band} requests would have waited {days(waits.mean)} on average, and the longest"
        f" {days(waits.longest)}."
    )


def _against(now: Outcome, then: Outcome) -> str:
    changed = {
        band: waits.mean - now.waits[band].mean
        for band, waits in then.waits.items()
        if waits.mean != now.waits[band].mean
    }
    if not changed:
        return f"nobody would have waited longer or less.{_lent(now, then)}"
    band = most_changed(changed)
    more = changed[band]
    return (
        f"{band} requests would have waited {days(abs(more))} {'longer' if more > 0 else 'less'}"
        f" on average: {number(then.waits[band].mean)} instead of {number(now.waits[band].mean)}."
    )


def most_changed(changed: Mapping[Band, int]) -> Band:
    """The band whose mean wait changes most; of several, the one that comes first."""
    return max(sorted(changed), key=lambda band: abs(changed[band]))


def _lent(now: Outcome, then: Outcome) -> str:
    more = in_hours(then.lent) - in_hours(now.lent)
    if not more:
        return ""
    return f" {count(abs(more), 'hour')} {'more' if more > 0 else 'fewer'} would have been lent."


def _ending(shown: Outcome) -> str:
    still = sum(waits.open for waits in shown.waits.values())
    if not still:
        return "By the end nothing waits any more."
    verb, work = ("waits" if still == 1 else "wait"), hours(shown.open_minutes)
    return f"At the end {count(still, 'request')} still {verb} for {work} of work."
