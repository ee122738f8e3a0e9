"""The gallery's list and record: orders, and one order that a credit hold stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import NotFound
from throughline.platform.operations import Ctx, Outcome, Outcomes, Versioned
from throughline.platform.ui.bulk import Bulk
from throughline.platform.ui.gallery_samples import HELD, ORDERS, D, Order, at
from throughline.platform.ui.lists import Empty, Filter, ListPage, ListRequest, ListScreen, View
from throughline.platform.ui.records import Part, RecordScreen
from throughline.platform.ui.sections import (
    Document,
    Documents,
    Entry,
    Grid,
    Section,
    ThroughlineSection,
    Timeline,
    Two,
)
from throughline.platform.ui.values import (
    Action,
    Column,
    Fact,
    Item,
    Measured,
    Status,
    disc,
    half,
    octagon,
    triangle,
)
from throughline.platform.ui.why import Candidate, Foot, Why, WhyAnswer, why_url

BASE = "ui/gallery/orders"
CHOICES = [("standard", "Standard"), ("urgent", "Urgent"), ("replenish", "Replenish"), ("project", "Project")]


def orders(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Answer the list from the samples, with filters, sorting and keyset pages."""
    rows = [row for row in ORDERS if _fits(row, asked)]
    column = asked.sort.removeprefix("-") or "promised"
    rows.sort(key=lambda row: (getattr(row, column), row.number), reverse=asked.sort.startswith("-"))
    start = next((index + 1 for index, row in enumerate(rows) if str(row.id) == asked.cursor), 0)
    shown = rows[start : start + asked.size]
    more = str(shown[-1].id) if start + asked.size < len(rows) else None
    return ListPage(shown, more)


def _fits(row: Order, asked: ListRequest) -> bool:
    services = asked.filters.get("service", [])
    if services and row.service.lower() not in services:
        return False
    if asked.one("state") == "stopped" and row.now.shape != "octagon":
        return False
    before = asked.one("before")
    if before and row.promised >= date.fromisoformat(before):
        return False
    words = asked.search.lower()
    return row.number.lower().startswith(words) or row.customer.lower().startswith(words)


def _expected_tone(row: Order) -> Any:
    return "warn" if row.expected > row.promised else None


def release(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Pretend to release: held orders stay, released ones are skipped."""
    known = {row.id: row for row in ORDERS}
    return Outcomes(_outcome(known[one.id]) for one in chosen if one.id in known)


def _outcome(row: Order) -> Outcome:
    facts = {"amount": row.net, "party": row.customer}
    if row.now.shape == "octagon":
        return Outcome(row.id, row.number, "held", "credit", "credit, 4,210.00 over limit", facts)
    if row.now.label != "Confirmed":
        return Outcome(row.id, row.number, "skipped", "released", "already released 09:10", facts)
    return Outcome(row.id, row.number, "done", "", "groupage 14:30", facts, document=row.id)


ORDER_LIST = ListScreen(
    slug=BASE,
    title="Orders",
    query=orders,
    columns=[
        Column("number", "Order", "code", priority=1),
        Column("customer", "Customer", width=190, priority=1, sortable=True),
        Column("po", "Customer PO", dim=True, priority=4),
        Column("service", "Class", dim=True),
        Column("requested", "Requested", "date", dim=True, priority=4),
        Column("promised", "Promised", "date", sortable=True, priority=2),
        Column("expected", "Expected", "date", tone=_expected_tone),
        Column("net", "Net EUR", "money", sortable=True, priority=2),
        Column("line", "Throughline", "mini", priority=2),
        Column("now", "Now", "status", priority=2),
        Column("currency", "Currency", priority=5),
    ],
    filters=[
        Filter("service", "Class", choices=CHOICES),
        Filter("state", "State", choices=[("stopped", "Stopped")]),
        Filter("before", "Promised", "date", operator="before"),
    ],
    views=[
        View("open", "Open", count=lambda ctx: len(ORDERS)),
        View("stopped", "Stopped", {"state": ["stopped"]}, count=lambda ctx: 4),
        View("urgent", "Urgent", {"service": ["urgent"]}),
        View("late", "Late", {"before": ["2026-11-01"]}, count=lambda ctx: 0),
    ],
    default_sort="promised",
    bulk=[
        Bulk(
            "release",
            "Release",
            "order",
            release,
            preview=release,
            key="L",
            consequence="What can go goes to picking.",
        )
    ],
    new=Action("New order", form="ui/gallery/quote", key="N", dialog=False),
    actions=[Action("Import", url="#", icon="upload")],
    empty=Empty("No orders yet", "An order appears when a quote is confirmed.", "By EDI, by REST, or with N."),
    row_url=lambda row: f"/{BASE}/{row.id}/",
)


@dataclass(frozen=True)
class Line:
    """A line of the sample order."""

    no: int
    item: Item
    ordered: Measured
    price: Decimal
    net: Decimal
    promised: str
    allocated: Measured
    picked: Measured
    shipped: Measured
    billed: Measured
    now: Status


def _line(
    no: int, code: str, name: str, ordered: int, unit: str, price: str, done: tuple[int, int, int, int], now: Status
) -> Line:
    first, second, third, last = (Measured(count, share=count / ordered) for count in done)
    item = Item(code, name, "#")
    promised = "18 · 27 Nov" if code == "GM-075-56" else "18 Nov"
    return Line(
        no, item, Measured(ordered, unit), D(price), D(price) * ordered, promised, first, second, third, last, now
    )


LINES = [
    _line(10, "6205-2RS-C3", "Deep groove ball bearing", 400, "ea", "6.84", (400, 400, 400, 400), half("Billed")),
    _line(20, "SPB-2000", "Wedge belt SPB, 2000 mm", 60, "ea", "28.90", (60, 60, 60, 60), half("Billed")),
    _line(30, "UCF-210", "Flanged bearing unit 50 mm", 48, "ea", "41.75", (48, 48, 0, 0), octagon("Credit hold, ship")),
    _line(40, "GM-075-56", "Geared motor 0.75 kW, 56 rpm", 12, "ea", "486.00", (5, 5, 0, 0), half("7 follow 27 Nov")),
    _line(50, "HYD-46-20", "Hydraulic oil ISO VG 46, 20 l", 24, "pail", "58.20", (24, 0, 0, 0), half("Released")),
    _line(60, "CH-16B-1", "Roller chain 16B-1, 5 m box", 30, "box", "79.50", (30, 22, 0, 0), triangle("Short 8 box")),
    _line(70, "GR-EP2-400", "Bearing grease EP2", 10, "case", "61.20", (10, 10, 10, 10), half("Billed")),
]  # fmt: skip


def load(ctx: Ctx, id: int) -> Order:
    """Read one sample order."""
    found = next((row for row in ORDERS if row.id == id), None)
    if found is None:
        raise NotFound("no_such_order", f"There is no order {id}.")
    return found


def facts(ctx: Ctx, order: Order) -> list[Fact]:
    """Give the facts of the mock."""
    return [
        Fact("Net total", order.net, "money", unit="EUR", large=True),
        Fact("Service class", order.service),
        Fact("Terms", "30 days net, DAP", desk=True),
        Fact("Margin", D("0.246"), "percent", why=why_url("gallery-margin", order.id), desk=True),
        Fact("Requested", order.requested, "date", rule=True),
        Fact("First promise", order.requested, "date"),
        Fact("Promised", "Wed 18 Nov · part Fri 27 Nov", why=why_url("gallery-promise", order.id)),
        Fact("Expected", "Thu 19 Nov · Fri 27 Nov", tone="warn", note="1 day late"),
    ]


def actions(ctx: Ctx, order: Order) -> list[Action]:
    """Give what can be done."""
    return [
        Action(
            "Ask Finance to release", form="ui/gallery/release-hold", primary=True, key="R", query={"order": order.id}
        ),
        Action("Change", form="ui/gallery/quote", key="E", dialog=False),
        Action("Documents", url="#"),
        Action("Cancel order", form="ui/gallery/release-hold", danger=True, icon="x"),
        Action("Split", disabled_reason="Everything is released", icon="git-branch"),
    ]


def sections(ctx: Ctx, order: Order) -> list[Section]:
    """Give the sections of the mock."""
    promise = why_url("gallery-promise", order.id)
    price = why_url("gallery-price", order.id)
    columns = [
        Column("no", "#", dim=True),
        Column("item", "Item", "item", priority=1),
        Column("ordered", "Ordered", "quantity", priority=2),
        Column("price", "Price", "money", why=lambda row: price),
        Column("net", "Net EUR", "money", priority=2),
        Column("promised", "Promised", why=lambda row: promise, priority=2),
        Column("allocated", "Allocated", "quantity"),
        Column("picked", "Picked", "quantity"),
        Column("shipped", "Shipped", "quantity"),
        Column("billed", "Billed", "quantity"),
        Column("now", "Now", "status", priority=2),
    ]
    foot = {"item": "Total, reverse charge 0 %", "net": D("16699.80")}
    return [ThroughlineSection(HELD), Grid("Lines", LINES, columns, foot=foot), _below()]


def _below() -> Two:
    short = "Short pick: 22 of 30 box at B-07-3. Leeds offered as source."
    held = "Ship hold: exposure 99,210.00 against limit 95,000.00"
    happened = [
        Entry(at(17, 10, 38), short, "Bram de Wit", "alert-triangle", "warn"),
        Entry(at(17, 8, 15), held, "Policy CR-02", "hand-stop", "stop"),
        Entry(at(16, 15, 2), "Return RMA-2093 opened for 4 damaged belts", "Piet Vos", "arrow-back-up"),
        Entry(at(13, 9, 52), "Delivered at 09:52, billed on delivery: INV-26-003391", "Rule BP-1", "receipt"),
    ]
    documents = [
        Document("Q-20871", "#", "Quote, 6 Nov", disc("Won"), D("16844.80")),
        Document("SH-55210", "#", "Shipment, 1 pallet", disc("Delivered"), D("5082.00")),
        Document("SH-55302", "#", "Shipment, 2 pallets", octagon("Ship hold"), D("6183.00")),
        Document("PO-77120", "#", "Lenk Antriebe, 7 of 40", half("Confirmed"), date(2026, 11, 25)),
        Document("INV-26-003391", "#", "Invoice, due 13 Dec", half("Open"), D("5227.00")),
    ]
    return Two(Timeline("What happened", happened), Documents("Documents of this thread", documents))


ORDER_RECORD = RecordScreen(
    slug=BASE,
    load=load,
    title="customer",
    code="number",
    subtitle=lambda order: [
        Part(order.number, code=True),
        f"Customer PO {order.po}",
        "Duisburg, Werk 2",
        "from Rotterdam",
        Part("T-88213", code=True, url="#"),
    ],
    status=lambda order: octagon("Held at Shipped") if order.now.shape == "octagon" else order.now,
    facts=facts,
    actions=actions,
    sections=sections,
)


def _price(ctx: Ctx, id: int) -> WhyAnswer:
    return WhyAnswer(
        "Why is the price",
        [
            "Contract C-2207 gives Brandt 6.84 for this bearing until 31 Dec 2026.",
            "It beats the quantity break because a contract is more specific.",
        ],
        [
            Candidate(True, "6.84", "Contract C-2207", "customer × item, 1 Jan to 31 Dec 2026"),  # noqa: RUF001
            Candidate(False, "7.02", "Quantity break from 250", "list 2026, less specific than a contract"),
            Candidate(False, "6.71", "Campaign Q4 bearings", "needs 500 ea, order has 400"),
            Candidate(False, "7.80", "List price 2026", "base, before any agreement"),
        ],
        Foot("decided Mon 9 Nov 11:02 at confirmation · cost then 4.92, margin 28.1 %", "Price order PR-01", "#"),
        value="6.84",
    )


def _promise(ctx: Ctx, id: int) -> WhyAnswer:
    return WhyAnswer(
        "Why",
        ["Rotterdam had 5 free. The other 7 are pegged to PO-77120, due Wed 25 Nov, plus 1 day receiving."],
        [
            Candidate(True, "27 Nov", "Rotterdam, PO-77120", "peg 7 of 40, supplier on time 93 %"),
            Candidate(False, "30 Nov", "All on one date", "customer accepts part shipments"),
            Candidate(False, "24 Nov", "Leeds, free 9", "transfer 214.00 is over the 150.00 limit"),
        ],
        Foot("first promise Mon 9 Nov 11:02 · no change since", "Promise PM-03", "#"),
        value="5 on 18 Nov, 7 on 27 Nov",
    )


def _margin(ctx: Ctx, id: int) -> WhyAnswer:
    return WhyAnswer("Why is the margin", ["Net 16,844.80 less cost 12,701.00."], value="24.6 %", foot="as of today")


WHYS = [Why("gallery-price", _price), Why("gallery-promise", _promise), Why("gallery-margin", _margin)]
