"""Substitutes on the page of an item: what may be delivered for it, and changing that."""

from collections.abc import Mapping
from typing import Any

from throughline.modules.catalog.public import (
    SubstituteInput,
    items,
    remove_substitutes,
    save_substitutes,
    substitutes_of,
)
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, Column, Done, Field, Grid, Item, OperationForm, record_url
from throughline.platform.ui.sentences import said, tell


def grid(ctx: Ctx, item_id: int) -> Grid:
    """Show what may be delivered for an item, the first choice first."""
    found = substitutes_of([item_id]).get(item_id, [])
    actions = []
    if ctx.may("catalog.item.change"):
        actions.append(Action("Add a substitute", form="items/substitute", query={"item": item_id}))
    if found and actions:
        actions.append(Action("Remove", form="items/no-substitute", query={"item": item_id}))
    columns = [
        Column("substitute", "Item", "item", lambda one: Item(one.code, one.name), priority=1,
               url=lambda one: record_url("items", one.substitute_id)),
        Column("keeps_price", "Price", value=lambda one: "as asked for" if one.keeps_price else "its own", priority=2),
        Column("remark", "Remark", dim=True, priority=3),
    ]  # fmt: skip
    return Grid("Substitutes", found, columns, actions=actions, empty="Nothing may be delivered instead.")


def _title(words: str) -> Any:
    def title(ctx: Ctx, values: Mapping[str, Any]) -> str:
        item = items([values.get("item") or 0]).get(values.get("item") or 0)
        return tell(words, item=item.code if item else said("an item"))

    return title


def _save(ctx: Ctx, *, item: int, substitute: int, price: str, rank: int | None = None, remark: str = "") -> None:
    given = SubstituteInput(item, substitute, price == "keep", 50 if rank is None else rank, remark)
    save_substitutes(ctx, substitutes=[given]).only()


ADD = OperationForm(
    slug="items/substitute",
    title=_title("Substitute for {item}"),
    text="It is offered where the item is late, and delivered to customers who take substitutes.",
    operation=_save,
    calls="catalog.save_substitutes",
    permission="catalog.item.change",
    submit_label="Save substitute",
    parent="items",
    fields=[
        Field("item", kind="hidden", parse=int, required=True),
        Field("substitute", "Delivered instead", "lookup", lookup="items", required=True),
        Field("price", "Price", "select", required=True,
              choices=[("keep", "As for the item asked for"), ("own", "Its own")]),
        Field("rank", "Rank", "number", help="The lowest is offered first; 50 unless said"),
        Field("remark", "Remark", help="What differs, for who offers it"),
    ],
    on_done=lambda ctx, result, values: Done(record_url("items", values["item"])),
)  # fmt: skip


def _remove(ctx: Ctx, *, item: int, substitute: str) -> None:
    remove_substitutes(ctx, item_id=item, substitute_ids=[int(substitute)])


REMOVE = OperationForm(
    slug="items/no-substitute",
    title=_title("Remove a substitute for {item}"),
    text="Orders that have it keep it.",
    operation=_remove,
    calls="catalog.remove_substitutes",
    permission="catalog.item.change",
    submit_label="Remove",
    parent="items",
    fields=[
        Field("item", kind="hidden", parse=int, required=True),
        Field("substitute", "No longer delivered instead", "lookup", lookup="items", required=True),
    ],
    on_done=lambda ctx, result, values: Done(record_url("items", values["item"])),
)
