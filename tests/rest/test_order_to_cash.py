"""A whole order to cash over HTTP, as an integrator's programs would drive it."""

import pytest

from tests.rest.caller import Caller, caller
from tests.world import World, new_world


@pytest.fixture
def world() -> World:
    return new_world()


def test_an_order_becomes_cash_over_http(world: World) -> None:
    """Quote, confirm, promise, release, pick, pack, dispatch, prove, bill and be paid; every figure read back."""
    item = world.item("P", stock=100, cost=6, price=10)
    party = world.customer()
    desk, floor = caller(world, "desk"), caller(world, "floor")

    order = quoted_and_confirmed(world, desk, party, item)
    (line,) = desk.read("sales.order_lines", order_ids=[order])
    assert (line["quantity"], line["unit_price"], line["net"]) == ("40.00", "10.00", "400.00")
    (demand,) = desk.read("inventory.demands", ref_ids=[line["id"]])
    assert demand["promised"] == "40.00"
    assert demand["expected_on"] == line["promised"]
    (position,) = desk.read("inventory.availability", site_id=world.site_id, item_ids=[item])
    assert (position["promisable"], position["free"]) == ("100.00", "60.00")

    shipment = left(world, floor, demand["id"])
    proved = {"proofs": [{"shipment_id": shipment, "signer": "A. Receiver"}]}
    floor.done("logistics.prove_deliveries", proved)
    world.react()
    paid(world, party, order, desk)
    world.verify()


def quoted_and_confirmed(world: World, desk: Caller, party: int, item: int) -> int:
    """Quote an order, try the confirmation, then confirm it."""
    quote = {"party_id": party, "site_id": world.site_id, "lines": [{"item_id": item, "quantity": "40"}]}
    (order,) = desk.done("sales.quote_orders", {"quotes": [quote]})
    ahead = desk.post("sales.confirm_orders", {"orders": [{"id": order}]}, query="?dry_run=true")
    assert ahead["dry_run"] is True
    assert ahead["counts"] == {"done": 1, "held": 0, "refused": 0, "skipped": 0}
    assert desk.get(f"orders/{order}")["throughline"]["stations"][1]["state"] == "none"
    desk.done("sales.confirm_orders", {"orders": [{"id": order}]})
    world.react()
    return order


def left(world: World, floor: Caller, demand: int) -> int:
    """Release, pick, pack and dispatch a demand; give the shipment."""
    floor.done("warehouse.release_demands", {"demands": [demand]})
    world.react()
    (task,) = floor.read("warehouse.tasks", demand_ids=[demand])
    floor.done("warehouse.confirm_picks", {"picks": [{"task_id": task["id"], "quantity": task["quantity"]}]})
    world.react()
    (ready,) = floor.read("warehouse.packable", demand_ids=[demand])
    assert ready["picked"] == "40.00"
    (unit,) = floor.done("warehouse.pack_goods", {"units": [{"lines": [{"demand_id": demand, "quantity": "40"}]}]})
    (shipment,) = floor.done("logistics.dispatch_units", {"loads": [{"handling_units": [unit], "carrier": "DPD"}]})
    world.react()
    return shipment


def paid(world: World, party: int, order: int, desk: Caller) -> None:
    """Read the invoice, pay it, and see the books and the thread closed."""
    thread = desk.read("sales.orders_by_id", ids=[order])[0]["thread_id"]
    (invoice,) = desk.read("billing.invoices_of_threads", thread_ids=[thread])
    assert (invoice["net"], invoice["document_gross"]) == ("400.00", "480.00")
    cash = caller(world, "cash")
    (owed,) = cash.read("settlement.open_items", party_id=party)
    assert owed["balance"] == "480.00"
    payment = {"party_id": party, "amount": "480.00", "on_date": world.today.isoformat()}
    cash.done("settlement.register_payments", {"payments": [payment]}, Idempotency_Key="bank-1")
    world.react()
    assert cash.read("settlement.open_items", party_id=party) == []
    balances = {one["role"]: one["balance"] for one in caller(world, "books").read("ledger.trial_balance")}
    assert balances["AR"] == "0.00"
    assert balances["COGS"] == "240.00"
    assert desk.read("sales.orders_by_id", ids=[order])[0]["state"] == "closed"
    names = [deed["name"] for deed in desk.read("governance.audit", subject_kind="sales.order", subject_id=order)]
    assert names[-2:] == ["sales.confirm_orders", "sales.quote_orders"]
