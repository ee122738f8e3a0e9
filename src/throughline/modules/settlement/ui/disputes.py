"""Disputing one open item, and lifting it: what a customer does not accept is neither matched nor dunned by itself."""

from collections.abc import Mapping
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.modules.settlement.operations.set_disputes import set_disputes
from throughline.modules.settlement.queries.lists import ItemRow, item_rows
from throughline.platform.operations import Ctx
from throughline.platform.ui import Field, OperationForm

DISPUTE = "settlement.item.dispute"


def _item(ctx: Ctx, values: Mapping[str, Any]) -> ItemRow:
    found = item_rows(ctx, ids=[values.get("item") or 0])
    if not found:
        raise NotFound("open_item_unknown", "There is no such open item in this company.", field="item")
    return found[0]


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    item = _item(ctx, values)
    return f"Lift the dispute of {item.number}" if item.disputed else f"Dispute {item.number}"


def _turn(ctx: Ctx, *, item: int, disputed: bool, reason: str) -> None:
    set_disputes(ctx, items=[item], disputed=disputed, reason=reason).only()


FORM = OperationForm(
    slug="receivables/dispute",
    title=_title,
    text="A disputed item is neither matched nor dunned by itself, until the dispute is lifted or credited.",
    operation=_turn,
    calls="settlement.set_disputes",
    permission=DISPUTE,
    submit_label="Save dispute",
    parent="receivables/items",
    fields=[
        Field("item", kind="hidden", parse=int, required=True),
        Field("reason", "Reason", "textarea", required=True, help="What the customer says, or what was agreed"),
    ],
    arguments=lambda ctx, values: values | {"disputed": not _item(ctx, values).disputed},
)
