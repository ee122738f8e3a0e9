"""The order confirmation, and the quotation before it, as a PDF in the customer's terms: numbers, days, address."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from throughline.governance.public import CompanyDetails, Layout, company_details, layout, load
from throughline.kernel.errors import NotFound, RuleViolation
from throughline.kernel.money import ZERO, rounded
from throughline.modules.billing.public import rate_of, rates_on
from throughline.modules.catalog.public import customer_numbers
from throughline.modules.parties.public import AddressFacts, CustomerFacts, addresses, customers
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.policies import QUOTE_VALIDITY
from throughline.modules.sales.queries.orders import OrderFacts, OrderLineFacts, amendments_of, lines_of, orders
from throughline.platform.letters import drawing_of, long_day, sender_of
from throughline.platform.operations import Ctx
from throughline.platform.printing import Printed, typeset
from throughline.platform.ui import formats, sentences
from throughline.platform.ui.printing import Paper

TEMPLATE = Path(__file__).with_name("confirmation.typ")


def confirmation_pdf(ctx: Ctx, order_id: int) -> Printed:
    """Give the PDF of a quote or order as it stands; the reads do not grow with its lines."""
    order = orders(ctx, [order_id]).get(order_id)
    if order is None:
        raise NotFound("order_unknown", f"There is no order {order_id}.", order=order_id)
    if order.state in ("lost", "cancelled"):
        raise RuleViolation("nothing_to_confirm", f"{order.number} is {order.state}; there is nothing to confirm.")
    (customer,) = customers(ctx, [order.party_id]).values()
    with formats.written_to(customer.language):
        content = typeset(TEMPLATE, sentences.printed(words_of(ctx, order, customer)))
    return Printed(f"{order.number}.pdf", content)


def words_of(ctx: Ctx, order: OrderFacts, customer: CustomerFacts) -> dict[str, Any]:
    """Write everything that the document says, as text."""
    lines = [line for line in lines_of(ctx, [order.id]) if line.quantity_stock > line.cancelled]
    wanted = [number for number in (order.ship_to_id, customer.bill_to_id) if number]
    known = addresses(wanted)
    looks, company = layout(ctx), company_details(ctx)
    is_quote = order.state == "quoted"
    taxes = _taxes(ctx, customer, lines)
    net = sum((amount for _, amount, _, _ in taxes), ZERO)
    tax = sum((amount for _, _, _, amount in taxes), ZERO)
    money = order.currency
    return {
        "lang": formats.locale().language,
        "title": "Quotation" if is_quote else "Order confirmation",
        "number": order.number,
        "note": _amended(ctx, order),
        "currency": money,
        **_looks(company, looks, customer, "quotation" if is_quote else "confirmation"),
        "party": _party(customer, known.get(customer.bill_to_id or 0) or known.get(order.ship_to_id or 0)),
        "facts": _facts(ctx, order, customer, known.get(order.ship_to_id or 0)),
        "day": "Requested" if is_quote else "Promised",
        "lines": _lines(order, lines, customer_numbers(order.party_id, [line.item_id for line in lines])),
        "taxes": [
            {"name": sentences.said(f"VAT {category.replace('_', ' ')}"), "base": formats.money(base, money),
             "rate": formats.percent(rate / 100, 2), "tax": formats.money(amount, money)}
            for category, base, rate, amount in taxes
        ],
        "net": formats.money(net, money),
        "tax": formats.money(tax, money),
        "gross": f"{formats.money(net + tax, money)} {money}",
        "total": "Total",
        "terms": _terms(order, customer),
    }  # fmt: skip


def _looks(company: CompanyDetails, looks: Layout, customer: CustomerFacts, place: str) -> dict[str, Any]:
    return {
        "company": sender_of(company.name, company.address, company.country, company.vat_number, company.bank_accounts),
        "logo": drawing_of(looks.logo, looks.logo_type),
        "closing": looks.text(customer.language, place),
        "footer": looks.text(customer.language, "footer"),
    }


def _party(customer: CustomerFacts, address: AddressFacts | None) -> dict[str, Any]:
    return {
        "name": customer.name,
        "lines": _address(address, customer.name),
        "tax": f"VAT number {customer.vat_number}" if customer.vat_number else "",
    }


def _address(address: AddressFacts | None, known: str) -> list[str]:
    if address is None:
        return []
    named = [address.name] if address.name != known else []
    place = f"{address.postcode} {address.city}".strip()
    return [line for line in (*named, *address.lines, place, address.country) if line]


def _facts(ctx: Ctx, order: OrderFacts, customer: CustomerFacts, ship_to: AddressFacts | None) -> list[list[str]]:
    day = (order.confirmed_at or order.quoted_at).date()
    facts = [["Date", long_day(day)]]
    if order.state == "quoted":
        facts.append(["Valid until", long_day(valid_until(ctx, order, customer))])
    if order.customer_po:
        facts.append(["Your order", order.customer_po])
    facts += [["Customer number", customer.code], ["Requested for", long_day(order.requested_on)]]
    if order.state != "quoted" and order.promised_on:
        facts.append(["Promised by", long_day(order.promised_on)])
    if ship_to is not None:
        facts.append(["Ship to", ", ".join(_address(ship_to, customer.name))])
    return facts


def valid_until(ctx: Ctx, order: OrderFacts, customer: CustomerFacts) -> date:
    """Give the last day on which a quote holds, by policy."""
    facts = {"customer": order.party_id, "customer_group": customer.group, "service_class": order.service_class}
    days = load(ctx, QUOTE_VALIDITY).ask(QUOTE_VALIDITY, **facts, site=order.site_id).answer.days
    return order.quoted_at.date() + timedelta(days=days)


def _part(line: OrderLineFacts, amount: Decimal) -> Decimal:
    left = line.quantity_stock - line.cancelled
    return amount if not line.cancelled else rounded(amount * left / line.quantity_stock)


def _taxes(
    ctx: Ctx, customer: CustomerFacts, lines: Sequence[OrderLineFacts]
) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """Give tax by category: net, rate in percent, amount."""
    rates = rates_on(ctx, ctx.today)
    nets: dict[str, Decimal] = {}
    for line in lines:
        nets[line.tax_category] = nets.get(line.tax_category, ZERO) + _part(line, line.net)
    found = [(category, net, rate_of(rates, customer.tax_category, category)) for category, net in nets.items()]
    return [(category, net, rate, rounded(net * rate / 100)) for category, net, rate in sorted(found)]


def _lines(order: OrderFacts, lines: Sequence[OrderLineFacts], theirs: Mapping[int, str]) -> list[dict[str, Any]]:
    said = []
    for line in lines:
        day = line.requested_on if order.state == "quoted" else line.promised
        notes = [f"Your item {theirs[line.item_id]}"] if line.item_id in theirs else []
        if line.discount_percent and line.entered_price is not None:
            before = formats.price(line.entered_price, order.currency)
            notes.append(f"{before} less {formats.quantity(line.discount_percent)} %")
        quantity = (line.quantity_stock - line.cancelled) / line.unit_factor
        said.append(
            {
                "no": str(line.line_no),
                "code": line.item_code,
                "name": line.description,
                "notes": notes,
                "quantity": formats.quantity(quantity.quantize(Decimal("0.000001")), line.unit),
                "price": formats.price(line.unit_price, order.currency)
                if line.unit_price is not None
                else "on request",
                "net": formats.money(_part(line, line.net), order.currency),
                "day": long_day(day) if day is not None else "date follows",
            }
        )
    return said


def _terms(order: OrderFacts, customer: CustomerFacts) -> list[str]:
    said = [f"Payment terms: {customer.terms_name}."]
    if customer.discount_percent and customer.discount_days:
        said.append(f"{formats.quantity(customer.discount_percent)} % discount within {customer.discount_days} days.")
    said.append("Delivered all together." if order.ship_complete else "Delivered as it becomes available.")
    if order.state == "quoted":
        said.append("Goods are promised when you order; the days are those you asked for.")
    return said


def _amended(ctx: Ctx, order: OrderFacts) -> str:
    done = [one for one in amendments_of(ctx, [order.id]) if one.state == "done" and one.ended_at]
    last = max((one.ended_at for one in done if one.ended_at), default=None)
    return f"As amended on {long_day(last)}; it takes the place of the one before" if last else ""


PDF = Paper(slug="orders", permission=READ, file="pdf/", make=confirmation_pdf)


def pdf_url(order_id: int) -> str:
    """Give the address of an order's PDF."""
    return PDF.address(order_id)
