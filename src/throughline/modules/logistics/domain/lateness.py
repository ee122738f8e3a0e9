"""When a shipment should have arrived."""

from datetime import date

from throughline.kernel.dates import Calendar


def expected_on(left: date, working_days: int, calendar: Calendar) -> date:
    """Give the day by which goods that left are expected: working days of the site that sent them."""
    return calendar.plus(left, working_days) if working_days else left


def is_late(expected: date, today: date) -> bool:
    """Say whether the day has passed; a shipment may arrive until its end."""
    return today > expected
