"""Suppliers: the list, and a form to enter or change one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from throughline.governance.public import currency
from throughline.modules.parties.operations.save_suppliers import SupplierInput, save_suppliers
from throughline.modules.parties.permissions import READ_SUPPLIERS
from throughline.modules.parties.queries.suppliers import stored_supplier, supplier_page
from throughline.modules.parties.ui.partner_fields import OURS, VERSION, WHO, code_of, who
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
    found = supplier_page(ctx, search=asked.search, after=asked.cursor or "", limit=asked.size + 1)
    shown = found[: asked.size]
    return ListPage(shown, shown[-1].code if len(found) > asked.size else None)


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
    row_url=lambda row: form_url("suppliers/save", code=row.code, version=row.version),
    new=Action("New supplier", form="suppliers/save", primary=True, key="N", dialog=False),
    empty=Empty("No suppliers here", "Goods are expected from suppliers; enter one, or import them."),
)


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    return [code_of(asked, "Supplier"), VERSION, *WHO, *OURS]


def _initial(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    known = stored_supplier(ctx, asked["code"]) if asked.get("code") else None
    return asdict(known or SupplierInput("", "", "", currency(ctx), version=0))


def _save(ctx: Ctx, *, supplier: SupplierInput) -> None:
    save_suppliers(ctx, suppliers=[supplier]).only()


SAVE = OperationForm(
    slug="suppliers/save",
    title=lambda ctx, values: f"Change supplier {values['code']}" if values.get("version") else "New supplier",
    text="What is on order keeps the terms it was made with; a change holds for the next.",
    operation=_save,
    calls="parties.save_suppliers",
    permission="parties.supplier.change",
    submit_label="Save supplier",
    parent="suppliers",
    fields=_fields,
    initial=_initial,
    arguments=lambda ctx, values: {"supplier": SupplierInput(**who(values), version=values["version"])},
    on_done=lambda ctx, result, values: Done("/suppliers/", f"Supplier {values['code']} saved."),
)
