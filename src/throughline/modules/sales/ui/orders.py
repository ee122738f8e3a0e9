"""The list of orders and that of quotes: what stands where, the worst said first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from throughline.governance.public import held_threads, site_choices, troubled_threads
from throughline.kernel.digits import is_id
from throughline.modules.parties.public import find_customers, party_names
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.queries.lists import OrderFilter, count_orders, order_page, sort_key
from throughline.modules.sales.queries.orders import OrderFacts
from throughline.modules.sales.ui.progress import gather_sums
from throughline.modules.sales.ui.status import now_of
from throughline.modules.sales.ui.thread import line_of
from throughline.modules.sales.ui.words import STATES, service, services
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Bulk,
    Column,
    Empty,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    MiniLine,
    Nav,
    Status,
    View,
    mini,
    record_url,
)
from throughline.platform.ui.values import Tone

OPEN = ("confirmed",)


@dataclass(frozen=True, slots=True)
class Row:
    """An order as the list shows it."""

    id: int
    version: int
    number: str
    customer: str
    po: str
    service: str
    requested: date
    promised: date | None
    expected: date | None
    net: Decimal
    currency: str
    line: MiniLine
    now: Status


def show_rows(ctx: Ctx, orders: Sequence[OrderFacts]) -> list[Row]:
    """Give orders as rows, with their line and their status."""
    progress = gather_sums(ctx, orders)
    names = party_names(order.party_id for order in orders)
    return [
        Row(
            order.id,
            order.version,
            order.number,
            names.get(order.party_id, ""),
            order.customer_po,
            service(order.service_class),
            order.requested_on,
            order.promised_on,
            progress[order.id].expected_on,
            order.net,
            order.currency,
            mini(line_of(progress[order.id], ctx.today)),
            now_of(progress[order.id], ctx.today),
        )
        for order in orders
    ]


def _page(ctx: Ctx, asked: ListRequest, base: OrderFilter) -> ListPage:
    sort = asked.sort or "-number"
    after = None
    if asked.cursor and "~" in asked.cursor:
        value, _, number = asked.cursor.rpartition("~")
        after = (value, int(number)) if is_id(number) else None
    found = order_page(ctx, _wanted(ctx, asked, base), sort=sort, after=after, limit=asked.size + 1)
    shown = found[: asked.size]
    more = f"{sort_key(shown[-1], sort)}~{shown[-1].id}" if len(found) > asked.size else None
    return ListPage(show_rows(ctx, shown), more)


def _wanted(ctx: Ctx, asked: ListRequest, base: OrderFilter) -> OrderFilter:
    """Turn the filters of an address into those of the query."""
    states = tuple(asked.filters.get("state", ()))
    wanted = replace(base, states=states or base.states, today=ctx.today)
    trouble = asked.one("trouble")
    if trouble == "stopped":
        wanted = replace(wanted, held_or_threads=held_threads(ctx), states=states or ("quoted", "confirmed", "closed"))
    elif trouble == "late":
        wanted = replace(wanted, late_or_threads=troubled_threads(ctx), states=states or OPEN)
    party, before = asked.one("customer"), asked.one("before")
    if party and is_id(party):
        wanted = replace(wanted, parties=[int(party)])
    if before:
        try:
            wanted = replace(wanted, promised_before=date.fromisoformat(before))
        except ValueError:
            wanted = replace(wanted, promised_before=None)
    chosen = [int(value) for value in asked.filters.get("site", ()) if is_id(value)]
    wanted = replace(wanted, sites=chosen, services=tuple(asked.filters.get("service", ())))
    if asked.search:
        parties = [found.party_id for found in find_customers(ctx, asked.search)]
        wanted = replace(wanted, search=asked.search, search_parties=parties)
    return wanted


def orders(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Answer the list of orders."""
    return _page(ctx, asked, OrderFilter(states=("confirmed", "closed", "cancelled")))


def quotes(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Answer the list of quotes."""
    return _page(ctx, asked, OrderFilter(states=("quoted", "lost")))


def count_open(ctx: Ctx) -> int:
    """Count open orders."""
    return count_orders(ctx, OrderFilter(states=OPEN))


def count_stopped(ctx: Ctx) -> int:
    """Count orders and quotes that a hold stops."""
    return count_orders(ctx, OrderFilter(states=("quoted", "confirmed", "closed"), held_or_threads=held_threads(ctx)))


def late_orders(ctx: Ctx) -> OrderFilter:
    """Say which open orders are late, or have a promise at risk."""
    return OrderFilter(states=OPEN, late_or_threads=troubled_threads(ctx), today=ctx.today)


def count_late(ctx: Ctx) -> int:
    """Count open orders that are late or whose promise is at risk."""
    return count_orders(ctx, late_orders(ctx))


def count_quotes(ctx: Ctx) -> int:
    """Count quotes that are neither won nor lost."""
    return count_orders(ctx, OrderFilter(states=("quoted",)))


def _expected_tone(row: Row) -> Tone | None:
    return "warn" if row.expected and row.promised and row.expected > row.promised else None


_COLUMNS = [
    Column("number", "Order", "code", priority=1, sortable=True),
    Column("customer", "Customer", width=190, priority=1),
    Column("po", "Customer PO", dim=True, priority=4),
    Column("service", "Class", dim=True),
    Column("requested", "Requested", "date", dim=True, priority=4, sortable=True),
    Column("promised", "Promised", "date", priority=2, sortable=True),
    Column("expected", "Expected", "date", tone=_expected_tone),
    Column("net", "Net EUR", "money", unit="currency", priority=2, sortable=True),
    Column("line", "Throughline", "mini", priority=2),
    Column("now", "Now", "status", priority=2),
]
_FILTERS = [
    Filter("site", "Site", choices=site_choices),
    Filter("state", "State", choices=STATES),
    Filter("service", "Class", choices=services),
    Filter("customer", "Customer", "lookup", lookup="customers"),
    Filter("before", "Promised", "date", operator="before"),
    Filter("trouble", "Trouble", choices=[("stopped", "Stopped"), ("late", "Late or at risk")]),
]
_NEW = Action("New quote", form="quotes/new", key="N", dialog=False)
_VIEWS: Mapping[str, View] = {
    "open": View("open", "Open", {"state": list(OPEN)}, count=count_open),
    "stopped": View("stopped", "Stopped", {"trouble": ["stopped"]}, count=count_stopped),
    "late": View("late", "Late or at risk", {"trouble": ["late"]}, sort="promised", count=count_late),
    "quotes": View("quotes", "Quotes", {"state": ["quoted"]}, count=count_quotes),
    "closed": View("closed", "Closed", {"state": ["closed"]}),
}

ORDERS = ListScreen(
    slug="orders",
    title="Orders",
    permission=READ,
    nav=Nav("Sell", "Orders", "shopping-cart", 20),
    query=orders,
    columns=_COLUMNS,
    filters=_FILTERS,
    views=list(_VIEWS.values()),
    default_sort="-number",
    row_url=lambda row: record_url("orders", row.id),
    bulk=[Bulk("confirm", "Confirm", "order", "sales.confirm_orders", subject="orders", key="C", past="confirmed")],
    new=_NEW,
    empty=Empty(
        "No orders here",
        "Another view or fewer filters may show them.",
        "A quote becomes an order when it is confirmed.",
    ),
)

QUOTES = ListScreen(
    slug="quotes",
    title="Quotes",
    permission=READ,
    nav=Nav("Sell", "Quotes", "file-text", 10),
    query=quotes,
    columns=[
        Column("number", "Quote", "code", priority=1, sortable=True),
        *(replace(one, priority=min(one.priority, 3)) for one in _COLUMNS[1:5]),
        *_COLUMNS[7:],
    ],
    filters=_FILTERS,
    views=[
        View("waiting", "Waiting", {"state": ["quoted"]}, count=count_quotes),
        View("stopped", "Stopped", {"state": ["quoted"], "trouble": ["stopped"]}),
        View("lost", "Lost", {"state": ["lost"]}),
    ],
    default_sort="-number",
    row_url=lambda row: record_url("orders", row.id),
    bulk=[Bulk("confirm", "Confirm", "quote", "sales.confirm_orders", subject="orders", key="C", past="confirmed")],
    new=_NEW,
    empty=Empty("No quotes here", "Won quotes are orders; lost ones stand under Lost.", "Enter one with N."),
)
