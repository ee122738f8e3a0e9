"""The ledger of stock as programs read it: moves and lots, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A quantity that went from one place to another, in the item's stock unit; never changed."""

    id: int
    kind: str
    item_id: int
    item_code: str
    lot_id: int | None
    lot: str
    quantity: Decimal
    from_location_id: int
    from_place: str
    to_location_id: int
    to_place: str
    from_status: str
    to_status: str
    demand_id: int | None
    thread_id: int | None
    source_kind: str
    source_id: int
    on_date: date
    at: datetime


def move_page(
    ctx: Ctx,
    *,
    item_id: int | None = None,
    lot_id: int | None = None,
    demand_ids: Sequence[int] | None = None,
    since: date | None = None,
    until: date | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[MoveRow]:
    """List moves, the newest first: of an item, a lot, demands, between two days; a page at a time.

    Those of an item or a lot stand in the order of their days, as their indexes do; `before` is the last id of the page
    before.
    """
    by_day = item_id is not None or lot_id is not None
    earlier = "(m.on_date, m.id) < (SELECT on_date, id FROM inventory_move WHERE id = %s)" if by_day else "m.id < %s"
    asked, values = ["m.company_id = %s"], [ctx.company_id]
    for condition, given in (
        ("m.item_id = %s", item_id),
        ("m.lot_id = %s", lot_id),
        ("m.demand_id = ANY(%s)", None if demand_ids is None else list(demand_ids)),
        ("m.on_date >= %s", since),
        ("m.on_date <= %s", until),
        (earlier, before),
    ):
        if given is not None:
            asked.append(condition)
            values.append(given)  # type: ignore[arg-type]
    return select(
        MoveRow,
        f"""SELECT m.id, m.kind, m.item_id, i.code, m.lot_id, coalesce(l.code, ''), m.quantity, m.from_location_id,
                   f.code, m.to_location_id, t.code, m.from_status, m.to_status, m.demand_id, m.thread_id,
                   m.source_kind, m.source_id, m.on_date, m.at
            FROM (SELECT * FROM inventory_move m WHERE {" AND ".join(asked)}
                  ORDER BY {"m.on_date DESC, " if by_day else ""}m.id DESC LIMIT %s) m
            JOIN catalog_item i ON i.id = m.item_id
            JOIN inventory_location f ON f.id = m.from_location_id JOIN inventory_location t ON t.id = m.to_location_id
            LEFT JOIN inventory_lot l ON l.id = m.lot_id
            ORDER BY {"m.on_date DESC, " if by_day else ""}m.id DESC""",
        [*values, limit],
    )


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot of an item with what of it is on hand in all bins, in the item's stock unit."""

    id: int
    item_id: int
    item_code: str
    code: str
    expires_on: date | None
    on_hand: Decimal


def lot_page(
    ctx: Ctx,
    *,
    item_ids: Sequence[int] | None = None,
    ids: Sequence[int] | None = None,
    code: str = "",
    after: int | None = None,
    limit: int = 50,
) -> list[LotRow]:
    """List lots: of items, by id, by the code on the goods; a page at a time."""
    asked, values = ["l.company_id = %s"], [ctx.company_id]
    for condition, given in (
        ("l.item_id = ANY(%s)", None if item_ids is None else list(item_ids)),
        ("l.id = ANY(%s)", None if ids is None else list(ids)),
        ("l.code = %s", code or None),
        ("l.id > %s", after),
    ):
        if given is not None:
            asked.append(condition)
            values.append(given)  # type: ignore[arg-type]
    return select(
        LotRow,
        f"""SELECT l.id, l.item_id, i.code, l.code, l.expires_on,
                   coalesce((SELECT sum(b.on_hand) FROM inventory_balance b JOIN inventory_location p
                             ON p.id = b.location_id AND p.site_id IS NOT NULL
                             WHERE b.company_id = l.company_id AND b.item_id = l.item_id AND b.lot_id = l.id), 0)
            FROM inventory_lot l JOIN catalog_item i ON i.id = l.item_id
            WHERE {" AND ".join(asked)} ORDER BY l.id LIMIT %s""",
        [*values, limit],
    )
