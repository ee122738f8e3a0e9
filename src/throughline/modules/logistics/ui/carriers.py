"""Transport of a day: shipments by carrier, how far they are, what needs a look."""

from collections.abc import Sequence
from datetime import date, timedelta

from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.modules.logistics.queries.lists import ShipmentRow, shipment_rows
from throughline.modules.logistics.ui.shipments import status
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Board,
    Column,
    Filter,
    Group,
    ListRequest,
    Nav,
    Tile,
    Workbench,
    list_url,
    record_url,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, day, number
from throughline.platform.ui.sentences import tell, tell_count

MOST = 500
NO_CARRIER = "No carrier named"


def load(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Gather the shipments that left on a day, by carrier."""
    on = asked.day("day") or ctx.today
    found = shipment_rows(ctx, since=on, until=on, size=MOST)
    carriers: dict[str, list[ShipmentRow]] = {}
    for row in sorted(found, key=lambda one: (one.carrier == "", one.carrier.lower(), one.id)):
        carriers.setdefault(row.carrier or NO_CARRIER, []).append(row)
    groups = [
        Group(name, rows, COLUMNS, _said(rows), row_url=lambda row: record_url("shipments", row.id))
        for name, rows in carriers.items()
    ]
    if not groups:
        groups = [Group("Shipments", [], COLUMNS, "", empty=f"Nothing left on {day(on)}.")]
    more = tell(", the last {count} are shown", count=MOST) if len(found) == MOST else ""
    sentence = tell_count(
        len(found),
        "{count} shipment with {carriers}{more}",
        "{count} shipments with {carriers}{more}",
        carriers=_carriers(carriers),
        more=more,
    )
    return Workbench(groups, sentence, _tiles(on, found), actions=_days(ctx, on), title=f"Transport, {day(on)}")


def _carriers(carriers: dict[str, list[ShipmentRow]]) -> str:
    named = len([name for name in carriers if name != NO_CARRIER])
    return tell_count(named, "{count} carrier", "{count} carriers")


def _said(rows: Sequence[ShipmentRow]) -> str:
    done = sum(row.state == "delivered" for row in rows)
    return tell_count(len(rows), "{count} shipment, {done} delivered", "{count} shipments, {done} delivered", done=done)


def _tiles(on: date, found: Sequence[ShipmentRow]) -> list[Tile]:
    spans = [("On the way", ["dispatched"], "truck"), ("Delivered", ["delivered"], "circle-check"),
             ("Refused or failed", ["delivered_short", "failed"], "alert-triangle")]  # fmt: skip
    tiles = []
    for label, states, icon in spans:
        count = sum(row.state in states for row in found)
        address = list_url("shipments", state=states, since=on.isoformat(), until=on.isoformat())
        tiles.append(Tile(label, number(count), url=address, unit=plural("shipment", count), icon=icon))
    return tiles


def _days(ctx: Ctx, on: date) -> list[Action]:
    before, after = on - timedelta(days=1), on + timedelta(days=1)
    actions = [Action(day(before), url=list_url("transport", day=before.isoformat()), icon="arrow-left")]
    if after <= ctx.today:
        actions.append(Action(day(after), url=list_url("transport", day=after.isoformat()), icon="arrow-right"))
    return actions


COLUMNS = [
    Column("number", "Shipment", "code", priority=1),
    Column("party", "Customer", value=lambda row: row.party or MISSING, priority=1, width=200),
    Column("city", "Goes to", dim=True, priority=3, width=180,
           value=lambda row: ", ".join(part for part in (row.address, row.city) if part)),
    Column("lines", "Lines", "number", priority=4),
    Column("tracking", "Tracking", "code", priority=3),
    Column("dispatched_at", "Left", "datetime", priority=3),
    Column("delivered_at", "Delivered", "datetime", priority=4),
    Column("now", "Now", "status", status, priority=2),
]  # fmt: skip

BOARD = Board(
    slug="transport",
    title="Transport",
    permission=READ_SHIPMENTS,
    nav=Nav("Fulfil", "Transport", "truck-delivery", 42),
    load=load,
    filters=[Filter("day", "Left on", "date")],
)
