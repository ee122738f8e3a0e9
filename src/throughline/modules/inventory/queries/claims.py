"""Demands with what is promised, allocated and gone of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """A demand with its claims, in stock units; `promised` is from stock, `pegged` from named supplies."""

    id: int
    ref_kind: str
    ref_id: int
    site_id: int
    item_id: int
    party_id: int | None
    thread_id: int | None
    group_id: int | None
    service_class: str
    rank: int
    due_on: date
    ship_complete: bool
    quantity: Decimal
    cancelled: Decimal
    allocated: Decimal
    picked: Decimal
    issued: Decimal
    promised: Decimal
    pegged: Decimal
    expected_on: date | None

    @property
    def open(self) -> Decimal:
        """What is neither cancelled nor allocated nor gone."""
        return self.quantity - self.cancelled - self.allocated - self.issued


#: Promises come and go by the thousand, so the planner takes their table for empty whenever it looks at the wrong
#: moment; they are read once for all demands, never once a demand.
_FACTS = """WITH d AS MATERIALIZED (SELECT * FROM inventory_demand d WHERE d.company_id = %s AND {})
    SELECT d.id, d.ref_kind, d.ref_id, d.site_id, d.item_id, d.party_id, d.thread_id, d.group_id, d.service_class,
           d.rank, d.due_on, d.ship_complete, d.quantity, d.quantity_cancelled, d.quantity_allocated, d.quantity_picked,
           d.quantity_issued, coalesce(p.promised, 0), coalesce(p.pegged, 0), p.expected_on
    FROM d
    LEFT JOIN (SELECT demand_id, sum(quantity) FILTER (WHERE source = 'stock') AS promised,
                      sum(quantity) FILTER (WHERE source = 'supply') AS pegged,
                      CASE WHEN bool_or(expected_on IS NULL) THEN NULL ELSE max(expected_on) END AS expected_on
               FROM inventory_promise WHERE demand_id IN (SELECT id FROM d) GROUP BY demand_id) p ON p.demand_id = d.id
    ORDER BY d.rank, d.due_on, d.id"""


def demands_of(ctx: Ctx, ref_kind: str, ref_ids: Sequence[int]) -> dict[int, DemandFacts]:
    """Give the demands of documents' lines, by line."""
    found = select(
        DemandFacts,
        _FACTS.format("d.ref_kind = %s AND d.ref_id = ANY(%s)"),
        [ctx.company_id, ref_kind, list(ref_ids)],
    )
    return {demand.ref_id: demand for demand in found}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a document's line has come, in stock units; what is picked is part of what is allocated."""

    ref_id: int
    allocated: Decimal
    picked: Decimal
    issued: Decimal


def progress_of(ctx: Ctx, ref_kind: str, ref_ids: Sequence[int]) -> dict[int, Progress]:
    """Give how far the demands of documents' lines have come, by line: a fraction of what `demands_of` reads."""
    found = select(
        Progress,
        """SELECT ref_id, quantity_allocated, quantity_picked, quantity_issued FROM inventory_demand
           WHERE company_id = %s AND ref_kind = %s AND ref_id = ANY(%s)""",
        [ctx.company_id, ref_kind, list(ref_ids)],
    )
    return {progress.ref_id: progress for progress in found}


def demands_by_id(ctx: Ctx, ids: Iterable[int]) -> dict[int, DemandFacts]:
    """Give demands by id."""
    found = select(DemandFacts, _FACTS.format("d.id = ANY(%s)"), [ctx.company_id, list(ids)])
    return {demand.id: demand for demand in found}


def open_demands(ctx: Ctx, site_id: int, due_by: date, limit: int = 1000) -> list[DemandFacts]:
    """List demands of a site that wait for release, due by a day, first in line first."""
    condition = """d.site_id = %s AND d.due_on <= %s
        AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued"""
    return select(DemandFacts, _FACTS.format(condition) + " LIMIT %s", [ctx.company_id, site_id, due_by, limit])


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A demand that waits for goods to arrive: how much of it is not promised from stock."""

    demand_id: int
    site_id: int
    item_id: int
    thread_id: int | None
    party_id: int | None
    service_class: str
    due_on: date
    quantity: Decimal


def awaiting(ctx: Ctx, keys: Iterable[tuple[int, int]]) -> list[Awaiting]:
    """List who waits for goods of (site, item) pairs to arrive."""
    wanted = sorted(set(keys))
    return select(
        Awaiting,
        """SELECT d.id, d.site_id, d.item_id, d.thread_id, d.party_id, d.service_class, d.due_on, sum(p.quantity)
           FROM inventory_demand d
           JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = d.site_id AND k.item_id = d.item_id
           JOIN inventory_promise p ON p.demand_id = d.id AND p.source <> 'stock'
           WHERE d.company_id = %s
             AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued
           GROUP BY d.id""",
        [[key[0] for key in wanted], [key[1] for key in wanted], ctx.company_id],
    )
