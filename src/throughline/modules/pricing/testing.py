"""Prices for tests, made through the operations; codes are unique unless given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from os import getpid
from typing import Any

from throughline.governance.public import Duty, company
from throughline.modules.pricing.public import (
    ContractInput,
    ContractPriceInput,
    PriceInput,
    PriceListInput,
    save_contract,
    save_price_lists,
    set_prices,
)
from throughline.platform.operations import Ctx, reading

_numbers = count(1)


def price_list(ctx: Ctx, code: str | None = None, **more: Any) -> int:
    """Have a price list for everybody, in the company's currency unless said otherwise, and give its id."""
    code = code or f"L-{getpid()}-{next(_numbers)}"
    more.setdefault("name", f"List {code}")
    if "currency" not in more:
        with reading(ctx):
            more["currency"] = company(ctx).currency
    document = save_price_lists(_clerk(ctx), price_lists=[PriceListInput(code, **more)]).only().document
    assert document is not None
    return document


def price(
    ctx: Ctx,
    item_id: int,
    unit_price: Decimal | str,
    *,
    unit: str = "ea",
    min_quantity: Decimal | int | str = 0,
    in_list: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> int:
    """Have a price of an item in a list, one for everybody unless given, and give the list's id."""
    in_list = price_list(ctx, "STANDARD") if in_list is None else in_list
    given = PriceInput(item_id, unit, Decimal(unit_price), Decimal(min_quantity), valid_from, valid_to)
    set_prices(_clerk(ctx), price_list=in_list, prices=[given]).only()
    return in_list


def contract(ctx: Ctx, party_id: int, prices: Mapping[int, Decimal | str], *, unit: str = "ea", **more: Any) -> int:
    """Have a contract with a customer at prices by item, and give its id."""
    code = more.pop("code", None) or f"K-{getpid()}-{next(_numbers)}"
    more.setdefault("name", f"Contract {code}")
    lines = tuple(ContractPriceInput(item, unit, Decimal(amount)) for item, amount in prices.items())
    return save_contract(_clerk(ctx), contract=ContractInput(code, party_id=party_id, prices=lines, **more))


def _clerk(ctx: Ctx) -> Ctx:
    """Act as whoever sets prices."""
    return replace(ctx, permissions=frozenset({"*"}), duties=frozenset({str(Duty.PRICING)}), idempotency_key=None)
