"""The gallery's forms and workbenches: a quote with its line grid, a dialog, a release board, home and a scan step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from throughline.kernel.errors import RuleViolation
from throughline.platform.operations import Ctx
from throughline.platform.ui.boards import Board, Group, Workbench
from throughline.platform.ui.bulk import Bulk
from throughline.platform.ui.formats import money
from throughline.platform.ui.forms import Done, Field, OperationForm, Preview, Shown, typed_lines
from throughline.platform.ui.gallery_order import release
from throughline.platform.ui.gallery_samples import ORDERS, D
from throughline.platform.ui.lists import ListRequest
from throughline.platform.ui.queues import QueueGroup, QueueRow, QueueScreen, Tab, Work
from throughline.platform.ui.scans import Feedback, Scan, ScanAction, ScanScreen, ScanStep
from throughline.platform.ui.search import Hit, Lookup, Option
from throughline.platform.ui.sections import Finding, Meter, Meters, Tile
from throughline.platform.ui.values import Action, Column, Status, disc, half, octagon, ring, triangle
from throughline.platform.ui.why import why_url


@dataclass(frozen=True)
class Stocked:
    """An item of the sample catalogue."""

    id: int
    code: str
    name: str
    price: Decimal
    free: str
    cost: Decimal


ITEMS = [
    Stocked(1, "6206-2RS", "Deep groove ball bearing 30 mm", D("5.92"), "900 free", D("4.30")),
    Stocked(2, "UCF-208", "Flanged bearing unit 40 mm", D("36.40"), "120 free", D("26.90")),
    Stocked(3, "COU-J28", "Jaw coupling 28 mm bore", D("42.00"), "70 free", D("36.00")),
    Stocked(4, "SPA-1800", "Wedge belt SPA, 1800 mm", D("21.15"), "40 free", D("14.60")),
    Stocked(5, "GM-075-56", "Geared motor 0.75 kW, 56 rpm", D("486.00"), "Mon 30 Nov", D("377.60")),
    Stocked(6, "22210-E1", "Spherical roller bearing, straight bore", D("88.30"), "64 free", D("61.00")),
    Stocked(7, "22210-EK", "Spherical roller bearing, taper bore", D("91.75"), "12 free", D("63.00")),
]
BY_ID = {item.id: item for item in ITEMS}


def find_items(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find sample items by the beginning of their number."""
    return [_option(item) for item in ITEMS if item.code.lower().startswith(words.lower())]


def _option(item: Stocked) -> Option:
    tone = "good" if "free" in item.free else "warn"
    return Option(item.id, item.code, item.name, [money(item.price), item.free], {"unit": "ea"}, tone)


def known_items(ctx: Ctx, ids: Sequence[int]) -> dict[int, Option]:
    """Give sample items as options."""
    return {id: _option(BY_ID[id]) for id in ids if id in BY_ID}


ITEM_LOOKUP = Lookup("gallery-items", find_items, known_items)


def price_lines(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Price the lines as the server would, with the margin floor as a block."""
    shown, findings, total = [], [], D(0)
    for number, line in enumerate(values.get("lines") or [], start=1):
        item = BY_ID.get(line.get("item"))
        if item is None or line.get("quantity") is None:
            shown.append(Shown())
            continue
        price = (item.price * (1 - (line.get("discount") or D(0)) / 100)).quantize(D("0.01"))
        net = price * line["quantity"]
        margin = (price - item.cost) / price
        low = margin < D("0.18")
        total += net
        if low:
            text = f"{margin * 100:.1f} % at {price}, floor 18 % from policy MF-02. 43.91 would pass."
            ask = Action("Ask for approval", form="ui/gallery/release-hold")
            findings.append(Finding("block", f"Line {number} is below the margin floor", text, [ask]))
        cells: dict[str, Any] = {"price": money(price), "net": money(net), "margin": f"{margin * 100:.1f} %"}
        cells["promise"] = disc("Thu 19 Nov") if "free" in item.free else triangle(item.free)
        why = {"price": why_url("gallery-price", item.id)}
        shown.append(Shown(cells, {"margin": "stop"} if low else {}, why))
    meters = Meters([
        Meter("Margin", "22.6 %", 0.565, "floor 18 %", limit=0.45),
        Meter("Credit", "83,777 of 90,000", 0.727, "72,674 used", added=0.111, limit=0.9),
    ])  # fmt: skip
    foot = {"item": f"{len(shown)} lines", "net": money(total)}
    return Preview(shown, foot, findings, [meters])


def _refuse(ctx: Ctx, **values: Any) -> None:
    """Refuse with a finding, or take it."""
    if not values.get("po"):
        raise RuleViolation("customer_po_missing", "This customer wants a PO number on every order.", policy="CP-01")


QUOTE_FORM = OperationForm(
    slug="ui/gallery/quote",
    title="New quote",
    text="Nothing is promised before it is confirmed.",
    operation=_refuse,
    submit_label="Confirm order",
    preview=price_lines,
    on_done=lambda ctx, result, values: Done("/ui/gallery/orders/", "Order confirmed."),
    initial=lambda ctx, query: {
        "customer": "Meulen Apparatenbouw BV",
        "requested": date(2026, 11, 19),
        "service": "standard",
        "lines": [
            {"item": 1, "quantity": D(200), "unit": "ea"},
            {"item": 2, "quantity": D(60), "unit": "ea"},
            {"item": 3, "quantity": D(70), "unit": "ea", "discount": D("4.5")},
            {"item": 5, "quantity": D(6), "unit": "ea"},
        ],
    },
    fields=[
        Field("customer", "Customer", required=True, width=236),
        Field("po", "Customer PO", width=130),
        Field("requested", "Requested", "date", width=150),
        Field(
            "service", "Service class", "select", choices=[("standard", "Standard"), ("urgent", "Urgent")], width=130
        ),
        typed_lines(
            Field("item", "Item", "lookup", lookup="gallery-items", required=True, width=250),
            Field("quantity", "Quantity", "decimal", required=True, width=80, minimum=D("0.000001")),
            Field("unit", "Unit", "select", choices=[("ea", "ea"), ("box", "box")], width=64),
            Field("price", "Price", "shown"),
            Field("discount", "Disc. %", "decimal", width=64),
            Field("net", "Net EUR", "shown"),
            Field("margin", "Margin", "shown"),
            Field("promise", "Promise", "shown", width=-1),
            required=True,
        ),
    ],
)

HOLD_FORM = OperationForm(
    slug="ui/gallery/release-hold",
    title="Ask Finance to release the credit hold?",
    text="4,210.00 over the limit of 95,000.00. Goes to Ines Moreau; void if the order changes.",
    operation=_refuse,
    submit_label="Send request",
    fields=[
        Field("order", kind="hidden"),
        Field("reason", "Reason", "select", required=True, choices=[("paid", "Payment announced"), ("one", "Once")]),
        Field("until", "Valid until", "date"),
        Field("note", "Note for the approver", "textarea"),
        Field("po", "Tell the customer", "checkbox"),
    ],
)


def release_board(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Give the sample workbench."""
    tiles = [
        _cutoff("Van, city ring", "48 m", "11:30", 0.93, 0.06, "84 of 90 pick lines taken", late=True),
        _cutoff("Groupage DE, NL", "3 h 48 m", "14:30", 0.58, 0.24, "212 of 300 pick lines taken"),
        _cutoff("Road express", "5 h 18 m", "16:00", 0.26, 0.15, "48 of 120 pick lines taken"),
        _cutoff("Parcel", "6 h 48 m", "17:30", 0.5, 0.2, "156 of 250 pick lines taken"),
        _cutoff("Customer collects", "7 h 18 m", "18:00", 0.2, 0.15, "22 of 60 pick lines taken"),
    ]
    columns = [
        Column("number", "Order", "code", priority=1),
        Column("customer", "Customer", width=140, priority=1),
        Column("service", "Class", dim=True),
        Column("promised", "Promised", "date", priority=2),
        Column("net", "Net EUR", "money", priority=2),
        Column("now", "Stock", "status", lambda row: disc("all") if row.id % 3 else half("16 of 18"), priority=2),
    ]
    can = [row for row in ORDERS if row.now.label == "Confirmed"][:8]
    why = [
        {"id": 1, "shape": octagon("Credit hold"), "text": "7 orders", "net": D("28440.10")},
        {"id": 2, "shape": ring("No stock, ship complete"), "text": "6 orders", "net": D("19802.65")},
        {"id": 3, "shape": triangle("Cut-off missed"), "text": "2 orders", "net": D("6115.00")},
    ]
    cannot = [
        Column("shape", "Why", "status", priority=1),
        Column("text", "Orders", priority=2),
        Column("net", "Net EUR", "money", priority=2),
    ]
    ready = Group("Can go", can, columns, "64 orders, 186,402.20", "release", True, row_url=_open)
    stuck = Group("Cannot go", why, cannot, "23 orders, 71,930.55", side=True, row_height=42, row_actions=_ask)
    return Workbench(
        [ready, stuck],
        "87 orders wait, 64 can go, 23 cannot · next automatic release 11:00",
        tiles,
        title="Release, Rotterdam",
    )


def _open(row: Any) -> str:
    return f"/ui/gallery/orders/{row.id}/"


def _ask(row: Any) -> list[Action]:
    return [Action("Ask Finance", url="#")]


def _cutoff(label: str, left: str, time: str, used: float, added: float, words: str, *, late: bool = False) -> Tile:
    verdict: Status | None = triangle("close to cut-off") if late else None
    meter = Meter(label, "", used, "", added)
    return Tile(label, left, "#", "to cut-off", icon="truck", corner=time, meter=meter, verdict=verdict, detail=words)


BOARD = Board(
    slug="ui/gallery/release",
    title="Release",
    load=release_board,
    bulk=[Bulk("release", "Release", "order", release, preview=release, key="L")],
)


def home(ctx: Ctx, tab: str) -> Work:
    """Give the sample home."""
    now = ctx.now
    ask = [Action("Ask Finance", form="ui/gallery/release-hold"), Action("Ship prepaid part", url="#")]
    stopped = [
        QueueRow(octagon("Credit hold"), "Brandt Fördertechnik: shipment held, 4,210 over credit limit",
                 "2 pallets packed, groupage leaves 14:30", "SO-104872", "/ui/gallery/orders/104872/", D("6183.00"),
                 now - timedelta(hours=2, minutes=27), now + timedelta(minutes=18), ask),
        QueueRow(octagon("VAT number hold"), "Ateliers Rivoire: VAT number not valid since 12 Nov",
                 "confirmation stopped · VIES checked again 09:00", "SO-104901", "#", D("1188.40"),
                 now - timedelta(minutes=48), now + timedelta(hours=2), [Action("Correct number", url="#")]),
    ]  # fmt: skip
    risk = [
        QueueRow(triangle("Slipped"), "PO-77098 slipped 25 Nov to 2 Dec: 3 orders lose their date",
                 "Lenk Antriebe · 19 gear couplings · Leeds has 9 free", "", "#", D("9234.00"),
                 now - timedelta(minutes=35), now + timedelta(minutes=48), [Action("Compare 3 options", url="#")]),
    ]  # fmt: skip
    points = [93.1, 94.9, 95.6, 95.2, 96.8, 96.1, 94.8, 93.6, 94.4, 95.0, 94.6, 94.1, 92.0]
    tiles = [
        Tile("On time in full", "94.1", "#", "%", points, 96.0, triangle("target 96.0 %, 1.2 below last week")),
        Tile("Line fill rate", "97.4", "#", "%", points[::-1], 93.0, disc("target 97.0 %")),
        Tile("Confirmed untouched", "81", "#", "%", points[::-1], 94.0, disc("target 80 %")),
        Tile("Quote answered in", "1 h 52 m", "#", "median", points, 92.5, disc("target 2 h 00 m")),
    ]
    return Work(
        [QueueGroup("Stopped", stopped, "a customer waits for a decision"),
         QueueGroup("Promise at risk", risk, "the date will not hold unless something changes")],
        "Sales desk Rotterdam · Tue 17 Nov, 10:42 · 3 cut-offs left today, next 14:30",
        tiles, tiles_note="Rotterdam, 13 weeks, dashed line is the target", tiles_url="#",
        tabs=[Tab("mine", "Mine", 12), Tab("team", "Team", 31)], money_label="EUR at stake",
    )  # fmt: skip


HOME = QueueScreen(slug="ui/gallery/home", title="Needs me now", load=home)


def _step(feedback: Feedback, counted: str | None = None) -> ScanStep:
    left = 30 - int(counted or 0)
    return ScanStep(
        feedback, "Wave 2117, stop 7 of 24", "Cart 3, tote A2 · Bram de Wit",
        "Go to aisle B, level 3", "B-07-3", (2, 3),
        "CH-16B-1", "Roller chain 16B-1, 5 m box", "GTIN 4 012345 678901", "box of 5 m", quantity=str(left),
        quantity_note=["of 30 box", "for Brandt, 1 order"], counting=counted, next_place="B-09-1", next_text="UCF-210",
        next_quantity="12 ea", actions=[ScanAction("short", "Short"), ScanAction("skip", "Skip")],
        state={"stop": 7}, back_url="/ui/gallery/",
    )  # fmt: skip


def scanned(ctx: Ctx, scan: Scan) -> ScanStep:
    """Answer a scan: only the right GTIN counts."""
    if scan.action == "short":
        return _step(Feedback("short", "Short by 8", "Leeds has 40, sales is told"), "22")
    if scan.code == "4012345678901":
        return _step(Feedback("ok", "Right item, 22 counted", "8 to go, keep scanning"), "22")
    return _step(Feedback("bad", "Wrong item, put it back", f"You scanned {scan.code}"))


SCAN = ScanScreen(
    slug="ui/gallery/scan",
    title="Pick",
    step=lambda ctx, state: _step(Feedback("ask", "Scan the bin", "then the item")),
    scan=scanned,
)


def find_orders(ctx: Ctx, words: str) -> list[Hit]:
    """Find sample orders for the palette."""
    found = [
        row for row in ORDERS if row.number.lower().startswith(words.lower()) or words.lower() in row.customer.lower()
    ]
    return [
        Hit(row.customer, f"/ui/gallery/orders/{row.id}/", row.number, row.now.label, "shopping-cart", row.line.cells)
        for row in found[:6]
    ]
