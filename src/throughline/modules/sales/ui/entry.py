"""Lines as they are entered, in quotes and in amendments: which item, how much of which unit, at which price, when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from throughline.governance.public import sites
from throughline.kernel.digits import is_id
from throughline.kernel.money import ZERO
from throughline.modules.catalog.public import find_items, items, packagings, resolve
from throughline.modules.inventory.public import availability
from throughline.modules.sales.public import LineInput
from throughline.platform.operations import Ctx
from throughline.platform.ui import Field, Lookup, Option
from throughline.platform.ui.formats import quantity
from throughline.platform.ui.search import Exact


def _options(ctx: Ctx, found: Sequence[Any], site: str, units: Mapping[int, str]) -> list[Option]:
    """Give items with what is free of each at the site of the quote, and the unit that was named with them."""
    place = int(site) if is_id(site) else next(iter(sites(ctx)), 0)
    free = availability(ctx, place, [item.id for item in found])
    options = []
    for item in found:
        have = free.get(item.id)
        count = have.free if have else ZERO
        word = "service" if item.kind != "stocked" else f"{quantity(count)} free" if count > 0 else "none free"
        tone = "good" if count > 0 else "warn"
        unit = units.get(item.id, item.stock_unit)
        options.append(Option(item.id, item.code, item.name, [word], {"unit": unit}, tone))
    return options


def _find(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Give items by the beginning of code or name; first the one that the words name as the customer or a code does."""
    theirs = resolve([words], _party(beside)).get(words)
    found = dict(items([theirs.item_id])) if theirs else {}
    found |= {item.id: item for item in find_items(words)}
    sellable = [item for item in found.values() if item.state == "active"]
    return _options(ctx, sellable, beside.get("site_id", ""), {theirs.item_id: theirs.unit} if theirs else {})


def _party(beside: Mapping[str, str]) -> int | None:
    return int(beside["party_id"]) if is_id(beside.get("party_id", "")) else None


def _exact(ctx: Ctx, texts: Sequence[str], beside: Mapping[str, str]) -> Mapping[str, Exact]:
    """Give the items that typed, scanned or pasted texts name: the customer's own numbers, then codes and GTINs.

    The GTIN of a packaging brings its unit along.
    """
    found = resolve(texts, _party(beside))
    known = items({match.item_id for match in found.values()})
    return {
        text: Exact(match.item_id, {"unit": match.unit})
        for text, match in found.items()
        if known[match.item_id].state == "active"
    }


def _known(ctx: Ctx, values: Sequence[Any]) -> Mapping[Any, Option]:
    return {number: Option(number, item.code, item.name) for number, item in items(values).items()}


ITEMS = Lookup("sold-items", _find, _known, "sales.order.quote", exact=_exact)


def _units(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Give the units in which the item of the line is sold: those that begin with what is typed, then the smallest."""
    item = items([int(beside["item_id"])]) if is_id(beside.get("item_id", "")) else {}
    offered = list[Option]()
    for number, facts in item.items():
        offered.append(Option(facts.stock_unit, facts.stock_unit, "", [f"1 {facts.stock_unit}"]))
        sold = [one for (owner, _), one in packagings([number]).items() if owner == number and one.sellable]
        offered += [
            Option(one.code, one.code, "", [quantity(one.factor, facts.stock_unit)])
            for one in sorted(sold, key=lambda one: one.factor)
            if one.code != facts.stock_unit
        ]
    return sorted(offered, key=lambda one: not one.code.casefold().startswith(words.casefold()))


UNITS = Lookup(
    "sold-units",
    _units,
    lambda ctx, codes: {code: Option(code, code) for code in codes},
    "sales.order.quote",
    parse=str,
)

ITEM = Field(
    "item_id", "Item", "lookup", lookup="sold-items", depends=["site_id", "party_id"], required=True, width=172
)
QUANTITY = Field("quantity", "Quantity", "decimal", required=True, width=62, minimum=Decimal("0.000001"))
UNIT = Field("unit", "Unit", lookup="sold-units", depends=["item_id"], width=52)
WANTED = Field("requested_on", "Wanted", "date", typed=True, width=86)
PRICE = Field("unit_price", "Own price", "money", width=72, minimum=ZERO)
DISCOUNT = Field("discount_percent", "Disc. %", "decimal", width=50, minimum=ZERO)
#: What is typed of a line that stands on the order already: its item stays, and all of it may go.
QUANTITY_STANDING = replace(QUANTITY, minimum=ZERO, width=70)
TERMS_STANDING = (replace(PRICE, label="Price", width=84), DISCOUNT, WANTED)


def _pair(text: str) -> tuple[int, int]:
    ordered, delivered = text.split(">")
    return int(ordered), int(delivered)


#: Which item was asked for, and by which it is replaced: it counts while the line has that item.
STANDS_FOR = Field("stands_for", kind="hidden", parse=_pair)


def stands_for(ordered: int, delivered: int) -> str:
    """Give the hidden value of a line that delivers a substitute."""
    return f"{ordered}>{delivered}"


def line_of(given: Mapping[str, Any]) -> LineInput:
    """Turn a parsed line into what the operations take."""
    ordered, delivered = given.get("stands_for") or (None, None)
    return LineInput(
        given["item_id"],
        given["quantity"],
        (given.get("unit") or "").strip(),
        given.get("unit_price"),
        given.get("discount_percent") or ZERO,
        given.get("requested_on"),
        ordered_item_id=ordered if delivered == given["item_id"] else None,
    )
