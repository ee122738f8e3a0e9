"""The services of carriers, and the countries that addresses lie in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class CarrierServiceFacts:
    """A service of a carrier: its cut-off by the clock of the site that sends, and its working days on the way."""

    id: int
    code: str
    carrier: str
    name: str
    cut_off: time | None
    transit_days: int | None
    tracking_url: str
    is_active: bool
    version: int


def carrier_services(ctx: Ctx) -> dict[int, CarrierServiceFacts]:
    """Give the company's services of carriers by id, by carrier and name; those no longer used among them."""
    found = select(
        CarrierServiceFacts,
        """SELECT id, code, carrier, name, cut_off, transit_days, tracking_url, is_active, version
           FROM parties_carrier_service WHERE company_id = %s ORDER BY lower(carrier), lower(name), id""",
        [ctx.company_id],
    )
    return {one.id: one for one in found}


def service_names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Give code and name of services of carriers."""
    found = rows("SELECT id, code, name FROM parties_carrier_service WHERE id = ANY(%s)", [list(set(ids))])
    return {number: (code, name) for number, code, name in found}


def countries_of(address_ids: Iterable[int]) -> dict[int, str]:
    """Give the countries that addresses lie in."""
    return dict(rows("SELECT id, country FROM parties_address WHERE id = ANY(%s)", [list(set(address_ids))]))


def countries_known() -> list[str]:
    """List the countries that goods go to, by their codes."""
    return [code for (code,) in rows("SELECT DISTINCT country FROM parties_address WHERE kind = 'ship_to' ORDER BY 1")]
