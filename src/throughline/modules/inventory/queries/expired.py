"""Goods whose lot keeps no longer: what may still be taken for good stock, and what lies set apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ExpiredGoods:
    """What lies at a place of a lot that has expired, without what is picked and waits to leave."""

    balance_id: int
    site_id: int
    location_id: int
    item_id: int
    lot_id: int
    lot_code: str
    expires_on: date
    received_on: date
    quantity: Decimal


def expired_goods(ctx: Ctx, *, most: int) -> list[ExpiredGoods]:
    """List available goods of lots that expired before today, those that did so first foremost."""
    return select(
        ExpiredGoods,
        """SELECT b.id, b.site_id, b.location_id, b.item_id, t.id, t.code, t.expires_on, b.received_on,
                  b.on_hand - coalesce(a.picked, 0)
           FROM inventory_lot t JOIN inventory_balance b ON b.lot_id = t.id AND b.item_id = t.item_id
           LEFT JOIN LATERAL (SELECT sum(quantity) AS picked FROM inventory_allocation
                              WHERE balance_id = b.id AND is_picked) a ON true
           WHERE t.company_id = %s AND b.company_id = t.company_id AND t.expires_on < %s AND b.status = 'available'
             AND b.owner_id IS NULL AND b.on_hand > coalesce(a.picked, 0)
           ORDER BY t.expires_on, b.id LIMIT %s""",
        [ctx.company_id, ctx.today, most],
    )


@dataclass(frozen=True, slots=True)
class SetApart:
    """What of a lot lies blocked at a place."""

    lot_id: int
    site_id: int
    location_id: int
    item_id: int
    quantity: Decimal


def set_apart(ctx: Ctx, lot_ids: Iterable[int]) -> list[SetApart]:
    """List where lots lie blocked."""
    return select(
        SetApart,
        """SELECT b.lot_id, b.site_id, b.location_id, b.item_id, b.on_hand FROM inventory_balance b
           WHERE b.company_id = %s AND b.lot_id = ANY(%s) AND b.status = 'blocked' AND b.on_hand > 0
           ORDER BY b.site_id, b.id""",
        [ctx.company_id, list(lot_ids)],
    )


def labels_of_lots(ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Give code and item of lots."""
    found = rows("SELECT id, code, item_id FROM inventory_lot WHERE id = ANY(%s)", [list(ids)])
    return {number: (code, item) for number, code, item in found}
