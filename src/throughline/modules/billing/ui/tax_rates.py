"""Rates of tax with their dates: a list, and a form that sets a rate from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.modules.billing.operations.set_tax_rates import RateInput
from throughline.modules.billing.permissions import READ_RATES
from throughline.modules.billing.queries.rates import RateFacts, tax_rates
from throughline.modules.catalog.public import TAX_CATEGORIES
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Status,
    disc,
    half,
    ring,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A rate as the list shows it."""

    id: int
    customers: str
    items: str
    rate: Decimal
    valid_from: date
    valid_to: date | None
    now: Status


def _row(ctx: Ctx, found: RateFacts) -> Row:
    now = disc("In force")
    if found.valid_from > ctx.today:
        now = half("Still to come")
    elif found.valid_to is not None and found.valid_to < ctx.today:
        now = ring("Ended")
    return Row(
        found.id,
        found.customer_category.replace("_", " "),
        found.item_category.replace("_", " "),
        found.rate,
        found.valid_from,
        found.valid_to,
        now,
    )


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage([_row(ctx, one) for one in tax_rates(ctx)])


LIST = ListScreen(
    slug="tax-rates",
    title="Rates of tax",
    permission=READ_RATES,
    nav=Nav("Set up", "Tax rates", "receipt", 45),
    query=_page,
    columns=[
        Column("customers", "Customers", priority=1),
        Column("items", "Items", priority=1),
        Column("rate", "Rate %", "number", align="end", priority=2),
        Column("valid_from", "From", "date", priority=2),
        Column("valid_to", "Until", "date", priority=3),
        Column("now", "Now", "status", priority=2),
    ],
    row_label="customers",
    searchable=False,
    new=Action("Set a rate", form="tax-rates/set", primary=True, key="N"),
    empty=Empty("No rates of tax yet", "Nothing can be quoted before the rates of its customers and items are set."),
)


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    given = RateInput(values["customer_category"], values["item_category"], values["rate"], values["valid_from"])
    return {"rates": [given]}


SET = OperationForm(
    slug="tax-rates/set",
    title="Set a rate of tax",
    text="The rate before it holds until the day before; what was billed keeps its rate.",
    operation="billing.set_tax_rates",
    submit_label="Set rate",
    parent="tax-rates",
    fields=[
        Field(
            "customer_category", "Customers", required=True, help="domestic, eu_reverse, export ... as on the customer"
        ),
        Field(
            "item_category",
            "Items",
            "select",
            required=True,
            choices=[(one, one.capitalize()) for one in TAX_CATEGORIES],
        ),
        Field("rate", "Rate %", "decimal", required=True, minimum=Decimal(0)),
        Field("valid_from", "From", "date", required=True),
    ],
    initial=lambda ctx, query: {"customer_category": "domestic", "valid_from": ctx.today},
    arguments=_arguments,
    on_done=lambda ctx, result, values: Done("/tax-rates/", "Rate set."),
)
