"""Crediting what no return explains: a price difference, a fee, goods sold before the books began."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO, quantum, rounded
from throughline.modules.billing.operations.credit_without_origin import (
    CreditInput,
    CreditLineInput,
    credit_without_origin,
)
from throughline.modules.billing.queries.documents import invoice, invoice_lines
from throughline.modules.catalog.public import TAX_CATEGORIES
from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, Field, OperationForm, Preview, Shown, typed_lines
from throughline.platform.ui.formats import money

CREDIT = "billing.credit.approve"
TAXES = [(category, category.capitalize()) for category in TAX_CATEGORIES]


def _first(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """Begin with the lines of an invoice where one is named; each waits for the amount to credit per unit."""
    number = int(asked["invoice"]) if is_id(asked.get("invoice", "")) else 0
    head = invoice(ctx, number) if number else None
    if head is None or head.is_credit:
        return {"lines": [{"quantity": Decimal(1), "unit": "ea", "tax_category": "standard"}]}
    lines = [
        {
            "item_code": line.item_code,
            "description": line.description,
            "quantity": line.quantity,
            "unit": line.unit,
            "tax_category": line.tax_category,
        }
        for line in invoice_lines(ctx, number)
    ]
    return {"party_id": head.party_id, "label": head.number, "lines": lines}


def _credited(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the lines for which an amount was said; the others of an invoice stay as they were billed."""
    return [line for line in values.get("lines") or [] if line.get("unit_price")]


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what each line credits, and all of them net."""
    code = currency(ctx)
    nets = [
        rounded((line.get("quantity") or ZERO) * (line.get("unit_price") or ZERO), quantum(code))
        for line in values.get("lines") or []
    ]
    shown = [Shown({"net": money(net, code) if net else ""}) for net in nets]
    return Preview(lines=shown, foot={"net": money(sum(nets, ZERO), code)} if any(nets) else {})


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    lines = [
        CreditLineInput(
            item_code=line.get("item_code") or "",
            description=line["description"],
            quantity=line["quantity"],
            unit_price=line["unit_price"],
            unit=line.get("unit") or "ea",
            tax_category=line.get("tax_category") or "standard",
        )
        for line in _credited(values)
    ]
    if not lines:
        raise InvalidInput("nothing_credited", "No line says what is credited per unit; fill it in.", field="lines")
    return {"credit": CreditInput(values["party_id"], lines, values["reason"], values.get("label") or "")}


def _credit(ctx: Ctx, *, credit: CreditInput) -> str:
    return credit_without_origin(ctx, credits=[credit]).only().label


FORM = OperationForm(
    slug="credits/new",
    title="Credit without a return",
    text="It becomes a credit note by the next billing run. Goods that come back are credited by their return.",
    operation=_credit,
    calls="billing.credit_without_origin",
    permission=CREDIT,
    submit_label="Approve credit",
    parent="invoices",
    fields=[
        Field("party_id", "Customer", "lookup", lookup="customers", required=True, width=300),
        Field("label", "About", help="The invoice it is about, or empty for a number of its own", width=220),
        Field("reason", "Reason", "textarea", required=True, rows=2, help="Stands on the credit note"),
        typed_lines(
            Field("item_code", "Item", width=130),
            Field("description", "What", required=True, width=-1),
            Field("quantity", "Quantity", "decimal", required=True, minimum=Decimal(0), width=110),
            Field("unit", "Unit", width=80),
            Field("unit_price", "Credit per unit", "money", minimum=Decimal(0), width=140),
            Field("tax_category", "Tax", "select", choices=TAXES, width=130),
            Field("net", "Net", "shown", width=120),
            required=True,
        ),
    ],
    initial=_first,
    arguments=_arguments,
    preview=_ahead,
    on_done=lambda ctx, result, values: Done("/billing/", f"{result} is approved; the next billing run credits it."),
)
