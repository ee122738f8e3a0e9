"""Days of the books: those of whole months, and every other exactly once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.ledger.domain.spans import FIRST, LAST, last_of, spans_between

MONTHS = st.sets(st.integers(0, 30)).map(lambda found: {date(2025 + n // 12, n % 12 + 1, 1) for n in found})
DAYS = st.none() | st.dates(date(2024, 11, 1), date(2027, 9, 30))


@given(months=MONTHS, since=DAYS, until=DAYS)
def test_every_day_is_counted_once(months: set[date], since: date | None, until: date | None) -> None:
    begin, end = since or FIRST, until or LAST
    whole = {month for month in months if begin <= month and last_of(month) <= end}
    spans = spans_between(whole, since, until)
    day = date(2024, 10, 15)
    while day < date(2027, 11, 1):
        counted = [day.replace(day=1) in whole, *(first <= day <= last for first, last in spans)]
        assert sum(counted) == (begin <= day <= end), day
        day += timedelta(days=1)


def test_a_month_ends_with_its_last_day() -> None:
    assert [last_of(date(2028, month, 1)).day for month in (2, 4, 12)] == [29, 30, 31]
