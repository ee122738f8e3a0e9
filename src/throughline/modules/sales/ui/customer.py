"""What sales adds to a customer's record: credit, open orders and open items."""

from collections.abc import Sequence

from throughline.modules.sales.permissions import READ
from throughline.modules.sales.queries.lists import OrderFilter, order_page
from throughline.modules.sales.ui.home import may_open
from throughline.modules.sales.ui.orders import show_rows
from throughline.modules.settlement.public import OpenItemFacts, credit_facts, open_items_of
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Grid,
    Meter,
    Meters,
    Section,
    Status,
    disc,
    half,
    list_url,
    record_url,
    triangle,
)
from throughline.platform.ui.formats import money
from throughline.platform.ui.sentences import tell

SHOWN = 12


def sections(ctx: Ctx, party_id: int) -> Sequence[Section]:
    """Give the sections that this reader may see."""
    found = list[Section]()
    if may_open(ctx, "receivables"):
        found += _credit(ctx, party_id)
    if ctx.may(READ):
        found.append(_orders(ctx, party_id))
    if may_open(ctx, "receivables"):
        found.append(_items(ctx, party_id))
    return found


def _credit(ctx: Ctx, party_id: int) -> list[Section]:
    credit = credit_facts(ctx, [party_id])[party_id]
    words = f"{money(credit.receivable)} owed, {money(credit.committed)} ordered and not billed"
    if credit.credit_limit is None:
        return [Meters([Meter("Credit", money(credit.exposure), 0.0, f"{words}, no limit")])]
    whole = max(float(credit.credit_limit), float(credit.exposure), 1.0) * 1.1
    figure = tell("{part} of {total}", part=money(credit.exposure), total=money(credit.credit_limit))
    used, added = float(credit.receivable) / whole, float(credit.committed) / whole
    return [Meters([Meter("Credit", figure, max(0.0, used), words, added, float(credit.credit_limit) / whole)])]


def _orders(ctx: Ctx, party_id: int) -> Section:
    wanted = OrderFilter(states=("quoted", "confirmed"), parties=[party_id])
    rows = show_rows(ctx, order_page(ctx, wanted, limit=SHOWN))
    columns = [
        Column("number", "Order", "code", priority=1, url=lambda row: record_url("orders", row.id)),
        Column("po", "Customer PO", dim=True),
        Column("promised", "Promised", "date", priority=2),
        Column("net", "Net EUR", "money", unit="currency", priority=2),
        Column("line", "Throughline", "mini", priority=2),
        Column("now", "Now", "status", priority=2),
    ]
    door = Action("All orders", url=list_url("orders", customer=party_id))
    return Grid("Quotes and open orders", rows, columns, actions=[door], empty="Nothing is open.")


def _items(ctx: Ctx, party_id: int) -> Section:
    items = open_items_of(ctx, party_id)[:50]

    def now(row: OpenItemFacts) -> Status:
        if row.disputed:
            return triangle("Disputed")
        if row.balance < 0:
            return half("On account")
        return triangle("Overdue") if row.due_on < ctx.today else disc("Not due")

    columns = [
        Column("number", "Document", "code", priority=1),
        Column("kind", "Kind", value=lambda row: row.kind.replace("_", " ").capitalize(), dim=True),
        Column("on_date", "Dated", "date"),
        Column("due_on", "Due", "date", priority=2),
        Column("amount", "Amount", "money"),
        Column("balance", "Open EUR", "money", priority=2),
        Column("now", "Now", "status", value=now, priority=2),
    ]
    foot = {"balance": sum((item.balance for item in items), 0)} if items else {}
    return Grid("Open items", items, columns, foot=foot, empty="Nothing is owed.")
