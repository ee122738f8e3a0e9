"""Price lists and their prices as they are kept, for doors that change only a part of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A price list of the company."""

    id: int
    code: str
    name: str
    currency: str
    customer_group: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class StoredPrice:
    """A price of a list."""

    id: int
    price_list_id: int
    item_id: int
    unit: str
    min_quantity: Decimal
    valid_from: date | None
    unit_price: Decimal
    valid_to: date | None


def price_lists(ctx: Ctx) -> list[ListFacts]:
    """List the price lists of the company by code."""
    return select(
        ListFacts,
        """SELECT id, code, name, currency, customer_group, valid_from, valid_to FROM pricing_price_list
           WHERE company_id = %s ORDER BY code LIMIT 1000""",
        [ctx.company_id],
    )


def stored_prices(ctx: Ctx, item_ids: Iterable[int]) -> list[StoredPrice]:
    """List what prices of lists items have, in one statement."""
    return select(
        StoredPrice,
        """SELECT id, price_list_id, item_id, unit, min_quantity, valid_from, unit_price, valid_to
           FROM pricing_price WHERE company_id = %s AND item_id = ANY(%s)""",
        [ctx.company_id, list(set(item_ids))],
    )
