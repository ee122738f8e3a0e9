"""Orders as their list asks for them: filtered, sorted, a page at a time by key; and counts up to a bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.modules.sales.queries.orders import ORDER_SQL, OrderFacts
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

BOUND = 1001
#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"

#: What a list may be sorted by, and what stands for a missing value.
SORTS = {
    "number": "id",
    "requested": "requested_on",
    "promised": "coalesce(promised_on, DATE '9999-12-31')",
    "net": "net",
}


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders: by state, thread, party, site, service class, promised date, number or customer PO."""

    states: Sequence[str] = ()
    threads: Sequence[int] | None = None
    held_or_threads: Sequence[int] | None = None
    late_or_threads: Sequence[int] | None = None
    today: date | None = None
    parties: Sequence[int] | None = None
    sites: Sequence[int] = ()
    services: Sequence[str] = ()
    promised_before: date | None = None
    search: str = ""
    search_parties: Sequence[int] = field(default_factory=tuple)
    ids: Sequence[int] | None = None


def order_page(
    ctx: Ctx, wanted: OrderFilter, *, sort: str = "-number", after: tuple[str, int] | None = None, limit: int = 50
) -> list[OrderFacts]:
    """Give one page of orders; `after` is the sort value (as text) and id of the last row before it.

    What follows is asked for in two stretches, the rest of the same value and what lies beyond: of both in one
    comparison the server believes that it finds few where most rows have the same value, and sorts them all.
    """
    wanted = _looked_up(ctx, wanted)
    if wanted.ids == []:
        return []
    conditions, values = _conditions(wanted)
    expression = SORTS.get(sort.removeprefix("-"), "id")
    descending = sort.startswith("-")
    direction, sign = ("DESC", "<") if descending else ("ASC", ">")
    order = f" ORDER BY {expression} {direction}, id {direction} LIMIT %s"

    def stretch(more: Sequence[str], given: Sequence[Any], most: int) -> list[OrderFacts]:
        sql = ORDER_SQL.format(" AND ".join([*conditions, *more])) + order
        return select(OrderFacts, sql, [ctx.company_id, *values, *given, most])

    if after is None:
        return stretch([], [], limit)
    value, last = after
    if expression == "id":
        return stretch([f"id {sign} %s"], [last], limit)
    cast = "numeric" if expression == "net" else "date"
    found = stretch([f"{expression} = %s::{cast}", f"id {sign} %s"], [value, last], limit)
    if len(found) < limit:
        found += stretch([f"{expression} {sign} %s::{cast}"], [value], limit - len(found))
    return found


def sort_key(order: OrderFacts, sort: str) -> str:
    """Give what `after` needs of a row."""
    name = sort.removeprefix("-")
    if name == "promised":
        return str(order.promised_on or date(9999, 12, 31))
    return str({"requested": order.requested_on, "net": order.net}.get(name, order.id))


def count_orders(ctx: Ctx, wanted: OrderFilter) -> int:
    """Count orders, 1,001 at most."""
    conditions, values = _conditions(wanted)
    ((count,),) = rows(
        f"""SELECT count(*) FROM (SELECT FROM sales_order WHERE company_id = %s AND {" AND ".join(conditions)}
            LIMIT %s) AS bounded""",
        [ctx.company_id, *values, BOUND],
    )
    return int(count)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many orders, 1,001 at most, and the net amount of theirs that has not arrived."""

    orders: int
    net: Decimal


def late_backlog(ctx: Ctx, wanted: OrderFilter) -> Backlog:
    """Sum what is still to arrive of orders, of 1,001 at most."""
    conditions, values = _conditions(wanted)
    (found,) = select(
        Backlog,
        f"""SELECT count(*), coalesce(sum(net - net_delivered), 0) FROM (
                SELECT net, net_delivered FROM sales_order WHERE company_id = %s AND {" AND ".join(conditions)}
                LIMIT %s) AS bounded""",
        [ctx.company_id, *values, BOUND],
    )
    return found


def _conditions(wanted: OrderFilter) -> tuple[list[str], list[Any]]:
    conditions, values = ["true"], list[Any]()
    for condition, given in (
        ("state = ANY(%s)", wanted.states or None),
        ("id = ANY(%s)", wanted.ids),
        ("thread_id = ANY(%s)", wanted.threads),
        ("(is_held AND state = 'quoted' OR thread_id = ANY(%s))", wanted.held_or_threads),
        ("party_id = ANY(%s)", wanted.parties),
        ("site_id = ANY(%s)", wanted.sites or None),
        ("service_class = ANY(%s)", wanted.services or None),
    ):
        if given is not None:
            conditions.append(condition)
            values.append(list(given))
    if wanted.promised_before is not None:
        conditions.append("promised_on < %s")
        values.append(wanted.promised_before)
    if wanted.late_or_threads is not None:
        conditions.append("(promised_on < %s AND net_delivered < net OR thread_id = ANY(%s))")
        values += [wanted.today, list(wanted.late_or_threads)]
    if wanted.search:
        conditions.append(f"({' OR '.join(_FOUND)})")
        values += _found_by(wanted)
    return conditions, values


#: What is searched: the beginning of the number, the whole customer PO, the customers that the words name.
_FOUND = ('number COLLATE "C" >= %s AND number COLLATE "C" < %s', 'customer_po COLLATE "C" = %s', "party_id = ANY(%s)")


def _found_by(wanted: OrderFilter) -> list[Any]:
    start = wanted.search.upper()
    return [start, start + LAST, wanted.search, list(wanted.search_parties)]


#: The same three, each a stretch of its index in the index's order. What the server believes of the values (all
#: orders have the one empty PO, one customer has most of them) then cannot make it read the table instead.
_STRETCHES = """
    (SELECT id FROM sales_order WHERE company_id = %(company)s
        AND number COLLATE "C" >= %(start)s AND number COLLATE "C" < %(end)s
        ORDER BY number COLLATE "C" LIMIT %(most)s)
    UNION
    (SELECT id FROM sales_order WHERE company_id = %(company)s
        AND customer_po COLLATE "C" >= %(po)s AND customer_po COLLATE "C" <= %(po)s
        ORDER BY customer_po COLLATE "C" LIMIT %(most)s)
    UNION
    (SELECT theirs.id FROM unnest(%(parties)s::bigint[]) AS named(party_id) CROSS JOIN LATERAL (
        SELECT id FROM sales_order WHERE company_id = %(company)s
            AND party_id >= named.party_id AND party_id <= named.party_id
            ORDER BY party_id, id LIMIT %(most)s) AS theirs LIMIT %(most)s)"""


def _looked_up(ctx: Ctx, wanted: OrderFilter) -> OrderFilter:
    """Turn a search that few orders answer into their ids.

    Many are found soon by walking through the list in its order; few never would be, and the server cannot know
    which it is where companies share a table.
    """
    if not wanted.search:
        return wanted
    start, end, po, parties = _found_by(wanted)
    asked = {"company": ctx.company_id, "start": start, "end": end, "po": po, "parties": parties, "most": BOUND}
    found = rows(_STRETCHES, asked)
    return wanted if len(found) >= BOUND else replace(wanted, search="", ids=[number for (number,) in found])
