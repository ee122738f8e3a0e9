"""What programs ask of pricing: price lists, prices, contracts, and what a customer would pay today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.modules.catalog.public import items, packagings
from throughline.modules.parties.public import customers
from throughline.modules.pricing.domain.choose import PriceRequest
from throughline.modules.pricing.permissions import READ
from throughline.modules.pricing.queries import price_lines
from throughline.modules.pricing.queries.lists import (
    ContractPriceRow,
    ContractRow,
    PriceListRow,
    PriceRow,
    contract_price_rows,
    contract_rows,
    price_list_rows,
    price_rows,
)
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class PriceTold:
    """What a customer would pay for one `unit` of an item, before tax, in `currency`; null where nothing prices it.

    `source` is contract, price_list or none; `why` holds the winner, how many were candidates, and who was rejected.
    """

    item_id: int
    unit: str
    quantity: Decimal
    currency: str
    unit_price: Decimal | None
    list_price: Decimal | None
    source: str
    source_id: int | None
    source_name: str
    why: dict[str, Any]


@read("pricing.price_lists", permission=READ)
def lists(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    customer_group: str = "",
    on: date | None = None,
    after: int | None = None,
    limit: Limit = 50,
) -> Page[PriceListRow]:
    """List price lists: of a customer group, that count on a day."""
    found = price_list_rows(ctx, ids=ids, group=customer_group, on=on, after=after, size=limit + 1)
    return Page.of(found, limit, lambda row: row.id)


@read("pricing.prices", permission=READ)
def prices(
    ctx: Ctx,
    *,
    price_list_id: int | None = None,
    item_ids: Sequence[int] | None = None,
    on: date | None = None,
    after: int | None = None,
    limit: Limit = 200,
) -> Page[PriceRow]:
    """List prices of lists: of one list, of items, that count on a day.

    The id is what `pricing.remove_prices` takes.
    """
    found = price_rows(ctx, price_list_id=price_list_id, item_ids=item_ids, on=on, after=after, size=limit + 1)
    return Page.of(found, limit, lambda row: row.id)


@read("pricing.contracts", permission=READ)
def contracts(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    party_id: int | None = None,
    on: date | None = None,
    after: int | None = None,
    limit: Limit = 50,
) -> Page[ContractRow]:
    """List contracts: of a customer, that count on a day."""
    found = contract_rows(ctx, ids=ids, party_id=party_id, on=on, after=after, size=limit + 1)
    return Page.of(found, limit, lambda row: row.id)


@read("pricing.contract_prices", permission=READ)
def contract_prices(
    ctx: Ctx, *, contract_ids: Sequence[int], after: int | None = None, limit: Limit = 500
) -> Page[ContractPriceRow]:
    """List the prices of contracts: per unit, from a quantity in that unit on."""
    found = contract_price_rows(ctx, contract_ids, after=after, size=limit + 1)
    return Page.of(found, limit, lambda row: row.id)


@read("pricing.price_of", permission=READ)
def price_of(
    ctx: Ctx,
    *,
    party_id: int,
    item_ids: Sequence[int],
    quantity: Decimal = Decimal(1),
    unit: str = "",
    on: date | None = None,
) -> list[PriceTold]:
    """Say what a customer would pay for items in a quantity and unit (empty: the stock unit) on a day, and why.

    An item that is not counted in the unit is left out.
    """
    found = customers(ctx, [party_id])
    if party_id not in found:
        raise NotFound("customer_unknown", f"Party {party_id} is no customer of this company.", party=party_id)
    customer = found[party_id]
    units = packagings(item_ids)
    asked: list[PriceRequest] = []
    for item in items(item_ids).values():
        counted = units.get((item.id, unit or item.stock_unit))
        if counted is not None:
            asked.append(
                PriceRequest(
                    len(asked), party_id, customer.group, item.id, counted.code, counted.factor, quantity,
                    on or ctx.today, customer.currency,
                )
            )  # fmt: skip
    return [
        PriceTold(
            one.item_id, one.unit, quantity, customer.currency, answer.price, answer.list_price, answer.source,
            answer.source_id, answer.source_name, answer.why,
        )
        for one, answer in zip(asked, price_lines(ctx, asked), strict=True)
    ]  # fmt: skip
