"""Entering items with their units, and changing them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from throughline.modules.catalog.domain.inputs import KINDS, TAX_CATEGORIES, ItemInput, PackagingInput
from throughline.modules.catalog.operations.save_items import save_items
from throughline.modules.catalog.queries.lists import family_choices
from throughline.modules.catalog.queries.stored import stored_items
from throughline.platform.operations import Ctx
from throughline.platform.ui import Done, Field, OperationForm, record_url

CHANGE = "catalog.item.change"
VERSION = Field("version", kind="hidden", parse=int)
KIND_NAMES = [(kind, kind.capitalize()) for kind in KINDS]
TAXES = [(category, category.capitalize()) for category in TAX_CATEGORIES]
UNITS = [
    Field("code", "Unit", required=True, width=110),
    Field("factor", "Holds", "decimal", required=True, minimum=Decimal(0), width=120),
    Field("gtin", "GTIN", width=170),
    Field("weight_kg", "Weight kg", "decimal", minimum=Decimal(0), width=120),
    Field("sellable", "Sold", "select", choices=[("yes", "yes"), ("no", "no")], width=90),
    Field("purchasable", "Bought", "select", choices=[("yes", "yes"), ("no", "no")], width=90),
]


def _families(ctx: Ctx) -> list[tuple[str, str]]:
    return [("", "None"), *family_choices()]


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    known = asked.get("version") not in (None, "", "0")
    fresh = Field("code", "Item", required=True, help="The number it is known by, for good", width=180)
    state = Field("state", "State", "select", choices=[("active", "Active"), ("draft", "Draft")], width=140)
    return [
        Field("code", kind="hidden", required=True) if known else fresh,
        VERSION,
        Field("name", "Name", required=True, width=380),
        Field("family", "Family", "select", choices=_families, width=220),
        Field("kind", "Kind", "select", required=True, choices=KIND_NAMES, width=140),
        *([] if known else [state]),
        Field("stock_unit", "Stock unit", required=True, help="What quantities are counted in", width=140),
        Field("unit_decimals", "Decimals", "number", minimum=0, help="0: whole pieces", width=120),
        Field("tax_category", "Tax", "select", required=True, choices=TAXES, width=140),
        Field("gtin", "GTIN", help="Of one stock unit", width=180),
        Field("weight_kg", "Weight kg", "decimal", minimum=Decimal(0), width=140),
        Field("lot_tracked", "Kept by lot", "checkbox"),
        Field("packagings", "Packagings", "lines", columns=UNITS),
    ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _initial(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    known = stored_items([asked["code"]]).get(asked["code"].upper()) if asked.get("code") else None
    item = replace(known.entered, version=known.version) if known else ItemInput("", "", version=0)
    units = [
        asdict(unit) | {"sellable": _yes(unit.sellable), "purchasable": _yes(unit.purchasable)}
        for unit in item.packagings
    ]
    return asdict(item) | {"packagings": units}


def _packaging(level: int, line: Mapping[str, Any]) -> PackagingInput:
    return PackagingInput(
        code=line["code"],
        factor=line["factor"],
        gtin=line.get("gtin") or "",
        level=level,
        weight_kg=line.get("weight_kg"),
        sellable=line.get("sellable") != "no",
        purchasable=line.get("purchasable") != "no",
    )


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    """Turn what was typed into an item; its packagings stand from the smallest to the largest."""
    units = sorted(values.get("packagings") or [], key=lambda line: line["factor"])
    return {
        "item": ItemInput(
            code=values["code"],
            name=values["name"],
            family=values.get("family") or "",
            stock_unit=values["stock_unit"],
            unit_decimals=values.get("unit_decimals") or 0,
            kind=values["kind"],
            state=values.get("state") or "active",
            tax_category=values["tax_category"],
            gtin=values.get("gtin") or "",
            weight_kg=values.get("weight_kg"),
            lot_tracked=values["lot_tracked"],
            packagings=tuple(_packaging(level, line) for level, line in enumerate(units, 1)),
            version=values["version"],
        )
    }


def _save(ctx: Ctx, *, item: ItemInput) -> int | None:
    return save_items(ctx, items=[item]).only().document


SAVE = OperationForm(
    slug="items/save",
    title=lambda ctx, values: f"Change item {values['code']}" if values.get("version") else "New item",
    text="A packaging that is left out stays as it is: what was ordered in it goes on.",
    operation=_save,
    calls="catalog.save_items",
    permission=CHANGE,
    submit_label="Save item",
    parent="items",
    fields=_fields,
    initial=_initial,
    arguments=_arguments,
    on_done=lambda ctx, result, values: Done(record_url("items", result), f"Item {values['code']} saved."),
)
