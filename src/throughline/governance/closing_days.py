"""The days on which a site does nothing: public holidays of its region, and days of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import holidays

from throughline.kernel.errors import InvalidInput

YEARS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day on which a site is closed, with the reason."""

    day: date
    name: str


def countries() -> list[str]:
    """List the countries whose holidays are known."""
    return sorted(holidays.list_supported_countries())


def regions(country: str) -> list[str]:
    """List the regions of a country that have holidays of their own."""
    return sorted(holidays.list_supported_countries().get(country, []))


def public_holidays(country: str, region: str, years: Iterable[int]) -> list[ClosingDay]:
    """List the public holidays of a country's region in some years, with their names."""
    if not country:
        return []
    if country not in countries():
        raise InvalidInput(
            "holidays_unknown", f"The holidays of {country} are not known; enter closing days.", field="holiday_country"
        )
    if region and region not in regions(country):
        known = ", ".join(regions(country)) or "none"
        raise InvalidInput("region_unknown", f"{country} has no region {region}; use {known}.", field="holiday_region")
    found = holidays.country_holidays(country, subdiv=region or None, years=list(years), language="en_GB")
    return sorted((ClosingDay(day, name) for day, name in found.items()), key=lambda one: one.day)


def closed_days(country: str, region: str, own: Sequence[ClosingDay], today: date) -> list[str]:
    """Give all closed days as ISO dates, from this year to two years ahead; each year's night adds another."""
    years = range(today.year, today.year + YEARS_AHEAD + 1)
    days = {one.day for one in public_holidays(country, region, years)} | {one.day for one in own}
    return [day.isoformat() for day in sorted(days)]
