"""Reading receipts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.modules.parties.public import parties_named
from throughline.platform.database.found import Way, found_ids
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Named:
    """What receipts name: the site of each place, and who is a supplier."""

    places: Mapping[int, int | None]
    suppliers: Collection[int]


def named_by(ctx: Ctx, places: Collection[int], suppliers: Collection[int]) -> Named:
    """Give which of some places and suppliers there are; one statement, none where nothing is named."""
    if not places and not suppliers:
        return Named({}, ())
    found = rows(
        """SELECT 'place', id, site_id FROM inventory_location WHERE company_id = %s AND id = ANY(%s)
           UNION ALL
           SELECT 'supplier', party_id, NULL FROM parties_supplier WHERE company_id = %s AND party_id = ANY(%s)""",
        [ctx.company_id, sorted(places), ctx.company_id, sorted(suppliers)],
    )
    return Named(
        {number: site for kind, number, site in found if kind == "place"},
        {number for kind, number, _ in found if kind == "supplier"},
    )


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt in a list."""

    id: int
    number: str
    site: str
    supplier: str | None
    kind: str
    reference: str
    on_date: date
    at: datetime
    lines: int
    value: Decimal | None


def receipts(
    ctx: Ctx,
    *,
    before: int | None = None,
    supplier: str = "",
    kind: str | None = None,
    site_id: int | None = None,
    since: date | None = None,
    ids: list[int] | None = None,
    size: int = 50,
) -> list[ReceiptRow]:
    """List receipts, the newest first; `before` is the last id of the page before."""
    if supplier and ids is None:
        named = ("supplier_id", parties_named(supplier))
        ids = found_ids("warehouse_receipt", ctx.company_id, supplier, [Way("number")], under=named)
        supplier = "" if ids is not None else supplier
    return select(
        ReceiptRow,
        """SELECT r.id, r.number, s.name, p.name, r.kind, r.reference, r.on_date, r.at, l.lines, l.value
           FROM warehouse_receipt r JOIN governance_site s ON s.id = r.site_id
           LEFT JOIN parties_party p ON p.id = r.supplier_id
           LEFT JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(value), 0) AS value FROM warehouse_receipt_line
                              WHERE receipt_id = r.id) l ON true
           WHERE r.company_id = %(company)s AND (%(before)s::bigint IS NULL OR r.id < %(before)s)
             AND (%(ids)s::bigint[] IS NULL OR r.id = ANY(%(ids)s))
             AND (%(kind)s::text IS NULL OR r.kind = %(kind)s) AND (%(site)s::bigint IS NULL OR r.site_id = %(site)s)
             AND (%(since)s::date IS NULL OR r.on_date >= %(since)s)
             AND (%(words)s = '' OR upper(r.number) LIKE upper(%(words)s) || '%%'
                  OR lower(p.name) LIKE lower(%(words)s) || '%%')
           ORDER BY r.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "kind": kind, "site": site_id, "since": since, "ids": ids,
         "words": supplier, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceiptLineRow:
    """A line of a receipt."""

    id: int
    item_id: int
    item_code: str
    item_name: str
    entered: Decimal
    unit: str
    quantity: Decimal
    stock_unit: str
    unit_cost: Decimal | None
    value: Decimal | None
    place: str
    lot: str
    expires_on: date | None


def receipt_lines(ctx: Ctx, receipt_id: int) -> list[ReceiptLineRow]:
    """List the lines of a receipt."""
    return select(
        ReceiptLineRow,
        """SELECT l.id, l.item_id, i.code, i.name, l.quantity_entered, l.unit, l.quantity, i.stock_unit, l.unit_cost,
                  l.value, f.code, l.lot_code, t.expires_on
           FROM warehouse_receipt_line l JOIN catalog_item i ON i.id = l.item_id
           JOIN inventory_location f ON f.id = l.location_id
           LEFT JOIN inventory_lot t ON t.company_id = l.company_id AND t.item_id = l.item_id AND t.code = l.lot_code
                AND l.lot_code <> ''
           WHERE l.company_id = %s AND l.receipt_id = %s ORDER BY l.id""",
        [ctx.company_id, receipt_id],
    )


def receipt_numbers(ids: list[int]) -> dict[int, str]:
    """Give the numbers of receipts by id."""
    return dict(rows("SELECT id, number FROM warehouse_receipt WHERE id = ANY(%s)", [ids]))
