"""What has been kept long enough, and what somebody or a hold keeps for longer."""

from datetime import date

import pytest

from services.retention import Kept, is_due, years_after

TODAY = date(2026, 4, 14)


@pytest.mark.parametrize(
    ("kept", "due"),
    [
        (Kept("INC-1", "", date(2020, 4, 14)), True),
        (Kept("INC-1", "", date(2020, 4, 15)), False),
        (Kept("INC-1", "", date(2019, 1, 1), keep_until=date(2026, 4, 14)), True),
        (Kept("INC-1", "", date(2019, 1, 1), keep_until=date(2026, 4, 15)), False),
        (Kept("INC-1", "", date(2019, 1, 1), on_hold=True), False),
    ],
)
def test_six_years_unless_it_is_kept(kept: Kept, due: bool) -> None:
    assert is_due(kept, 6, TODAY) is due


def test_a_year_later_is_the_same_day() -> None:
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
