"""Adjusting and counting stock: lines at places, what they are worth, the entry ahead, and whether it waits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency, load, site_choices, sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO, rounded
from throughline.modules.catalog.public import items
from throughline.modules.inventory.permissions import READ_ADJUSTMENTS
from throughline.modules.inventory.policies import ADJUSTING
from throughline.modules.inventory.public import Adjustment, Count, average_costs, lots_named
from throughline.modules.inventory.queries.adjustments import Target, booked_at
from throughline.modules.inventory.queries.expired import labels_of_lots, set_apart
from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.ui import (
    Done,
    Field,
    Finding,
    Measured,
    OperationForm,
    Pair,
    Pairs,
    Preview,
    Shown,
    list_url,
    record_url,
    triangle,
    typed_lines,
)
from throughline.platform.ui.formats import money
from throughline.platform.ui.sentences import tell

COSTS = "inventory.cost.read"
STATUSES = [("available", "Available"), ("quality", "Quality"), ("quarantine", "Quarantine"), ("damaged", "Damaged"),
            ("blocked", "Blocked")]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line as far as it is typed, with its lot found."""

    item_id: int
    target: Target
    figure: Decimal
    unit_cost: Decimal | None


def _lines(ctx: Ctx, values: Mapping[str, Any], *, strict: bool) -> list[Line | None]:
    """Find what lines name, in their order; half-typed ones are nothing."""
    given = values.get("lines") or []
    lots = lots_named(ctx, {line["item"] for line in given if line.get("item")})
    site = int(values.get("site") or next(iter(sites(ctx)), 0))
    found: list[Line | None] = []
    for number, line in enumerate(given, start=1):
        if not line.get("item") or not line.get("place") or line.get("figure") is None:
            found.append(None)
            continue
        code = (line.get("lot") or "").strip()
        lot = lots.get((line["item"], code)) if code else None
        if code and lot is None and strict:
            raise InvalidInput("lot_unknown", f"The item has no lot {code}.", field="lot", line=number)
        target = (site, line["place"], line["item"], lot, line.get("status") or "available")
        found.append(Line(line["item"], target, line["figure"], line.get("unit_cost")))
    return found


def _ahead(counts: bool) -> Any:
    def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
        lines = _lines(ctx, values, strict=False)
        known = [line for line in lines if line]
        booked = booked_at(ctx, [line.target for line in known])
        traded, costs = items({line.item_id for line in known}), average_costs(ctx, {line.item_id for line in known})
        shown, changes, unit_of_money, sees = [], [], currency(ctx), ctx.may(COSTS)
        for line in lines:
            if line is None:
                shown.append(Shown())
                continue
            unit, there = traded[line.item_id].stock_unit, booked.get(line.target, ZERO)
            change = line.figure - there if counts else line.figure
            cost = line.unit_cost if line.unit_cost is not None and change > 0 else costs.get(line.item_id, ZERO)
            changes.append(rounded(change * cost) if sees else ZERO)
            cells = {"booked": Measured(there, unit), "change": Measured(change if counts else there + change, unit),
                     **({"value": money(changes[-1], unit_of_money)} if sees else {})}  # fmt: skip
            below = there + change < 0
            shown.append(Shown(cells, {"change": "stop"} if below else {"change": "warn"} if change else {}))
        return _entry(ctx, values, shown, changes) if sees else Preview(shown)

    return ahead


def _entry(ctx: Ctx, values: Mapping[str, Any], shown: Sequence[Shown], changes: Sequence[Decimal]) -> Preview:
    """Say what is booked, and whether it waits for another person."""
    total, size = sum(changes, ZERO), sum((abs(value) for value in changes), ZERO)
    unit = currency(ctx)
    if not size:
        return Preview(shown, {"value": money(total, unit)})
    debit, credit = ("Inventory", "Inventory adjustments") if total > 0 else ("Inventory adjustments", "Inventory")
    pairs = [Pair("Debit", f"{debit} {money(abs(total), unit)} {unit}"),
             Pair("Credit", f"{credit} {money(abs(total), unit)} {unit}")]  # fmt: skip
    site = int(values.get("site") or next(iter(sites(ctx)), 0))
    limit = load(ctx, ADJUSTING).ask(ADJUSTING, site=site).answer.limit_without_approval
    findings = []
    if limit is not None and size > limit:
        text = (f"Worth {money(size, unit)} {unit}, more than {money(limit, unit)} {unit}. Nothing is booked until "
                "another person with the duty has approved it.")  # fmt: skip
        findings.append(Finding("warn", "It waits for another person", text))
    return Preview(shown, {"value": money(total, unit)}, findings, [Pairs("The entry", pairs)])


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    site = query.get("site") or str(next(iter(sites(ctx)), ""))
    item, lot = query.get("item_id") or "", query.get("lot") or ""
    if is_id(lot):
        return _write_off(ctx, int(lot), site)
    lines = [{"item": int(item), "status": "available"}] if is_id(item) else []
    return {"site": site, "lines": lines}


def _write_off(ctx: Ctx, lot: int, site: str) -> dict[str, Any]:
    """Fill in that all of a lot that lies set apart at a site is written off, at its first site where none is named."""
    lying, codes = set_apart(ctx, [lot]), labels_of_lots([lot])
    here = str(lying[0].site_id) if lying else site
    lines = [
        {
            "item": one.item_id,
            "place": one.location_id,
            "lot": codes[lot][0],
            "status": "blocked",
            "figure": -one.quantity,
        }
        for one in lying
        if str(one.site_id) == here
    ]
    return {"site": here, "reason": tell("Lot {lot} has expired", lot=codes[lot][0]) if lines else "", "lines": lines}


def _ready(ctx: Ctx, values: Mapping[str, Any]) -> list[Line]:
    lines = _lines(ctx, values, strict=True)
    for number, line in enumerate(lines, start=1):
        if line is None:
            raise InvalidInput("line_incomplete", "Name item, place and quantity.", field="item", line=number)
    return [line for line in lines if line]


def _adjustments(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    found = [
        Adjustment(line.target[0], line.target[1], line.item_id, line.figure, *line.target[3:], line.unit_cost)
        for line in _ready(ctx, values)
    ]
    return {"adjustments": found, "reason": values["reason"]}


def _counts(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    found = [
        Count(line.target[0], line.target[1], line.item_id, line.figure, *line.target[3:], line.unit_cost)
        for line in _ready(ctx, values)
    ]
    return {"counts": found, "reason": values.get("reason") or "Counted"}


def _done(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    made = result.only()
    if not ctx.may(COSTS):
        waits = made.status == "held"
        told = "It waits for another person." if waits else "Booked."
        where = record_url("adjustments", made.subject) if ctx.may(READ_ADJUSTMENTS) else list_url("stock")
        return Done(where, told, triangle("Waits")) if waits else Done(where, told)
    word = triangle("Waits") if made.status == "held" else None
    address = record_url("adjustments", made.subject)
    return Done(address, made.message, word) if word else Done(address, made.message)


def _fields(figure: Field, change: str) -> Callable[[Ctx, Mapping[str, Any]], list[Field]]:
    """Ask for the lines; what goods cost is asked and shown only where the reader may see costs."""

    def fields(ctx: Ctx, asked: Mapping[str, Any]) -> list[Field]:
        return _asked(figure, change, costs=ctx.may(COSTS))

    return fields


def _asked(figure: Field, change: str, *, costs: bool) -> list[Field]:
    worth = [Field("unit_cost", "Cost if found", "money", width=90), Field("value", "Value", "shown")]
    return [
        Field("site", "Site", "select", choices=site_choices, required=True, width=160),
        Field("reason", "Reason", required=figure.label == "Change", width=360),
        typed_lines(
            Field("item", "Item", "lookup", lookup="items", required=True, width=220),
            Field("place", "Bin", "lookup", lookup="bins", depends=["site"], required=True, width=90),
            Field("lot", "Lot", width=80),
            Field("status", "Status", "select", choices=STATUSES, width=110),
            figure,
            Field("booked", "Booked", "shown"),
            Field("change", change, "shown"),
            *(worth if costs else []),
            required=True,
        ),
    ]


ADJUST = OperationForm(
    slug="stock/adjust",
    parent="adjustments",
    title="Adjust stock",
    text="Signed changes at the average cost. Claims on what is gone are broken and promised anew.",
    operation="inventory.adjust_stock",
    submit_label="Adjust stock",
    initial=_first,
    preview=_ahead(counts=False),
    arguments=_adjustments,
    on_done=_done,
    fields=_fields(Field("figure", "Change", "decimal", required=True, width=80), "Then there"),
)

COUNT = OperationForm(
    slug="stock/count",
    parent="adjustments",
    title="Count stock",
    text="What was counted becomes what is booked. Leave no bin out that was counted: one that agrees is kept as well.",
    operation="inventory.count_stock",
    submit_label="Book the count",
    initial=_first,
    preview=_ahead(counts=True),
    arguments=_counts,
    on_done=_done,
    fields=_fields(Field("figure", "Counted", "decimal", required=True, width=80, minimum=Decimal(0)), "Differs by"),
)
