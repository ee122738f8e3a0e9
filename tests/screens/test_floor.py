"""The floor at its screens: release, pick by form and by scanner, pack, dispatch, deliver, take back."""

from uuid import uuid4

import pytest

from tests.screens.signed_in import bulk, fill, page, sign_in
from tests.world import World, new_world
from throughline.governance.public import Duty, found_company
from throughline.platform.models import User
from throughline.platform.operations import Ctx

SEEN = [
    "/release/", "/picking/", "/picking/?view=put_back", "/packing/", "/scan/pick/", "/receipts/", "/dispatch/",
    "/shipments/", "/shipments/?view=trouble", "/returns/",
]  # fmt: skip


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.mark.parametrize("address", SEEN)
def test_screens_of_the_floor_open_when_nothing_is_there(world: World, address: str) -> None:
    page(sign_in(world, "floor"), address)


def test_an_order_goes_from_release_to_proof_of_delivery_by_its_screens(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(name="Brandt GmbH"), [(item, 8)])
    floor = sign_in(world, "floor")

    assert "Brandt GmbH" in page(floor, "/release/")
    (demand,) = world.demands(order)
    ahead, _ = bulk(floor, "release", "release", demand.id)
    assert "1 line to pick" in ahead
    (task,) = world.tasks(order)
    assert "Brandt GmbH" in page(floor, "/picking/")
    assert "To do" in page(floor, f"/picking/{task.id}/")
    fill(floor, "picking/confirm", {0: {"task": task.id, "quantity": 8}}, task=task.id)
    assert "Brandt GmbH" in page(floor, "/packing/")

    led = fill(
        floor, "packing/pack", {0: {"demand": demand.id, "quantity": 8, "unit": 1}}, demand=demand.id, kind="carton"
    )
    unit = int(led.strip("/").rpartition("/")[2])
    assert "SSCC" in page(floor, led)
    assert "Brandt GmbH" in page(floor, "/dispatch/")
    ahead, _ = bulk(floor, "dispatch", "dispatch", unit, carrier="DHL", tracking="1Z")
    assert "1 unit, 1 line" in ahead
    ((shipment, line),) = world.rows("SELECT shipment_id, id FROM logistics_shipment_line")
    assert "On the way" in page(floor, f"/shipments/{shipment}/")

    fill(
        floor,
        "shipments/prove",
        {0: {"line": line, "refused": 2, "reason": "Damaged"}},
        shipment=shipment,
        signer="A. Receiver",
    )
    assert "Delivered short" in page(floor, f"/shipments/{shipment}/")
    fill(floor, "shipments/bring-back", shipment=shipment, status="available")
    assert world.on_hand(item) == 14
    world.react()
    world.verify()


def test_what_the_preview_of_a_release_shows_changes_nothing(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(), [(item, 8)])
    (demand,) = world.demands(order)
    sign_in(world, "floor").post("/release/bulk/release/", {"row": [str(demand.id)]})
    assert world.tasks(order) == []


def test_a_scanner_confirms_a_pick_and_a_wrong_code_counts_nothing(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(), [(item, 2)])
    world.release(order)
    (task,) = world.tasks(order)
    floor = sign_in(world, "floor")
    ((code,),) = world.rows("SELECT code FROM catalog_item WHERE id = %s", item)
    state = {"state-task": task.id, "state-counted": "0"}

    wrong = floor.post("/scan/pick/", {**state, "code": "NOPE"}).content.decode()
    assert 'data-scan="bad"' in wrong
    right = floor.post("/scan/pick/", {**state, "code": "A-1"}).content.decode()
    assert 'data-scan="ok"' in right
    floor.post("/scan/pick/", {**state, "state-bin": "1", "code": code})
    assert len(world.tasks(order)) == 1
    floor.post("/scan/pick/", {"state-task": task.id, "state-bin": "1", "state-counted": "1", "code": code})
    assert world.tasks(order) == []


def test_a_scanner_asks_why_less_was_picked(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(), [(item, 5)])
    world.release(order)
    (task,) = world.tasks(order)
    floor = sign_in(world, "floor")
    state = {"state-task": task.id, "state-bin": "1", "state-counted": "3", "quantity": "3"}
    asked = floor.post("/scan/pick/", {**state, "action": "done"}).content.decode()
    assert "Why is it less" in asked
    floor.post("/scan/pick/", {**state, "action": "short:damaged"})
    ((picked, reason),) = world.rows("SELECT quantity_done, reason FROM warehouse_task WHERE id = %s", task.id)
    assert (picked, reason) == (3, "damaged")


def test_receiving_by_the_form_puts_goods_on_hand(world: World) -> None:
    item = world.item("ball", price=10)
    dock = sign_in(world, "dock")
    page(dock, "/do/receipts/new/")
    led = fill(
        dock, "receipts/new", {0: {"item": item, "quantity": 12, "cost": "3.50"}}, site=world.site_id, kind="purchase"
    )
    assert "12" in page(dock, led)
    assert world.on_hand(item) == 12


def test_who_may_not_see_costs_sees_none(world: World) -> None:
    item = world.item("ball", stock=20, cost="3.37", price=10)
    assert item
    ((receipt,),) = world.rows("SELECT id FROM warehouse_receipt")
    plain = sign_in(world, "floor", "warehouse.receipt.read")
    assert "67.40" not in page(plain, f"/receipts/{receipt}/")
    assert "67.40" in page(sign_in(world, "dock"), f"/receipts/{receipt}/")
    page(plain, "/release/", status=403)


def test_goods_come_back_against_their_delivery(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    shipments = world.ship(world.order(world.customer(), [(item, 5)]))
    world.deliver(*shipments)
    ((line,),) = world.rows("SELECT id FROM logistics_shipment_line")
    dock = sign_in(world, "dock")
    assert "Not back yet" in page(dock, f"/do/returns/new/?shipment={shipments[0]}")
    lines = {0: {"line": line, "quantity": 2, "status": "quarantine"}}
    led = fill(dock, "returns/new", lines, shipment=shipments[0], reason="Too many")
    assert "Quarantine" in page(dock, led)
    assert "Too many" in page(dock, "/returns/")
    world.react()
    world.verify()


def test_the_line_tells_money_only_to_those_who_may_see_orders(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price="10.13")
    (shipment,) = world.ship(world.order(world.customer(), [(item, 5)]))
    assert "50.65" in page(sign_in(world, "floor"), f"/shipments/{shipment}/")
    assert "50.65" not in page(sign_in(world, "dock", "logistics.shipment.read"), f"/shipments/{shipment}/")


def test_a_list_offers_only_what_the_reader_may_do(world: World) -> None:
    assert "Take goods back" in page(sign_in(world, "dock"), "/returns/?view=")
    assert "/do/returns/new/" not in page(sign_in(world, "billing", "returns.return.read"), "/returns/?q=RMA")


def test_a_company_without_a_site_is_led_to_what_is_to_be_set_up() -> None:
    code = uuid4().hex[:10]
    founder = Ctx(0, 1, frozenset({"*"}), frozenset({str(Duty.ADMINISTRATION)}))
    company = found_company(founder, code=code, name=code, country="DE", currency="EUR")
    someone = User.objects.using("owner").create(username=f"new-{code}", name="New").pk
    client = sign_in(World(company, {"floor": someone}), "floor")
    for address in ("/release/", "/scan/pick/", "/scan/load/", "/dispatch/"):
        shown = page(client, address, 404)
        assert "Not ready yet" in shown, address
        assert 'href="/first-day/"' in shown


def test_nobody_is_offered_what_a_click_would_refuse(world: World) -> None:
    """Buttons of lists, boards and empty lists go by what the screen or form behind them asks for."""
    reader = sign_in(world, "desk", "warehouse.task.read", "warehouse.receipt.read", "transfers.transfer.read")
    for address in ("/picking/", "/receipts/", "/counts/", "/transfers/"):
        shown = page(reader, address)
        assert "/scan/" not in shown, address
        assert "/do/transfers/send/" not in shown
    lead = sign_in(world, "floor")
    assert "/scan/pick/" in page(lead, "/picking/")
    assert "/do/transfers/send/" in page(lead, "/transfers/")


def test_a_refused_form_is_filled_in_anew(world: World) -> None:
    """A pick of more than is asked is told at its field; what is typed anew is another request, with a key of its own.

    One task of several that is refused is told beside those that are done.
    """
    item = world.item("ball", stock=30, cost=3, price=10)
    party = world.customer()
    order = world.order(party, [(item, 8)])
    world.release(order)
    (task,) = world.tasks(order)
    floor = sign_in(world, "floor")
    given = {"task": task.id, "lines-0-task": task.id, "lines-0-quantity": 9, "key": uuid4().hex}
    refused = floor.post("/do/picking/confirm/", given)
    shown = refused.content.decode()
    assert refused.status_code == 409
    cell = shown[shown.index('name="lines-0-quantity"') :]
    assert "no more than that" in cell[:800]
    assert 'name="key" value=""' in shown
    assert floor.post("/do/picking/confirm/", given | {"lines-0-quantity": 8, "key": uuid4().hex}).status_code == 302
    world.react()

    both = world.order(party, [(item, 3), (item, 4)])
    world.release(both)
    first, second = world.tasks(both)
    lines = {"lines-0-task": first.id, "lines-0-quantity": 3, "lines-1-task": second.id, "lines-1-quantity": 5}
    told = floor.post("/do/picking/confirm/", {"task": first.id, **lines})
    assert (told.status_code, told.content.decode().count("no more than that")) == (200, 1)
    assert world.rows("SELECT state FROM warehouse_task WHERE id = ANY(%s) ORDER BY id", [first.id, second.id]) == [
        ("done",),
        ("ready",),
    ]
