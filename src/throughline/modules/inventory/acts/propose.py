"""Entering adjustments: what they are worth, whether they may be booked at once, and the document of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from psycopg.types.json import Jsonb

from throughline.governance.public import NewException, clear_exceptions, load, raise_exceptions
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO, rounded
from throughline.kernel.quantity import in_stock_unit
from throughline.modules.catalog.public import items
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.adjust import KIND, Adjustment, Change, post_adjustments
from throughline.modules.inventory.models import StockAdjustment, StockAdjustmentLine
from throughline.modules.inventory.policies import ADJUSTING
from throughline.modules.inventory.queries.adjustments import adjustment_lines, waiting_at
from throughline.modules.inventory.queries.availability import average_costs
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, Outcome, Outcomes


@dataclass(frozen=True, slots=True)
class Entered:
    """A line as entered: the change, and what was booked and counted where it is a count."""

    line: Adjustment
    booked: Decimal | None = None
    counted: Decimal | None = None


def number_of(adjustment_id: int) -> str:
    """Give the number under which an adjustment is known."""
    return f"AD-{adjustment_id}"


def enter(ctx: Ctx, entered: Sequence[Entered], reason: str, against: str = "INVADJ") -> Outcomes:
    """Book changes at once, or have them wait for another person where they are worth more than the policy's limit.

    What waits for the same place is void: the newer count is the true one.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why the stock is adjusted.", field="reason")
    lines = [one.line for one in entered]
    _check(lines)
    values = worth(ctx, lines)
    total, size = sum(values, ZERO), sum((abs(value) for value in values), ZERO)
    decision = load(ctx, ADJUSTING).ask(ADJUSTING, site=lines[0].site_id)
    limit = decision.answer.limit_without_approval
    number = ctx.running().operation_id
    waits = limit is not None and size > limit
    _void_waiting(ctx, lines, number)
    if not waits:
        changes = [Change(one.line, number, against, one.booked) for one in entered]
        for trouble in post_adjustments(ctx, changes).values():
            raise trouble
    state = "waiting" if waits else "posted"
    why = {**decision.why(), "limit": str(limit) if limit is not None else None, "worth": str(size)}
    columns = ("id", "state", "against", "reason", "value", "value_absolute", "why")
    record = (number, state, against, reason.strip()[:400], total, size, Jsonb(why))
    constants = {"company_id": ctx.company_id, "asked_at": ctx.now, "asked_by": ctx.actor_id, "remark": ""}
    writes.append(StockAdjustment, columns, [record], constants)
    _write_lines(ctx, number, entered, values)
    ctx.running().touched(KIND, number)
    label = number_of(number)
    if not waits:
        return Outcomes([Outcome(number, label, "done", "posted", f"{label}: {total} booked.", {}, number)])
    message = f"{label} is worth {size}, more than {limit}: it waits for another person."
    _ask(ctx, number, label, size, reason, lines[0].site_id)
    facts = {"worth": str(size), "limit": str(limit)}
    return Outcomes([Outcome(number, label, "held", "approval_needed", message, facts, number)])


def worth(ctx: Ctx, lines: Sequence[Adjustment]) -> list[Decimal]:
    """Give what changes are worth by the average cost of now, in company currency."""
    costs = average_costs(ctx, {line.item_id for line in lines})
    return [
        rounded(
            line.quantity
            * (line.unit_cost if line.unit_cost is not None and line.quantity > 0 else costs.get(line.item_id, ZERO))
        )
        for line in lines
    ]


def _check(lines: Sequence[Adjustment]) -> None:
    if not lines:
        raise InvalidInput("lines_missing", "Name at least one place.", field="lines")
    if len({line.target for line in lines}) < len(lines):
        raise InvalidInput("place_twice", "A place stands on several lines; add them up.", field="adjustments")
    known = items({line.item_id for line in lines})
    for line in lines:
        if line.item_id not in known:
            raise NotFound("item_unknown", f"There is no item {line.item_id}.", field="item_id")
        item = known[line.item_id]
        if item.kind != "stocked":
            raise RuleViolation("item_not_stocked", f"{item.code} is a {item.kind} and has no stock.")
        in_stock_unit(line.quantity, Decimal(1), item.unit_decimals, unit=item.stock_unit, stock_unit=item.stock_unit)
        if line.unit_cost is not None and line.unit_cost < 0:
            raise InvalidInput("cost_negative", f"{item.code} cannot cost less than nothing.", field="unit_cost")


def _void_waiting(ctx: Ctx, lines: Sequence[Adjustment], number: int) -> None:
    """Void lines that wait for a place that is entered anew, and documents of which nothing is left."""
    hit = waiting_at(ctx, [line.target for line in lines])
    if not hit:
        return
    locked = locks.adjustments(ctx, {one.adjustment_id for one in hit})
    gone = {one.line_id for one in hit if one.adjustment_id in locked and locked[one.adjustment_id].state == "waiting"}
    writes.update(StockAdjustmentLine, "id", ("is_void",), [(line, True) for line in sorted(gone)])
    rest: Mapping[int, list[Decimal]] = {
        document: [line.value for line in lines_ if line.id not in gone]
        for document, lines_ in adjustment_lines(ctx, locked).items()
    }
    remark = f"Counted anew: {number_of(number)}"
    void = [document for document, left in rest.items() if not left and locked[document].state == "waiting"]
    constants = {"decided_at": ctx.now, "decided_by": ctx.actor_id}
    writes.update(StockAdjustment, "id", ("state", "remark"), [(d, "void", remark) for d in void], constants=constants)
    sums = [
        (document, sum(left, ZERO), sum((abs(value) for value in left), ZERO))
        for document, left in rest.items()
        if left
    ]
    writes.update(StockAdjustment, "id", ("value", "value_absolute"), sums)
    clear_exceptions(ctx, "adjustment_waits", KIND, void, remark)


def _write_lines(ctx: Ctx, number: int, entered: Sequence[Entered], values: Sequence[Decimal]) -> None:
    records = [
        (*one.line.target, one.line.quantity, one.booked, one.counted, one.line.unit_cost, value)
        for one, value in zip(entered, values, strict=True)
    ]
    columns = ("site_id", "location_id", "item_id", "lot_id", "status", "quantity", "quantity_booked",
               "quantity_counted", "unit_cost", "value")  # fmt: skip
    constants = {"company_id": ctx.company_id, "adjustment_id": number, "is_void": False}
    writes.append(StockAdjustmentLine, columns, records, constants)


def _ask(ctx: Ctx, number: int, label: str, size: Decimal, reason: str, site_id: int) -> None:
    title = f"{label}: {size} of stock to adjust, {reason.strip()}"
    proposals = [{"operation": "inventory.decide_adjustments", "label": "Decide", "not_by": ctx.actor_id}]
    raise_exceptions(
        ctx,
        [
            NewException(
                "adjustment_waits", "stock", KIND, number, title, None, {"worth": str(size)}, proposals, site_id=site_id
            )
        ],
    )
