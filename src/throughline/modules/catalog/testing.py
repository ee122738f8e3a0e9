"""Items for tests, made through the operations; codes are unique unless given."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count
from os import getpid
from typing import Any

from throughline.governance.public import Duty
from throughline.modules.catalog.public import (
    CustomerItemInput,
    FamilyInput,
    ItemInput,
    PackagingInput,
    save_customer_items,
    save_families,
    save_items,
)
from throughline.platform.operations import Ctx, Outcomes

_numbers = count(1)


def item(ctx: Ctx, code: str | None = None, *, units: Mapping[str, int | Decimal] | None = None, **more: Any) -> int:
    """Have an active item, with packagings such as units={"box": 12}, and give its id."""
    code = code or f"I-{getpid()}-{next(_numbers)}"
    more.setdefault("name", f"Item {code}")
    if units:
        more["packagings"] = tuple(PackagingInput(name, Decimal(factor)) for name, factor in units.items())
    return _saved(save_items(_clerk(ctx), items=[ItemInput(code, **more)]))


def items(ctx: Ctx, number: int, **more: Any) -> list[int]:
    """Have so many active items and give their ids."""
    codes = [f"I-{getpid()}-{next(_numbers)}" for _ in range(number)]
    outcomes = save_items(_clerk(ctx), items=[ItemInput(code, f"Item {code}", **more) for code in codes])
    assert not outcomes.refused, outcomes.refused
    return outcomes.documents()


def family(ctx: Ctx, code: str | None = None, **more: Any) -> str:
    """Have a family and give its code."""
    code = code or f"F-{getpid()}-{next(_numbers)}"
    more.setdefault("name", f"Family {code}")
    _saved(save_families(_clerk(ctx), families=[FamilyInput(code, **more)]))
    return code


def customer_item(ctx: Ctx, party_id: int, item_id: int, number: str) -> int:
    """Let a customer's number name an item."""
    return _saved(save_customer_items(_clerk(ctx), customer_items=[CustomerItemInput(party_id, number, item_id)]))


def _saved(outcomes: Outcomes) -> int:
    document = outcomes.only().document
    assert document is not None
    return document


def _clerk(ctx: Ctx) -> Ctx:
    """Act as whoever keeps master data."""
    return replace(ctx, permissions=frozenset({"*"}), duties=frozenset({str(Duty.MASTER_DATA)}), idempotency_key=None)
