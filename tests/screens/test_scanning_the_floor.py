"""Scanners beyond picking: packing, receiving, putting back, counting and loading, one thing asked at a time."""

import re
from datetime import date

import pytest

from tests.screens.signed_in import page, sign_in
from tests.screens.test_scanning import Picker, gtin
from tests.world import D, World, new_world
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.sales.public import cancel_lines

_LINES = "SELECT id FROM sales_order_line WHERE order_id = %s"


@pytest.fixture
def world() -> World:
    return new_world()


_serial = iter(range(8000, 9000))


def traded(world: World, **more: object) -> tuple[int, str]:
    """An item with a GTIN of its own."""
    code = gtin(next(_serial))
    return world.item(code, price=10, gtin=code, **more), code


def picked(world: World, *lines: tuple[int, int]) -> int:
    """An order that lies picked at the stage."""
    order = world.order(world.customer(), lines)
    world.release(order)
    world.pick(order)
    return order


def units(world: World) -> list[tuple[object, ...]]:
    """Give the handling units: SSCC, kind, whether unpacked, what they hold."""
    return world.rows(
        """SELECT h.sscc, h.kind, h.unpacked_at IS NOT NULL, sum(l.quantity) FROM warehouse_handling_unit h
           JOIN warehouse_handling_unit_line l ON l.handling_unit_id = h.id WHERE h.company_id = %s
           GROUP BY h.id ORDER BY h.id""",
        world.company_id,
    )


def test_packing_scans_goods_into_a_unit_closes_it_and_takes_it_back(world: World) -> None:
    (one, first), (two, second) = traded(world, stock=20, cost=1), traded(world, stock=20, cost=1)
    picked(world, (one, 3), (two, 1))
    (other, third) = traded(world, stock=5, cost=1)
    packer = Picker(world, "/scan/pack/")
    assert packer.scan("NOPE") == "bad"
    assert packer.scan(third) == "bad", "nobody waits for it"
    assert packer.scan(first) == "ok"
    assert packer.scan(third) == "bad"
    assert "Not of this order" in packer.page
    assert packer.scan(quantity="3", action="") == "ask"
    assert packer.scan(first) == "bad", "three are in already"
    assert packer.scan(action="undo") == "ok"
    assert packer.scan(first, quantity="2") == "ok"
    assert packer.scan(second) == "ok"
    assert "All of it is in" in packer.page
    assert packer.scan(action="close:pallet") == "ok"
    ((code, *rest),) = units(world)
    assert rest == ["pallet", False, D(4)]
    assert f"SSCC {code}" in packer.page
    assert "/label.pdf" in packer.page
    assert packer.scan(action="unpack") == "ok"
    assert [row[2] for row in units(world)] == [True]
    assert packer.scan(first) == "ok"
    assert packer.scan(action="close:carton") == "ok"
    assert [(row[1], row[2], row[3]) for row in units(world)] == [("pallet", True, D(4)), ("carton", False, D(1))]
    assert other
    world.verify()


def test_everybody_finds_the_steps_that_are_theirs(world: World) -> None:
    picker = sign_in(world, "floor", "warehouse.pick", "warehouse.pack")
    shown = page(picker, "/scan/")
    assert re.findall(r'href="(/scan/\w+/)"', shown) == ["/scan/pick/", "/scan/pack/", "/scan/putback/"]
    assert 'href="/scan/"' in page(picker, "/")
    counter = page(sign_in(world, "stock", "warehouse.count"), "/")
    assert 'href="/scan/count/"' in counter, "where there is one step only, the tab leads to it"
    reader = sign_in(world, "desk", "sales.order.read")
    assert "No scanner is open to your roles" in page(reader, "/scan/", 403)
    assert "/scan/" not in page(reader, "/")


def test_a_step_that_is_sent_twice_is_done_once(world: World) -> None:
    item, code = traded(world, stock=9, cost=1)
    picked(world, (item, 3))
    packer = Picker(world, "/scan/pack/")
    packer.scan(code)
    state = dict(re.findall(r'name="((?:state-|key)[^"]*)" value="([^"]*)"', packer.page))
    for _ in range(2):
        packer.client.post("/scan/pack/", {**state, "action": "close:carton", "quantity": "1"})
    assert [row[3] for row in units(world)] == [D(1)]


def receipts(world: World) -> list[tuple[object, ...]]:
    return world.rows(
        """SELECT r.reference, l.quantity, p.code, l.lot_code FROM warehouse_receipt r
           JOIN warehouse_receipt_line l ON l.receipt_id = r.id JOIN inventory_location p ON p.id = l.location_id
           WHERE r.company_id = %s AND r.kind = 'purchase' ORDER BY l.id""",
        world.company_id,
    )


def awaited(world: World, item: int, quantity: int, label: str, ref: int) -> None:
    supply = NewSupply("purchasing.order_line", ref, label, world.site_id, item, world.today, D(quantity))
    expect_supplies(world.as_("buyer"), supplies=[supply])


def test_receiving_counts_against_what_is_expected(world: World) -> None:
    item, code = traded(world, stock=1, cost=2)
    awaited(world, item, 5, "PO 7", 7)
    dock = Picker(world, "/scan/receive/", "dock")
    assert "PO 7" in dock.page
    assert dock.scan("DN 4711") == "bad"
    assert dock.scan(action="note") == "ok"
    assert dock.scan(code) == "ask"
    assert dock.scan(code) == "ok"
    assert "2 counted" in dock.page
    assert dock.scan("Z-9") == "bad"
    assert dock.scan("A-2", quantity="7") == "short"
    assert "too many" in dock.page
    assert dock.scan(action="recount") == "ask"
    assert dock.scan("A-2", quantity="4") == "ok"
    assert "1 still expected" in dock.page
    assert receipts(world) == [("DN 4711", D(4), "A-2", "")]
    assert world.rows("SELECT quantity FROM inventory_supply WHERE item_id = %s", item) == [(D(1),)]
    assert dock.scan(code) == "ask"
    assert dock.scan(action="dock", quantity="3") == "short"
    assert dock.scan(action="take") == "ok"
    assert [row[1:3] for row in receipts(world)] == [(D(4), "A-2"), (D(1), "DOCK"), (D(2), "DOCK")]
    world.verify()


def test_receiving_asks_for_lot_and_expiry(world: World) -> None:
    item, code = traded(world, lot_tracked=True)
    world.receive(item, 1, 2, lot_code="OLD")
    dock = Picker(world, "/scan/receive/", "dock")
    dock.scan(code)
    assert "Scan or type the lot" in dock.page
    assert dock.scan("L7") == "ok"
    assert dock.scan("tomorrow") == "bad"
    assert "is no day" in dock.page
    assert dock.scan("31.12.2027") == "ask"
    assert dock.scan(f"01{code}10L8") == "bad", "another lot is received apart"
    assert dock.scan("A-2") == "short"
    assert "Nobody expects it" in dock.page
    assert dock.scan(action="take") == "ok"
    dock.scan(f"01{code}1728063010L9")
    dock.scan("A-2")
    assert dock.scan(action="take") == "ok"
    found = world.rows("SELECT code, expires_on FROM inventory_lot WHERE item_id = %s ORDER BY code", item)
    assert found == [("L7", date(2027, 12, 31)), ("L9", date(2028, 6, 30)), ("OLD", None)]
    world.verify()


def test_the_label_of_what_is_in_hand_answers_for_lot_and_expiry_and_is_no_second_piece(world: World) -> None:
    item, code = traded(world, lot_tracked=True)
    world.receive(item, 1, 2, lot_code="OLD")
    awaited(world, item, 3, "PO 8", 8)
    dock = Picker(world, "/scan/receive/", "dock")
    dock.scan(code)
    assert dock.scan(f"01{code}1727123110L1") == "ok"
    assert "1 counted" in dock.page
    assert dock.scan(f"01{code}1727123110L1") == "ok"
    assert "2 counted" in dock.page
    assert dock.scan("A-2") == "ok"
    dock.scan(code)
    dock.scan("L2")
    assert dock.scan("02.2028") == "ask", "many labels name a month only: its last day"
    assert dock.scan("A-2") == "ok"
    found = world.rows("SELECT code, expires_on FROM inventory_lot WHERE item_id = %s ORDER BY code", item)
    assert found == [("L1", date(2027, 12, 31)), ("L2", date(2028, 2, 29)), ("OLD", None)]
    assert [row[1:] for row in receipts(world)][-2:] == [(D(2), "A-2", "L1"), (D(1), "A-2", "L2")]
    world.verify()


def test_what_was_never_bought_is_received_at_the_desk(world: World) -> None:
    _, code = traded(world)
    dock = Picker(world, "/scan/receive/", "dock")
    dock.scan(code)
    dock.scan("A-2")
    assert dock.scan(action="take") == "bad"
    assert "receive it at the desk" in dock.page
    assert receipts(world) == []


def test_put_backs_are_freed_by_their_bin(world: World) -> None:
    item, code = traded(world, stock=9, cost=1)
    order = picked(world, (item, 3))
    lines = [number for (number,) in world.rows(_LINES, order)]
    cancel_lines(world.as_("desk"), orders=[order], quantities={lines[0]: D(3)}, reason="Not needed")
    world.react()
    floor = Picker(world, "/scan/putback/")
    assert "To put back" in floor.page
    assert floor.scan("NOPE") == "bad"
    assert floor.scan(code) == "ok"
    assert floor.scan("NOPE") == "bad"
    assert floor.scan("B-2") == "short", "another bin than the proposed one is scanned twice"
    assert floor.scan("B-2") == "ok"
    assert world.rows("SELECT b.on_hand FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id "
                      "WHERE b.item_id = %s AND l.code = 'B-2' AND b.reserved = 0", item) == [(D(3),)]  # fmt: skip
    world.verify()


def test_counting_is_blind_and_books_the_whole_bin(world: World) -> None:
    (one, first), (two, second) = traded(world, stock=9, cost=1), traded(world, stock=7, cost=1)
    counter = Picker(world, "/scan/count/", "stock")
    assert counter.scan("NOPE") == "bad"
    assert counter.scan("A-1") == "ok"
    assert counter.scan(first) == "ok"
    assert counter.scan(action="", quantity="8") == "ask"
    assert "of 9" not in counter.page
    assert counter.scan("A-2") == "bad"
    assert "Close this bin first" in counter.page
    assert counter.scan(action="done") == "short"
    assert "The books know of more here" in counter.page
    assert counter.scan(second) == "ok"
    assert counter.scan(action="undo") == "ok"
    assert counter.scan(action="done") == "short"
    assert counter.scan(action="nothing-else") == "ok"
    assert (world.on_hand(one), world.on_hand(two)) == (D(8), D(0))
    world.verify()


def test_counting_asks_for_the_lot(world: World) -> None:
    item, code = traded(world, lot_tracked=True)
    world.receive(item, 4, 2, lot_code="L1")
    world.policy("inventory.adjusting", limit_without_approval="1")
    counter = Picker(world, "/scan/count/", "stock")
    counter.scan("A-1")
    assert counter.scan(code) == "ask"
    assert counter.scan("L2") == "bad", "no such lot was received"
    assert counter.scan("L1") == "ok"
    assert counter.scan(action="done") == "short"
    assert "another person decides" in counter.page
    assert world.on_hand(item) == D(4)


def test_a_lorry_takes_the_units_of_one_address(world: World) -> None:
    item, _ = traded(world, stock=20, cost=1)
    first, second = picked(world, (item, 3)), picked(world, (item, 2))
    world.pack(first)
    world.pack(second)
    ((one, *_), (two, *_)) = units(world)
    lorry = Picker(world, "/scan/load/")
    assert lorry.scan("NOPE") == "bad"
    assert lorry.scan(f"00{one}") == "ok"
    assert lorry.scan(str(two)) == "bad"
    assert "Wrong lorry" in lorry.page
    assert lorry.scan(str(one)) == "short"
    assert lorry.scan("1Z999") == "bad"
    assert lorry.scan(action="tracking") == "ok"
    assert lorry.scan(action="leave") == "ok"
    gone = world.rows("SELECT tracking FROM logistics_shipment WHERE company_id = %s", world.company_id)
    assert gone == [("1Z999",)]
    assert lorry.scan(str(one)) == "bad"
    assert "It has left already" in lorry.page
    world.verify()


def test_a_move_is_taken_back(world: World) -> None:
    item, code = traded(world, stock=6, cost=1)
    mover = Picker(world, "/scan/move/", "stock")
    for read in ("A-1", code, "B-1"):
        assert mover.scan(read, quantity="2" if read == "B-1" else "") == "ok"
    assert mover.scan(action="undo") == "ok"
    where = world.rows("SELECT l.code, b.on_hand FROM inventory_balance b JOIN inventory_location l "
                       "ON l.id = b.location_id WHERE b.item_id = %s AND b.on_hand <> 0", item)  # fmt: skip
    assert where == [("A-1", D(6))]


def test_the_scanner_insists_on_the_lot_and_swaps_it_for_a_reason(world: World) -> None:
    item, code = traded(world, lot_tracked=True)
    world.receive(item, 9, 3, lot_code="L1", expires_on=date(2027, 6, 30))
    world.receive(item, 9, 3, lot_code="L2", expires_on=date(2027, 12, 31))
    customer = world.customer()
    world.release(world.order(customer, [(item, 2)]), world.order(customer, [(item, 1)]))
    picker = Picker(world)
    picker.scan("A-1")
    assert re.search(r"Lot L1 · expires \S", picker.page)
    assert picker.scan(code) == "ask"
    assert "Scan or type the lot" in picker.page
    assert picker.scan("L2") == "bad"
    assert picker.scan(action="back") == "ask"
    assert picker.scan(code) == "ask"
    assert picker.scan("L1") == "ok"
    assert picker.scan(code) == "ok", "the second of two completes the task"
    picker.scan("A-1")
    assert picker.scan(f"01{code}10L2") == "bad"
    assert picker.scan(action="lot:lot damaged") == "ok"
    assert picker.scan(code) == "ok"
    done = world.rows(
        """SELECT t.code, k.quantity_done FROM warehouse_task k JOIN inventory_lot t ON t.id = k.lot_id
           WHERE k.item_id = %s ORDER BY k.id""",
        item,
    )
    assert done == [("L1", D(2)), ("L2", D(1))]
    world.verify()
