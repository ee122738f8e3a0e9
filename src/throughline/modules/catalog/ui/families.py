"""Families: the list, and a form to enter or change one."""

from collections.abc import Mapping
from typing import Any

from throughline.modules.catalog.operations.save_families import FamilyInput, save_families
from throughline.modules.catalog.permissions import READ
from throughline.modules.catalog.queries.lists import families, family_choices
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    form_url,
)


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    words = asked.search.casefold()
    return ListPage([one for one in families() if words in f"{one.code} {one.name}".casefold()])


LIST = ListScreen(
    slug="families",
    title="Families of items",
    permission=READ,
    nav=Nav("Set up", "Families", "package", 43),
    query=_page,
    columns=[
        Column("code", "Family", "code", priority=1),
        Column("name", "Name", priority=1, width=280),
        Column("parent", "Below", priority=2, dim=True),
        Column("items", "Items", "number", align="end", priority=2),
    ],
    row_url=lambda row: form_url("families/save", code=row.code),
    new=Action("New family", form="families/save", primary=True, key="N"),
    empty=Empty("No families here", "Prices and policies may hold for a family; enter one, or import them."),
)


def _initial(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    known = next((one for one in families() if one.code == asked.get("code")), None)
    return {"code": known.code, "name": known.name, "parent": known.parent} if known else {}


def _save(ctx: Ctx, *, family: FamilyInput) -> None:
    save_families(ctx, families=[family]).only()


SAVE = OperationForm(
    slug="families/save",
    title=lambda ctx, values: f"Family {values['code']}" if values.get("code") else "New family",
    operation=_save,
    calls="catalog.save_families",
    permission="catalog.family.change",
    submit_label="Save family",
    parent="families",
    fields=[
        Field("code", "Family", required=True, help="A known code is changed, another made", width=160),
        Field("name", "Name", required=True, width=300),
        Field("parent", "Below", "select", choices=lambda ctx: [("", "None"), *family_choices()], width=240),
    ],
    initial=_initial,
    arguments=lambda ctx, values: {"family": FamilyInput(values["code"], values["name"], values.get("parent") or "")},
    on_done=lambda ctx, result, values: Done("/families/", f"Family {values['code']} saved."),
)
