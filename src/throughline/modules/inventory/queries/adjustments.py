"""Reading adjustments: those that wait, what is booked at places, lists and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: site, location, item, lot, status
Target = tuple[int, int, int, int | None, str]


def _arrays(targets: Sequence[Target]) -> list[list[object]]:
    return [[target[1] for target in targets], [target[2] for target in targets], [target[3] for target in targets],
            [target[4] for target in targets]]  # fmt: skip


_KEYS = "unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[]) AS k(location_id, item_id, lot_id, status)"
_SAME = """k.location_id = {0}.location_id AND k.item_id = {0}.item_id AND k.status = {0}.status
    AND k.lot_id IS NOT DISTINCT FROM {0}.lot_id"""


def booked_at(ctx: Ctx, targets: Sequence[Target]) -> dict[Target, Decimal]:
    """Give what is booked at places; where nothing ever was, nothing is given."""
    found = rows(
        f"""SELECT b.site_id, b.location_id, b.item_id, b.lot_id, b.status, b.on_hand FROM inventory_balance b
            JOIN {_KEYS} ON {_SAME.format("b")}
            WHERE b.company_id = %s AND b.owner_id IS NULL AND b.handling_unit_id IS NULL""",
        [*_arrays(targets), ctx.company_id],
    )
    return {(site, place, item, lot, status): on_hand for site, place, item, lot, status, on_hand in found}


@dataclass(frozen=True, slots=True)
class Kept:
    """An item and lot that the books say lie at a place, available or blocked as missing."""

    item_id: int
    item_code: str
    lot_id: int | None
    lot: str | None


def kept_at(ctx: Ctx, location_id: int) -> list[Kept]:
    """List what the books say lies at a place, without how much: for who counts blind."""
    return select(
        Kept,
        """SELECT DISTINCT i.id, i.code, b.lot_id, t.code FROM inventory_balance b
           JOIN catalog_item i ON i.id = b.item_id LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.company_id = %s AND b.location_id = %s AND b.on_hand <> 0 AND b.owner_id IS NULL
             AND b.status IN ('available', 'blocked') ORDER BY i.code, t.code""",
        [ctx.company_id, location_id],
    )


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line that waits for a decision: the place, and what would change there."""

    line_id: int
    adjustment_id: int
    site_id: int
    location_id: int
    item_id: int
    lot_id: int | None
    status: str
    quantity: Decimal

    @property
    def target(self) -> Target:
        """The place that it changes."""
        return (self.site_id, self.location_id, self.item_id, self.lot_id, self.status)


def waiting_at(ctx: Ctx, targets: Sequence[Target]) -> list[WaitingLine]:
    """List lines that wait for places."""
    return select(
        WaitingLine,
        f"""SELECT n.id, n.adjustment_id, n.site_id, n.location_id, n.item_id, n.lot_id, n.status, n.quantity
            FROM inventory_adjustment_line n
            JOIN inventory_adjustment a ON a.id = n.adjustment_id AND a.state = 'waiting'
            JOIN {_KEYS} ON {_SAME.format("n")} WHERE n.company_id = %s AND NOT n.is_void ORDER BY n.id""",
        [*_arrays(targets), ctx.company_id],
    )


@dataclass(frozen=True, slots=True)
class AdjustmentLineFacts:
    """A line of a locked adjustment: what would change where, and what was booked there when it was counted."""

    id: int
    adjustment_id: int
    site_id: int
    location_id: int
    item_id: int
    lot_id: int | None
    status: str
    quantity: Decimal
    booked: Decimal | None
    unit_cost: Decimal | None
    value: Decimal
    is_void: bool


def adjustment_lines(ctx: Ctx, ids: Iterable[int]) -> dict[int, list[AdjustmentLineFacts]]:
    """Give the lines of locked adjustments, by adjustment; void ones are left out."""
    wanted = sorted(set(ids))
    found = select(
        AdjustmentLineFacts,
        """SELECT id, adjustment_id, site_id, location_id, item_id, lot_id, status, quantity, quantity_booked,
                  unit_cost, value, is_void FROM inventory_adjustment_line
           WHERE company_id = %s AND adjustment_id = ANY(%s) AND NOT is_void ORDER BY id""",
        [ctx.company_id, wanted],
    )
    return {number: [line for line in found if line.adjustment_id == number] for number in wanted}


@dataclass(frozen=True, slots=True)
class DroppedCount:
    """A place that was counted in vain; `missed` is what lies blocked there as not found."""

    site_id: int
    location_id: int
    item_id: int
    lot_id: int | None
    missed: Decimal


def dropped_counts(ctx: Ctx, adjustment_ids: Sequence[int]) -> list[DroppedCount]:
    """List the places whose counts, in these adjustments, were refused or withdrawn and are not counted anew."""
    return select(
        DroppedCount,
        """SELECT n.site_id, n.location_id, n.item_id, n.lot_id,
                  -coalesce(sum(n.quantity) FILTER (WHERE n.status = 'blocked' AND n.quantity < 0), 0)
           FROM inventory_adjustment_line n JOIN inventory_adjustment a ON a.id = n.adjustment_id
           WHERE n.company_id = %s AND a.id = ANY(%s) AND a.state IN ('refused', 'withdrawn')
             AND n.quantity_counted IS NOT NULL AND NOT n.is_void
           GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""",
        [ctx.company_id, list(adjustment_ids)],
    )


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """An adjustment in a list or at the head of its page."""

    id: int
    state: str
    reason: str
    value: Decimal
    value_absolute: Decimal
    asked_at: datetime
    asked_by: int
    who: str | None
    decided_at: datetime | None
    decided_by: str | None
    remark: str
    lines: int
    items: str
    site: str | None
    limit: str | None


def adjustment_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    states: Sequence[str] | None = None,
    words: str = "",
    size: int = 50,
) -> list[AdjustmentRow]:
    """List adjustments, the newest first; `before` is the last id of the page before."""
    return select(
        AdjustmentRow,
        """SELECT a.id, a.state, a.reason, a.value, a.value_absolute, a.asked_at, a.asked_by, u.name, a.decided_at,
                  d.name, a.remark, n.lines, n.items, s.name, a.why ->> 'limit'
           FROM inventory_adjustment a LEFT JOIN platform_user u ON u.id = a.asked_by
           LEFT JOIN platform_user d ON d.id = a.decided_by
           LEFT JOIN LATERAL (SELECT count(*) AS lines, min(l.site_id) AS site_id,
                                     string_agg(DISTINCT i.code, ', ' ORDER BY i.code) AS items
                              FROM inventory_adjustment_line l JOIN catalog_item i ON i.id = l.item_id
                              WHERE l.adjustment_id = a.id) n ON true
           LEFT JOIN governance_site s ON s.id = n.site_id
           WHERE a.company_id = %(company)s AND (%(before)s::bigint IS NULL OR a.id < %(before)s)
             AND (%(ids)s::bigint[] IS NULL OR a.id = ANY(%(ids)s))
             AND (%(states)s::text[] IS NULL OR a.state = ANY(%(states)s))
             AND (%(words)s = '' OR a.id::text = %(words)s OR upper(n.items) LIKE upper(%(words)s) || '%%')
           ORDER BY a.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "ids": None if ids is None else list(ids),
         "states": None if states is None else list(states), "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdjustmentLineRow:
    """A line of an adjustment with the words a person needs."""

    id: int
    item_id: int
    item_code: str
    item_name: str
    unit: str
    place: str
    lot: str | None
    status: str
    booked: Decimal | None
    counted: Decimal | None
    quantity: Decimal
    value: Decimal
    is_void: bool


def adjustment_line_rows(ctx: Ctx, adjustment_id: int) -> list[AdjustmentLineRow]:
    """List the lines of an adjustment."""
    return select(
        AdjustmentLineRow,
        """SELECT n.id, n.item_id, i.code, i.name, i.stock_unit, p.code, t.code, n.status, n.quantity_booked,
                  n.quantity_counted, n.quantity, n.value, n.is_void
           FROM inventory_adjustment_line n JOIN catalog_item i ON i.id = n.item_id
           JOIN inventory_location p ON p.id = n.location_id LEFT JOIN inventory_lot t ON t.id = n.lot_id
           WHERE n.company_id = %s AND n.adjustment_id = %s ORDER BY n.id""",
        [ctx.company_id, adjustment_id],
    )


def entry_lines(ctx: Ctx, adjustment_id: int) -> list[tuple[str, str, Decimal]]:
    """List what an adjustment booked: account, its name, amount (debit above zero)."""
    found = rows(
        """SELECT a.code, a.name, l.amount FROM ledger_entry e JOIN ledger_entry_line l ON l.entry_id = e.id
           JOIN ledger_account a ON a.id = l.account_id
           WHERE e.company_id = %s AND e.source_kind = 'inventory.adjustment' AND e.source_id = %s ORDER BY l.id""",
        [ctx.company_id, adjustment_id],
    )
    return [(code, name, amount) for code, name, amount in found]
