"""What logistics puts on homes: what can leave, what should have arrived, what is on the way."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.governance.public import sites
from throughline.kernel.errors import NotFound
from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.modules.logistics.public import Load
from throughline.modules.logistics.queries.home import ASKED_AFTER, on_the_way, unproved
from throughline.modules.logistics.queries.lists import ReadyLoad, loads_of, ready_loads
from throughline.modules.logistics.ui.dispatch import CARRIER, DISPATCH
from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.ui import (
    Action,
    Done,
    Field,
    OperationForm,
    QueueGroup,
    QueueRow,
    Tile,
    disc,
    half,
    list_url,
    octagon,
    record_url,
    triangle,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, day, number
from throughline.platform.ui.homes import HomePart
from throughline.platform.ui.sentences import tell, tell_count

SEND, PROVE = "logistics.shipment.dispatch", "logistics.shipment.prove"
SHOWN, MOST = 6, 1_000


def _bounded(count: int) -> str:
    return f"{number(MOST)}+" if count > MOST else number(count)


def figures(ctx: Ctx) -> Sequence[Tile]:
    """Tell what is on the way, what should be there, and what was not taken."""
    found = on_the_way(ctx, MOST + 1)
    asked = triangle(f"out over {ASKED_AFTER} days") if found.unproved else disc("all are told")
    back = triangle("to deliver again or bring back") if found.refused else disc("nothing is refused")
    return [
        Tile("On the way", _bounded(found.out), list_url("shipments", state=["dispatched"])),
        Tile("Without proof", _bounded(found.unproved), list_url("shipments", state=["dispatched"]), verdict=asked),
        Tile("Refused or failed", _bounded(found.refused), list_url("shipments", state=["delivered_short", "failed"]),
             verdict=back),
    ]  # fmt: skip


def ready(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give what is packed and can leave, the earliest due first."""
    found = list[tuple[str, ReadyLoad]]()
    for site in sites(ctx).values():
        if len(found) <= SHOWN:
            found += [(site.name, one) for one in ready_loads(ctx, site.id)[: SHOWN + 1]]
    rows = [
        QueueRow(
            triangle("Late") if one.due_on and one.due_on < ctx.today else half("Packed"),
            tell_count(
                len(one.units),
                "{party}: {count} unit ready to leave",
                "{party}: {count} units ready to leave",
                party=one.party or MISSING,
            ),
            ", ".join(
                part for part in (site, _to(one), tell("due {day}", day=day(one.due_on)) if one.due_on else "") if part
            ),
            "",
            list_url("dispatch"),
            None,
            one.packed_at,
            actions=[Action("Dispatch", form="dispatch/load", query={"unit": one.units[0]}, primary=True)],
        )
        for site, one in found[:SHOWN]
    ]
    more = len(found) > SHOWN
    return [QueueGroup("Ready to leave", rows, "", "All of it" if more else "", list_url("dispatch") if more else "")]


def _to(one: ReadyLoad) -> str:
    return tell("to {city}", city=one.city) if one.city else ""


def asked(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give the shipments that should have arrived and of which nobody has said so."""
    found = unproved(ctx, SHOWN + 1)
    rows = [
        QueueRow(
            triangle("Without proof"),
            f"{one.party or MISSING}: no proof of delivery",
            ", ".join(part for part in (one.city, one.carrier, one.tracking) if part),
            one.number,
            record_url("shipments", one.id),
            None,
            one.dispatched_on,
            actions=[
                Action("Record delivery", form="shipments/prove", query={"shipment": one.id}, dialog=False),
                Action("Note a milestone", form="shipments/milestone", query={"shipment": one.id}),
            ],
        )
        for one in found[:SHOWN]
    ]
    more = len(found) > SHOWN
    door = list_url("shipments", state=["dispatched"])
    return [QueueGroup("To ask the carrier", rows, f"out over {ASKED_AFTER} days",
                       "All on the way" if more else "", door if more else "")]  # fmt: skip


def _load(ctx: Ctx, values: Mapping[str, Any]) -> ReadyLoad:
    found = loads_of(ctx, [values.get("unit") or 0])
    if not found:
        raise NotFound("nothing_to_send", "It has left already, or was unpacked.", unit=values.get("unit"))
    return found[0]


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    return f"Dispatch to {_load(ctx, values).party or MISSING}"


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    load = _load(ctx, values)
    count = len(load.units)
    return f"{count} {plural('unit', count)} leave as one shipment. Goods leave stock at their cost."


def _loads(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    units = _load(ctx, values).units
    return {"loads": [Load(units, values.get("carrier") or "", values.get("tracking") or "")]}


def _sent(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    made = result[0]
    if made.status == "done":
        return Done(record_url("shipments", made.document), "Dispatched.")
    word = octagon("Held") if made.status == "held" else triangle("Not dispatched")
    return Done(list_url("dispatch"), f"It stays: {made.message}", word)


LOAD = OperationForm(
    slug="dispatch/load",
    parent="shipments",
    title=_title,
    text=_text,
    operation=DISPATCH,
    submit_label="Dispatch shipment",
    fields=[Field("unit", kind="hidden", parse=int, required=True), *CARRIER],
    arguments=_loads,
    on_done=_sent,
)

PARTS = (
    HomePart(READ_SHIPMENTS, (SEND, PROVE), rank=30, figures=figures),
    HomePart(READ_SHIPMENTS, (SEND,), rank=30, work=ready),
    HomePart(READ_SHIPMENTS, (PROVE,), rank=31, work=asked),
    HomePart(READ_SHIPMENTS, rank=25, overview=True, figures=lambda ctx: figures(ctx)[2:]),
    HomePart(READ_SHIPMENTS, (SEND,), unless="warehouse.release", rank=30,
             starts=lambda ctx: [Action("Dispatch", url=list_url("dispatch"), icon="truck-delivery", primary=True)]),
)  # fmt: skip
