"""The desk: every invoice of the file is an order, quoted and confirmed at the moment of the last of its set."""

from datetime import date
from decimal import Decimal

from throughline.cli.replaying import chunks
from throughline.cli.replaying.company import Company
from throughline.cli.replaying.masters import have_customers, have_items
from throughline.cli.replaying.progress import Progress
from throughline.cli.replaying.reading import SALE, Book, Document
from throughline.modules.sales.public import LineInput, QuoteInput, confirm_orders, quote_orders
from throughline.platform.operations import Versioned


def take_orders(company: Company, book: Book, day: date, progress: Progress) -> None:
    """Quote and confirm the orders of a day, set by set."""
    orders = book.of(day, SALE)
    for place, part in enumerate(chunks.whole(orders, lambda order: len(order.lines))):
        at = max(order.at for order in part)
        have_items(company, book, (line.code for order in part for line in order.lines), at)
        have_customers(company, book, (order.customer for order in part), at)
        quotes = [_quote(company, order) for order in part]
        quoted = quote_orders(company.as_("desk", at, f"{day}:quote:{place}"), quotes=quotes)
        numbers = [Versioned(number) for number in quoted.documents()]
        if numbers:
            confirm_orders(company.as_("desk", at, f"{day}:confirm:{place}"), orders=numbers)
        company.react(at)
        progress.moved(day, len(part), sum(len(order.lines) for order in part))


def _quote(company: Company, order: Document) -> QuoteInput:
    """Ask for the goods and services of an invoice at the file's prices; its number is the customer's order number."""
    return QuoteInput(
        company.customers[order.customer],
        company.site_id,
        [LineInput(company.items[line.code], Decimal(line.quantity), unit_price=line.price) for line in order.lines],
        requested_on=order.at.date(),
        customer_po=order.number,
        channel="replay",
    )
