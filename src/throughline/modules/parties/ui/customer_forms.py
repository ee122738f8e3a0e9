"""Entering customers and changing what is known of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency, word_choices
from throughline.modules.parties.operations.save_customers import CustomerInput, save_customers
from throughline.modules.parties.policies import SERVICE_CLASSES
from throughline.modules.parties.queries.lists import customer_values
from throughline.modules.parties.queries.stored import stored_customers
from throughline.modules.parties.ui.partner_fields import OURS, VERSION, WHO, code_of, who
from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, Field, OperationForm, record_url


def service_classes(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the service classes to choose from: those of the company, and those that customers have still."""
    known = word_choices(ctx, SERVICE_CLASSES)
    kept = set(customer_values(ctx, "service_class")) - {word for word, _ in known}
    return known + [(one, one) for one in sorted(kept)]


TERMS = [
    Field("group", "Group", help="Prices and policies may hold for a group", width=160),
    Field("service_class", "Service class", "select", choices=service_classes, required=True, width=160),
    Field("tax_category", "Tax category", required=True, help="As in the rates of tax: domestic, eu ...", width=160),
    Field("minimum_order_net", "Minimum order", "money", minimum=Decimal(0), width=160),
    Field("requires_customer_po", "Orders need the customer's PO number", "checkbox"),
    Field("ship_complete", "Orders are shipped complete only", "checkbox"),
    Field("accepts_substitutes", "Substitutes are accepted", "checkbox"),
]  # fmt: skip


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    return [code_of(asked, "Customer"), VERSION, *WHO, *OURS, *TERMS]


def _initial(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    fresh = CustomerInput("", "", "", currency(ctx), version=0)
    known = stored_customers(ctx, [asked["code"]]).get(asked["code"].upper()) if asked.get("code") else None
    if known is None:
        return asdict(fresh)
    kept = {name: getattr(known, name) for name in asdict(fresh)}
    return {name: asdict(fresh)[name] if value is None else value for name, value in kept.items()}


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    return f"Change customer {values['code']}" if values.get("version") else "New customer"


def _save(ctx: Ctx, *, customer: CustomerInput) -> int | None:
    return save_customers(ctx, customers=[customer]).only().document


SAVE = OperationForm(
    slug="customers/save",
    title=_title,
    text="Orders keep the terms they were made with; a change holds for the next ones.",
    operation=_save,
    calls="parties.save_customers",
    permission="parties.customer.change",
    submit_label="Save customer",
    parent="customers",
    fields=_fields,
    initial=_initial,
    arguments=lambda ctx, values: {
        "customer": CustomerInput(
            **who(values),
            group=values.get("group") or "",
            service_class=values["service_class"],
            tax_category=values["tax_category"],
            minimum_order_net=values.get("minimum_order_net") or Decimal(0),
            requires_customer_po=values["requires_customer_po"],
            ship_complete=values["ship_complete"],
            accepts_substitutes=values["accepts_substitutes"],
            version=values["version"],
        )
    },
    on_done=lambda ctx, result, values: Done(record_url("customers", result), f"Customer {values['code']} saved."),
)
