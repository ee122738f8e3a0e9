"""Entering customers and changing what is known of them."""

from dataclasses import asdict
from decimal import Decimal

from throughline.governance.public import currency, word_choices
from throughline.modules.parties.operations.save_customers import CustomerInput
from throughline.modules.parties.policies import SERVICE_CLASSES
from throughline.modules.parties.queries.lists import customer_values
from throughline.modules.parties.queries.stored import stored_customers
from throughline.modules.parties.ui.partner_fields import OURS, WHO, code_of
from throughline.platform.operations import Ctx
from throughline.platform.ui import Field, Master


def service_classes(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the service classes to choose from: those of the company, and those that customers have still."""
    known = word_choices(ctx, SERVICE_CLASSES)
    kept = set(customer_values(ctx, "service_class")) - {word for word, _ in known}
    return known + [(one, one) for one in sorted(kept)]


TERMS = [
    Field("group", "Group", help="Prices and policies may hold for a group", width=160),
    Field("owner", "Account owner", "lookup", lookup="account-owners", help="Who minds the customer", width=240),
    Field("service_class", "Service class", "select", choices=service_classes, required=True, width=160),
    Field("tax_category", "Tax category", required=True, help="As in the rates of tax: domestic, eu ...", width=160),
    Field("minimum_order_net", "Minimum order", "money", minimum=Decimal(0), width=160),
    Field("requires_customer_po", "Orders need the customer's PO number", "checkbox"),
    Field("ship_complete", "Orders are shipped complete only", "checkbox"),
    Field("accepts_substitutes", "Substitutes are accepted", "checkbox"),
]  # fmt: skip


def _stored(ctx: Ctx, code: str) -> CustomerInput | None:
    """Give a customer as it would be entered; a party that is none yet brings what is known of it, as a new one."""
    known = stored_customers(ctx, [code]).get(code.upper())
    if known is None:
        return None
    fresh = asdict(_fresh(ctx))
    kept = {name: getattr(known, name) for name in fresh}
    return CustomerInput(**{name: fresh[name] if value is None else value for name, value in kept.items()})


def _fresh(ctx: Ctx) -> CustomerInput:
    return CustomerInput("", "", "", currency(ctx), version=0)


SAVE = Master(
    slug="customers",
    operation="parties.save_customers",
    takes="customers",
    input=CustomerInput,
    new_title="New customer",
    known_title="Change customer {code}",
    text="Orders keep the terms they were made with; a change holds for the next ones.",
    submit_label="Save customer",
    saved="Customer {code} saved.",
    has_record=True,
    code=code_of("Customer"),
    fields=[*WHO, *OURS, *TERMS],
    stored=_stored,
    fresh=_fresh,
).form()
