"""What waits to be released, and how much of it stock in pickable bins covers now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

MOST = 2_000


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A demand with something open: what is promised from stock, and what bins, dock and nobody else have of it.

    It leaves on `ship_on` by `cut_off` of its carrier, where that has one.
    `pickable` lies free in bins, `at_dock` elsewhere at the site, `on_stage` where picked goods stand although nobody
    claims them any more; all are of the item, shared by all who want it.
    """

    demand_id: int
    group_id: int | None
    ref_kind: str
    thread_id: int | None
    root_kind: str | None
    root_id: int | None
    party: str | None
    item_id: int
    service_class: str
    rank: int
    due_on: date
    ship_complete: bool
    open: Decimal
    promised: Decimal
    free: Decimal
    pickable: Decimal
    at_dock: Decimal
    on_stage: Decimal
    next_supply: date | None
    party_id: int | None
    ship_on: date
    carrier: str
    cut_off: time | None


_WAITING = """SELECT d.id, d.group_id, d.ref_kind, d.thread_id, t.root_kind, t.root_id, p.name, d.item_id,
        d.service_class, d.rank, d.due_on, d.ship_complete, d.open, coalesce(s.promised, 0),
        coalesce(n.promisable - n.promised - n.allocated, 0), coalesce(b.pickable, 0), coalesce(b.at_dock, 0),
        coalesce(b.on_stage, 0),
        s.next_on, d.party_id, coalesce(d.ship_on, d.due_on), coalesce(c.carrier, ''), c.cut_off
    FROM (SELECT id, group_id, ref_kind, thread_id, party_id, item_id, site_id, service_class, rank, due_on,
                 ship_complete, ship_on, carrier_service_id,
                 quantity - quantity_cancelled - quantity_allocated - quantity_issued AS open
          FROM inventory_demand
          WHERE company_id = %(company)s AND site_id = %(site)s
            AND quantity > quantity_cancelled + quantity_allocated + quantity_issued
          ORDER BY due_on, id LIMIT %(limit)s) d
    LEFT JOIN governance_thread t ON t.id = d.thread_id
    LEFT JOIN parties_party p ON p.id = d.party_id
    LEFT JOIN parties_carrier_service c ON c.id = d.carrier_service_id
    LEFT JOIN inventory_position n
      ON n.company_id = %(company)s AND n.site_id = d.site_id AND n.item_id = d.item_id
    LEFT JOIN LATERAL (SELECT sum(quantity) FILTER (WHERE source = 'stock') AS promised,
                              min(expected_on) FILTER (WHERE source = 'supply') AS next_on
                       FROM inventory_promise WHERE demand_id = d.id) s ON true
    LEFT JOIN (SELECT item_id, sum(x.on_hand - x.reserved) FILTER (WHERE l.is_pickable AND l.kind = 'bin') AS pickable,
                      sum(x.on_hand - x.reserved) FILTER (WHERE l.kind NOT IN ('bin', 'stage')
                          OR l.kind = 'bin' AND NOT l.is_pickable) AS at_dock,
                      sum(x.on_hand - x.reserved) FILTER (WHERE l.kind = 'stage') AS on_stage
               FROM inventory_balance x JOIN inventory_location l ON l.id = x.location_id
               WHERE x.company_id = %(company)s AND x.site_id = %(site)s AND x.status = 'available'
                 AND x.owner_id IS NULL AND x.on_hand > x.reserved GROUP BY item_id) b ON b.item_id = d.item_id
    ORDER BY d.rank, d.due_on, d.id"""


def waiting_lines(ctx: Ctx, site_id: int) -> list[WaitingLine]:
    """List the demands of a site of which something is not allocated, in line; one statement."""
    return select(WaitingLine, _WAITING, {"company": ctx.company_id, "site": site_id, "limit": MOST})


@dataclass(slots=True)
class WaitingOrder:
    """What waits together, usually an order: its lines, and what of them could go now."""

    id: int
    ref_kind: str
    thread_id: int | None
    root_kind: str | None
    root_id: int | None
    party: str
    service_class: str
    rank: int
    due_on: date
    ship_complete: bool
    party_id: int | None
    ship_on: date
    carrier: str
    cut_off: time | None
    lines: list[WaitingLine] = field(default_factory=list)
    whole: int = 0
    part: int = 0
    open: Decimal = ZERO
    promised: Decimal = ZERO
    coming: date | None = None
    reason: str = ""

    @property
    def can_go(self) -> bool:
        """Say whether a release would allocate anything."""
        return not self.reason and (self.whole > 0 or self.part > 0)

    @property
    def all_of_it(self) -> bool:
        """Say whether a release would allocate everything."""
        return self.whole == len(self.lines)


def waiting_orders(lines: Iterable[WaitingLine], held: dict[int, str]) -> list[WaitingOrder]:
    """Gather lines by order, serve them in line from what bins hold, and say why what cannot go cannot.

    An estimate for the eye: the preview of a release is the release itself, rolled back.
    """
    orders: dict[tuple[str, int], WaitingOrder] = {}
    left: dict[int, Decimal] = {}
    for line in lines:
        key = (line.ref_kind, line.group_id or -line.demand_id)
        order = orders.setdefault(
            key,
            WaitingOrder(
                line.demand_id, line.ref_kind, line.thread_id, line.root_kind, line.root_id, line.party or "",
                line.service_class, line.rank, line.due_on, line.ship_complete,
                line.party_id, line.ship_on, line.carrier, line.cut_off,
            ),
        )  # fmt: skip
        order.lines.append(line)
        order.due_on = min(order.due_on, line.due_on)
        order.ship_on = min(order.ship_on, line.ship_on)
        order.open += line.open
        order.promised += line.promised
        if line.next_supply and (order.coming is None or line.next_supply > order.coming):
            order.coming = line.next_supply
        if line.thread_id in held:
            continue
        _serve(order, line, left)
    for order in orders.values():
        order.reason = _reason(order, held)
    return sorted(orders.values(), key=lambda order: (order.due_on, order.rank, order.id))


def _serve(order: WaitingOrder, line: WaitingLine, left: dict[int, Decimal]) -> None:
    room = left.setdefault(line.item_id, line.pickable)
    wanted = min(line.open, line.promised + max(line.free, ZERO))
    taken = min(wanted, room)
    if line.ship_complete and taken < line.open:
        return
    left[line.item_id] = room - taken
    order.whole += taken == line.open
    order.part += ZERO < taken < line.open


def _reason(order: WaitingOrder, held: dict[int, str]) -> str:
    if order.thread_id in held:
        return held[order.thread_id]
    if order.whole or order.part:
        return ""
    if any(line.promised > 0 and line.on_stage > 0 and line.pickable < line.promised for line in order.lines):
        return "on the stage"
    if any(line.promised > 0 and line.at_dock > 0 and line.pickable < line.promised for line in order.lines):
        return "at dock"
    if order.ship_complete and any(line.promised + max(line.free, ZERO) > 0 for line in order.lines):
        return "ship complete"
    return "no stock"


def beside(ctx: Ctx, demand_ids: Sequence[int]) -> dict[int, list[int]]:
    """Give the demands with something open that wait together with others, by the demand asked for."""
    found = rows(
        """SELECT a.id, array_agg(d.id ORDER BY d.id)
           FROM inventory_demand a JOIN inventory_demand d
             ON d.company_id = a.company_id AND d.site_id = a.site_id AND d.ref_kind = a.ref_kind
            AND (d.id = a.id OR (d.group_id = a.group_id AND d.thread_id = a.thread_id))
           WHERE a.company_id = %s AND a.id = ANY(%s)
             AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued GROUP BY a.id""",
        [ctx.company_id, list(demand_ids)],
    )
    return dict(found)
