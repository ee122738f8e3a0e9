"""Reading where the work stands: what waits at each station. Every station asks and works until nothing waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from throughline.cli.replaying import rules
from throughline.cli.replaying.company import Company
from throughline.modules.warehouse.public import waiting_units
from throughline.platform.database.statements import execute
from throughline.platform.operations import reading

#: Quantities of a demand that nobody has claimed for it on a bin.
_OPEN = "d.quantity - d.quantity_cancelled - d.quantity_allocated - d.quantity_issued"


class Arrival(NamedTuple):
    """An announced arrival that is due."""

    ref_id: int
    item_id: int
    code: str
    due_on: date
    quantity: Decimal


class Owed(NamedTuple):
    """An open item of a customer, above zero if owed by it."""

    id: int
    party_id: int
    balance: Decimal


@dataclass(slots=True)
class Delivery:
    """A delivered line with what of it has not come back."""

    id: int
    order_line: int
    party_id: int
    item_id: int
    unit_price: Decimal
    left: Decimal


def closed_days(company: Company) -> set[date]:
    """Give the days whose work is done."""
    found = company.rows(
        """SELECT split_part(key, ':', 2) FROM platform_idempotency_key
           WHERE company_id = %s AND key LIKE 'replay:%%:closed'"""
    )
    return {date.fromisoformat(row[0]) for row in found}


def done_keys(company: Company, prefix: str) -> set[str]:
    """Give the keys of steps that were done, without what all keys of a replay begin with."""
    found = company.rows(
        "SELECT substr(key, 8) FROM platform_idempotency_key WHERE company_id = %s AND key LIKE %s",
        f"replay:{prefix}:%",
    )
    return {row[0] for row in found}


def analyse() -> None:
    """Let the planner see how tables have grown, without waiting for the server to notice."""
    execute("ANALYZE", alias="owner")


def positions(company: Company) -> dict[int, Decimal]:
    """Give what will be left of every item: on hand and incoming less all that is ordered and not allocated."""
    found = company.rows(
        f"""SELECT p.item_id, p.promisable - p.allocated + p.incoming - coalesce(d.open, 0)
            FROM inventory_position p
            LEFT JOIN (SELECT d.item_id, sum({_OPEN}) AS open FROM inventory_demand d
                       WHERE d.company_id = %s AND d.site_id = %s
                         AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued
                       GROUP BY d.item_id) d ON d.item_id = p.item_id
            WHERE p.company_id = %s AND p.site_id = %s""",
        company.site_id,
        company.id,
        company.site_id,
    )
    return dict(found)


def arrivals(company: Company, day: date) -> list[Arrival]:
    """Give what is due to arrive by a day."""
    found = company.rows(
        """SELECT s.ref_id, s.item_id, upper(i.code), s.due_on, s.quantity FROM inventory_supply s
           JOIN catalog_item i ON i.id = s.item_id
           WHERE s.company_id = %s AND s.site_id = %s AND s.quantity > 0 AND s.due_on <= %s ORDER BY s.ref_id""",
        company.site_id,
        day,
    )
    return [Arrival(*row) for row in found]


def on_hand(company: Company, places: Sequence[int]) -> dict[tuple[int, int], Decimal]:
    """Give what may be shipped at places, by place and item."""
    found = company.rows(
        """SELECT location_id, item_id, sum(on_hand) FROM inventory_balance
           WHERE company_id = %s AND location_id = ANY(%s) AND status = 'available' AND lot_id IS NULL
           GROUP BY location_id, item_id""",
        list(places),
    )
    return {(place, item): quantity for place, item, quantity in found}


def releasable(company: Company) -> list[int]:
    """Give demands that are promised goods on hand, whole orders together, as many as one operation takes."""
    found = company.rows(
        """SELECT d.id, d.group_id FROM inventory_demand d
           WHERE d.company_id = %s AND d.site_id = %s
             AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued
             AND EXISTS (SELECT FROM inventory_promise p WHERE p.demand_id = d.id AND p.source = 'stock')
           ORDER BY d.group_id, d.id LIMIT %s""",
        company.site_id,
        rules.LINES + 1,
    )
    return _whole_orders(found)


def picked(company: Company) -> list[int]:
    """Give demands of which something is picked and not on its way."""
    found = company.rows(
        """SELECT DISTINCT d.id, d.group_id FROM inventory_allocation a JOIN inventory_demand d ON d.id = a.demand_id
           WHERE a.company_id = %s AND a.is_picked AND NOT a.is_cancelled
             AND NOT EXISTS (SELECT FROM warehouse_handling_unit_line l
                             JOIN warehouse_handling_unit h ON h.id = l.handling_unit_id
                             WHERE l.demand_id = d.id AND h.shipment_id IS NULL AND h.unpacked_at IS NULL)
           ORDER BY d.group_id, d.id LIMIT %s""",
        rules.LINES + 1,
    )
    return _whole_orders(found)


def packed(company: Company) -> list[int]:
    """Give cartons that wait to leave, as many as one operation takes."""
    with reading(company.reader()):
        contents = waiting_units(company.reader(), company.site_id, limit=rules.LINES)
    return list(dict.fromkeys(part.handling_unit_id for part in contents))


def _whole_orders(found: Sequence[tuple[Any, ...]]) -> list[int]:
    """Leave the last order out where it may go on behind the limit, unless it is the only one."""
    if len(found) <= rules.LINES:
        return [row[0] for row in found]
    last = found[-1][1]
    whole = [row[0] for row in found if row[1] != last]
    return whole or [row[0] for row in found[: rules.LINES]]


def undelivered(company: Company, before: date) -> list[int]:
    """Give shipments that left before a day and are not delivered, as many as are proved at once."""
    found = company.rows(
        """SELECT s.id, (SELECT count(*) FROM logistics_shipment_line l WHERE l.shipment_id = s.id)
           FROM logistics_shipment s
           WHERE s.company_id = %s AND s.state = 'dispatched' AND s.dispatched_on < %s ORDER BY s.id LIMIT %s""",
        before,
        rules.PROVED,
    )
    chosen: list[int] = []
    lines = 0
    for number, count in found:
        lines += count
        if chosen and lines > rules.PROVED:
            break
        chosen.append(number)
    return chosen


def owed(company: Company, due: date) -> list[Owed]:
    """Give what customers owe that is due, oldest first, as many as one operation takes."""
    found = company.rows(
        """SELECT id, party_id, balance FROM settlement_open_item
           WHERE company_id = %s AND state = 'open' AND NOT disputed AND balance > 0 AND due_on <= %s
           ORDER BY due_on, id LIMIT %s""",
        due,
        rules.LINES,
    )
    return [Owed(*row) for row in found]


def owing(company: Company, parties: Sequence[int]) -> list[Owed]:
    """Give the open credit notes of customers, oldest first."""
    found = company.rows(
        """SELECT id, party_id, balance FROM settlement_open_item
           WHERE company_id = %s AND state = 'open' AND balance < 0 AND kind = 'credit_note' AND party_id = ANY(%s)
           ORDER BY on_date, id""",
        list(parties),
    )
    return [Owed(*row) for row in found]


def deliveries(company: Company, wanted: Sequence[tuple[int, int]]) -> list[Delivery]:
    """Give what was delivered of (customer, item) pairs and did not come back, latest first."""
    found = company.rows(
        """SELECT s.id, l.id, o.party_id, l.item_id, l.unit_price, i.quantity_delivered - i.quantity_returned
           FROM (SELECT %s::bigint AS id) c
           CROSS JOIN unnest(%s::bigint[], %s::bigint[]) AS k(party_id, item_id)
           JOIN sales_order o ON o.company_id = c.id AND o.party_id = k.party_id
           JOIN sales_order_line l ON l.order_id = o.id AND l.item_id = k.item_id
           JOIN logistics_shipment_line s ON s.ref_kind = 'sales.order_line' AND s.ref_id = l.id
           JOIN inventory_issue i ON i.id = s.issue_id
           WHERE i.quantity_delivered > i.quantity_returned ORDER BY s.id DESC""",
        [party for party, _ in wanted],
        [item for _, item in wanted],
    )
    return [Delivery(*row) for row in found]


def unfinished(company: Company) -> bool:
    """Say whether something is still to be shipped, delivered or paid."""
    ((waits,),) = company.rows(
        """SELECT EXISTS (SELECT FROM inventory_demand WHERE company_id = %s
                            AND quantity > quantity_cancelled + quantity_issued)
               OR EXISTS (SELECT FROM logistics_shipment WHERE company_id = %s AND state = 'dispatched')
               OR EXISTS (SELECT FROM settlement_open_item WHERE company_id = %s AND state = 'open' AND balance > 0)""",
        company.id,
        company.id,
    )
    return bool(waits)
