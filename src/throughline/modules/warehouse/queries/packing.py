"""What is picked and can be packed, and what handling units hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.modules.warehouse.domain.contents import UnitContent
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Packable:
    """A demand with what of it is picked, and what of that is packed and has not left."""

    demand_id: int
    ref_kind: str
    ref_id: int
    site_id: int
    party_id: int | None
    ship_to_id: int | None
    group_id: int | None
    thread_id: int | None
    item_id: int
    picked: Decimal
    packed: Decimal


#: Demands of which something is picked: allocations are few, and gone with the goods; demands stay.
PICKED = "ARRAY(SELECT a.demand_id FROM inventory_allocation a WHERE a.company_id = %s AND a.is_picked)"

_PACKABLE = """SELECT d.id, d.ref_kind, d.ref_id, d.site_id, d.party_id, d.ship_to_id, d.group_id, d.thread_id,
    d.item_id, d.quantity_picked - coalesce(c.cancelled, 0), coalesce(u.packed, 0)
    FROM inventory_demand d
    LEFT JOIN LATERAL (SELECT sum(l.quantity) AS packed FROM warehouse_handling_unit_line l
                       JOIN warehouse_handling_unit h ON h.id = l.handling_unit_id AND h.shipment_id IS NULL
                        AND h.unpacked_at IS NULL
                       WHERE l.demand_id = d.id) u ON true
    LEFT JOIN LATERAL (SELECT sum(a.quantity) AS cancelled FROM inventory_allocation a
                       WHERE a.demand_id = d.id AND a.is_cancelled) c ON true
    WHERE d.company_id = %s AND d.quantity_picked > 0 AND {} ORDER BY d.group_id, d.id"""


def packable(ctx: Ctx, demand_ids: Sequence[int]) -> dict[int, Packable]:
    """Give demands of which something is picked."""
    found = select(Packable, _PACKABLE.format("d.id = ANY(%s)"), [ctx.company_id, list(demand_ids)])
    return {row.demand_id: row for row in found}


def waiting_to_pack(ctx: Ctx, site_id: int, limit: int = 1000) -> list[Packable]:
    """List what is picked at a site and not packed."""
    condition = f"""d.site_id = %s AND d.id = ANY({PICKED})
        AND d.quantity_picked - coalesce(c.cancelled, 0) > coalesce(u.packed, 0)"""
    values = [ctx.company_id, site_id, ctx.company_id, limit]
    return select(Packable, _PACKABLE.format(condition) + " LIMIT %s", values)


_CONTENTS = """SELECT h.id, h.sscc, h.site_id, h.party_id, h.ship_to_id, l.demand_id, l.ref_kind, l.ref_id, l.thread_id,
        l.item_id, l.quantity, coalesce(c.carrier, ''), coalesce(c.code, '')
    FROM warehouse_handling_unit h JOIN warehouse_handling_unit_line l ON l.handling_unit_id = h.id
    JOIN inventory_demand d ON d.id = l.demand_id
    LEFT JOIN parties_carrier_service c ON c.id = d.carrier_service_id """


def waiting_units(ctx: Ctx, site_id: int, limit: int = 1000) -> list[UnitContent]:
    """List handling units at a site that are on no shipment, with their contents."""
    return select(
        UnitContent,
        _CONTENTS
        + """WHERE h.company_id = %s AND h.site_id = %s AND h.shipment_id IS NULL AND h.unpacked_at IS NULL
             ORDER BY h.id, l.id LIMIT %s""",
        [ctx.company_id, site_id, limit],
    )


def unit_contents(
    ctx: Ctx, *, ids: Sequence[int] | None = None, ssccs: Sequence[str] | None = None
) -> list[UnitContent]:
    """List the contents of handling units by id or SSCC, wherever they are by now; 1,000 lines at most."""
    return select(
        UnitContent,
        _CONTENTS + "WHERE h.company_id = %s AND (h.id = ANY(%s) OR h.sscc = ANY(%s)) ORDER BY h.id, l.id LIMIT 1000",
        [ctx.company_id, list(ids or ()), list(ssccs or ())],
    )
