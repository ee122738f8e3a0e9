"""The numbers by which customers order: on the pages of items and of customers, and changing them."""

from collections.abc import Callable, Sequence
from typing import Any

from throughline.modules.catalog.operations.save_customer_items import (
    CustomerItemInput,
    remove_customer_items,
    save_customer_items,
)
from throughline.modules.catalog.permissions import READ
from throughline.modules.catalog.queries import items
from throughline.modules.catalog.queries.lists import CustomerItemRow, customer_item_page, numbers_of_item
from throughline.modules.parties.public import party_names
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, Column, Field, Grid, Item, OperationForm, Section, form_url, record_url

CHANGE = "catalog.item.change"


def of_item(ctx: Ctx, item_id: int) -> Grid:
    """Show by which numbers customers order an item."""
    found = numbers_of_item(item_id)
    names = party_names(one.party_id for one in found)
    customer = Column("customer", "Customer", value=lambda one: names.get(one.party_id, ""), priority=1,
                      url=lambda one: record_url("customers", one.party_id))  # fmt: skip
    return _grid(ctx, found, customer, {"item_id": item_id}, "Customers order it by our number or its GTIN.")


def of_customer(ctx: Ctx, party_id: int) -> Sequence[Section]:
    """Show by which numbers a customer orders; for the page of the customer."""
    if not ctx.may(READ):
        return []
    found = customer_item_page(party_id, limit=200)
    known = items(one.item_id for one in found)
    item = Column("item", "Item", "item", priority=1, url=lambda one: record_url("items", one.item_id),
                  value=lambda one: Item(known[one.item_id].code, known[one.item_id].name))  # fmt: skip
    return [_grid(ctx, found, item, {"party_id": party_id}, "The customer orders by our numbers or GTINs.")]


def _grid(ctx: Ctx, found: Sequence[CustomerItemRow], beside: Column, asked: dict[str, Any], empty: str) -> Grid:
    columns = [beside, Column("number", "Number", "code", priority=1)]
    if not ctx.may(CHANGE):
        return Grid("Customer item numbers", found, columns, empty=empty)
    remove: Callable[[CustomerItemRow], str] = lambda one: form_url(  # noqa: E731
        "items/no-customer-number", number_id=one.id, number=one.number
    )
    columns.append(Column("remove", "Remove", "link", lambda one: "Remove", url=remove, priority=2))
    add = Action("Add a number", form="items/customer-number", query=asked)
    return Grid("Customer item numbers", found, columns, actions=[add], empty=empty)


def _keep(ctx: Ctx, *, party_id: int, item_id: int, number: str) -> None:
    save_customer_items(ctx, customer_items=[CustomerItemInput(party_id, number, item_id)]).only()


ADD = OperationForm(
    slug="items/customer-number",
    title="A customer's number for an item",
    text="The customer may order by it; a number that is known already names this item from now on.",
    operation=_keep,
    calls="catalog.save_customer_items",
    permission=CHANGE,
    submit_label="Save number",
    parent="items",
    fields=[
        Field("party_id", "Customer", "lookup", lookup="customers", required=True, width=300),
        Field("item_id", "Item", "lookup", lookup="items", required=True, width=220),
        Field("number", "Customer's number", required=True, width=220),
    ],
)


def _remove(ctx: Ctx, *, number_id: int, number: str) -> None:
    remove_customer_items(ctx, ids=[number_id]).only()


REMOVE = OperationForm(
    slug="items/no-customer-number",
    title=lambda ctx, values: f"Remove number {values.get('number', '')}?",
    text="Orders that came by it keep their items; new ones by this number name no item any more.",
    operation=_remove,
    calls="catalog.remove_customer_items",
    permission=CHANGE,
    submit_label="Remove number",
    danger=True,
    parent="items",
    fields=[
        Field("number_id", kind="hidden", parse=int, required=True),
        Field("number", kind="hidden", required=True),
    ],
)
