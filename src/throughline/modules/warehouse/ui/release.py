"""The release workbench: what waits at a site, what of it can go now, and why the rest cannot."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from throughline.governance.public import SiteFacts, site_asked, word_choices
from throughline.governance.public import load as load_policies
from throughline.modules.parties.public import SERVICE_CLASSES, carrier_services
from throughline.modules.warehouse.permissions import READ_RELEASE
from throughline.modules.warehouse.policies import RELEASING
from throughline.modules.warehouse.queries.due import Timed, held_threads, timed
from throughline.modules.warehouse.queries.waiting import WaitingOrder, waiting_lines, waiting_orders
from throughline.modules.warehouse.queries.waves import waves_holding
from throughline.modules.warehouse.ui import wave_of_orders
from throughline.modules.warehouse.ui.releasing import WAVE, foresee, release
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Board,
    Bulk,
    Column,
    Filter,
    Group,
    ListRequest,
    Nav,
    Status,
    Tile,
    Workbench,
    disc,
    half,
    list_url,
    octagon,
    places,
    record_url,
    ring,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, day, duration, local, now, number
from throughline.platform.ui.sentences import said, tell, tell_count

SHOWN = 200
WHY = {
    "no stock": (ring("No stock"), "nothing in a bin and nothing free"),
    "on the stage": (half("On the stage"), "claimed by nobody: put it away, then release"),
    "at dock": (ring("At dock"), "received, not in a pickable bin yet"),
    "ship complete": (ring("Ship complete not possible"), "a part is there, these leave whole or not at all"),
}
#: What is mended by putting goods away.
TO_PUT_AWAY = ("on the stage", "at dock")


@dataclass(frozen=True)
class Row:
    """An order that waits, as the workbench shows it."""

    id: int
    rank: int
    order: str
    url: str
    customer: str
    due: date
    lines: int
    open: Decimal
    stock: Status
    why: str
    wave: int | None
    ship: date
    cut_off: datetime
    carrier: str
    by_itself: datetime | None


@dataclass(frozen=True)
class Reason:
    """Why orders cannot go, and how many of them."""

    shape: Status
    text: str
    orders: int
    lines: int
    url: str | None = None


def load(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Gather what waits at the site: seven statements, however much it is.

    Who could be served is worked out over all that waits, also where only some of it is shown.
    """
    site, more = site_asked(ctx, asked.one("site"))
    lines = waiting_lines(ctx, site.id)
    held = {thread: f"{_cause(code)} hold" for thread, code in held_threads(ctx, lines).items()}
    policies = load_policies(ctx, RELEASING)
    known = {one.order.id: one for one in timed(waiting_orders(lines, held), site, policies)}
    orders = [one.order for one in sorted(known.values(), key=SORTS_BY[asked.sort or "cut_off"]) if _wanted(one, asked)]
    names = documents({(order.root_kind, order.root_id) for order in orders})
    can = [order for order in orders if order.can_go]
    cannot = [order for order in orders if not order.can_go]
    whole = [order for order in can if order.all_of_it]
    part = [order for order in can if not order.all_of_it]
    holding = waves_holding(ctx, [line.demand_id for order in orders for line in order.lines])
    rows = {order.id: _row(known[order.id], names, holding) for order in orders}
    in_waves = [rows[order.id] for order in orders if rows[order.id].wave]
    whole, part = [[order for order in some if not rows[order.id].wave] for some in (whole, part)]
    groups = [
        _group("Can go", whole, rows, "Nothing can go whole", ticked=True),
        _group("Can go in part", part, rows, "Nothing goes in part"),
        Group("Cannot go", _reasons(cannot), WHY_COLUMNS, _count(cannot), side=True, row_height=42,
              empty="Nothing is stopped"),
        Group("Waits", [rows[order.id] for order in cannot[:SHOWN]], STUCK_COLUMNS, _count(cannot), side=True,
              row_url=_url, empty="Nothing waits for stock or a decision"),
        *([Group("In a wave", in_waves[:SHOWN], WAVE_COLUMNS, f"{len(in_waves)} {plural('order', len(in_waves))}",
                 side=True, row_url=_url)] if in_waves else []),
    ]  # fmt: skip
    sentence: str = tell_count(
        len(orders),
        "{count} order waits: {whole} can go whole, {part} in part, {cannot} cannot",
        "{count} orders wait: {whole} can go whole, {part} in part, {cannot} cannot",
        whole=len(whole),
        part=len(part),
        cannot=len(cannot),
    )
    if in_waves:
        sentence += tell_count(len(in_waves), "; {count} is in a wave", "; {count} are in waves")
    sentence += _cut_off_of(site) + _by_policy(rows.values(), ctx)
    waves = Action("Waves", url=list_url("waves"), icon="list")
    due = Action("Release what is due", form="release/due", query={"site": site.id}, icon="clock")
    due_now = [due] if policies.rules[RELEASING.name] and ctx.may("warehouse.release") else []
    compare = Action("Compare methods", url=list_url("release/compare", site=site.id), icon="scale")
    return Workbench(groups, sentence, _tiles(ctx, orders), actions=[*due_now, compare, waves],
                     title=f"Release, {site.name}", places=places("release", site, more))  # fmt: skip


def _wanted(one: Timed, asked: ListRequest) -> bool:
    """Say whether an order is among those that the filters show."""
    until, order = asked.day("ship"), one.order
    carriers, services = asked.filters.get("carrier"), asked.filters.get("service")
    return (
        (until is None or order.ship_on <= until)
        and (not carriers or (order.carrier or NO_CARRIER) in carriers)
        and (not services or order.service_class in services)
    )


def _by_policy(rows: Iterable[Row], ctx: Ctx) -> str:
    """Say how much policy releases by itself today, and when it next does."""
    going = sorted(row.by_itself for row in rows if row.by_itself and row.by_itself.date() <= ctx.today)
    if not going:
        return ""
    if going[0] > now():
        return tell_count(
            len(going), "; {count} order of today goes by itself, at {time}",
            "; {count} orders of today go by themselves, next at {time}", time=f"{local(going[0]):%H:%M}",
        )  # fmt: skip
    return tell_count(
        len(going), "; {count} order of today goes by itself", "; {count} orders of today go by themselves"
    )


def _cause(code: str) -> str:
    return code.replace("_", " ").removesuffix(" hold").capitalize()


def _count(orders: Sequence[WaitingOrder]) -> str:
    lines = sum(len(order.lines) for order in orders)
    return ", ".join(
        [tell_count(len(orders), "{count} order", "{count} orders"), tell_count(lines, "{count} line", "{count} lines")]
    )


def _group(
    title: str, orders: Sequence[WaitingOrder], rows: Mapping[int, Row], empty: str, *, ticked: bool = False
) -> Group:
    more = f"{len(orders) - SHOWN} more follow when these are released" if len(orders) > SHOWN else ""
    shown = [rows[order.id] for order in orders[:SHOWN]]
    columns = [*COLUMNS, BY_ITSELF] if any(row.by_itself for row in shown) else COLUMNS
    return Group(title, shown, columns, _count(orders), "release", ticked, row_url=_url, more_label=more,
                 more_url="/release/", empty=empty)  # fmt: skip


def _row(one: Timed, names: Mapping[Any, Any], holding: Mapping[int, int]) -> Row:
    order = one.order
    shown = names.get((order.root_kind, order.root_id))
    label = shown.label if shown else f"{order.ref_kind} {order.id}"
    total = len(order.lines)
    stock = disc("all") if order.all_of_it else ring(MISSING)
    if order.can_go and not order.all_of_it:
        stock = half(
            tell("{part} of {total}", part=order.whole, total=total)
            if order.whole
            else tell("part of {total}", total=total)
        )
    return Row(
        order.id,
        order.rank,
        label,
        shown.url if shown else "",
        order.party,
        order.due_on,
        total,
        order.open,
        stock,
        _why(order),
        next((holding[line.demand_id] for line in order.lines if line.demand_id in holding), None),
        order.ship_on,
        one.cut_off,
        order.carrier,
        one.opens if order.can_go and one.opens and one.opens.year > 1 else None,
    )


def _why(order: WaitingOrder) -> str:
    coming = tell(", goods {day}", day=day(order.coming)) if order.coming else ""
    reason = f"{order.reason[:1].upper()}{order.reason[1:]}"
    return f"{said(reason)}{coming}" if order.reason else ""


def _url(row: Row) -> str:
    return row.url


def _cut_off_of(site: SiteFacts) -> str:
    """Say how long it is until the site's cut-off: what is due today and is not released by then is late."""
    if site.cut_off is None:
        return ""
    here = now().astimezone(ZoneInfo(site.timezone))
    left = datetime.combine(here.date(), site.cut_off, tzinfo=here.tzinfo) - here
    minutes = int(left.total_seconds() // 60)
    if minutes < 0:
        return tell("; today's cut-off, {time}, has passed", time=f"{site.cut_off:%H:%M}")
    left_over = duration(timedelta(minutes=minutes))
    return tell("; {left} to the cut-off at {time}", left=left_over, time=f"{site.cut_off:%H:%M}")


def _reasons(orders: Sequence[WaitingOrder]) -> list[Reason]:
    sums: dict[str, list[WaitingOrder]] = {}
    for order in orders:
        sums.setdefault(order.reason, []).append(order)
    found = []
    for reason, stopped in sums.items():
        shape, text = WHY.get(reason, (octagon(reason), "release waits until somebody decides"))
        coming = sorted(order.coming for order in stopped if order.coming)
        if reason == "no stock" and coming:
            text = f"{len(coming)} with goods on the way, next {day(coming[0])}"
        found.append(
            Reason(
                shape,
                text,
                len(stopped),
                sum(len(order.lines) for order in stopped),
                list_url("putaway") if reason in TO_PUT_AWAY else None,
            )
        )
    return sorted(found, key=lambda one: (one.shape.shape != "octagon", -one.orders))


def _tiles(ctx: Ctx, orders: Sequence[WaitingOrder]) -> list[Tile]:
    today = ctx.today
    spans = [
        ("Overdue", date.min, today - timedelta(days=1)),
        ("Leave today", today, today),
        ("Leave within 7 days", today + timedelta(days=1), today + timedelta(days=7)),
        ("Later", today + timedelta(days=8), date.max),
    ]
    tiles = []
    for label, first, last in spans:
        due = [order for order in orders if first <= order.ship_on <= last]
        can = sum(order.can_go for order in due)
        lines = sum(len(order.lines) for order in due)
        tiles.append(
            Tile(label, number(len(due)), unit=plural("order", len(due)), icon="calendar",
                 detail=tell_count(lines, "{count} pick line", "{count} pick lines"),
                 lines=[tell("{count} can go", count=number(can))])
        )  # fmt: skip
    return tiles


COLUMNS = [
    Column("rank", "Rank", "number", dim=True, priority=3),
    Column("order", "Order", "code", priority=1, url=_url),
    Column("customer", "Customer", priority=1, width=120),
    Column("lines", "Lines", "number", priority=3),
    Column("open", "Ordered", "quantity", priority=4),
    Column("stock", "Stock", "status", priority=2),
    Column("carrier", "Carrier", priority=3, width=90, value=lambda row: row.carrier or MISSING),
    Column("cut_off", "Cut-off", "datetime", priority=2),
]
BY_ITSELF = Column("by_itself", "Goes by itself", "datetime", dim=True, priority=4)
SORTS = {"cut_off": "Cut-off", "rank": "Rank", "due": "Day wanted", "customer": "Customer"}
SORTS_BY: Mapping[str, Callable[[Timed], Any]] = {
    "cut_off": lambda one: (one.cut_off, one.order.rank, one.order.id),
    "rank": lambda one: (one.order.rank, one.cut_off, one.order.id),
    "due": lambda one: (one.order.due_on, one.order.rank, one.order.id),
    "customer": lambda one: (one.order.party.casefold(), one.cut_off, one.order.id),
}
NO_CARRIER = "No carrier"
STUCK_COLUMNS = [
    Column("order", "Order", "code", priority=1, url=_url),
    Column("customer", "Customer", priority=1, width=130),
    Column("why", "Why", priority=2, width=170),
    Column("ship", "Ship by", "date", priority=2),
]
WAVE_COLUMNS = [
    Column("order", "Order", "code", priority=1, url=_url),
    Column("customer", "Customer", priority=1, width=130),
    Column("wave", "Wave", "code", lambda row: f"W-{row.wave}", priority=2,
           url=lambda row: record_url("waves", row.wave)),
    Column("ship", "Ship by", "date", priority=2),
]  # fmt: skip
WHY_COLUMNS = [
    Column("shape", "Why", "status", priority=1, url=lambda row: row.url),
    Column("text", "What of it", dim=True, priority=2),
    Column("orders", "Orders", "number", priority=2),
    Column("lines", "Lines", "number", priority=3),
]


def _carriers(ctx: Ctx) -> list[tuple[str, str]]:
    names = dict.fromkeys(one.carrier for one in carrier_services(ctx).values())
    return [*((name, name) for name in names), (NO_CARRIER, NO_CARRIER)]


def _classes(ctx: Ctx) -> list[tuple[str, str]]:
    return list(word_choices(ctx, SERVICE_CLASSES))


BOARD = Board(
    slug="release",
    title="Release",
    permission=READ_RELEASE,
    nav=Nav("Fulfil", "Release", "route", 10),
    load=load,
    sorts=SORTS,
    filters=[
        Filter("site", "Site"),
        Filter("ship", "Ship date", "date", operator="by"),
        Filter("carrier", "Carrier", choices=_carriers),
        Filter("service", "Service class", choices=_classes),
    ],
    bulk=[
        Bulk("release", "Release", "order", release, preview=foresee, permission="warehouse.release", key="L",
             fields=WAVE, phrase="Release {what}", past="released",
             consequence="Stock is allocated to them in this order and pick tasks are made."),
        wave_of_orders.BULK,
    ],
)  # fmt: skip
