"""A list of fifty thousand rows opens as one of a few does: counted in rows read, not in time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connections, transaction
from django.http import QueryDict

from tests.world import World, new_world
from throughline.governance.rest import audit
from throughline.governance.ui.exceptions import LIST as EXCEPTIONS
from throughline.governance.ui.notifications import LIST as NOTIFICATIONS
from throughline.modules.billing.ui.earned import LIST as EARNED
from throughline.modules.billing.ui.invoices import LIST as INVOICES
from throughline.modules.catalog.ui.item import LIST as ITEMS
from throughline.modules.inventory.queries.ledger import move_page
from throughline.modules.inventory.ui.stock import LIST as STOCK
from throughline.modules.ledger.ui.books import ENTRIES, LINES
from throughline.modules.logistics.ui.shipments import LIST as SHIPMENTS
from throughline.modules.parties.ui.customers import LIST as CUSTOMERS
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.returns.ui.returns import LIST as RETURNS
from throughline.modules.sales.ui.orders import ORDERS, QUOTES
from throughline.modules.settlement.ui.payments import LIST as PAYMENTS
from throughline.modules.settlement.ui.receivables import ITEMS as OPEN_ITEMS
from throughline.modules.warehouse.ui.counting import LIST as COUNTS
from throughline.modules.warehouse.ui.receipts import LIST as RECEIPTS
from throughline.modules.warehouse.ui.releases import LIST as RELEASES
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import OPERATIONS, Ctx, operation, reading
from throughline.platform.ui import Filter, ListPage, ListRequest, ListScreen, formats
from throughline.platform.ui.asked import read_query

MANY = 50_000
#: Where the ids of what is put there begin.
FROM = 2_000_000_000
#: Companies beside it, so that the server takes a company for a few rows.
NEIGHBOURS = 8
#: What a page may read of the table, however long it is: its rows, and for each of the views a thousand that it counts.
READ = 8_000


@dataclass(frozen=True)
class Long:
    """A list with the tables that grow with it: what differs from row to row, as SQL over `n`; and what is asked.

    `{party}`, `{account}` and `{item}` stand for ids of the company, `{nobody}` for that of no party, `{c}` for the
    company; `{old}`, `{mid}` and `{new}` for days before nearly all others, amid them and after them.
    """

    screen: ListScreen
    tables: Mapping[str, Mapping[str, str]]
    asked: Sequence[str] = ("",)


def moves(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Ask the stock ledger as programs do."""
    found = move_page(
        ctx,
        item_id=asked.number("item"),
        lot_id=asked.number("lot"),
        since=asked.day("since"),
        until=asked.day("until"),
        before=asked.before,
        limit=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


def deeds(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Ask the audit log as programs do."""
    found = audit(
        ctx,
        name=asked.one("name") or None,
        actor_id=asked.number("actor"),
        subject_kind="sales.order" if asked.one("order") else "",
        subject_id=asked.number("order"),
        after=asked.before,
        limit=asked.size,
    )
    return ListPage(found.rows, str(found.next) if found.next else None)


AUDIT = ListScreen(
    slug="audit",
    title="Audit log",
    query=deeds,
    columns=[],
    filters=[Filter(name, name) for name in ("name", "actor", "order")],
)
MOVES = ListScreen(
    slug="moves",
    title="Moves",
    query=moves,
    columns=[],
    filters=[Filter(name, name) for name in ("item", "lot", "since", "until")],
)
NUMBERED = {"number": "'ZZ-' || n"}
DAYS = "DATE '2020-01-01' + (n / 50)::int"
OLD, MID, NEW = "2020-01-05", "2021-05-01", "2025-05-01"
#: One order in a hundred is open.
SOLD = {**NUMBERED, "version": "1", "state": "CASE WHEN mod(n, 100) = 0 THEN 'confirmed' ELSE 'closed' END"}
#: One document in a thousand is open.
OWED = {
    **NUMBERED, "document_id": f"{FROM} + n", "on_date": DAYS, "due_on": DAYS,
    "balance": "CASE WHEN mod(n, 1000) = 0 THEN amount ELSE 0 END",
    "state": "CASE WHEN mod(n, 1000) = 0 THEN 'open' ELSE 'settled' END",
}  # fmt: skip
OPEN = {**OWED, "balance": "amount", "state": "'open'"}
SENT = {
    **NUMBERED, "dispatched_on": DAYS, "tracking": "'T' || n",
    "state": "CASE WHEN mod(n, 5000) = 0 THEN 'dispatched' ELSE 'delivered' END",
}  # fmt: skip
COUNTED = {"kind": "CASE WHEN mod(n, 100) = 0 THEN 'count' ELSE 'pick' END", "state": "'done'"}
BOOKED = {"on_date": DAYS, "journal": "'sales'", "text": "'Invoice ' || n"}
TOLD = {"read_at": "CASE WHEN mod(n, 1000) = 0 THEN NULL ELSE at END"}
RAISED = {
    "subject_id": f"{FROM} + n", "cleared_at": "CASE WHEN mod(n, 1000) = 0 THEN NULL ELSE opened_at END",
}  # fmt: skip
THING = {"code": "'ZZ-{c}-' || n", "name": "'Thing ' || n", "gtin": "''"}
FREE = {"item_id": f"{FROM} + n", "promisable": "9", "promised": "0", "allocated": "0"}
SEARCHED = ["q=ZZ-777", "q=zzz"]
BY_CUSTOMER = ["customer={party}", "customer={nobody}"]
LONG = {
    "orders": Long(ORDERS, {"sales_order": SOLD},
        ["", "view=closed", "view=late", "sort=-net", "view=closed&sort=net", "view=closed&sort=-promised",
         "state=closed&state=confirmed&sort=requested", "q=SO-0000", "q=SO-9"]),
    "quotes": Long(QUOTES, {"sales_order": SOLD}, ["", "view=waiting", "view=lost", "q=SO-9"]),
    "billable events": Long(EARNED, {"billing_billable_event": {"source_id": f"{FROM} + n", "bill_on": DAYS,
            "state": "CASE WHEN mod(n, 1000) = 0 THEN 'open' ELSE 'billed' END"}},
        ["", "view=asked", *BY_CUSTOMER, *SEARCHED]),
    "invoices": Long(INVOICES, {"billing_invoice": {**NUMBERED, "on_date": DAYS, "due_on": DAYS},
                                "settlement_open_item": OWED},
        ["", "view=open", "view=overdue", "view=credits", "standing=disputed", "standing=paid", *BY_CUSTOMER,
         "until={old}", "until={mid}", "since={new}", "since={old}&until={old}", *SEARCHED, "kind=invoice"]),
    "shipments": Long(SHIPMENTS, {"logistics_shipment": SENT},
        ["", "view=way", "view=trouble", "view=lost", "carrier=nobody", *BY_CUSTOMER, "until={old}",
         "until={mid}", "since={new}", "q=T4711", *SEARCHED]),
    "releases": Long(RELEASES, {"warehouse_release": {"name": "''"}},
        ["", "view=all", "view=waves", "q=monday", "q=R-41"]),
    "counts": Long(COUNTS, {"warehouse_task": COUNTED}, ["", "view=done"]),
    "receipts": Long(RECEIPTS, {"warehouse_receipt": {**NUMBERED, "on_date": DAYS}},
        ["", "kind=opening", "kind=purchase", "since={new}", *SEARCHED]),
    "returns": Long(RETURNS, {"returns_return": {**NUMBERED, "on_date": DAYS}},
        ["", *BY_CUSTOMER, "since={new}", *SEARCHED]),
    "payments": Long(PAYMENTS, {"settlement_payment": {**NUMBERED, "on_date": DAYS, "bank_reference": "'B' || n"},
                                "settlement_open_item": {**OWED, "document_kind": "'settlement.payment'"}},
        ["", "view=unmatched", *BY_CUSTOMER, "since={new}", "q=B4711", *SEARCHED]),
    "open items": Long(OPEN_ITEMS, {"settlement_open_item": OPEN},
        ["", "view=overdue", "view=late", "view=over", "view=disputed", "kind=payment", *BY_CUSTOMER, *SEARCHED]),
    "ledger entries": Long(ENTRIES, {"ledger_entry": BOOKED},
        ["", "journal=bank", "until={old}", "until={mid}", "since={new}", "q=Invoice 4711", "q=zzz"]),
    "lines of an account": Long(LINES, {"ledger_entry_line": {"on_date": DAYS}},
        ["account={account}", "account={account}&until={old}", "account={account}&since={new}"]),
    "moves": Long(MOVES, {"inventory_move": {"on_date": DAYS}},
        ["", "item={item}", "item={item}&until={old}", "item={item}&until={mid}", "item={item}&since={new}", "lot=7"]),
    "notifications": Long(NOTIFICATIONS, {"governance_notification": TOLD}, ["", "view=all", "unread=1"]),
    "exceptions": Long(EXCEPTIONS, {"governance_exception": RAISED},
        ["", "view=queues", "view=mine", "queue=credit", "q=zzz"]),
    "items": Long(ITEMS, {"catalog_item": THING},
        ["", "kind=service", "state=blocked", "q=ZZ-{c}-777", "q=thing 4711", "q=zzz"]),
    "customers": Long(CUSTOMERS, {"parties_party": {"code": "'ZZ-{c}-' || n", "name": "'Party ' || n"},
                                  "parties_customer": {"party_id": f"{FROM} + n"}},
        ["", "blocked=1", "group=nobody", "q=ZZ-{c}-777", "q=party 4711", "q=zzz"]),
    "stock": Long(STOCK, {"catalog_item": THING, "inventory_position": {"item_id": f"{FROM} + n"}},
        ["", "only=incoming", "q=ZZ-{c}-777", "q=zzz"]),
    "stock that is all free": Long(STOCK, {"catalog_item": THING, "inventory_position": FREE},
        ["only=out", "only=claimed"]),
    "audit log": Long(AUDIT, {"platform_operation": {"name": "'catalog.save_items'", "subjects": "'{}'"}},
        ["", "name=settlement.register_payments", "name=catalog.save_items", "name=nothing", "actor={actor}", "actor=7",
         "order={order}", "order=7"]),
}  # fmt: skip


def tell(ctx: Ctx) -> None:
    """Tell the reader something."""

    @operation("tests.tell_oneself", permission="governance.inbox.own")
    def tell_oneself(ctx: Ctx) -> None:
        """Tell oneself something, which nobody is told otherwise."""
        execute(
            """INSERT INTO governance_notification (company_id, user_id, kind, title, actor_id, at, subject_kind,
               subject_id, operation_id) VALUES (%s, %s, 'mention', 'Look here', %s, %s, '', 0, %s)""",
            [ctx.company_id, ctx.actor_id, ctx.actor_id, ctx.now, ctx.operation_id],
        )

    try:
        tell_oneself(ctx)
    finally:
        del OPERATIONS["tests.tell_oneself"]


@pytest.fixture(scope="module")
def full(empty_surroundings: None, django_db_blocker: object) -> Iterator[World]:
    """A company in which everything happened once, beside others."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for _ in range(NEIGHBOURS):
            happened(new_world())
        world = happened(new_world())
        tell(world.as_("desk"))
        yield world


def happened(world: World) -> World:
    """Let an order go through to its payment, in a company."""
    item = world.item("P", stock=10, cost=1, price=9)
    party = world.customer()
    world.order(party, [(item, 1)])
    shipments = world.ship(world.order(party, [(item, 1)]))
    world.deliver(*shipments)
    world.bill()
    world.pay(party, 5)
    ((line,),) = world.rows("SELECT id FROM logistics_shipment_line WHERE shipment_id = ANY(%s)", shipments)
    receive_returns(
        world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line, Decimal(1))], "too many")]
    ).unrefused()
    short = world.order(party, [(item, 7)])
    world.release(short)
    (task,) = world.tasks(short)
    world.pick(short, quantities={task.id: 3}, reason="not there")
    return world


@contextmanager
def grown(world: World, long: Long) -> Iterator[None]:
    """Let the first row of each table stand fifty thousand times, put there by the owner; and take it away again."""
    words = {"c": str(world.company_id)}
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table, own in long.tables.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
                [table],
            )
            names = [name for (name,) in cursor.fetchall()]
            put = {"id": f"{FROM} + n", **{name: text.replace("{c}", words["c"]) for name, text in own.items()}}
            chosen = ", ".join(put.get(name, f'o."{name}"') for name in names)
            columns = ", ".join(f'"{name}"' for name in names)
            whose = "company_id = %s" if "company_id" in names else "%s > 0"
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                f"""INSERT INTO {table} ({columns}) SELECT {chosen}
                    FROM (SELECT * FROM {table} WHERE {whose} ORDER BY id LIMIT 1) o, generate_series(1, %s) AS g(n)""",
                [world.company_id, MANY],
            )
            assert cursor.rowcount == MANY, f"nothing stands in {table} to be multiplied"
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(long.tables)}")
        yield
    finally:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            for table in reversed(long.tables):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(f"DELETE FROM {table} WHERE id > {FROM}")
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.parametrize("name", LONG)
def test_a_page_reads_what_it_shows(full: World, name: str) -> None:
    """The first page and the one after it, of every view, filter, order and search."""
    long = LONG[name]
    words = {"c": str(full.company_id), "old": OLD, "mid": MID, "new": NEW, "nobody": "1999999999", **ids_of(full)}
    with grown(full, long):
        read = {asked: touched(full, long, asked.format_map(words)) for asked in long.asked}
    too_much = {asked: found for asked, found in read.items() if max(found.values()) > READ}
    assert too_much == {}, too_much


def ids_of(world: World) -> dict[str, str]:
    """Give ids that addresses name."""
    ((party,),) = world.rows("SELECT party_id FROM sales_order WHERE company_id = %s LIMIT 1", world.company_id)
    ((account,),) = world.rows(
        "SELECT account_id FROM ledger_entry_line WHERE company_id = %s ORDER BY id LIMIT 1", world.company_id
    )
    ((item,),) = world.rows(
        "SELECT item_id FROM inventory_move WHERE company_id = %s ORDER BY id LIMIT 1", world.company_id
    )
    ((order, actor),) = world.rows(
        """SELECT min(s.id), min(s.quoted_by) FROM sales_order s WHERE s.company_id = %s""", world.company_id
    )
    found = {"party": party, "account": account, "item": item, "order": order, "actor": actor}
    return {name: str(number) for name, number in found.items()}


def touched(world: World, long: Long, query: str) -> dict[str, int]:
    """Count the rows of each table that two pages read, by index or without, the counts of the views among them."""
    ctx = world.as_("desk")
    with reading(ctx), formats.standing(ctx):
        before = so_far(long.tables)
        asked = read_query(long.screen, QueryDict(query))
        cursor = long.screen.query(ctx, asked.request).next_cursor
        for view in long.screen.views:
            if view.count:
                view.count(ctx)
        first = so_far(long.tables)
        if cursor:
            again = QueryDict(f"{query}&after={cursor}")
            long.screen.query(ctx, read_query(long.screen, again).request)
        second = so_far(long.tables)
    return {table: max(first[table] - before[table], second[table] - first[table]) for table in long.tables}


def so_far(tables: Mapping[str, object]) -> dict[str, int]:
    """Give what this session has read of tables and not yet told the server."""
    found = rows(
        "SELECT relname, seq_tup_read + idx_tup_fetch FROM pg_stat_xact_all_tables WHERE relname = ANY(%s)",
        [list(tables)],
    )
    return {table: int(count) for table, count in found}


@pytest.mark.parametrize("name", ["orders", "invoices"])
def test_asked_often_a_page_still_reads_what_it_shows(full: World, name: str) -> None:
    """A statement that a connection keeps has one plan for all values; that plan must not be the worse one."""
    long = LONG[name]
    asked = long.asked[1].format_map(ids_of(full))
    with grown(full, long):
        read = [touched(full, long, asked) for _ in range(12)]
    assert max(max(found.values()) for found in read) <= READ
