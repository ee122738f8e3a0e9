"""Transfers for lists and pages, and goods of a site that can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer in a list or at the head of its page."""

    id: int
    number: str
    state: str
    from_site: str
    to_site: str
    sent_at: datetime
    arrived_at: datetime | None
    lines: int
    quantity: Decimal
    arrived: Decimal
    missing: Decimal
    value: Decimal

    @property
    def under_way(self) -> Decimal:
        """What has neither arrived nor been written off."""
        return self.quantity - self.arrived - self.missing


def transfer_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    state: str | None = None,
    site_id: int | None = None,
    words: str = "",
    size: int = 50,
) -> list[TransferRow]:
    """List transfers, the newest first; `before` is the last id of the page before."""
    return select(
        TransferRow,
        """SELECT t.id, t.number, t.state, f.name, d.name, t.sent_at, t.arrived_at, l.lines, l.quantity, l.arrived,
                  l.missing, l.value
           FROM transfers_transfer t JOIN governance_site f ON f.id = t.from_site_id
           JOIN governance_site d ON d.id = t.to_site_id
           CROSS JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(quantity), 0) AS quantity,
                                      coalesce(sum(quantity_arrived), 0) AS arrived,
                                      coalesce(sum(quantity_missing), 0) AS missing, coalesce(sum(value), 0) AS value
                               FROM transfers_transfer_line WHERE transfer_id = t.id) l
           WHERE t.company_id = %(company)s AND (%(before)s::bigint IS NULL OR t.id < %(before)s)
             AND (%(ids)s::bigint[] IS NULL OR t.id = ANY(%(ids)s))
             AND (%(state)s::text IS NULL OR t.state = %(state)s)
             AND (%(site)s::bigint IS NULL OR t.from_site_id = %(site)s OR t.to_site_id = %(site)s)
             AND (%(words)s = '' OR upper(t.number) LIKE upper(%(words)s) || '%%')
           ORDER BY t.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "ids": None if ids is None else list(ids), "state": state,
         "site": site_id, "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a transfer with the words a person needs."""

    id: int
    item_id: int
    item_code: str
    item_name: str
    unit: str
    lot: str | None
    status: str
    quantity: Decimal
    arrived: Decimal
    missing: Decimal
    value: Decimal

    @property
    def under_way(self) -> Decimal:
        """What has neither arrived nor been written off."""
        return self.quantity - self.arrived - self.missing


def line_rows(ctx: Ctx, transfer_id: int) -> list[LineRow]:
    """List the lines of a transfer."""
    return select(
        LineRow,
        """SELECT l.id, l.item_id, i.code, i.name, i.stock_unit, t.code, l.status, l.quantity, l.quantity_arrived,
                  l.quantity_missing, l.value
           FROM transfers_transfer_line l JOIN catalog_item i ON i.id = l.item_id
           LEFT JOIN inventory_lot t ON t.id = l.lot_id
           WHERE l.company_id = %s AND l.transfer_id = %s ORDER BY l.id""",
        [ctx.company_id, transfer_id],
    )


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """A transfer as programs read it, without what its goods cost."""

    id: int
    number: str
    state: str
    from_site_id: int
    to_site_id: int
    sent_at: datetime
    arrived_at: datetime | None


def transfer_facts(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    state: str | None = None,
    site_id: int | None = None,
    limit: int = 50,
) -> list[TransferFacts]:
    """List transfers, the newest first."""
    return select(
        TransferFacts,
        """SELECT id, number, state, from_site_id, to_site_id, sent_at, arrived_at FROM transfers_transfer
           WHERE company_id = %(company)s AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))
             AND (%(state)s::text IS NULL OR state = %(state)s)
             AND (%(site)s::bigint IS NULL OR %(site)s IN (from_site_id, to_site_id))
           ORDER BY id DESC LIMIT %(limit)s""",
        {"company": ctx.company_id, "ids": None if ids is None else list(ids), "state": state, "site": site_id,
         "limit": limit},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of a transfer as programs read it, in stock units; `under_way` has neither arrived nor been given up."""

    id: int
    transfer_id: int
    item_id: int
    lot_id: int | None
    status: str
    quantity: Decimal
    arrived: Decimal
    missing: Decimal
    under_way: Decimal


def line_facts(ctx: Ctx, transfer_ids: Sequence[int]) -> list[LineFacts]:
    """List the lines of transfers."""
    return select(
        LineFacts,
        """SELECT id, transfer_id, item_id, lot_id, status, quantity, quantity_arrived, quantity_missing,
                  quantity - quantity_arrived - quantity_missing FROM transfers_transfer_line
           WHERE company_id = %s AND transfer_id = ANY(%s) ORDER BY id LIMIT 1000""",
        [ctx.company_id, list(transfer_ids)],
    )


def numbers(ids: Sequence[int]) -> dict[int, str]:
    """Give the numbers of transfers by id."""
    return dict(rows("SELECT id, number FROM transfers_transfer WHERE id = ANY(%s)", [list(ids)]))


@dataclass(frozen=True, slots=True)
class WriteOffRow:
    """What was asked to be written off of a transfer, by whom, and what became of it."""

    id: int
    transfer_id: int
    state: str
    value: Decimal
    limit: str | None
    asked_at: datetime
    asked_by: int
    asker: str
    decided_at: datetime | None
    decider: str | None
    remark: str


def write_offs(
    ctx: Ctx, *, transfer_id: int | None = None, state: str | None = None, limit: int = 50
) -> list[WriteOffRow]:
    """List what was asked to be written off, the newest first."""
    return select(
        WriteOffRow,
        """SELECT w.id, w.transfer_id, w.state, w.value, w.why ->> 'limit', w.asked_at, w.asked_by, a.name,
                  w.decided_at, d.name, w.remark
           FROM transfers_write_off w JOIN platform_user a ON a.id = w.asked_by
           LEFT JOIN platform_user d ON d.id = w.decided_by
           WHERE w.company_id = %(company)s AND (%(transfer)s::bigint IS NULL OR w.transfer_id = %(transfer)s)
             AND (%(state)s::text IS NULL OR w.state = %(state)s) ORDER BY w.id DESC LIMIT %(limit)s""",
        {"company": ctx.company_id, "transfer": transfer_id, "state": state, "limit": limit},
    )
