"""Reading for the warehouse's screens: work by order, handling units, receipts; keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class DemandHead:
    """What a demand belongs to: the document its thread began with, and for whom."""

    demand_id: int
    ref_kind: str
    ref_id: int
    root_kind: str | None
    root_id: int | None
    party: str | None


def demand_heads(ctx: Ctx, demand_ids: Sequence[int]) -> list[DemandHead]:
    """Give what demands belong to, one statement."""
    return select(
        DemandHead,
        """SELECT d.id, d.ref_kind, d.ref_id, t.root_kind, t.root_id, p.name FROM inventory_demand d
           LEFT JOIN governance_thread t ON t.id = d.thread_id LEFT JOIN parties_party p ON p.id = d.party_id
           WHERE d.company_id = %s AND d.id = ANY(%s)""",
        [ctx.company_id, list(demand_ids)],
    )


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """The tasks of one kind that wait for one order, summed; `id` is the first of them."""

    id: int
    root_kind: str | None
    root_id: int | None
    thread_id: int | None
    party: str | None
    rank: int
    due_on: date | None
    tasks: int
    quantity: Decimal
    places: str
    site: str


def work_orders(
    ctx: Ctx, kind: str, *, site_id: int | None = None, after: str | None = None, size: int = 50, words: str = ""
) -> list[WorkOrder]:
    """List waiting work by order, urgent first: bounded by what is open, paged by (rank, due, task)."""
    rank, due, number = after.split(",") if after and after.count(",") == 2 else ("-1", "0001-01-01", "0")
    return select(
        WorkOrder,
        """SELECT w.id, t.root_kind, t.root_id, w.thread_id, p.name, w.rank, w.due_on, w.tasks, w.quantity, w.places,
                  s.name
           FROM (SELECT min(k.id) AS id, min(k.rank) AS rank, min(k.due_on) AS due_on, count(*) AS tasks,
                        sum(k.quantity) AS quantity, k.thread_id, k.party_id, k.site_id,
                        string_agg(DISTINCT l.code, ', ' ORDER BY l.code) AS places
                 FROM warehouse_task k LEFT JOIN inventory_location l
                   ON l.id = CASE k.kind WHEN 'put_back' THEN k.to_location_id ELSE k.from_location_id END
                 WHERE k.company_id = %(company)s AND k.state = 'ready' AND k.kind = %(kind)s
                   AND (%(site)s::bigint IS NULL OR k.site_id = %(site)s)
                 GROUP BY k.site_id, k.group_id, k.thread_id, k.party_id) w
           JOIN governance_site s ON s.id = w.site_id LEFT JOIN governance_thread t ON t.id = w.thread_id
           LEFT JOIN parties_party p ON p.id = w.party_id
           WHERE (w.rank, coalesce(w.due_on, '0001-01-01'), w.id) > (%(rank)s::int, %(due)s::date, %(number)s::bigint)
             AND (%(words)s = '' OR lower(p.name) LIKE lower(%(words)s) || '%%')
           ORDER BY w.rank, coalesce(w.due_on, '0001-01-01'), w.id LIMIT %(size)s""",
        {"company": ctx.company_id, "kind": kind, "site": site_id, "rank": rank, "due": due, "number": number,
         "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkTask:
    """A task with the words that a picker needs."""

    id: int
    kind: str
    state: str
    site_id: int
    thread_id: int | None
    root_kind: str | None
    root_id: int | None
    party: str | None
    item_id: int
    item_code: str
    item_name: str
    gtin: str
    unit: str
    lot_code: str | None
    expires_on: date | None
    place: str | None
    to_place: str | None
    quantity: Decimal
    done: Decimal
    rank: int
    due_on: date | None
    reason: str
    done_at: datetime | None
    done_by: str | None
    place_id: int | None
    lot_id: int | None
    lot_tracked: bool


_TASKS = """SELECT k.id, k.kind, k.state, k.site_id, k.thread_id, t.root_kind, t.root_id, p.name, k.item_id, i.code,
        i.name, i.gtin, i.stock_unit, lot.code, lot.expires_on, f.code, g.code, k.quantity, k.quantity_done, k.rank,
        k.due_on, k.reason, k.done_at, u.name, k.from_location_id, k.lot_id, i.lot_tracked
    FROM warehouse_task k JOIN catalog_item i ON i.id = k.item_id
    LEFT JOIN governance_thread t ON t.id = k.thread_id LEFT JOIN parties_party p ON p.id = k.party_id
    LEFT JOIN inventory_location f ON f.id = k.from_location_id
    LEFT JOIN inventory_location g ON g.id = k.to_location_id
    LEFT JOIN inventory_lot lot ON lot.id = k.lot_id LEFT JOIN platform_user u ON u.id = k.done_by
    WHERE k.company_id = %s AND {} LIMIT 1000"""


def tasks_beside(ctx: Ctx, task_id: int) -> list[WorkTask]:
    """List all tasks of the order that a task belongs to, of its kind, in walking order."""
    condition = """(k.site_id, k.kind) = (SELECT site_id, kind FROM warehouse_task WHERE id = %s)
        AND (k.id = %s OR (k.thread_id = (SELECT thread_id FROM warehouse_task WHERE id = %s) AND k.group_id
             IS NOT DISTINCT FROM (SELECT group_id FROM warehouse_task WHERE id = %s)))
        ORDER BY f.pick_sequence, f.code, k.id"""
    return select(WorkTask, _TASKS.format(condition), [ctx.company_id, *[task_id] * 4])


def walk(ctx: Ctx, site_id: int, limit: int = 60) -> list[WorkTask]:
    """List the next picks of a site: urgent orders first, each in walking order."""
    condition = "k.state = 'ready' AND k.kind = 'pick' AND k.site_id = %s ORDER BY k.rank, k.due_on, k.group_id, "
    found = select(WorkTask, _TASKS.format(condition + "f.pick_sequence, f.code, k.id"), [ctx.company_id, site_id])
    return found[:limit]


def rounds(ctx: Ctx, kind: str, site_id: int) -> list[WorkTask]:
    """List the put-backs or counts of a site that wait, in walking order of the bins they lead to."""
    condition = "k.state = 'ready' AND k.kind = %s AND k.site_id = %s ORDER BY g.pick_sequence, g.code, i.code, k.id"
    return select(WorkTask, _TASKS.format(condition), [ctx.company_id, kind, site_id])


def count_tasks(
    ctx: Ctx, *, state: str, site_id: int | None = None, after: int = 0, words: str = "", size: int = 50
) -> list[WorkTask]:
    """List counts of a state, the oldest first, of bins or items that begin so; `after` is the last id before."""
    condition = """k.kind = 'count' AND k.state = %s AND (%s::bigint IS NULL OR k.site_id = %s) AND k.id > %s
        AND (%s = '' OR upper(f.code) LIKE upper(%s) || '%%' OR upper(i.code) LIKE upper(%s) || '%%') ORDER BY k.id"""
    sql = _TASKS.replace("LIMIT 1000", "LIMIT %s")
    values = [ctx.company_id, state, site_id, site_id, after, words, words, words, size]
    return select(WorkTask, sql.format(condition), values)


def task_of(ctx: Ctx, task_id: int) -> WorkTask | None:
    """Give a task, whatever became of it."""
    found = select(WorkTask, _TASKS.format("k.id = %s"), [ctx.company_id, task_id])
    return found[0] if found else None


def tasks_of_release(ctx: Ctx, release_id: int) -> list[WorkTask]:
    """List the picks of a release in walking order, whatever became of them."""
    condition = "k.release_id = %s AND k.kind = 'pick' ORDER BY f.pick_sequence, f.code, i.code, k.id"
    return select(WorkTask, _TASKS.format(condition), [ctx.company_id, release_id])


@dataclass(frozen=True, slots=True)
class ToPack:
    """What is picked of a demand and not in a handling unit yet."""

    demand_id: int
    group_id: int | None
    thread_id: int | None
    root_kind: str | None
    root_id: int | None
    party_id: int | None
    party: str | None
    ship_to_id: int | None
    address: str | None
    city: str | None
    item_id: int
    item_code: str
    item_name: str
    unit: str
    due_on: date
    picked: Decimal
    packed: Decimal

    @property
    def left(self) -> Decimal:
        """What can still be packed."""
        return self.picked - self.packed


def to_pack(ctx: Ctx, *, site_id: int | None = None, beside: int | None = None) -> list[ToPack]:
    """List what is picked and not packed: at a site, or of the order that a demand belongs to."""
    return select(
        ToPack,
        """SELECT d.id, d.group_id, d.thread_id, t.root_kind, t.root_id, d.party_id, p.name, d.ship_to_id, a.name,
                  a.city, i.id, i.code, i.name, i.stock_unit, d.due_on, d.quantity_picked - coalesce(c.cancelled, 0),
                  coalesce(u.packed, 0)
           FROM inventory_demand d JOIN catalog_item i ON i.id = d.item_id
           LEFT JOIN governance_thread t ON t.id = d.thread_id LEFT JOIN parties_party p ON p.id = d.party_id
           LEFT JOIN parties_address a ON a.id = d.ship_to_id
           LEFT JOIN LATERAL (SELECT sum(l.quantity) AS packed FROM warehouse_handling_unit_line l
                              JOIN warehouse_handling_unit h ON h.id = l.handling_unit_id AND h.shipment_id IS NULL
                               AND h.unpacked_at IS NULL
                              WHERE l.demand_id = d.id) u ON true
           LEFT JOIN LATERAL (SELECT sum(x.quantity) AS cancelled FROM inventory_allocation x
                              WHERE x.demand_id = d.id AND x.is_cancelled) c ON true
           WHERE d.company_id = %(company)s AND d.quantity_picked > 0
             AND d.id = ANY(ARRAY(SELECT x.demand_id FROM inventory_allocation x
                                  WHERE x.company_id = %(company)s AND x.is_picked))
             AND (%(site)s::bigint IS NULL OR d.site_id = %(site)s)
             AND (%(one)s::bigint IS NULL OR d.id = %(one)s OR (d.thread_id = (
                  SELECT thread_id FROM inventory_demand WHERE id = %(one)s) AND d.site_id = (
                  SELECT site_id FROM inventory_demand WHERE id = %(one)s)))
             AND d.quantity_picked - coalesce(c.cancelled, 0) > coalesce(u.packed, 0)
           ORDER BY d.due_on, d.group_id, d.id LIMIT 2000""",
        {"company": ctx.company_id, "site": site_id, "one": beside},
    )


@dataclass(frozen=True, slots=True)
class WaitingUnit:
    """A handling unit that has not left, with what is needed to send it."""

    id: int
    sscc: str
    kind: str
    party_id: int | None
    party: str | None
    ship_to_id: int | None
    address: str | None
    city: str | None
    thread_id: int | None
    root_kind: str | None
    root_id: int | None
    lines: int
    quantity: Decimal
    packed_at: datetime


def waiting_unit_rows(ctx: Ctx, site_id: int, limit: int = 1000) -> list[WaitingUnit]:
    """List handling units of a site that are on no shipment, the oldest first."""
    return select(
        WaitingUnit,
        """SELECT h.id, h.sscc, h.kind, h.party_id, p.name, h.ship_to_id, a.name, a.city, c.thread_id, t.root_kind,
                  t.root_id, coalesce(c.lines, 0), coalesce(c.quantity, 0), h.packed_at
           FROM warehouse_handling_unit h LEFT JOIN parties_party p ON p.id = h.party_id
           LEFT JOIN parties_address a ON a.id = h.ship_to_id
           LEFT JOIN LATERAL (SELECT count(*) AS lines, sum(l.quantity) AS quantity, min(d.thread_id) AS thread_id
                              FROM warehouse_handling_unit_line l JOIN inventory_demand d ON d.id = l.demand_id
                              WHERE l.handling_unit_id = h.id) c ON true
           LEFT JOIN governance_thread t ON t.id = c.thread_id
           WHERE h.company_id = %s AND h.site_id = %s AND h.shipment_id IS NULL AND h.unpacked_at IS NULL
           ORDER BY h.packed_at, h.id LIMIT %s""",
        [ctx.company_id, site_id, limit],
    )


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A handling unit."""

    id: int
    sscc: str
    kind: str
    site_id: int
    party: str | None
    address: str | None
    city: str | None
    shipment_id: int | None
    packed_at: datetime
    unpacked_at: datetime | None
    unpacked_by: str | None
    unpacked_reason: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What lies in a handling unit."""

    demand_id: int
    root_kind: str | None
    root_id: int | None
    item_code: str
    item_name: str
    quantity: Decimal
    unit: str


def unit(ctx: Ctx, unit_id: int) -> tuple[UnitFacts | None, list[UnitLine]]:
    """Give a handling unit with its contents, or nothing."""
    found = select(
        UnitFacts,
        """SELECT h.id, h.sscc, h.kind, h.site_id, p.name, a.name, a.city, h.shipment_id, h.packed_at,
                  h.unpacked_at, u.name, h.unpacked_reason
           FROM warehouse_handling_unit h LEFT JOIN parties_party p ON p.id = h.party_id
           LEFT JOIN platform_user u ON u.id = h.unpacked_by
           LEFT JOIN parties_address a ON a.id = h.ship_to_id WHERE h.company_id = %s AND h.id = %s""",
        [ctx.company_id, unit_id],
    )
    lines = select(
        UnitLine,
        """SELECT l.demand_id, t.root_kind, t.root_id, i.code, i.name, l.quantity, i.stock_unit
           FROM warehouse_handling_unit_line l JOIN catalog_item i ON i.id = l.item_id
           JOIN inventory_demand d ON d.id = l.demand_id LEFT JOIN governance_thread t ON t.id = d.thread_id
           WHERE l.company_id = %s AND l.handling_unit_id = %s ORDER BY l.id""",
        [ctx.company_id, unit_id],
    )
    return (found[0] if found else None), lines


WAITING_MOST = 1_000


@dataclass(frozen=True, slots=True)
class FloorCounts:
    """How much waits on the floor, counted up to a thousand and one."""

    to_release: int
    to_pick: int
    to_send: int


def floor_counts(ctx: Ctx) -> FloorCounts:
    """Count what waits to be released, picked and sent; bounded, so that home stays quick."""
    (found,) = select(
        FloorCounts,
        """SELECT (SELECT count(*) FROM (SELECT 1 FROM inventory_demand WHERE company_id = %(company)s
                      AND quantity > quantity_cancelled + quantity_allocated + quantity_issued LIMIT %(most)s) d),
                  (SELECT count(*) FROM (SELECT 1 FROM warehouse_task WHERE company_id = %(company)s
                      AND state = 'ready' AND kind = 'pick' LIMIT %(most)s) t),
                  (SELECT count(*) FROM (SELECT 1 FROM warehouse_handling_unit WHERE company_id = %(company)s
                      AND shipment_id IS NULL AND unpacked_at IS NULL LIMIT %(most)s) h)""",
        {"company": ctx.company_id, "most": WAITING_MOST + 1},
    )
    return found
