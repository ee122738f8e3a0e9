"""Sample rows for the gallery: the orders of a distributor of drive technology, on one November morning."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from throughline.platform.ui.line import Flag, Leg, MiniLine, Station, Throughline
from throughline.platform.ui.values import MiniCell, Status, disc, half, octagon, ring, triangle

D = Decimal
PLACE = ZoneInfo("Europe/Amsterdam")


def at(day: int, hour: int, minute: int) -> datetime:
    """Give a moment of that November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PLACE)


@dataclass(frozen=True)
class Order:
    """An order as the list reads it."""

    id: int
    number: str
    customer: str
    po: str
    service: str
    requested: date
    promised: date
    expected: date
    net: Decimal
    line: MiniLine
    now: Status
    version: int = 1
    currency: str = "EUR"


def _line(done: int, label: str, part: float = 0.0, state: str = "") -> MiniLine:
    cells = [MiniCell(1.0) for _ in range(done)]
    if state == "held":
        cells.append(MiniCell(0, "held"))
    elif state == "late":
        cells.append(MiniCell(0, "late"))
    elif part:
        cells.append(MiniCell(part))
    cells += [MiniCell() for _ in range(8 - len(cells))]
    return MiniLine(cells, label)


#: number, customer, PO, class, days of requested, promised and expected, net, shape and word of its state,
#: stations done, share of the next one, what stops it
_TABLE = """
SO-104829|Brandt Fördertechnik GmbH|4500730842|Standard|11|11|11|9415.60|half|Partly paid|7|0.5|
SO-104826|Lacroix Hydraulique SARL|LH-20817|Standard|11|11|11|2276.04|triangle|Disputed 120.00|6|0|late
SO-104839|Sherwood Conveyors Ltd|SC-441902|Standard|12|12|12|3984.20|octagon|Customer PO hold, bill|6|0|held
SO-104833|Kessler Antriebstechnik KG|7000188230|Urgent|12|12|12|1920.00|half|Billed, due 12 Dec|7|0|
SO-104848|Van Dorsten Scheepsbouw BV|VDS 90114|Project|16|16|18|48120.00|triangle|Late, carrier missed slot|4|0.5|
SO-104841|Fonderie Aubrac|AUB0009921|Standard|13|16|16|6018.75|triangle|Delivered short, 2 refused|6|0|
SO-104855|Haldane Pumps Ltd|HP/88213|Collect|17|17|17|3471.20|triangle|Collection not booked|4|0|
SO-104866|Koppelman Staal BV|26-004417|Urgent|17|17|17|8902.15|half|Released, 8 of 13 picked|3|0.62|
SO-104872|Brandt Fördertechnik GmbH|4500731190|Standard|18|18|19|16844.80|octagon|Credit hold, ship|4|0|held
SO-104860|Meulen Apparatenbouw BV|P-77120-A|Standard|18|18|18|2310.00|half|Released|3|0|
SO-104877|Norrby Maskin AB|30011784|Standard|19|19|19|5644.90|ring|Confirmed|2|0|
SO-104879|Brasserie Valmont SA|VAL-5521|Replenish|19|19|19|11207.36|ring|Confirmed|2|0|
SO-104901|Ateliers Rivoire SAS|BC-26-1187|Standard|20|20|20|1188.40|octagon|VAT number hold, confirm|1|0|held
SO-104880|Otterburn Quarries plc|OQ-2026-3391|Standard|19|20|20|742.50|ring|Confirmed|2|0|
SO-104885|Sorensen & Dahl A/S|SD100432|Standard|20|20|20|4180.00|ring|Confirmed|2|0|
SO-104886|Thornbury Dairy Ltd|TD-15531|Replenish|20|20|20|15360.00|ring|Confirmed|2|0|
SO-104888|Papeteries du Forez|PF-2611-07|Standard|23|23|23|930.24|ring|Confirmed|2|0|
SO-104889|Hensel Werkzeugbau GmbH|81022744|Sample|23|23|23|0.00|ring|Confirmed|2|0|
SO-104893|Maison Tessier Frères|MT-2611|Standard|25|25|25|3318.60|ring|Confirmed|2|0|
SO-104894|Haldane Pumps Ltd|HP/88240|Standard|26|26|26|1072.80|ring|Confirmed|2|0|
SO-104896|Brandt Fördertechnik GmbH|4500731402|Standard|26|26|26|6410.00|octagon|Credit hold, confirm|1|0|held
SO-104891|Drax Lane Engineering|DLE/6014|Standard|24|27|27|22750.00|half|Part backorder, 27 Nov|2|0.4|
"""

_SHAPES = {"ring": ring, "half": half, "disc": disc, "triangle": triangle, "octagon": octagon}


def _order(row: str) -> Order:
    """Read one row of the table."""
    number, customer, po, service, requested, promised, expected, net, shape, word, done, part, state = (
        cell.strip() for cell in row.split("|")
    )
    now = _SHAPES[shape](word)
    first, second, third = (date(2026, 11, int(day)) for day in (requested, promised, expected))
    line = _line(int(done), word, float(part), state)
    return Order(int(number[3:]), number, customer, po, service, first, second, third, D(net), line, now)


ORDERS = [_order(row) for row in _TABLE.strip().splitlines()]

T = D("16844.80")

HELD = Throughline(
    sentence="Stopped at Shipped: credit hold, 6,183.00 waiting since 08:15.",
    sentence_shape="octagon",
    tail="7 geared motors follow Fri 27 Nov.",
    name="SO-104872",
    currency="EUR",
    stations=[
        Station("Quoted", "done", 1, T, date(2026, 11, 6), "#", [Leg("pass", 1)]),
        Station("Confirmed", "done", 1, T, date(2026, 11, 9), "#", [Leg("pass", 0.796), Leg("off", 0.204)]),
        Station(
            "Allocated", "part", 0.8, D("13297.80"), date(2026, 11, 9), "#",
            [Leg("pass", 0.675), Leg("late", 0.06), Leg("wait", 0.07)],
            [Flag("branch", "Backorder 7 ea", ["promised Fri 27 Nov", "from PO-77120"], "#")],
        ),
        Station(
            "Picked", "part", 0.67, D("11265.00"), "since Tue 10 Nov", "#", [Leg("pass", 0.304), Leg("held", 0.37)],
            [Flag("warn", "Short pick 8 box", ["bin B-07-3", "Warehouse, 1 h 05 m"])],
        ),
        Station(
            "Shipped", "held", 0.3, D("5082.00"), date(2026, 11, 12), "#", [Leg("pass", 0.304)],
            [Flag("stop", "Credit hold", ["4,210.00 over limit", "Finance, 2 h 27 m"])],
        ),
        Station(
            "Delivered", "part", 0.3, D("5082.00"), date(2026, 11, 13), "#", [Leg("pass", 0.31)],
            [Flag("back", "Return 4 ea", ["RMA-2093, damaged", "credit −115.60 due"], "#")],  # noqa: RUF001
        ),
        Station("Billed", "part", 0.31, D("5227.00"), date(2026, 11, 13), "#"),
        Station("Paid", "none", 0, D(0), "due 13 Dec"),
    ],
)  # fmt: skip

_P = D("2310.00")
PAID = Throughline(
    "Paid in full, on time.", "disc", "First promise Thu 5 Nov, delivered Wed 4 Nov.",
    [
        Station(name, "done", 1, _P, date(2026, 11, day), "#", [Leg("pass", 1)])
        for name, day in zip(
            ("Quoted", "Confirmed", "Allocated", "Picked", "Shipped", "Delivered", "Billed", "Paid"),
            (1, 1, 2, 3, 3, 4, 4, 16), strict=True,
        )
    ],
)  # fmt: skip

_S = D("5640.00")
DROP_SHIP = Throughline(
    "On its way: 48 packed, leaves 14:30.", "half", "Drop ship: the supplier picks, so two stations are skipped.",
    [
        Station("Quoted", "done", 1, _S, date(2026, 11, 9), "#", [Leg("pass", 1)]),
        Station("Confirmed", "done", 1, _S, date(2026, 11, 9), "#", [Leg("pass", 1)]),
        Station("Allocated", "skip", 0, None, None, "", [Leg("pass", 1)]),
        Station("Picked", "skip", 0, None, None, "", [Leg("pass", 0.5), Leg("wait", 0.5)]),
        Station("Shipped", "part", 0.5, D("2820.00"), date(2026, 11, 17), "#"),
        Station("Delivered", "none", 0, D(0), "exp. 19 Nov"),
        Station("Billed", "none", 0, D(0)),
        Station("Paid", "none", 0, D(0)),
    ],
)  # fmt: skip

PURCHASE = Throughline(
    "Sent, not yet confirmed by the supplier.", "half", "The confirmation was due Mon 16 Nov.",
    [
        Station("Ordered", "done", 1, D("9234.00"), date(2026, 11, 12), "#", [Leg("wait", 1)]),
        *(Station(name, "none") for name in ("Confirmed", "Shipped", "Received", "Put away", "Matched", "Paid")),
    ],
)  # fmt: skip

VOCABULARY: list[tuple[str, list[Status]]] = [
    ("Quote", [ring("Draft"), half("Sent"), disc("Won"), ring("Lost"), ring("Expired")]),
    ("Order", [ring("Quoted"), ring("Confirmed"), half("Released"), half("Part shipped"), disc("Closed")]),
    ("Shipment", [ring("Planned"), half("Picking"), half("Dispatched"), disc("Delivered"), triangle("Failed")]),
    ("Invoice", [ring("Draft"), half("Open"), disc("Paid"), triangle("Overdue"), triangle("Disputed")]),
    ("Task", [ring("To do"), half("In work"), triangle("Short"), disc("Done"), ring("Cancelled")]),
]
HOLDS = [octagon(f"{stage} hold") for stage in ("Confirm", "Allocate", "Release", "Ship", "Bill", "Purchase", "Pay")]
