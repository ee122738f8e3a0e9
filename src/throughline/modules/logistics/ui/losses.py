"""Goods lost on their way: recording them, what became of the claim, and both on the page of the shipment."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.modules.logistics.public import ClaimSettled, LossInput
from throughline.modules.logistics.queries.lists import LineRow, line_rows
from throughline.modules.logistics.queries.losses import LossFacts, losses_of
from throughline.modules.logistics.ui.one_shipment import shipment_form
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Column,
    Field,
    Grid,
    Item,
    Measured,
    Preview,
    Shown,
    beside_lines,
    disc,
    half,
    ring,
    standing_lines,
)

STATES = {"claimed": half("Claimed"), "written_off": ring("Written off"), "settled": disc("Settled")}


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    shipment = int(query.get("shipment") or 0)
    lines = [{"line": line.id, "lost": line.out} for line in line_rows(ctx, shipment) if line.out > 0]
    return {"shipment": shipment, "lines": lines}


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show the item and what is still out of it beside each lost quantity."""

    def show(found: LineRow, line: Mapping[str, Any]) -> Shown:
        return Shown({"item": Item(found.item_code, found.item_name), "out": Measured(found.out, found.unit)})

    return beside_lines(values, {line.id: line for line in line_rows(ctx, values.get("shipment") or 0)}, show)


def _losses(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    quantities = {line["line"]: line.get("lost") or ZERO for line in values.get("lines") or [] if line.get("line")}
    if not any(quantities.values()):
        raise InvalidInput("nothing_lost", "Say how much of a line is lost.", field="lost", line=1)
    return {
        "losses": [
            LossInput(
                values["shipment"],
                values["reason"],
                values.get("claimed_from") or "",
                values.get("claim_reference") or "",
                quantities,
            )
        ]
    }


RECORD_LOSS = shipment_form(
    slug="shipments/lose",
    title="Record as lost",
    text="The goods will not come back and nobody is billed for them. Their cost is claimed, or written off.",
    operation="logistics.record_losses",
    submit_label="Record as lost",
    initial=_first,
    arguments=_losses,
    preview=_ahead,
    fields=[
        Field("reason", "How they were lost", required=True, width=260),
        Field("claimed_from", "Claimed from", help="The carrier or an insurer; empty writes the goods off", width=220),
        Field("claim_reference", "Reference of the claim", width=180),
        standing_lines(
            Field("out", "Still out", "shown"),
            Field("lost", "Lost", "decimal", width=90, minimum=Decimal(0)),
        ),
    ],
)


def _claims(ctx: Ctx, shipment: int) -> list[LossFacts]:
    return [loss for loss in losses_of(ctx, [shipment]) if loss.state == "claimed"]


def _first_claims(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    shipment = int(query.get("shipment") or 0)
    lines = [{"loss": loss.id, "paid": loss.cost} for loss in _claims(ctx, shipment)]
    return {"shipment": shipment, "lines": lines}


def _ahead_claims(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what each claim is for beside what was paid, and what stays a loss."""

    def show(loss: LossFacts, line: Mapping[str, Any]) -> Shown:
        cells: dict[str, Any] = {
            "item": Item(loss.item_code, loss.item_name),
            "from": loss.claimed_from,
            "cost": loss.cost,
            "left": (loss.cost or ZERO) - (line.get("paid") or ZERO),
        }
        return Shown(cells, {"left": "warn"} if cells["left"] > 0 else {})

    known = {loss.id: loss for loss in _claims(ctx, values.get("shipment") or 0)}
    return beside_lines(values, known, show, key="loss")


def _settled(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [line for line in values.get("lines") or [] if line.get("loss")]
    return {"claims": [ClaimSettled(line["loss"], line.get("paid") or ZERO) for line in lines]}


SETTLE = shipment_form(
    slug="shipments/settle-claims",
    title="Settle the claim",
    text="What was paid goes to the bank, what is missing to the cost is written off.",
    operation="logistics.settle_claims",
    submit_label="Settle",
    initial=_first_claims,
    arguments=_settled,
    preview=_ahead_claims,
    told="The claim is settled.",
    fields=[
        standing_lines(
            Field("from", "Claimed from", "shown", width=-1),
            Field("cost", "Claimed", "shown"),
            Field("paid", "Paid", "decimal", width=110, minimum=Decimal(0)),
            Field("left", "Written off", "shown"),
            key="loss",
        ),
    ],
)


def grid(losses: Sequence[LossFacts]) -> Grid:
    """Show what was lost of a shipment; the cost shows to those who may see costs."""
    return Grid(
        "Lost on the way",
        losses,
        [
            Column("item", "Item", "item", lambda loss: Item(loss.item_code, loss.item_name), priority=1),
            Column("quantity", "Lost", "quantity", unit="unit", priority=1),
            Column("reason", "How", priority=3),
            Column("claimed_from", "Claimed from", priority=2),
            Column("claim_reference", "Reference", "code", priority=4),
            Column("cost", "Cost", "money", priority=2),
            Column(
                "amount_paid", "Paid", "money", lambda loss: loss.amount_paid if loss.settled_at else None, priority=3
            ),
            Column("now", "Now", "status", lambda loss: STATES[loss.state], priority=2),
        ],
        count=len(losses),
    )
