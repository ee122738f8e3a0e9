"""Goods receipt: goods enter stock at their cost, and what waited for them is promised them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.kernel.money import ZERO, rounded
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.positions import balance_ids, change_balances, change_positions
from throughline.modules.inventory.acts.value import NewValue, book, running
from throughline.modules.inventory.locks import Key, LockedPool
from throughline.modules.inventory.queries.places import places
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """Goods that arrive at a place: quantity in stock units, value in company currency, lot where there is one.

    Without a value they come in at the average of what is there.
    """

    site_id: int
    location_id: int
    item_id: int
    quantity: Decimal
    value: Decimal | None
    document: DocumentRef
    lot_code: str = ""
    expires_on: date | None = None
    status: str = "available"
    against: str = "GRNI"
    move_kind: str = "receipt"


@act
def receive(ctx: Ctx, receipts: Sequence[NewReceipt]) -> set[Key]:
    """Put goods on hand and on the books; fifteen statements, however many lines. Gives the positions that gained.

    Promises made from nowhere and pegs are turned into promises on this stock by `rebalance`, which the caller runs.
    """
    if not receipts:
        return set()
    keys = {(receipt.site_id, receipt.item_id) for receipt in receipts}
    lots = _lots(ctx, receipts)
    positions = locks.positions(ctx, keys)
    targets = [(r.site_id, r.location_id, r.item_id, lots.get((r.item_id, r.lot_code)), r.status) for r in receipts]
    ids = balance_ids(ctx, targets, ctx.today)
    locks.balances(ctx, ids.values())
    pools = locks.pools(ctx, {item for _, item in keys})
    known = places(ctx)
    change_balances((ids[target], r.quantity, ZERO) for r, target in zip(receipts, targets, strict=True))
    change_positions(
        positions,
        (((r.site_id, r.item_id), (r.quantity if r.status == "available" else ZERO, ZERO, ZERO)) for r in receipts),
    )
    source = {"GRNI": "supplier", "OPEN": "supplier", "INVADJ": "adjustment", "COGS": "customer"}
    write_moves(
        ctx,
        receipts[0].move_kind,
        [
            NewMove(
                item_id=r.item_id,
                lot_id=target[3],
                quantity=r.quantity,
                from_location_id=known.virtual[source[r.against]],
                to_location_id=r.location_id,
                to_status=r.status,
                source=(r.document.kind, r.document.id),
            )
            for r, target in zip(receipts, targets, strict=True)
        ],
    )
    changes = [
        NewValue(r.item_id, r.quantity, value, r.document, r.against, site_id=r.site_id)
        for r, value in zip(receipts, _values(receipts, pools), strict=True)
    ]
    book(ctx, "receipt", "Goods receipt", changes, pools)
    return keys


def _values(receipts: Sequence[NewReceipt], pools: Mapping[int, LockedPool]) -> list[Decimal]:
    run = running(pools)
    values = []
    for receipt in receipts:
        pool = run[receipt.item_id]
        average = pool.value / pool.quantity if pool.quantity else ZERO
        value = rounded(receipt.quantity * average) if receipt.value is None else receipt.value
        pool.add(receipt.quantity, value)
        values.append(value)
    return values


def _lots(ctx: Ctx, receipts: Sequence[NewReceipt]) -> Mapping[tuple[int, str], int]:
    """Give the lots named by receipts, making new ones; a lot keeps the expiry date it came with first."""
    wanted = {(r.item_id, r.lot_code): r.expires_on for r in receipts if r.lot_code}
    if not wanted:
        return {}
    arrays = [[item for item, _ in wanted], [code for _, code in wanted], list(wanted.values())]
    found = rows(
        """INSERT INTO inventory_lot (company_id, item_id, code, expires_on)
           SELECT %s, u.* FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS u
           ON CONFLICT (company_id, item_id, code) DO UPDATE SET code = excluded.code
           RETURNING item_id, code, id""",
        [ctx.company_id, *arrays],
    )
    return {(item, code): number for item, code, number in found}
