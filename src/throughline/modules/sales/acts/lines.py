"""Writing lines of quotes and orders."""

from collections.abc import Sequence

from psycopg.types.json import Jsonb

from throughline.kernel.money import ZERO
from throughline.kernel.plain import plain
from throughline.modules.sales.acts.pricing import PricedLine
from throughline.modules.sales.models import OrderLine
from throughline.platform.database import writes
from throughline.platform.operations import Ctx

COLUMNS = (
    "order_id",
    "line_no",
    "item_id",
    "item_code",
    "description",
    "is_stocked",
    "quantity",
    "unit",
    "unit_factor",
    "quantity_stock",
    "list_price",
    "base_price",
    "discount_percent",
    "unit_price",
    "price_source",
    "price_why",
    "net",
    "gross",
    "tax_category",
    "requested_on",
    "ordered_item_id",
    "ordered_item_code",
)


def record_of(number: int, line_no: int, line: PricedLine) -> tuple[object, ...]:
    """Give the row of a priced line, in the order of `COLUMNS`."""
    return (
        number,
        line_no,
        line.item.id,
        line.item.code,
        line.description[:200],
        line.item.kind == "stocked",
        line.quantity,
        line.unit,
        line.unit_factor,
        line.quantity_stock,
        line.list_price,
        line.base_price,
        line.discount_percent,
        line.unit_price,
        line.price_source,
        Jsonb(plain(dict(line.price_why))),
        line.net,
        line.gross,
        line.item.tax_category,
        line.requested_on,
        line.ordered.id if line.ordered else None,
        line.ordered.code if line.ordered else "",
    )


def write_lines(ctx: Ctx, orders: Sequence[tuple[int, Sequence[PricedLine]]]) -> None:
    """Write the lines of quotes, numbered by ten; one statement, put off."""
    records = [
        record_of(number, place * 10, line) for number, lines in orders for place, line in enumerate(lines, start=1)
    ]
    writes.append(OrderLine, COLUMNS, records, {"company_id": ctx.company_id, "quantity_cancelled": ZERO})
