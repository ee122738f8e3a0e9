"""The invoice as a PDF: its words, printed by the template beside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.governance.public import CompanyDetails, Layout, company_details, layout
from throughline.kernel.errors import NotFound
from throughline.modules.billing.permissions import READ_INVOICES
from throughline.modules.billing.queries.documents import (
    InvoiceLineRow,
    InvoiceRow,
    TaxRow,
    invoice,
    invoice_lines,
    invoice_taxes,
)
from throughline.modules.parties.public import AddressFacts, CustomerFacts, addresses, customers
from throughline.platform.letters import drawing_of, long_day, sender_of
from throughline.platform.operations import Ctx
from throughline.platform.printing import Printed, typeset
from throughline.platform.ui import Screen, formats, sentences
from throughline.platform.ui.access import screen_view
from throughline.platform.ui.printing import answer

TEMPLATE = Path(__file__).with_name("invoice.typ")


def invoice_pdf(ctx: Ctx, invoice_id: int) -> tuple[str, bytes]:
    """Give number and PDF of a posted document; reads in seven statements."""
    head = invoice(ctx, invoice_id)
    if head is None:
        raise NotFound("invoice_unknown", "There is no such invoice.", invoice=invoice_id)
    customer = customers(ctx, [head.party_id]).get(head.party_id)
    wanted = [customer.bill_to_id or customer.ship_to_id] if customer else []
    found = addresses([number for number in wanted if number])
    address = next(iter(found.values()), None)
    origin = invoice(ctx, head.origin_id) if head.origin_id else None
    lines, taxes = invoice_lines(ctx, head.id), invoice_taxes(ctx, head.id)
    looks = layout(ctx)
    with formats.written_to(customer.language if customer else ""):
        said = words(head, lines, taxes, company_details(ctx), looks, customer, address, origin)
        return head.number, typeset(TEMPLATE, sentences.printed(said))


def words(
    head: InvoiceRow,
    lines: Sequence[InvoiceLineRow],
    taxes: Sequence[TaxRow],
    sender: CompanyDetails,
    looks: Layout,
    customer: CustomerFacts | None,
    address: AddressFacts | None,
    origin: InvoiceRow | None,
) -> dict[str, Any]:
    """Write everything that the document says, as text."""
    money, language = head.currency, customer.language if customer else "en"
    return {
        "lang": formats.locale().language,
        "title": "Credit note" if head.is_credit else "Invoice",
        "number": head.number,
        "note": f"Corrects invoice {origin.number} of {long_day(origin.on_date)}" if origin else "",
        "currency": money,
        "company": sender_of(
            sender.name, sender.address, sender.country, sender.vat_number, sender.bank_accounts
        ),
        "logo": drawing_of(looks.logo, looks.logo_type),
        "closing": looks.text(language, "credit_note" if head.is_credit else "invoice"),
        "footer": looks.text(language, "footer"),
        "party": _party(head, customer, address),
        "facts": _facts(head, lines, customer),
        "lines": [_line(line, money) for line in lines],
        "taxes": [
            {"name": sentences.said(f"VAT {_category(one.category)}"), "base": formats.money(one.base, money),
             "rate": _rate(one.rate), "tax": formats.money(one.tax, money)}
            for one in taxes
        ],
        "net": formats.money(head.net, money),
        "tax": formats.money(head.tax, money),
        "gross": f"{formats.money(head.gross, money)} {money}",
        "total": "Credited to you" if head.is_credit else "To pay",
        "terms": _terms(head, taxes),
    }  # fmt: skip


def _rate(percent: Any) -> str:
    return formats.percent(percent / 100, 2)


def _category(code: str) -> str:
    return code.replace("_", " ")


def _party(head: InvoiceRow, customer: CustomerFacts | None, address: AddressFacts | None) -> dict[str, Any]:
    lines: list[str] = []
    if address:
        named = [address.name] if address.name != head.party else []
        lines = [*named, *address.lines, f"{address.postcode} {address.city}".strip(), address.country]
    vat = customer.vat_number if customer else ""
    return {
        "name": head.party,
        "lines": [line for line in lines if line],
        "tax": f"VAT number {vat}" if vat else "",
    }


def _facts(head: InvoiceRow, lines: Sequence[InvoiceLineRow], customer: CustomerFacts | None) -> list[list[str]]:
    orders = sorted({line.customer_po for line in lines if line.customer_po})
    facts = [["Date", long_day(head.on_date)]]
    if not head.is_credit:
        facts.append(["Due", long_day(head.due_on)])
    days = sorted({line.on_date for line in lines})
    supplied = long_day(days[0]) if len(days) == 1 else f"{long_day(days[0])} to {long_day(days[-1])}"
    facts.append(["Supplied", supplied])
    if customer:
        facts.append(["Customer number", customer.code])
    if orders:
        facts.append(["Your order", ", ".join(orders[:4])])
    return facts


def _line(line: InvoiceLineRow, currency: str) -> dict[str, str]:
    return {
        "delivery": line.delivery_label,
        "order": f"Order {line.order_label}" if line.order_label else "",
        "code": line.item_code,
        "name": line.description,
        "quantity": formats.quantity(line.quantity, line.unit),
        "price": formats.price(line.unit_price, currency),
        "rate": _rate(line.tax_rate),
        "net": formats.money(line.net, currency),
    }


def _terms(head: InvoiceRow, taxes: Sequence[TaxRow]) -> list[str]:
    said = []
    if head.is_credit:
        said.append("The amount is set against what is open, or paid back.")
    else:
        said.append(f"Payment terms: {head.terms.get('name') or head.terms.get('code') or 'on receipt'}.")
        said.append(f"Due on {long_day(head.due_on)}. Name {head.number} when you pay.")
        percent, days = head.terms.get("discount_percent"), head.terms.get("discount_days")
        if percent and float(percent) and days:
            said.append(f"{formats.quantity(percent)} % discount within {days} days.")
    if any(one.tax == 0 and "reverse" in one.category for one in taxes):
        said.append("Reverse charge: the recipient owes the VAT.")
    return said


def show(request: HttpRequest, ctx: Ctx, number: int) -> HttpResponse:
    """Answer with the PDF of a document."""
    label, content = invoice_pdf(ctx, number)
    return answer(Printed(f"{label}.pdf", content))


class InvoicePdf(Screen):
    """The address of the printed document: `/invoices/<id>/pdf/`."""

    def routes(self) -> Sequence[URLPattern]:
        return [path(f"{self.slug}/<int:number>/pdf/", screen_view(show, self.permission), name="invoice-pdf")]


PDF = InvoicePdf(slug="invoices", permission=READ_INVOICES)


def pdf_url(invoice_id: int) -> str:
    """Give the address of a document's PDF."""
    return f"/invoices/{invoice_id}/pdf/"
