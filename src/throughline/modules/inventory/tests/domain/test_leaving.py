"""From which day on goods can leave."""

from datetime import date, time

import pytest

from throughline.kernel.dates import Calendar
from throughline.modules.inventory.domain.leaving import leaving

FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)
WEEK = Calendar.of("12345")


@pytest.mark.parametrize(
    ("clock", "cut_off", "handling", "on"),
    [
        (time(13, 59), time(14), 0, FRIDAY),
        (time(14), time(14), 0, MONDAY),
        (time(23), None, 0, FRIDAY),
        (time(9), time(14), 1, MONDAY),
        (time(15), time(14), 1, date(2026, 3, 10)),
    ],
)
def test_after_the_cut_off_the_next_working_day_counts(
    clock: time, cut_off: time | None, handling: int, on: date
) -> None:
    assert leaving(FRIDAY, clock, cut_off, WEEK, handling).on == on
