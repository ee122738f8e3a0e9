"""Screens of sales: quotes and orders, the record with the throughline, forms, and why values are what they are."""

from collections.abc import Iterable, Mapping, Sequence

from throughline.governance.public import Dimension, declare_samples, declare_scope
from throughline.modules.parties.public import party_names
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.queries.orders import lines_by_refs, numbers_of, order_of_thread, parties_of
from throughline.modules.sales.queries.orders import orders as orders_by_id
from throughline.modules.sales.ui import (
    amend,
    confirmation,
    customer,
    entry,
    forms,
    home,
    orders,
    policy_samples,
    promises,
    quote,
    record,
    shipped,
    substitutes,
    whys,
)
from throughline.modules.sales.ui.progress import gather
from throughline.modules.sales.ui.thread import line_of
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Hit, Throughline, homes, lookups, record_url, screens, search, slots
from throughline.platform.ui.numbered import Numbered, register_numbered
from throughline.platform.ui.sentences import tell
from throughline.platform.ui.why import whys as explanations


def thread_line(ctx: Ctx, thread_id: int) -> Throughline | None:
    """Give the throughline of a thread that an order opened, for the documents of all modules.

    It tells money, so only those see it who may see orders.
    """
    order = order_of_thread(ctx, thread_id) if ctx.may(READ) else None
    return line_of(gather(ctx, [order])[order.id], ctx.today) if order else None


BY_NUMBER = Numbered("orders", "Order", "sales_order", READ, "shopping-cart")
BY_PO = Numbered("orders", "Order", "sales_order", READ, "shopping-cart", "customer_po", any_case=False, shown="number")


def find(ctx: Ctx, words: str) -> Sequence[Hit]:
    """Find orders for the palette by the beginning of their number or by the customer's."""
    if not ctx.may(READ):
        return []
    ids = dict.fromkeys(number for one in (BY_NUMBER, BY_PO) for number, _ in one.found(ctx, words))
    known = orders_by_id(ctx, ids)
    found = orders.show_rows(ctx, [known[number] for number in ids if number in known])
    return [
        Hit(row.customer, record_url("orders", row.id), row.number, row.now.label, "shopping-cart", row.line.cells)
        for row in found
    ]


def _orders(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    return {
        number: refs.Shown("Order", label, record_url("orders", number)) for number, label in numbers_of(ids).items()
    }


def _lines(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    return {
        line: refs.Shown("Order line", tell("{number} line {line}", number=label, line=no), record_url("orders", order))
        for line, (order, label, no) in lines_by_refs(ids).items()
    }


def _named(parties: Mapping[int, int]) -> Mapping[int, str]:
    names = party_names(parties.values())
    return {number: names[party] for number, party in parties.items() if party in names}


def register() -> None:
    """Make the screens of sales known, and let documents of other modules show the line of their thread."""
    screens.register(orders.QUOTES, orders.ORDERS, record.RECORD, forms.CONFIRM, forms.LOSE, forms.CANCEL)
    screens.register(promises.LIST, shipped.BOARD, substitutes.SUBSTITUTE)
    screens.register(amend.AMEND, amend.WITHDRAW, confirmation.PDF)
    screens.register(quote.NEW, quote.CHANGE)
    lookups.register(entry.ITEMS, entry.UNITS, policy_samples.ORDERS)
    declare_scope("channel", Dimension("channel", choices=policy_samples.channels))
    declare_samples(policy_samples.BY_LINE)
    declare_samples(policy_samples.BY_ORDER)
    explanations.register(*whys.WHYS)
    search.register(find)
    register_numbered(BY_NUMBER, BY_PO, palette=False)
    slots.thread_lines.register(thread_line)
    homes.register(*home.PARTS)
    slots.party_sections.register(customer.sections)
    refs.register("sales.order", _orders)
    refs.register("sales.order_line", _lines)
    refs.register_party("sales.order", lambda ids: _named(parties_of(ids)))
    refs.register_party("sales.order_line", lambda ids: _named(parties_of(ids, lines=True)))
