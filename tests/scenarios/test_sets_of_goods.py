"""One bad receipt, load, second trip, count or move of a set stops no other, and nothing of it is done."""

from datetime import date
from typing import Any

import pytest

from tests.scenarios.test_sets_of_the_floor import NOWHERE, codes, fields, only_task, orders
from tests.world import D, World
from throughline.kernel.errors import DomainError
from throughline.modules.inventory.public import NewSupply, StockMove, expect_supplies, move_stock
from throughline.modules.logistics.public import (
    BackInput,
    Load,
    RedeliveryInput,
    bring_back,
    dispatch_units,
    redeliver,
)
from throughline.modules.logistics.public import lines_of as shipment_lines
from throughline.modules.warehouse.public import (
    BinCount,
    ReceiptInput,
    ReceiptLineInput,
    confirm_counts,
    receive_goods,
)
from throughline.platform.operations import reading


def test_one_bad_receipt_of_three_stops_no_other(world: World) -> None:
    """A receipt stands or falls as a whole: of the bad ones no line is on hand, of the others all are."""
    p, lot, service = world.item("P"), world.item("L", lot_tracked=True), world.item("S", kind="service")
    supply = NewSupply("purchasing.order_line", 7, "PO 7", world.site_id, p, world.today, D(50))
    expect_supplies(world.as_("buyer"), supplies=[supply])

    def receipt(*lines: ReceiptLineInput, site: int = 0, **more: Any) -> ReceiptInput:
        return ReceiptInput(site or world.site_id, lines, **more)

    def line(item: int, quantity: object = 2, cost: object = 3, **more: Any) -> ReceiptLineInput:
        return ReceiptLineInput(item, D(str(quantity)), None if cost is None else D(str(cost)), **more)

    good = line(p, 5)
    receipts = [
        receipt(good, line(p, 1, supply=("purchasing.order_line", 7)), reference="DN 1"),
        receipt(good, line(NOWHERE), reference="DN 2"),
        receipt(good, line(lot)),
        receipt(good, line(service)),
        receipt(good, line(p, "1.5")),
        receipt(good, line(p, unit="pallet")),
        receipt(good, line(p, status="lost")),
        receipt(good, line(lot, lot_code="E", expires_on=date(2020, 1, 1))),
        receipt(good, line(p, location_id=NOWHERE)),
        receipt(good, line(p, supply=("purchasing.order_line", 8))),
        receipt(good, line(lot, cost=None, lot_code="N")),
        receipt(good, supplier_id=NOWHERE),
        receipt(good, kind="gift"),
        receipt(good, site=NOWHERE),
        receipt(),
        receipt(line(lot, 4, lot_code="L1"), line(p, 2, location_id=world.bin("A-1"))),
    ]
    done = receive_goods(world.as_("dock"), receipts=receipts)
    told = {one.code: one.facts.get("field") for one in done.refused}
    assert told == {
        "item_unknown": "item_id",
        "lot_missing": "lot_code",
        "item_not_stocked": "item_id",
        "quantity_not_divisible": "quantity",
        "unit_unknown": "unit",
        "status_unknown": "status",
        "lot_expired": "expires_on",
        "place_unknown": "location_id",
        "supply_unknown": "supply",
        "cost_unknown": "unit_cost",
        "supplier_unknown": "supplier_id",
        "kind_unknown": "kind",
        "place_missing": "site_id",
        "no_lines": "lines",
    }
    assert [one.status for one in done] == ["done", *["refused"] * 14, "done"]
    assert (done[1].subject, done[1].label, done[1].facts["line"], done[2].label) == (1, "DN 2", 2, "receipt 3")
    assert (world.on_hand(p), world.on_hand(lot)) == (8, 4)
    assert world.rows("SELECT quantity FROM inventory_supply WHERE company_id = %s", world.company_id) == [(49,)]
    assert world.rows("SELECT count(*) FROM warehouse_receipt WHERE company_id = %s", world.company_id) == [(2,)]
    first, last = (int(one.label.removeprefix("GR-")) for one in done.done)
    assert last == first + 1, "no number is burnt"
    assert codes(receive_goods(world.as_("dock"), receipts=receipts[1:2])) == ["item_unknown"]
    world.react()


def test_one_bad_load_of_three_stops_no_other(world: World) -> None:
    """A load that is empty, or whose unit stands on another too, stays; what it names is not gone."""
    item = world.item("P", stock=60, cost=3, price=9)
    made = orders(world, item, 1, 2, 3, 4)
    world.pick(*made)
    first, second, third, fourth = world.pack(*made)
    done = dispatch_units(
        world.as_("floor"),
        loads=[
            Load([first]),
            Load([]),
            Load([second, third]),
            Load([second]),
            Load([fourth, fourth]),
            Load([NOWHERE]),
            Load([third], tracking="x" * 61),
        ],
    )
    assert codes(done) == [
        "dispatched",
        "load_empty",
        "unit_twice",
        "unit_twice",
        "unit_twice",
        "unit_gone",
        "unit_twice",
    ]
    assert set(fields(done)) == {"handling_units"}
    assert done[3].message.endswith("it stands on two loads, or twice on one. Say once with which it goes.")
    again = dispatch_units(world.as_("floor"), loads=[Load([second]), Load([third], "x" * 61), Load([fourth], "Van")])
    assert (codes(again), fields(again)) == (["dispatched", "too_long", "dispatched"], ["carrier"])
    world.react()
    assert world.rows("SELECT count(*) FROM logistics_shipment WHERE company_id = %s", world.company_id) == [(3,)]
    assert world.on_hand(item) == 53
    with pytest.raises(DomainError, match="at least one load"):
        dispatch_units(world.as_("floor"), loads=[])


def test_one_bad_second_trip_of_three_stops_no_other(world: World) -> None:
    """What cannot go again, or come back, says why; the others are under way, and back on hand."""
    item = world.item("P", stock=60, cost=3, price=9)
    party = world.customer(limit=10_000)
    shipments = [world.ship(world.order(party, [(item, n)]))[0] for n in (2, 3, 4, 5, 6)]
    floor = world.as_("floor")
    with reading(floor):
        lines = {line.shipment_id: line.id for line in shipment_lines(floor, shipments)}
    world.deliver(*shipments[:4], refused={lines[n]: 2 for n in shipments[:4]})
    one, two, three, four, five = shipments
    again = redeliver(
        floor,
        redeliveries=[
            RedeliveryInput(one, "T-1"),
            RedeliveryInput(two, " "),
            RedeliveryInput(NOWHERE, "T-2"),
            RedeliveryInput(one, "T-3"),
            RedeliveryInput(five, "T-4"),
            RedeliveryInput(three, "T-5", "x" * 61),
            RedeliveryInput(four, "T-6", "Own van"),
        ],
    )
    assert codes(again) == [
        "dispatched",
        "tracking_missing",
        "shipment_unknown",
        "shipment_twice",
        "wrong_state",
        "too_long",
        "dispatched",
    ]
    sent = "SELECT id, state, tracking, carrier, version FROM logistics_shipment WHERE id = ANY(%s) ORDER BY id"
    now = world.rows(sent, [one, two, three, four])
    assert [row[1] for row in now] == ["dispatched", "delivered_short", "delivered_short", "dispatched"]
    assert [row[2] for row in now] == ["T-1", "", "", "T-6"]
    assert now[3][3] == "Own van"
    back = bring_back(
        floor,
        goods=[
            BackInput(two, quantities={lines[two]: D(1)}),
            BackInput(one),
            BackInput(three, location_id=NOWHERE),
            BackInput(three, status="lost"),
            BackInput(three, quantities={lines[three]: D(3)}),
            BackInput(three, quantities={lines[two]: D(1)}),
            BackInput(NOWHERE),
            BackInput(three, location_id=world.bin("B-1"), status="damaged"),
            BackInput(three),
        ],
    )
    assert codes(back) == [
        "delivered_short",
        "wrong_state",
        "place_unknown",
        "status_unknown",
        "quantity_not_out",
        "line_unknown",
        "shipment_unknown",
        "delivered_short",
        "shipment_twice",
    ]
    assert [outcome.subject for outcome in back] == [two, one, three, three, three, three, NOWHERE, three, three]
    world.react()
    places = world.rows(
        """SELECT l.code, b.status, b.on_hand FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           WHERE b.item_id = %s AND b.on_hand > 0 AND l.code <> 'A-1' ORDER BY 1""",
        item,
    )
    assert [(status, quantity) for _, status, quantity in places] == [("damaged", 2), ("available", 1)]
    assert [row[0] for row in places] == ["B-1", "RETURNS"]
    assert codes(bring_back(floor, goods=[BackInput(two)])) == ["delivered_short"]
    world.react()


def test_one_bad_count_of_three_stops_no_other(world: World) -> None:
    """What cannot lie in a bin is not counted there; the others are one adjustment, and their tasks are done."""
    item, other = world.item("P", stock=10, cost=5, price=9), world.item("Q", stock=3, cost=2)
    lot, service = world.item("L", lot_tracked=True), world.item("S", kind="service")
    (order,) = orders(world, item, 4)
    world.pick(order, quantities={only_task(world, order).id: 2}, reason="not found")
    a1 = world.bin("A-1")
    done = confirm_counts(
        world.as_("stock"),
        counts=[
            BinCount(a1, item, D(7)),
            BinCount(NOWHERE, item, D(1)),
            BinCount(a1, NOWHERE, D(1)),
            BinCount(a1, lot, D(1)),
            BinCount(a1, lot, D(1), NOWHERE),
            BinCount(a1, service, D(1)),
            BinCount(world.bin("B-2"), other, D(-1)),
            BinCount(world.bin("A-2"), other, D("1.5")),
            BinCount(world.bin("B-1"), other, D(1)),
            BinCount(world.bin("B-1"), other, D(2)),
            BinCount(a1, other, D(2)),
        ],
    )
    assert codes(done) == [
        "posted",
        "place_unknown",
        "item_unknown",
        "lot_missing",
        "lot_unknown",
        "item_not_stocked",
        "count_negative",
        "quantity_not_divisible",
        "place_twice",
        "place_twice",
        "posted",
    ]
    assert fields(done) == [
        "location_id",
        "item_id",
        "lot_id",
        "lot_id",
        "item_id",
        "counted",
        "counted",
        "location_id",
        "location_id",
    ]
    assert len(set(done.documents())) == 1
    assert (done[0].subject, done[0].label[-7:]) == (a1, " in A-1")
    counts = world.rows(
        "SELECT state, quantity_done FROM warehouse_task WHERE company_id = %s AND kind = 'count'", world.company_id
    )
    assert counts == [("done", 7)]
    assert (world.on_hand(item), world.on_hand(other)) == (9, 2)
    world.react()


def test_one_bad_move_of_three_stops_no_other(world: World) -> None:
    """Goods that are not there, not free or cannot lie there stay where they are; the others are in their bins."""
    item = world.item("P", stock=10, cost=5, price=9)
    orders(world, item, 4)
    ((balance,),) = world.rows("SELECT id FROM inventory_balance WHERE item_id = %s AND on_hand > 0", item)
    a2, b1, b2, stage = (world.bin(code) for code in ("A-2", "B-1", "B-2", "STAGE"))
    done = move_stock(
        world.as_("dock"),
        moves=[
            StockMove(balance, a2, D(2)),
            StockMove(NOWHERE, a2, D(1)),
            StockMove(balance, stage, D(1)),
            StockMove(balance, world.bin("A-1"), D(1)),
            StockMove(balance, NOWHERE, D(1)),
            StockMove(balance, b2, D(5)),
            StockMove(balance, b1, D(3)),
        ],
    )
    assert codes(done) == [
        "moved",
        "balance_unknown",
        "place_not_for_stock",
        "same_place",
        "place_elsewhere",
        "not_free",
        "moved",
    ]
    assert fields(done) == ["balance_id", "to_location_id", "to_location_id", "to_location_id", "quantity"]
    assert (done[0].subject, done[0].label, done[5].label) == (balance, "A-1 to A-2", "A-1 to B-2")
    there = world.rows(
        """SELECT l.code, b.on_hand FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           WHERE b.item_id = %s ORDER BY 1""",
        item,
    )
    assert there == [("A-1", 5), ("A-2", 2), ("B-1", 3)]
    twice = move_stock(world.as_("dock"), moves=[StockMove(balance, b2, D(1)), StockMove(balance, b2, D(1))])
    assert codes(twice) == ["move_twice", "move_twice"]
    world.react()
