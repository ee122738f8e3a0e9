"""Changing the status of an item's goods where they lie: some of them, or a lot wherever it is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from throughline.governance.public import sites
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.modules.catalog.public import items
from throughline.modules.inventory.public import StatusChange
from throughline.modules.inventory.queries.availability import BalanceFacts, balances_of
from throughline.modules.inventory.ui.adjusting import STATUSES
from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.ui import (
    Action,
    Done,
    Field,
    Measured,
    OperationForm,
    Preview,
    Shown,
    beside_lines,
    form_url,
    record_url,
)
from throughline.platform.ui.sentences import said, tell

PERMISSION = "inventory.stock.status"


def turning(item_id: int) -> Action:
    """Give the button that changes the status of an item's goods."""
    return Action("Change status", form="stock/status", query={"item_id": item_id}, dialog=False)


def lot_url(item_id: int, lot: str | None) -> str:
    """Give the address at which all of a lot is about to be blocked."""
    return form_url("stock/status", item_id=item_id, lot=lot) if lot else ""


def _lying(ctx: Ctx, item_id: Any) -> list[BalanceFacts]:
    number = int(item_id) if is_id(str(item_id or "")) else 0
    return [one for one in balances_of(ctx, number) if one.location_kind in ("bin", "dock", "returns", "stage")]


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    """Fill in that all of a lot is blocked, where one is named; else nothing but where the item lies."""
    lot = query.get("lot") or ""
    found = sorted(_lying(ctx, query.get("item_id")), key=lambda one: bool(lot) and one.lot_code != lot)
    recalled = {one.id for one in found if lot and one.lot_code == lot and one.status == "available"}
    lines = [{"line": one.id, "quantity": one.on_hand if one.id in recalled else Decimal(0)} for one in found]
    reason = tell("Recall of lot {lot}", lot=lot) if lot else ""
    return {"item": query.get("item_id") or "", "to": "blocked", "reason": reason, "lines": lines}


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show beside each line where the goods lie, as what, and who claims them."""
    names = {number: place.name for number, place in sites(ctx).items()}
    known = {one.id: one for one in _lying(ctx, values.get("item"))}
    unit = next((item.stock_unit for item in items([one.item_id for one in known.values()]).values()), "")

    def show(found: BalanceFacts, line: Mapping[str, Any]) -> Shown:
        asked = line.get("quantity") or Decimal(0)
        cells = {
            "place": f"{found.location_code}, {names[found.site_id]}",
            "lot": found.lot_code or "",
            "now": said(found.status.capitalize()),
            "there": Measured(found.on_hand, unit),
            "claimed": Measured(found.reserved, unit) if found.reserved else "",
        }
        loses = found.status == "available" and asked > found.on_hand - found.reserved
        return Shown(cells, {"there": "stop"} if asked > found.on_hand else {"claimed": "warn"} if loses else {})

    return beside_lines(values, known, show)


def _changes(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    found = [
        StatusChange(line["line"], values["to"], line["quantity"])
        for line in values["lines"]
        if line.get("line") and line.get("quantity")
    ]
    if not found:
        raise InvalidInput("nothing_turned", "Say of at least one place how much gets the other status.", field="lines")
    return {"changes": found, "reason": values["reason"]}


def _done(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    result.unrefused()
    return Done(record_url("items", int(values["item"])), "The status is changed.")


FORM = OperationForm(
    slug="stock/status",
    parent="stock",
    title=lambda ctx, values: tell("Change status of {item}", item=_code(values)),
    text="The goods stay where they are and keep their value. What is no longer good stock is taken from who is last "
    "in line, and its picks are withdrawn; what is good stock again serves who waits.",
    operation="inventory.change_status",
    submit_label="Change status",
    initial=_first,
    preview=_ahead,
    arguments=_changes,
    on_done=_done,
    fields=[
        Field("item", kind="hidden", parse=int, required=True),
        Field("to", "To status", "select", choices=STATUSES, required=True, width=160),
        Field("reason", "Reason", required=True, width=360),
        Field("lines", "", "lines", required=True, fixed=True, columns=[
            Field("line", kind="hidden", parse=int),
            Field("place", "Place", "shown", width=-1),
            Field("lot", "Lot", "shown", width=110),
            Field("now", "Now", "shown", width=110),
            Field("there", "There", "shown", width=100),
            Field("claimed", "Claimed", "shown", width=100),
            Field("quantity", "Of it", "decimal", width=100, minimum=Decimal(0)),
        ]),
    ],
)  # fmt: skip


def _code(values: Mapping[str, Any]) -> str:
    number = str(values.get("item") or "")
    found = items([int(number)]) if is_id(number) else {}
    return next((item.code for item in found.values()), "")
