"""The delivery note of a shipment with its packing list, and the labels of all its handling units."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from throughline.governance.public import company_details
from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.modules.logistics.queries.lists import LineRow, ShipmentRow, line_rows, shipment_rows, units_of
from throughline.modules.parties.public import AddressFacts, addresses, customers
from throughline.modules.warehouse.public import ContentRow, contents_of, labels_pdf, labels_zpl
from throughline.platform import refs
from throughline.platform.letters import long_day
from throughline.platform.operations import Ctx
from throughline.platform.printing import Printed, typeset
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import quantity, written_to
from throughline.platform.ui.printing import Paper
from throughline.platform.ui.sentences import printed

TEMPLATE = Path(__file__).with_name("note.typ")


def delivery_note(ctx: Ctx, shipment_id: int) -> Printed:
    """Print what a shipment brings, unit by unit, with room for who takes it to sign.

    On a second trip it is the rest: what was accepted before is not asked for again.
    """
    head = _head(ctx, shipment_id)
    lines, units = line_rows(ctx, shipment_id), units_of(ctx, shipment_id)
    contents = contents_of(ctx, [number for number, _ in units])
    again = head.state == "dispatched" and any(row.out != row.quantity for row in lines)
    roots = refs.resolve({DocumentRef(row.root_kind, row.root_id) for row in lines if row.root_kind and row.root_id})
    names = {(ref.kind, ref.id): shown.label for ref, shown in roots.items()}
    address = addresses([head.ship_to_id]).get(head.ship_to_id) if head.ship_to_id else None
    who = company_details(ctx)
    customer = customers(ctx, [head.party_id]).get(head.party_id)
    with written_to(customer.language if customer else ""):
        words = {
            "number": head.number,
            "sender": [who.name, *who.address, who.country],
            "to": [head.party or "", *(_address(address, head.party) if address else [])],
            "facts": _facts(head, sorted(set(names.values())), 0 if again else len(units)),
            "lines": [_line(row, names, again) for row in lines if not again or row.out],
            "units": [] if again else _units(units, contents),
        }
        return Printed(f"{head.number}.pdf", typeset(TEMPLATE, printed(words)))


def _head(ctx: Ctx, shipment_id: int) -> ShipmentRow:
    found = shipment_rows(ctx, ids=[shipment_id], size=1)
    if not found:
        raise NotFound("shipment_unknown", "There is no such shipment.", shipment=shipment_id)
    return found[0]


def _address(one: AddressFacts, party: str | None) -> list[str]:
    named = [one.name] if one.name and one.name != party else []
    return [part for part in [*named, *one.lines, f"{one.postcode} {one.city}".strip(), one.country] if part]


def _facts(head: ShipmentRow, orders: Sequence[str], units: int) -> list[list[str]]:
    on = head.dispatched_on
    facts = [["Dispatched", long_day(on)], ["From", head.site]]
    if orders:
        facts.append(["Order", ", ".join(orders[:4])])
    if head.carrier:
        facts.append(["Carrier", head.carrier])
    if head.tracking:
        facts.append(["Tracking", head.tracking])
    return [*facts, ["Handling units", f"{units} {plural('unit', units)}"]] if units else facts


def _line(row: LineRow, names: Mapping[Any, str], again: bool) -> dict[str, str]:
    order, brought = names.get((row.root_kind, row.root_id), ""), row.out if again else row.quantity
    return {"code": row.item_code, "name": row.item_name, "order": order, "quantity": quantity(brought, row.unit)}


def _units(units: Sequence[tuple[int, str]], contents: Sequence[ContentRow]) -> list[dict[str, Any]]:
    held: dict[int, list[ContentRow]] = {}
    for row in contents:
        held.setdefault(row.unit_id, []).append(row)
    return [
        {
            "sscc": code,
            "lines": [[row.item_code, row.item_name, quantity(row.quantity, row.unit)] for row in held.get(number, [])],
        }
        for number, code in units
    ]


def _units_of(ctx: Ctx, shipment_id: int) -> tuple[str, list[int]]:
    head = _head(ctx, shipment_id)
    units = [number for number, _ in units_of(ctx, shipment_id)]
    if not units:
        raise NotFound("no_units", f"{head.number} has no handling units.", shipment=shipment_id)
    return f"labels-{head.number}", units


def _labels(ctx: Ctx, shipment_id: int) -> Printed:
    name, units = _units_of(ctx, shipment_id)
    return labels_pdf(ctx, units, name)


def _labels_zpl(ctx: Ctx, shipment_id: int) -> Printed:
    name, units = _units_of(ctx, shipment_id)
    return labels_zpl(ctx, units, name)


NOTE = Paper(slug="shipments", file="delivery-note.pdf", permission=READ_SHIPMENTS, make=delivery_note)
LABELS = Paper(slug="shipments", file="labels.pdf", permission=READ_SHIPMENTS, make=_labels)
LABELS_ZPL = Paper(slug="shipments", file="labels.zpl", permission=READ_SHIPMENTS, make=_labels_zpl)
