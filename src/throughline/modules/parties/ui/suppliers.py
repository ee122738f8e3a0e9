"""Suppliers: the list, and a form to enter or change one."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from throughline.governance.public import currency
from throughline.modules.parties.operations.save_suppliers import SupplierInput
from throughline.modules.parties.permissions import READ_SUPPLIERS
from throughline.modules.parties.queries.suppliers import party_codes, stored_supplier, supplier_page
from throughline.modules.parties.ui.partner_fields import OURS, WHO, code_of
from throughline.platform.operations import Ctx
from throughline.platform.refs import Shown
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    ListPage,
    ListRequest,
    ListScreen,
    Master,
    Nav,
    form_url,
)


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = supplier_page(ctx, search=asked.search, after=asked.cursor or "", limit=asked.size + 1)
    return ListPage.cut(found, asked.size, lambda row: row.code)


LIST = ListScreen(
    slug="suppliers",
    title="Suppliers",
    permission=READ_SUPPLIERS,
    nav=Nav("Set up", "Suppliers", "building", 44),
    query=_page,
    columns=[
        Column("code", "Supplier", "code", priority=1),
        Column("name", "Name", priority=1, width=280),
        Column("country", "Country", dim=True, priority=3),
        Column("vat_number", "VAT number", dim=True, priority=4),
        Column("terms", "Terms", priority=2),
        Column("currency", "Currency", priority=3),
    ],
    row_url=lambda row: form_url("suppliers/save", code=row.code),
    new=Action("New supplier", form="suppliers/save", primary=True, key="N", dialog=False),
    empty=Empty("No suppliers here", "Goods are expected from suppliers; enter one, or import them."),
)


def _stored(ctx: Ctx, code: str) -> SupplierInput | None:
    known = stored_supplier(ctx, code)
    return SupplierInput(**asdict(known)) if known else None


SAVE = Master(
    slug="suppliers",
    operation="parties.save_suppliers",
    takes="suppliers",
    input=SupplierInput,
    new_title="New supplier",
    known_title="Change supplier {code}",
    text="What is on order keeps the terms it was made with; a change holds for the next.",
    submit_label="Save supplier",
    saved="Supplier {code} saved.",
    code=code_of("Supplier"),
    fields=[*WHO, *OURS],
    stored=_stored,
    fresh=lambda ctx: SupplierInput("", "", "", currency(ctx), version=0),
).form()


def shown(ids: Iterable[int]) -> Mapping[int, Shown]:
    """Name suppliers, with the way to them."""
    return {
        number: Shown("Supplier", name, form_url("suppliers/save", code=code))
        for number, (code, name) in party_codes(ids).items()
    }
