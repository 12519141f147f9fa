"""Domain rules §7 and S4: who may be asked to help, in which order, and whom regions can spare."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.capacity import CAPACITY_V1, Load, Week, load_of, together
from domain.surge import NOTHING_FREE, Helper, Need, Surge, surge


def helper(ref: str, region: str, contracted: int, taken: int = 0, **can: Any) -> Helper:
    week = Week(contracted=contracted, committed=taken)
    return Helper(ref=ref, region=region, load=load_of(week, CAPACITY_V1), **can)


A = helper("A", "north-west", 1776, 1200, skills=["youth", "mediation"], languages=["so"])
B = helper("B", "north-west", 1332, 360, skills=["faith"], languages=["ur"])
C = helper("C", "wales", 2220, skills=["bereavement"], languages=["cy"])
D = helper("D", "midlands", 2220, skills=["mediation", "faith"], languages=["pa"])
E = helper("E", "london", 2220, 1380, skills=["mental_health", "youth"])
F = helper("F", "london", 1776, 540, skills=["youth", "bereavement"], languages=["ar", "so"])
S4 = (A, B, C, D, E, F)
SOMALI = Need(minutes=718, region="north-west", languages=("so",), preferred=("youth",))


def asked(need: Need, *helpers: Helper) -> Surge:
    regions: dict[str, Load] = {}
    for one in helpers:
        regions[one.region] = together(
            [regions.get(one.region, load_of(NONE, CAPACITY_V1)), one.load]
        )
    return surge(helpers, regions, need, CAPACITY_V1)


NONE = Week(contracted=0)


def test_s4_one_officer_elsewhere_speaks_somali() -> None:
    found = asked(SOMALI, *S4)

    assert [(one.ref, one.free) for one in found.candidates] == [("F", 970)]
    assert {one.ref: one.reasons for one in found.excluded} == {
        ref: ("lacks so",) for ref in ("C", "D", "E")
    }
    assert [(one.ref, one.free, one.reasons) for one in found.own] == [
        ("A", 310, ()),
        ("B", 772, ("lacks so",)),
    ]
    [london] = found.lenders
    assert (london.region, london.free_after, london.reserve_target) == ("london", 759, 679)
    assert london.allowed


def test_s4_a_greater_loan_would_break_the_reserve() -> None:
    [london] = asked(SOMALI.model_copy(update={"lend": 900}), *S4).lenders

    assert (london.free_after, london.reserve_target, london.allowed) == (577, 679, False)


def test_what_decides_who_comes_first() -> None:
    plain = helper("plain", "wales", 2000)
    matched = helper("matched", "wales", 500, skills=["youth"])
    knows = helper("knows", "wales", 400, knows=True)
    on_duty = helper("on duty", "wales", 2000, duty=600)
    elsewhere = helper("elsewhere", "midlands", 2000)
    need = Need(minutes=100, region="london", preferred=("youth",))

    found = asked(need, on_duty, plain, knows, elsewhere, matched)

    order = ["matched", "knows", "elsewhere", "plain", "on duty"]
    assert [one.ref for one in found.candidates] == order
    assert found.candidates[0].matched == ("youth",)


def test_every_reason_is_told() -> None:
    nobody = helper("G", "wales", 400, 400, languages=["cy"], basic=["so"])
    need = Need(minutes=1, languages=("so", "ur"), skills=("faith",))

    [out] = asked(need, nobody).excluded

    reasons = ("speaks only basic so", "lacks ur", "lacks faith", NOTHING_FREE)
    assert out.reasons == reasons


helpers = st.lists(
    st.builds(
        helper,
        st.uuids().map(str),
        st.sampled_from(["wales", "london", "midlands"]),
        st.integers(0, 3000),
        st.integers(0, 3000),
        languages=st.sets(st.sampled_from(["so", "cy"])),
    )
)


@given(helpers)
def test_everybody_is_looked_at_once_and_nobody_is_offered_without_cause(
    some: list[Helper],
) -> None:
    found = asked(Need(minutes=60, region="wales", languages=("so",)), *some)

    looked_at = [*found.own, *found.candidates, *found.excluded]
    assert sorted(one.ref for one in looked_at) == sorted(one.ref for one in some)
    can = {one.ref for one in some if "so" in one.languages and one.load.free > 0}
    assert all(one.ref in can and one.region != "wales" for one in found.candidates)
    assert all(one.reasons for one in found.excluded)
    assert {one.region for one in found.lenders} == {one.region for one in found.candidates}
