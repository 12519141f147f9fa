"""Compares an answer with what an exercise expects of it: as a subset, and numbers exactly."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from domain.base import Value


class Difference(Value):
    """One place where an answer is not as expected."""

    where: str
    expected: Any
    actual: Any

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected!r}, got {self.actual!r}"


MISSING = "(nothing)"


def differences(expected: Any, actual: Any, where: str = "body") -> list[Difference]:
    """Every place where the answer differs.

    Objects: the named keys only. Lists: same length, in order, unless the expectation is
    `{contains: [...]}`, which asks for each item somewhere (or, of a text, for each as a part),
    or `{in_any_order: [...]}`, which asks for these items and no others, or `{lacks: [...]}`,
    which asks for none of them. Two of these may stand side by side.
    """
    if isinstance(expected, dict) and expected and expected.keys() <= ASKED.keys():
        return [
            difference
            for asked, items in expected.items()
            for difference in ASKED[asked](items, actual, where)
        ]
    if isinstance(expected, dict) and isinstance(actual, dict):
        return _in_object(expected, actual, where)
    if isinstance(expected, list) and isinstance(actual, list):
        return _in_list(expected, actual, where)
    return [] if _same(expected, actual) else [_difference(where, expected, actual)]


def unmatched(expected: Sequence[Any], actual: Sequence[Any]) -> Any | None:
    """The first expectation, if any, left over when each is given a different answer it fits."""
    if not expected:
        return None
    first, rest = expected[0], expected[1:]
    left: Any = first
    for index, candidate in enumerate(actual):
        if not differences(first, candidate):
            left = unmatched(rest, [*actual[:index], *actual[index + 1 :]])
            if left is None:
                return None
    return left


def _in_object(expected: dict[str, Any], actual: dict[str, Any], where: str) -> list[Difference]:
    return [
        difference
        for key, value in expected.items()
        for difference in (
            differences(value, actual[key], f"{where}.{key}")
            if key in actual
            else [_difference(f"{where}.{key}", value, MISSING)]
        )
    ]


def _in_list(expected: list[Any], actual: list[Any], where: str) -> list[Difference]:
    if len(expected) != len(actual):
        return [_difference(f"{where} ({len(expected)} items)", expected, actual)]
    return [
        difference
        for index, (wanted, got) in enumerate(zip(expected, actual, strict=True))
        for difference in differences(wanted, got, f"{where}.{index}")
    ]


def _in_another_order(expected: Any, actual: Any, where: str) -> list[Difference]:
    if isinstance(actual, list) and len(actual) != len(expected):
        return [_difference(f"{where} ({len(expected)} items)", expected, actual)]
    return _not_contained(expected, actual, where)


def _not_contained(expected: Any, actual: Any, where: str) -> list[Difference]:
    wanted = expected if isinstance(expected, list) else [expected]
    if isinstance(actual, str):
        absent = [part for part in wanted if str(part) not in actual]
        return [_difference(f"{where} contains", absent, actual)] if absent else []
    left = unmatched(wanted, actual) if isinstance(actual, list) else wanted
    return [] if left is None else [_difference(f"{where} contains", left, actual)]


def _not_lacking(unwanted: list[Any], actual: Any, where: str) -> list[Difference]:
    present = [each for each in unwanted if not _not_contained([each], actual, where)]
    return [_difference(f"{where} lacks", present, actual)] if present else []


ASKED: Final[Mapping[str, Callable[[Any, Any, str], list[Difference]]]] = {
    "contains": _not_contained,
    "in_any_order": _in_another_order,
    "lacks": _not_lacking,
}


def _same(expected: Any, actual: Any) -> bool:
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    return bool(expected == actual)


def _difference(where: str, expected: Any, actual: Any) -> Difference:
    return Difference(where=where, expected=expected, actual=actual)
