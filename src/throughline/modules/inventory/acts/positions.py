"""Writing the maintained sums: positions, balances and pools, one row per target."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from throughline.kernel.errors import NotFound
from throughline.kernel.money import ZERO
from throughline.modules.inventory.domain.statuses import check_status
from throughline.modules.inventory.locks import Key, LockedPosition
from throughline.modules.inventory.models import Balance, Demand, Position
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx

#: promisable, promised, allocated
Change = tuple[Decimal, Decimal, Decimal]


def summed(changes: Iterable[tuple[Key, Change]]) -> dict[Key, Change]:
    """Add changes up per position: an item may stand on several lines."""
    sums: dict[Key, Change] = {}
    for key, (promisable, promised, allocated) in changes:
        have = sums.get(key, (ZERO, ZERO, ZERO))
        sums[key] = (have[0] + promisable, have[1] + promised, have[2] + allocated)
    return sums


def change_positions(locked: Mapping[Key, LockedPosition], changes: Iterable[tuple[Key, Change]]) -> None:
    """Bring locked positions up to date in one statement."""
    records = [(locked[key].id, *change) for key, change in summed(changes).items() if any(change)]
    writes.update(Position, "id", (), records, add=("promisable", "promised", "allocated"))


def change_balances(changes: Iterable[tuple[int, Decimal, Decimal]]) -> None:
    """Add (balance, on hand, reserved) changes up per balance and write them in one statement."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for number, on_hand, reserved in changes:
        have = sums.get(number, (ZERO, ZERO))
        sums[number] = (have[0] + on_hand, have[1] + reserved)
    writes.update(
        Balance, "id", (), [(number, *sum_) for number, sum_ in sorted(sums.items())], add=("on_hand", "reserved")
    )


#: site, location, item, lot, status
BalanceKey = tuple[int, int, int, int | None, str]


def balance_ids(ctx: Ctx, keys: Iterable[BalanceKey], received_on: date) -> dict[BalanceKey, int]:
    """Give the balances of places, making those that are not there yet; they are not locked by this.

    Existing rows keep the date of their oldest goods.
    """
    wanted = sorted(set(keys), key=lambda key: (key[1], key[2], key[3] or 0, key[4]))
    if not wanted:
        return {}
    found = find_balances(wanted)
    if len(found) < len(wanted):
        _make_balances(ctx, [key for key in wanted if key not in found], received_on)
        found = find_balances(wanted)
    for site_id, location_id, *rest in wanted:
        if (site_id, location_id, *rest) not in found:
            told = f"Site {site_id} has no place {location_id}, or the item no such lot."
            raise NotFound("place_unknown", told, site=site_id, field="location_id")
    return found


def find_balances(keys: Sequence[BalanceKey]) -> dict[BalanceKey, int]:
    """Give the balances of places that there are, unlocked."""
    found = rows(
        """SELECT b.id, b.site_id, b.location_id, b.item_id, b.lot_id, b.status FROM inventory_balance b
           JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[]) AS k(location_id, item_id, lot_id, status)
             ON k.location_id = b.location_id AND k.item_id = b.item_id AND k.status = b.status
            AND k.lot_id IS NOT DISTINCT FROM b.lot_id
           WHERE b.owner_id IS NULL AND b.handling_unit_id IS NULL""",
        [[key[1] for key in keys], [key[2] for key in keys], [key[3] for key in keys], [key[4] for key in keys]],
    )
    return {(site, location, item, lot, status): number for number, site, location, item, lot, status in found}


def _make_balances(ctx: Ctx, keys: list[BalanceKey], received_on: date) -> None:
    for key in keys:
        check_status(key[4])
    rows(
        """INSERT INTO inventory_balance
             (company_id, on_hand, reserved, received_on, site_id, location_id, item_id, lot_id, status)
           SELECT %s, 0, 0, %s, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
             AS u(site_id, location_id, item_id, lot_id, status)
           JOIN inventory_location l ON l.id = u.location_id AND (l.site_id IS NULL OR l.site_id = u.site_id)
           WHERE u.lot_id IS NULL OR EXISTS (
               SELECT FROM inventory_lot t WHERE t.id = u.lot_id AND t.item_id = u.item_id)
           ON CONFLICT (location_id, item_id, lot_id, status, owner_id, handling_unit_id) DO NOTHING RETURNING id""",
        [ctx.company_id, received_on, *(list(column) for column in zip(*keys, strict=True))],
    )


def change_demands(changes: Iterable[tuple[int, Decimal, Decimal, Decimal, Decimal]]) -> None:
    """Add (demand, cancelled, allocated, picked, issued) changes up per demand and write them in one statement."""
    sums: dict[int, list[Decimal]] = {}
    for number, *parts in changes:
        have = sums.setdefault(number, [ZERO, ZERO, ZERO, ZERO])
        sums[number] = [one + other for one, other in zip(have, parts, strict=True)]
    records = [(number, *parts) for number, parts in sorted(sums.items()) if any(parts)]
    columns = ("quantity_cancelled", "quantity_allocated", "quantity_picked", "quantity_issued")
    writes.update(Demand, "id", (), records, add=columns)
