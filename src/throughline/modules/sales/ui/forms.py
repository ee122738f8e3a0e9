"""Confirming, losing and cancelling: forms of one operation each, opened from the order."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import demands_of
from throughline.modules.sales.public import cancel_lines, confirm_orders, lose_quotes
from throughline.modules.sales.queries.orders import lines_of, orders
from throughline.platform.operations import Ctx, Outcome, Versioned
from throughline.platform.ui import Done, Field, OperationForm, Preview, Shown, record_url, standing_lines
from throughline.platform.ui.formats import day, money

LINE = "sales.order_line"
SUBJECT = [Field("order", kind="hidden", parse=int, required=True), Field("version", kind="hidden", parse=int)]


def _named(ctx: Ctx, values: Mapping[str, Any]) -> Any:
    found = orders(ctx, [values.get("order") or 0])
    if not found:
        raise NotFound("order_unknown", f"There is no order {values.get('order')}.")
    return next(iter(found.values()))


def _confirm(ctx: Ctx, *, order: int, version: int | None = None) -> Outcome:
    return confirm_orders(ctx, orders=[Versioned(order, version)]).only()


def _confirmed(ctx: Ctx, outcome: Outcome, values: Mapping[str, Any]) -> Done:
    address = record_url("orders", values["order"])
    return Done(address, "" if outcome.status == "held" else outcome.message)  # the page begins with what holds it


CONFIRM = OperationForm(
    slug="orders/confirm",
    title=lambda ctx, values: f"Confirm {_named(ctx, values).number}?",
    text=lambda ctx, values: (
        f"{money(_named(ctx, values).net)} net, wanted for {day(_named(ctx, values).requested_on)}. "
        "Prices, margin, credit and supply are checked; what passes is promised."
    ),
    operation=_confirm,
    calls="sales.confirm_orders",
    permission="sales.order.confirm",
    submit_label="Confirm order",
    parent="orders",
    fields=SUBJECT,
    on_done=_confirmed,
)


def _lose(ctx: Ctx, *, order: int, reason: str, version: int | None = None) -> Outcome:
    return lose_quotes(ctx, orders=[Versioned(order, version)], reason=reason).only()


LOSE = OperationForm(
    slug="orders/lose",
    title=lambda ctx, values: f"Close quote {_named(ctx, values).number} as lost?",
    text="It claims nothing and disappears from the work; its reason stays.",
    operation=_lose,
    calls="sales.lose_quotes",
    permission="sales.order.quote",
    submit_label="Lose quote",
    danger=True,
    parent="orders",
    fields=[*SUBJECT, Field("reason", "Reason", "textarea", required=True)],
    on_done=lambda ctx, outcome, values: Done(record_url("orders", values["order"]), outcome.message),
)


def _open_lines(ctx: Ctx, order: int) -> list[tuple[Any, Decimal]]:
    """Give the lines of an order with what of each has not left and is not cancelled, in stock units."""
    lines = [line for line in lines_of(ctx, [order]) if line.is_stocked]
    demands = demands_of(ctx, LINE, [line.id for line in lines])
    left = []
    for line in lines:
        gone = demands[line.id].issued if line.id in demands else ZERO
        left.append((line, line.quantity_stock - line.cancelled - gone))
    return left


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    order = int(query["order"]) if is_id(query.get("order", "")) else 0
    lines = [{"line": line.id, "quantity": ZERO} for line, left in _open_lines(ctx, order) if left > 0]
    return {"order": order, "lines": lines}


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Say per line what can still be cancelled, and in which state it is."""
    known = {line.id: (line, left) for line, left in _open_lines(ctx, values.get("order") or 0)}
    demands = demands_of(ctx, LINE, list(known))
    shown, total = [], ZERO
    for given in values.get("lines") or []:
        line, left = known.get(given.get("line"), (None, ZERO))
        if line is None:
            shown.append(Shown(error="This line is not open."))
            continue
        quantity = given.get("quantity") or ZERO
        amount = line.net * quantity / line.quantity_stock
        total += amount
        demand = demands.get(line.id)
        picked = (
            "picked, needs a put-back"
            if demand and demand.picked
            else "allocated"
            if demand and demand.allocated
            else "promised"
        )
        cells = {
            "item": f"{line.item_code} {line.description}",
            "left": trimmed(left),
            "stands": picked,
            "amount": money(-amount),
        }
        shown.append(Shown(cells, {"left": "stop"} if quantity > left else {}))
    return Preview(shown, {"amount": money(-total)})


def _cancel(ctx: Ctx, *, order: int, reason: str, lines: Sequence[Mapping[str, Any]]) -> Outcome:
    quantities = {one["line"]: one["quantity"] for one in lines if one.get("line") and one.get("quantity")}
    if not quantities:
        raise InvalidInput("nothing_chosen", "Give a quantity on at least one line.", field="lines")
    return cancel_lines(ctx, orders=[order], quantities=quantities, reason=reason).only()


CANCEL = OperationForm(
    slug="orders/cancel",
    title=lambda ctx, values: f"Cancel lines of {_named(ctx, values).number}",
    text=(
        "What is promised or allocated is free at once; what is picked is put back first. "
        "What has left comes back as a return."
    ),
    operation=_cancel,
    calls="sales.cancel_lines",
    permission="sales.order.cancel",
    submit_label="Cancel quantities",
    danger=True,
    parent="orders",
    initial=_initial,
    preview=_ahead,
    fields=[
        Field("order", kind="hidden", parse=int, required=True),
        Field("reason", "Reason", required=True, wide=True),
        standing_lines(
            Field("stands", "Stands", "shown", width=-1),
            Field("left", "Can be cancelled", "shown"),
            Field("quantity", "Cancel", "decimal", width=90, minimum=ZERO),
            Field("amount", "Net", "shown"),
        ),
    ],
    on_done=lambda ctx, outcome, values: Done(
        record_url("orders", values["order"]), f"{outcome.label}: {outcome.message}"
    ),
)
