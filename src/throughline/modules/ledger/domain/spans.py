"""Which days of the books are summed up by whole months, and which are read line by line."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

FIRST, LAST = date.min, date.max
DAY = timedelta(days=1)
Span = tuple[date, date]


def last_of(month: date) -> date:
    """Give the last day of the month that begins on a day."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY


def spans_between(months: Iterable[date], since: date | None, until: date | None) -> Sequence[Span]:
    """Give the stretches of days, both ends counted, that lie outside of some months: what is not summed up yet."""
    begin, end = since or FIRST, until or LAST
    found = []
    for month in sorted(months):
        if begin < month:
            found.append((begin, month - DAY))
        begin = last_of(month) + DAY
    if begin <= end:
        found.append((begin, end))
    return found
