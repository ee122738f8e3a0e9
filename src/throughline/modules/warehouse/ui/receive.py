"""Receiving at the desk: what arrived, against what was expected, at what cost, where it is put."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_asked, site_choices
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import rounded
from throughline.modules.catalog.public import ItemFacts, items, packagings
from throughline.modules.inventory.public import (
    SupplyRow,
    arriving_with,
    average_costs,
    expected,
    supply_costs,
    supply_rows,
)
from throughline.modules.warehouse.permissions import READ_RECEIPTS
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput
from throughline.modules.warehouse.ui.receipts import KINDS
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Field,
    Finding,
    Lookup,
    OperationForm,
    Option,
    Preview,
    Shown,
    open_made,
    typed_lines,
)
from throughline.platform.ui.formats import day, money, quantity
from throughline.platform.ui.sentences import tell


def _find_arrivals(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find what is expected of the line's item at the chosen site, what is due first ahead."""
    site, _ = site_asked(ctx, beside.get("site"))
    item = beside.get("item", "")
    found = expected(ctx, site.id, items=[int(item)] if is_id(item) else None)
    return [
        Option(one.id, one.label, f"{quantity(one.quantity, one.unit)}, {day(one.due_on)}")
        for one in found
        if one.label.upper().startswith(words.upper())
    ]


def _arrivals(ctx: Ctx, ids: Sequence[int]) -> dict[int, Option]:
    return {number: Option(number, one.label) for number, one in supply_rows(ctx, ids).items()}


ARRIVALS = Lookup("arrivals", _find_arrivals, _arrivals, READ_RECEIPTS)


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    """Begin empty, or with all that is expected on the document of the arrival that is named."""
    asked = query.get("supply", "")
    arriving = arriving_with(ctx, int(asked)) if is_id(asked) else []
    site, _ = site_asked(ctx, str(arriving[0].site_id) if arriving else query.get("site"))
    lines = [{"item": one.item_id, "supply": one.id, "quantity": one.quantity} for one in arriving]
    return {"site": str(site.id), "kind": "purchase", "lines": lines}


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what each line comes to in stock units, its value, the totals, and what else is expected of its item."""
    lines = values.get("lines") or []
    known = items({line["item"] for line in lines if line.get("item")})
    units, averages = packagings(set(known)), average_costs(ctx, known)
    ordered = _ordered(ctx, lines)
    shown, total = [], Decimal(0)
    for line in lines:
        item = known.get(line.get("item") or 0)
        if item is None or line.get("quantity") is None:
            shown.append(Shown())
            continue
        unit = line.get("unit") or item.stock_unit
        packaging = units.get((item.id, unit))
        if packaging is None:
            shown.append(Shown({"stock": f"no packaging {unit}"}, {"stock": "stop"}))
            continue
        cost = line.get("cost")
        if cost is None:
            cost = ordered.get(line.get("supply"), averages.get(item.id, Decimal(0))) * packaging.factor
        value = rounded(line["quantity"] * cost)
        total += value
        shown.append(
            Shown({"stock": quantity(line["quantity"] * packaging.factor, item.stock_unit), "value": money(value)})
        )
    return Preview(shown, {"value": money(total)}, _unnamed(ctx, values, known))


def _ordered(ctx: Ctx, lines: Sequence[Mapping[str, Any]]) -> dict[int | None, Decimal]:
    """Give what the chosen arrivals cost a stock unit, where whoever ordered them says so."""
    chosen = supply_rows(ctx, {line["supply"] for line in lines if line.get("supply")})
    costs = supply_costs(ctx, [(one.ref_kind, one.ref_id) for one in chosen.values()])
    return {
        number: costs[one.ref_kind, one.ref_id] for number, one in chosen.items() if (one.ref_kind, one.ref_id) in costs
    }


def _unnamed(ctx: Ctx, values: Mapping[str, Any], known: Mapping[int, ItemFacts]) -> list[Finding]:
    """Say what is expected of an item that arrives, where no line says that this is it: it would stay expected."""
    site, lines = values.get("site"), values.get("lines") or []
    named = {line["supply"] for line in lines if line.get("supply")}
    bare = {line["item"] for line in lines if line.get("item") and not line.get("supply")} & set(known)
    if not site or not bare or values.get("kind") == "opening":
        return []
    open_ = [one for one in expected(ctx, int(site), items=sorted(bare)) if one.id not in named]
    first = {one.item_id: one for one in reversed(open_)}
    return [
        Finding(
            "warn",
            tell("{item} is expected", item=one.item_code),
            tell(
                "{quantity} on {document}, due {day}. Choose it on the line, or it stays expected.",
                quantity=quantity(one.quantity, one.unit),
                document=one.label,
                day=day(one.due_on),
            ),
        )
        for one in first.values()
    ]


def _receipts(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    arriving = supply_rows(ctx, {line["supply"] for line in values["lines"] if line.get("supply")})
    lines = [
        ReceiptLineInput(
            line["item"],
            line["quantity"],
            line.get("cost"),
            line.get("unit") or "",
            line.get("bin"),
            line.get("lot") or "",
            line.get("expires"),
            _document(arriving, line, number),
        )
        for number, line in enumerate(values["lines"], start=1)
    ]
    receipt = ReceiptInput(
        int(values["site"]),
        lines,
        values.get("supplier"),
        values.get("kind") or "purchase",
        values.get("reference") or "",
    )
    return {"receipts": [receipt]}


def _document(arriving: Mapping[int, SupplyRow], line: Mapping[str, Any], number: int) -> tuple[str, int] | None:
    """Give the document of the arrival that a line names, after seeing that it is of the line's item."""
    if not line.get("supply"):
        return None
    one = arriving.get(line["supply"])
    if one is None or one.item_id != line["item"]:
        told = "What is expected there is of another item; choose an arrival of this one."
        raise InvalidInput("supply_differs", told, field="supply", line=number)
    return (one.ref_kind, one.ref_id)


FORM = OperationForm(
    slug="receipts/new",
    parent="receipts",
    title="Receive goods",
    text="Goods are on hand at once, and promised to who waits for them.",
    operation="warehouse.receive_goods",
    submit_label="Receive goods",
    initial=_first,
    arguments=_receipts,
    preview=ahead,
    on_done=open_made("receipts"),
    fields=[
        Field("site", "Site", "select", choices=site_choices, required=True, width=150),
        Field("supplier", "Supplier", "lookup", lookup="suppliers", width=220),
        Field("kind", "Kind", "select", choices=KINDS, width=140),
        Field("reference", "Delivery note", width=150),
        typed_lines(
            Field("item", "Item", "lookup", lookup="items", required=True, width=230),
            Field("supply", "Expected", "lookup", lookup="arrivals", depends=["site", "item"], width=130),
            Field("quantity", "Quantity", "decimal", required=True, width=80),
            Field("unit", "Unit", width=64),
            Field("cost", "Unit cost", "money", width=84, help="Empty: what it costs on average"),
            Field("bin", "Bin", "lookup", lookup="bins", depends=["site"], width=90),
            Field("lot", "Lot", width=90),
            Field("expires", "Expires", "date", width=120),
            Field("stock", "On hand", "shown"),
            Field("value", "Value", "shown"),
            required=True,
        ),
    ],
)
