"""Delivering substitutes for what is short: offered on the order, carried out as an amendment."""

from collections.abc import Mapping
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.kernel.money import ZERO
from throughline.modules.catalog.public import SubstituteFacts, substitutes_of
from throughline.modules.inventory.public import availability
from throughline.modules.parties.public import customers
from throughline.modules.sales.public import SubstitutionInput, substitute_lines
from throughline.modules.sales.queries.orders import OrderFacts, OrderLineFacts, lines_by_id, orders
from throughline.modules.sales.ui.progress import Progress
from throughline.platform.operations import Ctx, Outcome
from throughline.platform.ui import Action, Done, Field, OperationForm, record_url
from throughline.platform.ui.formats import quantity

#: How many substitutes an order offers at most.
MOST = 3


def offers(ctx: Ctx, progress: Progress) -> list[Action]:
    """Offer, for lines that stock does not cover, the substitutes of which the order's site has some free."""
    short = [one for one in progress.goods if one.backorder > ZERO]
    if not short or progress.order.state != "confirmed" or not ctx.may("sales.order.amend"):
        return []
    found = substitutes_of({one.line.item_id for one in short})
    free = availability(ctx, progress.order.site_id, [one.substitute_id for all_ in found.values() for one in all_])
    actions = []
    for one in short:
        for other in found.get(one.line.item_id, []):
            if other.substitute_id in free and free[other.substitute_id].free > ZERO:
                label = f"Deliver {other.code} for {one.line.item_code}"
                query = {"line": one.line.id, "substitute": other.substitute_id}
                actions.append(Action(label, form="orders/substitute", query=query))
    return actions[:MOST]


def _named(ctx: Ctx, values: Mapping[str, Any]) -> tuple[OrderLineFacts, OrderFacts, SubstituteFacts]:
    line = lines_by_id(ctx, [values.get("line") or 0]).get(values.get("line") or 0)
    offered = substitutes_of([line.item_id]).get(line.item_id, []) if line else []
    other = next((one for one in offered if one.substitute_id == values.get("substitute")), None)
    if line is None or other is None:
        raise NotFound("no_substitute", "The line is not there, or the catalog names no such substitute for it.")
    return line, orders(ctx, [line.order_id])[line.order_id], other


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    line, order, other = _named(ctx, values)
    return f"{order.number}: deliver {other.code} for {line.item_code}"


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    line, order, other = _named(ctx, values)
    free = availability(ctx, order.site_id, [other.substitute_id]).get(other.substitute_id)
    have = quantity(free.free if free else ZERO, line.unit)
    price = f"at the price of {line.item_code}" if other.keeps_price else "at its own price"
    known = customers(ctx, [order.party_id])[order.party_id]
    word = "takes substitutes" if known.accepts_substitutes else "takes no substitutes unasked"
    return f"{other.name}, {price}, {have} free. {known.name} {word}. {other.remark}".strip()


def _deliver(ctx: Ctx, *, line: int, substitute: int, reason: str, quantity: Any = None, agreed: str = "") -> Outcome:
    asked = SubstitutionInput(line, substitute, quantity)
    return substitute_lines(ctx, substitutions=[asked], reason=reason, agreed=agreed == "yes").only()


SUBSTITUTE = OperationForm(
    slug="orders/substitute",
    title=_title,
    text=_text,
    operation=_deliver,
    calls="sales.substitute_lines",
    permission="sales.order.amend",
    submit_label="Deliver the substitute",
    parent="orders",
    fields=[
        Field("line", kind="hidden", parse=int, required=True),
        Field("substitute", kind="hidden", parse=int, required=True),
        Field("quantity", "Quantity", "decimal", help="What is not allocated yet, unless said", minimum=ZERO),
        Field("agreed", "Did the customer agree", "select", choices=[("", "Not asked"), ("yes", "Yes")]),
        Field("reason", "Reason", required=True),
    ],
    on_done=lambda ctx, outcome, values: Done(record_url("orders", outcome.subject), outcome.message),
)
