"""The dispatch board: what is packed, by address, and letting it leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from throughline.governance.public import site_asked, standing_holds
from throughline.kernel.refs import DocumentRef
from throughline.modules.logistics.permissions import READ_SHIPMENTS
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.logistics.queries.lists import ReadyLoad, loads_of, ready_loads, thread_roots
from throughline.platform import refs
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Outcomes, Versioned, reading
from throughline.platform.ui import (
    Action,
    Board,
    Bulk,
    Column,
    Done,
    Field,
    Filter,
    Group,
    ListRequest,
    OperationForm,
    Status,
    Workbench,
    disc,
    list_url,
    octagon,
    places,
    record_url,
    triangle,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING
from throughline.platform.ui.sentences import tell

DISPATCH = "logistics.dispatch_units"
CARRIER = [
    Field("carrier", "Carrier", help="Empty: the one that the orders go by"),
    Field("tracking", "Tracking number"),
]


@dataclass(frozen=True)
class Row:
    """What can leave for one address."""

    id: int
    customer: str
    address: str
    orders: str
    units: int
    lines: int
    due: date | None
    packed: datetime
    now: Status
    carrier: str


def load(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Gather what is packed at the site and what keeps it."""
    site, more = site_asked(ctx, asked.one("site"))
    loads = ready_loads(ctx, site.id)
    held = _held(ctx, loads)
    orders = _orders(ctx, loads)
    can = [_row(ctx, one, orders, None) for one in loads if not _stop(one, held)]
    cannot = [_row(ctx, one, orders, _stop(one, held)) for one in loads if _stop(one, held)]
    units = sum(row.units for row in can)
    groups = [Group("Ready to leave", can, COLUMNS, f"{_addresses(can)}, {units} {plural('unit', units)}", "dispatch",
                    empty="Nothing is packed and waiting.")]  # fmt: skip
    if cannot:
        groups.append(Group("On hold", cannot, COLUMNS, _addresses(cannot), empty="Nothing is held."))
    sentence = f"{_addresses(can)} to send to, {len(cannot)} held"
    actions = [Action("Load with scanner", url="/scan/load/", icon="barcode"),
                Action("Shipments", url=list_url("shipments"), icon="list")]  # fmt: skip
    return Workbench(groups, sentence, actions=actions, places=places("dispatch", site, more),
                     title=f"Dispatch, {site.name}")  # fmt: skip


def _addresses(rows: Sequence[Row]) -> str:
    return f"{len(rows)} {plural('address', len(rows))}"


def _held(ctx: Ctx, loads: Sequence[ReadyLoad]) -> dict[int, str]:
    threads = sorted({thread for one in loads for thread in one.threads})
    return {hold.subject_id: hold.message for hold in standing_holds(ctx, "thread", threads, "ship")}


def _stop(one: ReadyLoad, held: Mapping[int, str]) -> str:
    return next((held[thread] for thread in one.threads if thread in held), "")


def _orders(ctx: Ctx, loads: Sequence[ReadyLoad]) -> dict[int, str]:
    """Give the labels of the documents that threads began with."""
    roots = thread_roots(ctx, sorted({thread for one in loads for thread in one.threads}))
    shown = refs.resolve({DocumentRef(kind, number) for kind, number in roots.values()})
    return {thread: shown[DocumentRef(kind, number)].label for thread, (kind, number) in roots.items()}


def _few(labels: Sequence[str]) -> str:
    shown = ", ".join(labels[:3])
    return tell("{what} and {count} more", what=shown, count=len(labels) - 3) if len(labels) > 3 else shown


def _row(ctx: Ctx, one: ReadyLoad, orders: Mapping[int, str], stop: str | None) -> Row:
    labels = [orders[thread] for thread in one.threads if thread in orders]
    late = one.due_on is not None and one.due_on < ctx.today
    return Row(
        one.id,
        one.party or MISSING,
        ", ".join(part for part in (one.address, one.city, one.country) if part) or MISSING,
        _few(labels),
        len(one.units),
        one.lines,
        one.due_on,
        one.packed_at,
        octagon(f"Ship hold: {stop}") if stop else triangle("Late") if late else disc("Packed"),
        one.carrier or MISSING,
    )


COLUMNS = [
    Column("orders", "Orders", "code", priority=1, width=170),
    Column("customer", "Customer", priority=1, width=200),
    Column("address", "Goes to", dim=True, priority=2, width=220),
    Column("carrier", "Carrier", priority=3, width=110),
    Column("units", "Units", "number", priority=2),
    Column("lines", "Lines", "number", priority=4),
    Column("packed", "Packed", "datetime", priority=4),
    Column("due", "Ship by", "date", priority=2),
    Column("now", "Now", "status", priority=2),
]


def foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Say what a dispatch would make, by doing it and rolling it back."""
    return _dispatched(ctx, chosen, values, OPERATIONS[DISPATCH].dry_run)


def dispatch(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Let the chosen addresses' units leave, a shipment each."""
    return _dispatched(ctx, chosen, values, dispatch_units)


def _dispatched(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any], deed: Any) -> Outcomes:
    """What a ship hold stops stays, and does not stop the others."""
    with reading(ctx):
        loads = loads_of(ctx, [row.id for row in chosen])
        held = _held(ctx, loads)
    free = [one for one in loads if not _stop(one, held)]
    stopped = [
        Outcome(one.id, one.party or "", "held", "ship_hold", _stop(one, held), {"party": one.address or ""})
        for one in loads
        if _stop(one, held)
    ]
    if not free:
        return Outcomes(stopped)
    carrier, tracking = values.get("carrier") or "", values.get("tracking") or ""
    done = deed(ctx, loads=[Load(one.units, carrier, tracking) for one in free])
    return Outcomes([*(_named(one, made) for one, made in zip(free, done, strict=True)), *stopped])


def _named(one: ReadyLoad, made: Outcome) -> Outcome:
    """Give an outcome of the operation under the row that asked for it; what stays goes by its customer's name."""
    facts = {"party": one.party or ""}
    if made.status != "done":
        return replace(made, subject=one.id, label=one.party or made.label, facts={**made.facts, **facts})
    return replace(made, subject=one.id, message=_leaves(one), facts=facts)


def _leaves(one: ReadyLoad) -> str:
    units = len(one.units)
    return f"{units} {plural('unit', units)}, {one.lines} {plural('line', one.lines)}."


BOARD = Board(
    slug="dispatch",
    title="Dispatch",
    permission=READ_SHIPMENTS,
    load=load,
    filters=[Filter("site", "Site")],
    bulk=[
        Bulk("dispatch", "Dispatch", "shipment", dispatch, preview=foresee, permission="logistics.shipment.dispatch",
             key="D", fields=CARRIER, past="dispatched",
             consequence="One shipment an address and carrier. Goods leave stock at their cost."),
    ],
)  # fmt: skip


def _load_of(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    return {"loads": [Load([values["unit"]], values.get("carrier") or "", values.get("tracking") or "")]}


def _sent(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    made = result[0]
    if made.status == "done":
        return Done(record_url("shipments", made.document), "Dispatched.")
    word = octagon("Held") if made.status == "held" else triangle("Not dispatched")
    return Done(record_url("units", values["unit"]), f"It stays: {made.message}", word)


SEND = OperationForm(
    slug="dispatch/send",
    parent="shipments",
    title="Dispatch this unit",
    text="It leaves as a shipment of its own. Goods leave stock at their cost.",
    operation=DISPATCH,
    submit_label="Dispatch unit",
    fields=[Field("unit", kind="hidden", parse=int, required=True), *CARRIER],
    arguments=_load_of,
    on_done=_sent,
)
