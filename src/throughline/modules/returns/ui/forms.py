"""Taking goods back: against a delivery, or without one on an approver's word."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_choices
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.modules.inventory.public import LotOut, lots_out
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, UnreferencedInput, UnreferencedLine
from throughline.modules.returns.queries.lists import Delivered, delivered
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Field,
    Lookup,
    Measured,
    OperationForm,
    Option,
    Preview,
    Shown,
    beside_lines,
    open_made,
    typed_lines,
)
from throughline.platform.ui.formats import entered, quantity

DISPOSITIONS = [
    ("available", "Restock"),
    ("quality", "To quality"),
    ("quarantine", "Quarantine"),
    ("damaged", "Damaged"),
]


def find_lines(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find delivered lines of the chosen shipment by the beginning of the item's number."""
    shipment = beside.get("shipment", "")
    found = delivered(ctx, shipment_id=int(shipment)) if is_id(shipment) else []
    fitting = [line for line in found if line.left > 0 and line.item_code.upper().startswith(words.upper())]
    return [_option(line) for line in fitting[:20]]


def _option(line: Delivered) -> Option:
    figures = [quantity(line.left, line.unit)]
    return Option(line.id, line.item_code, line.item_name, figures, {"quantity": entered(line.left)})


def _lines(ctx: Ctx, values: Sequence[Any]) -> dict[Any, Option]:
    return {line.id: _option(line) for line in delivered(ctx, line_ids=values)}


def find_lots(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find the lots that left on the delivered line and are not back, by the beginning of their codes."""
    line = beside.get("line", "")
    known = delivered(ctx, line_ids=[int(line)]) if is_id(line) else []
    return [
        Option(lot.code, lot.code, "", [quantity(lot.quantity, one.unit)])
        for one in known
        for lot in lots_out(ctx, [one.issue_id or 0])[one.issue_id or 0]
        if lot.lot_id is not None and lot.quantity > 0 and lot.code.upper().startswith(words.strip().upper())
    ]


LOTS = Lookup("delivered-lots", find_lots, lambda ctx, values: {}, "returns.receive")
DELIVERED = Lookup("delivered-lines", find_lines, _lines, "returns.receive")


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    if not is_id(query.get("shipment", "")):
        return {}
    shipment = int(query["shipment"])
    found = [line for line in delivered(ctx, shipment_id=shipment) if line.left > 0]
    lots = lots_out(ctx, [line.issue_id for line in found if line.issue_id])
    return {
        "shipment": shipment,
        "lines": [
            {"line": line.id, "lot": lot, "status": "available"}
            for line in found
            for lot in _several(lots.get(line.issue_id or 0, []))
        ],
    }


def _several(lots: Sequence[LotOut]) -> list[str]:
    """Give the lots to choose from, where there are several; else one line for all of it."""
    left = [lot.code for lot in lots if lot.quantity > 0]
    return left if len(left) > 1 else [""]


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what was delivered and what came back already beside each line."""
    lines = values.get("lines") or []
    known = {one.id: one for one in delivered(ctx, line_ids=[line["line"] for line in lines if line.get("line")])}

    def show(found: Delivered, line: Mapping[str, Any]) -> Shown:
        over = (line.get("quantity") or Decimal(0)) > found.left
        cells: dict[str, Any] = {
            "delivered": Measured(found.accepted, found.unit),
            "left": Measured(found.left, found.unit),
        }
        return Shown(cells, {"left": "stop"} if over else {})

    return beside_lines(values, known, show)


def _returns(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [
        ReturnLineInput(
            line["line"], line["quantity"], status=line.get("status") or "available", lot=line.get("lot") or ""
        )
        for line in values.get("lines") or []
        if line.get("line") and line.get("quantity")
    ]
    if not lines:
        raise InvalidInput("no_lines", "Say how much of which line came back.", field="lines")
    return {"returns": [ReturnInput(lines, values["reason"])]}


FORM = OperationForm(
    slug="returns/new",
    parent="returns",
    title="Return against a delivery",
    text="Back at the cost at which it left, credited at what was billed. Lines without a quantity stay.",
    operation="returns.receive_returns",
    submit_label="Take goods back",
    initial=_first,
    arguments=_returns,
    preview=ahead,
    on_done=open_made("returns"),
    fields=[
        Field("shipment", "Shipment", "lookup", lookup="shipments", required=True, width=220),
        Field("reason", "Reason", required=True, width=320),
        typed_lines(
            Field("line", "Delivered item", "lookup", lookup="delivered-lines", depends=["shipment"], width=260),
            Field("delivered", "Accepted", "shown"),
            Field("left", "Not back yet", "shown"),
            Field("lot", "Lot", lookup="delivered-lots", depends=["line"], width=110),
            Field("quantity", "Back", "decimal", width=80, minimum=Decimal(0)),
            Field("status", "Then", "select", choices=DISPOSITIONS, width=120),
            required=True,
        ),
    ],
)


def _unreferenced(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [
        UnreferencedLine(line["item"], line["quantity"], line["price"], line.get("status") or "available")
        for line in values["lines"]
    ]
    return {"returns": [UnreferencedInput(values["customer"], int(values["site"]), lines, values["reason"])]}


UNREFERENCED = OperationForm(
    slug="returns/unreferenced",
    parent="returns",
    title="Return without a delivery",
    text="Into stock at the average cost; credited at the price that you approve.",
    operation="returns.receive_unreferenced",
    submit_label="Take goods back",
    arguments=_unreferenced,
    on_done=open_made("returns"),
    fields=[
        Field("customer", "Customer", "lookup", lookup="customers", required=True, width=240),
        Field("site", "Site", "select", choices=site_choices, required=True, width=150),
        Field("reason", "Reason", required=True, width=300),
        typed_lines(
            Field("item", "Item", "lookup", lookup="items", required=True, width=260),
            Field("quantity", "Back", "decimal", required=True, width=80),
            Field("price", "Price to credit", "money", required=True, width=110),
            Field("status", "Then", "select", choices=DISPOSITIONS, width=120),
            required=True,
        ),
    ],
)
