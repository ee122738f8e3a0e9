"""The label of a handling unit: SSCC as GS1-128, who sends, where it goes, what is in it; as PDF and as ZPL."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from throughline.governance.public import CompanyDetails, company_details
from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.warehouse.domain.barcodes import Element, gs1_128, readable
from throughline.modules.warehouse.domain.zpl import zpl
from throughline.modules.warehouse.queries.papers import (
    ContentRow,
    LabelFacts,
    contents_of,
    label_facts,
)
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.printing import TEXT, Printed, typeset
from throughline.platform.ui.formats import MISSING, day, quantity

TEMPLATE = Path(__file__).with_name("label.typ")
MOST_LINES = 6


def label_words(ctx: Ctx, unit_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Give what stands on the labels of handling units, bars included; four statements, however many."""
    found = label_facts(ctx, unit_ids)
    if not found:
        raise NotFound("unit_unknown", "There is no such handling unit.", units=list(unit_ids))
    by_unit: dict[int, list[ContentRow]] = {}
    for row in contents_of(ctx, unit_ids):
        by_unit.setdefault(row.unit_id, []).append(row)
    found_rows = [row for lines in by_unit.values() for row in lines]
    known = refs.resolve({DocumentRef(r.root_kind, r.root_id) for r in found_rows if r.root_kind and r.root_id})
    names = {(ref.kind, ref.id): shown for ref, shown in known.items()}
    who = company_details(ctx)
    return [_words(who, one, by_unit.get(one.unit_id, []), names) for one in found]


def _words(
    who: CompanyDetails, one: LabelFacts, lines: Sequence[ContentRow], names: Mapping[Any, Any]
) -> dict[str, Any]:
    serial: list[Element] = [("00", one.sscc)]
    content = _summed(lines)
    inner = inner_elements(content)
    orders = list(dict.fromkeys(shown.label for row in lines if (shown := names.get((row.root_kind, row.root_id)))))
    order = ", ".join(orders[:2]) + (f" and {len(orders) - 2} more" if len(orders) > 2 else "")
    hidden = len(content) - MOST_LINES
    return {
        "sender": [who.name, *who.address, who.country, f"From {one.site}"],
        "to": [one.party or "", *_address(one)],
        "facts": [["ORDER", order or MISSING], ["UNIT", one.kind.capitalize()], ["PACKED", day(one.packed_at.date())]],
        "content": [[code, name[:42], quantity(amount, unit)] for code, name, _, amount, unit in content[:MOST_LINES]],
        "more": f"and {hidden} more, see the packing list" if hidden > 0 else "",
        "inner": {"bars": gs1_128(inner), "text": readable(inner)} if inner else None,
        "bars": gs1_128(serial),
        "text": readable(serial),
        "sscc": one.sscc,
    }


def _address(one: LabelFacts) -> list[str]:
    named = [one.address] if one.address and one.address != one.party else []
    return [part for part in [*named, *one.lines, f"{one.postcode} {one.city}".strip(), one.country] if part]


Content = tuple[str, str, str, Decimal, str]


def _summed(lines: Sequence[ContentRow]) -> list[Content]:
    sums: dict[str, Content] = {}
    for row in lines:
        before = sums[row.item_code][3] if row.item_code in sums else Decimal(0)
        sums[row.item_code] = (row.item_code, row.item_name, row.gtin, before + row.quantity, row.unit)
    return list(sums.values())


def inner_elements(content: Sequence[Content]) -> list[Element]:
    """Give content and count as elements (02) and (37), where a unit holds whole pieces of one item with a GTIN."""
    if len(content) != 1:
        return []
    ((_, _, gtin, amount, _),) = content
    if not (gtin.isascii() and gtin.isdigit()) or amount != amount.to_integral_value() or not 0 < amount < 10**8:
        return []
    return [("02", gtin.zfill(14)), ("37", str(int(amount)))]


def labels_pdf(ctx: Ctx, unit_ids: Sequence[int], name: str) -> Printed:
    """Print labels, one a page."""
    words = label_words(ctx, unit_ids)
    return Printed(f"{name}.pdf", typeset(TEMPLATE, {"title": f"Labels {name}", "labels": words}))


def labels_zpl(ctx: Ctx, unit_ids: Sequence[int], name: str) -> Printed:
    """Give labels in the language of label printers."""
    return Printed(f"{name}.zpl", "".join(zpl(one) for one in label_words(ctx, unit_ids)).encode(), TEXT)
