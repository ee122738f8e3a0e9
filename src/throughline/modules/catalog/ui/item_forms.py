"""Entering items with their units, and changing them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from throughline.modules.catalog.domain.inputs import KINDS, TAX_CATEGORIES, ItemInput, PackagingInput
from throughline.modules.catalog.queries.lists import family_choices
from throughline.modules.catalog.queries.stored import stored_items
from throughline.platform.operations import Ctx
from throughline.platform.ui import Field, Master

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


FIELDS = [
    Field("name", "Name", required=True, width=380),
    Field("family", "Family", "select", choices=_families, width=220),
    Field("kind", "Kind", "select", required=True, choices=KIND_NAMES, width=140),
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


def _stored(ctx: Ctx, code: str) -> ItemInput | None:
    known = stored_items([code]).get(code.upper())
    return replace(known.entered, version=known.version) if known else None


def _shown(item: ItemInput) -> Mapping[str, Any]:
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


def _packagings(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Turn lines into packagings; they stand from the smallest to the largest."""
    units = sorted(values.get("packagings") or [], key=lambda line: line["factor"])
    return {**values, "packagings": tuple(_packaging(level, line) for level, line in enumerate(units, 1))}


SAVE = Master(
    slug="items",
    operation="catalog.save_items",
    takes="items",
    input=ItemInput,
    new_title="New item",
    known_title="Change item {code}",
    text="A packaging that is left out stays as it is: what was ordered in it goes on.",
    submit_label="Save item",
    saved="Item {code} saved.",
    has_record=True,
    code=Field("code", "Item", required=True, help="The number it is known by, for good", width=180),
    only_new=[Field("state", "State", "select", choices=[("active", "Active"), ("draft", "Draft")], width=140)],
    fields=FIELDS,
    stored=_stored,
    fresh=lambda ctx: ItemInput("", "", version=0),
    shown=_shown,
    read=_packagings,
).form()
