"""When what is asked for has to leave: its ship date, and until when goods of a day leave with its carrier."""

from collections.abc import Iterable
from datetime import date, time

from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx

#: Where neither carrier nor site has a cut-off, goods leave until the end of the day.
LATEST = time(23, 59)


def leaves_by(ctx: Ctx, demand_ids: Iterable[int]) -> dict[int, tuple[date, time]]:
    """Give the day and the time of day, by the clock of its site, by which each demand leaves; one statement."""
    found = rows(
        """SELECT d.id, coalesce(d.ship_on, d.due_on), coalesce(c.cut_off, s.cut_off)
           FROM inventory_demand d JOIN governance_site s ON s.id = d.site_id
           LEFT JOIN parties_carrier_service c ON c.id = d.carrier_service_id
           WHERE d.company_id = %s AND d.id = ANY(%s)""",
        [ctx.company_id, list(demand_ids)],
    )
    return {number: (day, clock or LATEST) for number, day, clock in found}


def carrier_cut_offs(ctx: Ctx, demand_ids: Iterable[int]) -> dict[int, time]:
    """Give until when goods of a day leave with the carrier service of each demand that has one with a cut-off."""
    found = rows(
        """SELECT d.id, c.cut_off FROM inventory_demand d
           JOIN parties_carrier_service c ON c.id = d.carrier_service_id AND c.cut_off IS NOT NULL
           WHERE d.company_id = %s AND d.id = ANY(%s)""",
        [ctx.company_id, list(demand_ids)],
    )
    return dict(found)
