"""Receiving at the desk against what was expected: the arrival leads there, its lines are filled in, it is used up."""

from datetime import timedelta

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import D, World, new_world
from throughline.kernel.errors import RuleViolation
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods


@pytest.fixture
def world() -> World:
    return new_world()


def arriving(world: World) -> tuple[int, int, int]:
    """Expect two items on one document; give the items and the first arrival."""
    first, second = world.item("MOTOR", cost=2, price=9), world.item("PUMP", cost=2, price=9)
    due = world.today + timedelta(days=4)
    expect_supplies(
        world.as_("buyer"),
        supplies=[
            NewSupply("purchase.line", 1, "PO-9", world.site_id, first, due, D(20), D(3)),
            NewSupply("purchase.line", 2, "PO-9", world.site_id, second, due, D(5)),
        ],
    )
    ((supply,),) = world.rows("SELECT id FROM inventory_supply WHERE item_id = %s", first)
    return first, second, supply


def test_an_arrival_has_a_page_with_who_waits_and_leads_to_receiving_it(world: World) -> None:
    first, second, supply = arriving(world)
    order = world.order(world.customer(), [(first, 12)])
    world.react()
    reader = sign_in(world, "credit", "inventory.stock.read")
    shown = page(reader, f"/supplies/{supply}/")
    assert "PO-9" in shown
    ((number,),) = world.rows("SELECT number FROM sales_order WHERE id = %s", order)
    assert number in shown
    assert f"/do/receipts/new/?supply={supply}" not in shown, "who only reads does not receive"
    dock = sign_in(world, "dock")
    assert f"/do/receipts/new/?supply={supply}" in page(dock, f"/supplies/{supply}/")
    form = page(dock, f"/do/receipts/new/?supply={supply}")
    assert 'value="20"' in form
    assert 'value="5"' in form
    ((other,),) = world.rows("SELECT id FROM inventory_supply WHERE item_id = %s", second)
    lines = {
        0: {"item": first, "supply": supply, "quantity": 20},
        1: {"item": second, "supply": other, "quantity": 3, "cost": "1.50"},
    }
    fill(dock, "receipts/new", lines, site=world.site_id, kind="purchase")
    assert world.rows("SELECT quantity FROM inventory_supply WHERE company_id = %s ORDER BY id", world.company_id) == [
        (0,),
        (2,),
    ]
    assert world.rows("SELECT unit_cost FROM warehouse_receipt_line WHERE item_id = %s", first)[0][0] == 3
    (demand,) = world.demands(order)
    assert (demand.promised, demand.pegged) == (12, 0)
    world.verify()


def test_what_would_stay_expected_beside_what_arrived_is_told(world: World) -> None:
    first, second, supply = arriving(world)
    dock = sign_in(world, "dock")
    asked = {"site": world.site_id, "kind": "purchase", "lines-0-item": first, "lines-0-quantity": "20"}
    told = dock.post("/do/receipts/new/preview/", asked).content.decode()
    assert "is expected" in told
    assert "PO-9" in told
    named = dock.post("/do/receipts/new/preview/", {**asked, "lines-0-supply": supply}).content.decode()
    assert "is expected" not in named
    wrong = {**asked, "lines-0-item": second, "lines-0-supply": supply}
    assert "of another item" in dock.post("/do/receipts/new/", wrong).content.decode()


def test_expired_goods_are_not_taken_in_as_good_stock(world: World) -> None:
    item = world.item("MILK", cost=1, price=2, lot_tracked=True)
    before = world.today - timedelta(days=1)
    line = ReceiptLineInput(item, D(5), D(1), lot_code="L1", expires_on=before)
    with pytest.raises(RuleViolation, match="Lot L1 expired on"):
        receive_goods(world.as_("dock"), receipts=[ReceiptInput(world.site_id, [line])]).unrefused()
    blocked = ReceiptLineInput(item, D(5), D(1), lot_code="L1", expires_on=before, status="blocked")
    receive_goods(world.as_("dock"), receipts=[ReceiptInput(world.site_id, [blocked])]).unrefused()
    assert world.on_hand(item) == 5
    world.verify()
