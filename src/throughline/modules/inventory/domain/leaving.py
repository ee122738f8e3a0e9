"""From which day on goods of an order can leave a site: its cut-off, its working days, its handling time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from throughline.kernel.dates import Calendar


@dataclass(frozen=True, slots=True)
class Leaving:
    """The first day on which goods that are there can leave, with what made it later than today."""

    on: date
    why: Mapping[str, str] = field(default_factory=dict)


def leaving(today: date, clock: time, cut_off: time | None, calendar: Calendar, handling_days: int) -> Leaving:
    """Count from today, or after the cut-off from the next working day, and add the days that handling takes.

    `clock` is the time of day at the site. Without a cut-off the whole day counts.
    """
    day, why = today, dict[str, str]()
    if cut_off is not None and clock >= cut_off:
        day = calendar.next_working(today + timedelta(days=1))
        why["cut_off"] = f"{cut_off:%H:%M}"
    if handling_days:
        day = calendar.plus(day, handling_days)
        why["handling_days"] = str(handling_days)
    return Leaving(day, why)
