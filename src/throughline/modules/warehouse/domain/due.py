"""When what waits has to leave, and when policy releases it by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from throughline.kernel.dates import Calendar

#: Where neither carrier nor site has a cut-off, goods leave until the end of the day.
LATEST = time(23, 59)


def cut_off_at(ship_on: date, clock: time | None, calendar: Calendar, timezone: str) -> datetime:
    """Give the moment by which goods must be ready: on their ship date, or the last working day before it.

    `clock` is the carrier's or the site's cut-off by the clock of the site; without one it is the end of the day.
    """
    day = calendar.minus(ship_on, 0)
    return datetime.combine(day, clock or LATEST, tzinfo=ZoneInfo(timezone))


def opens_at(when: str, minutes_before: int, cut_off: datetime) -> datetime | None:
    """Give the moment from which policy releases goods with this cut-off by itself; None where it never does."""
    if when == "before_cut_off":
        return cut_off - timedelta(minutes=minutes_before)
    if when == "on_the_day":
        return cut_off.replace(hour=0, minute=0)
    if when == "at_once":
        return datetime.min.replace(tzinfo=cut_off.tzinfo)
    return None


@dataclass(frozen=True, slots=True)
class Departure:
    """What goes to the floor as one release: the carrier, the cut-off, and the rule that says so."""

    carrier: str
    cut_off: datetime
    rule: str
    when: str
    minutes_before: int
    demands: Sequence[int]

    @property
    def name(self) -> str:
        """What the picks are called together."""
        return f"{self.carrier or 'No carrier'} {self.cut_off:%H:%M}"[:60]
