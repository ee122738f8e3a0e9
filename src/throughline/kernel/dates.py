"""Business calendars: which days a site works, and arithmetic in working days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of a place: ISO weekdays (1 is Monday) less holidays."""

    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    holidays: frozenset[date] = field(default_factory=frozenset)

    @classmethod
    def of(cls, weekdays: str, holidays: Iterable[date] = ()) -> "Calendar":
        """Read weekdays from text such as "12345"."""
        return cls(frozenset(int(day) for day in weekdays), frozenset(holidays))

    def works(self, day: date) -> bool:
        """Say whether work is done on this day."""
        return day.isoweekday() in self.weekdays and day not in self.holidays

    def next_working(self, day: date) -> date:
        """Give the day itself if work is done on it, else the next one on which it is."""
        if not self.weekdays:
            return day
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def plus(self, day: date, working_days: int) -> date:
        """Go forward by working days; zero days lands on the next working day."""
        day = self.next_working(day)
        for _ in range(working_days):
            day = self.next_working(day + timedelta(days=1))
        return day

    def minus(self, day: date, working_days: int) -> date:
        """Go back by working days, from the last working day on or before `day`."""
        while self.weekdays and not self.works(day):
            day -= timedelta(days=1)
        for _ in range(working_days):
            day -= timedelta(days=1)
            while self.weekdays and not self.works(day):
                day -= timedelta(days=1)
        return day


def month_of(day: date) -> date:
    """Give the first day of the month, which names an accounting period."""
    return day.replace(day=1)


def week_end(day: date) -> date:
    """Give the Sunday of the ISO week, the last day of a weekly billing period."""
    return day + timedelta(days=7 - day.isoweekday())
