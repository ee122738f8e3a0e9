"""Price lists and their prices: two lists, the record of a list, and the forms that make, price and take out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.errors import NotFound
from throughline.modules.pricing.domain.inputs import PriceInput, PriceListInput
from throughline.modules.pricing.permissions import CHANGE, READ
from throughline.modules.pricing.queries.lists import PriceListRow, PriceRow, price_list_rows, price_rows
from throughline.platform.operations import OPERATIONS, Ctx, Outcomes, Versioned
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Bulk,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Filter,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Master,
    Nav,
    OperationForm,
    Part,
    RecordScreen,
    Status,
    disc,
    form_url,
    record_url,
    ring,
    typed_lines,
)
from throughline.platform.ui.values import with_query

#: How many prices a record shows; the list of prices has them all.
SHOWN = 100


def standing(start: date | None, end: date | None, today: date) -> Status:
    """Say whether something that is valid for a time counts today."""
    if end is not None and end < today:
        return ring("Over")
    return ring("To come") if start is not None and start > today else disc("Counts today")


def price_url(price_list: int) -> str:
    """Give the address of the prices of a list."""
    return with_query("/prices/", {"list": price_list})


def _lists(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage.by_id(
        price_list_rows(
            ctx,
            group=asked.one("group") or "",
            on=asked.day("on"),
            words=asked.search,
            after=asked.before,
            size=asked.size + 1,
        ),
        asked.size,
    )


def choices(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the price lists that a filter offers."""
    return [(str(one.id), one.name) for one in price_list_rows(ctx, size=200)]


LIST = ListScreen(
    slug="price-lists",
    title="Price lists",
    permission=READ,
    nav=Nav("Sell", "Price lists", "tags", 52),
    query=_lists,
    columns=[
        Column("code", "Price list", "code", priority=1),
        Column("name", "Name", priority=1, width=220),
        Column("customer_group", "For", value=lambda row: row.customer_group or "everybody", priority=2),
        Column("currency", "Currency", priority=3),
        Column("prices", "Prices", "number", url=lambda row: price_url(row.id), priority=2),
        Column("valid_from", "Valid from", "date", priority=3),
        Column("valid_to", "Until", "date", priority=3),
    ],
    filters=[
        Filter("group", "Customer group", "text"),
        Filter("on", "Valid", "date", operator="on"),
    ],
    row_url=lambda row: record_url("price-lists", row.id),
    new=Action("New price list", form="price-lists/save", key="N"),
    actions=[Action("All prices", url="/prices/")],
    empty=Empty("No price lists", "", "Lines are priced from a contract, the list of the customer's group, or the list "
                "for everybody.", Action("New price list", url=form_url("price-lists/save"))),
)  # fmt: skip


def _prices(ctx: Ctx, asked: ListRequest) -> ListPage:
    item = asked.number("item")
    return ListPage.by_id(
        price_rows(
            ctx,
            price_list_id=asked.number("list"),
            item_ids=None if item is None else [item],
            on=asked.day("on"),
            words=asked.search,
            after=asked.before,
            size=asked.size + 1,
        ),
        asked.size,
    )


#: What a price is for, in lists and in contracts.
PRICED = [
    Column("item", "Item", "item", lambda row: Item(row.item_code, row.item_name, record_url("items", row.item_id)),
           priority=1),
    Column("unit", "Unit", dim=True, priority=2),
    Column("min_quantity", "From", "quantity", lambda row: row.min_quantity or None, unit="unit", priority=3),
]  # fmt: skip
PRICE_COLUMNS = [
    *PRICED,
    Column("unit_price", "Price per unit", "price", unit="currency", priority=1),
    Column("valid_from", "Valid from", "date", dim=True, priority=3),
    Column("valid_to", "Until", "date", priority=3),
]


def _taken_out(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any], *, ahead: bool) -> Outcomes:
    spec = OPERATIONS["pricing.remove_prices"]
    given = {"prices": [one.id for one in chosen], "reason": values.get("reason") or ("" if not ahead else "preview")}
    outcomes: Outcomes = (spec.dry_run if ahead else spec.call)(ctx, **given)
    return outcomes


TAKE_OUT = Bulk(
    "remove",
    "Take out",
    "price",
    lambda ctx, chosen, values: _taken_out(ctx, chosen, values, ahead=False),
    preview=lambda ctx, chosen, values: _taken_out(ctx, chosen, values, ahead=True),
    permission=CHANGE,
    fields=[Field("reason", "Reason", required=True)],
    consequence="What they priced keeps its price.",
    danger=True,
    past="taken out",
)

PRICES = ListScreen(
    slug="prices",
    title="Prices",
    permission=READ,
    parent="price-lists",
    query=_prices,
    columns=[
        *PRICE_COLUMNS[:1],
        Column("price_list", "Price list", url=lambda row: record_url("price-lists", row.price_list_id), priority=2),
        *PRICE_COLUMNS[1:],
    ],
    filters=[
        Filter("list", "Price list", choices=choices),
        Filter("item", "Item", "lookup", lookup="items"),
        Filter("on", "Valid", "date", operator="on"),
    ],
    row_label="item_code",
    bulk=[TAKE_OUT],
    empty=Empty("No prices here", "Look at another list, item or day.", "", Action("All prices", url="/prices/")),
)


@dataclass(frozen=True)
class PriceListData:
    """A price list as programs read it; its prices are the read `pricing.prices?price_list_id=`."""

    head: PriceListRow


@dataclass(frozen=True)
class ListWithPrices:
    """A price list with its first prices."""

    head: PriceListRow
    prices: list[PriceRow]


def load(ctx: Ctx, price_list_id: int) -> ListWithPrices:
    """Read a price list with its first prices."""
    found = price_list_rows(ctx, ids=[price_list_id])
    if not found:
        raise NotFound("price_list_unknown", "There is no such price list.", price_list=price_list_id)
    return ListWithPrices(found[0], price_rows(ctx, price_list_id=price_list_id, size=SHOWN))


def data(ctx: Ctx, found: ListWithPrices) -> PriceListData:
    """Give a price list as data."""
    return PriceListData(found.head)


def _facts(ctx: Ctx, found: ListWithPrices) -> list[Fact]:
    head = found.head
    return [
        Fact("For", head.customer_group or "everybody"),
        Fact("Currency", head.currency),
        Fact("Valid from", head.valid_from, "date"),
        Fact("Until", head.valid_to, "date"),
        Fact("Prices", head.prices, "number", url=price_url(head.id)),
    ]


RECORD = RecordScreen(
    slug="price-lists",
    parent="price-lists",
    permission=READ,
    subject=Subject(
        "pricing.price_list", (Kept("pricing_price_list"), Kept("pricing_price", "price_list_id", "Price", "unit"))
    ),
    load=load,
    data=data,
    title="head.name",
    code="head.code",
    status=lambda found: None,
    subtitle=lambda found: [Part(found.head.code, code=True)],
    facts=_facts,
    actions=lambda ctx, found: [
        Action("Set prices", form="price-lists/prices", query={"list": found.head.id}, primary=True, dialog=False),
        Action("All prices", url=price_url(found.head.id)),
        Action("Change", form="price-lists/save", query={"code": found.head.code}),
    ],
    sections=lambda ctx, found: [
        Grid("Prices", found.prices, PRICE_COLUMNS, empty="It prices nothing yet: set prices, or import them."),
    ],
)


def _stored(ctx: Ctx, code: str) -> PriceListInput | None:
    for one in price_list_rows(ctx, code=code, size=1):
        return PriceListInput(
            one.code, one.name, one.currency, one.customer_group, one.valid_from, one.valid_to, one.version
        )
    return None


SAVE = Master(
    slug="price-lists",
    operation="pricing.save_price_lists",
    takes="price_lists",
    input=PriceListInput,
    new_title="New price list",
    known_title="Price list {code}",
    text="Documents keep the prices they were made with; a change holds for the next ones.",
    submit_label="Save price list",
    saved="Price list {code} saved.",
    has_record=True,
    code=Field("code", "Code", required=True, help="The code it is known by, for good", width=160),
    fields=[
        Field("name", "Name", required=True),
        Field("currency", "Currency", required=True, help="Three letters, such as EUR", parse=str.upper),
        Field("customer_group", "Customer group", help="Empty: for everybody"),
        Field("valid_from", "Valid from", "date"),
        Field("valid_to", "Until", "date"),
    ],
    stored=_stored,
    fresh=lambda ctx: PriceListInput("", "", currency(ctx), version=0),
).form()


def _new_prices(ctx: Ctx, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "price_list": values["list"],
        "prices": [
            PriceInput(
                line["item"], line["unit"], line["price"], line.get("from") or Decimal(0), line.get("valid_from"),
                line.get("valid_to"),
            )
            for line in values["lines"]
        ],
    }  # fmt: skip


def _told(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    """Say how many prices were set, and the first reason of those that were not."""
    said = f"{len(result.done)} of {len(result)} prices set."
    if result.refused:
        said += f" {result.refused[0].message}"
    return Done(record_url("price-lists", values["list"]), said)


SET = OperationForm(
    slug="price-lists/prices",
    title="Set prices",
    text="The same item, unit, quantity and first day takes the new price; documents keep theirs.",
    operation="pricing.set_prices",
    submit_label="Set prices",
    parent="price-lists",
    fields=[
        Field("list", "Price list", "select", choices=choices, parse=int, required=True, width=220),
        typed_lines(
            Field("item", "Item", "lookup", lookup="items", required=True, width=230),
            Field("unit", "Unit", required=True, width=64),
            Field("from", "From", "decimal", width=80),
            Field("price", "Price per unit", "decimal", required=True, width=100),
            Field("valid_from", "Valid from", "date", width=120),
            Field("valid_to", "Until", "date", width=120),
            required=True,
        ),
    ],
    initial=lambda ctx, query: {"list": query.get("list", "")},
    arguments=_new_prices,
    on_done=_told,
)
