"""Families: the list, and a form to enter or change one."""

from collections.abc import Iterable, Mapping

from throughline.modules.catalog.operations.save_families import FamilyInput
from throughline.modules.catalog.permissions import READ
from throughline.modules.catalog.queries.lists import families, family_choices
from throughline.platform.operations import Ctx
from throughline.platform.refs import Shown
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Master,
    Nav,
    form_url,
)


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage.of_few(families(), asked.search, "code", "name")


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


def _stored(ctx: Ctx, code: str) -> FamilyInput | None:
    found = next((one for one in families() if one.code.upper() == code.upper()), None)
    return FamilyInput(found.code, found.name, found.parent, found.version) if found else None


SAVE = Master(
    slug="families",
    operation="catalog.save_families",
    takes="families",
    input=FamilyInput,
    new_title="New family",
    known_title="Family {code}",
    submit_label="Save family",
    saved="Family {code} saved.",
    code=Field("code", "Family", required=True, help="The code it is known by, for good", width=160),
    fields=[
        Field("name", "Name", required=True, width=300),
        Field("parent", "Below", "select", choices=lambda ctx: [("", "None"), *family_choices()], width=240),
    ],
    stored=_stored,
    fresh=lambda ctx: FamilyInput("", "", version=0),
).form()


def shown(ids: Iterable[int]) -> Mapping[int, Shown]:
    """Name families, with the way to them."""
    wanted = set(ids)
    return {
        one.id: Shown("Family", f"{one.code} {one.name}", form_url("families/save", code=one.code))
        for one in families()
        if one.id in wanted
    }
