"""Expected goods at their screens: announced with several lines, moved, given up, and what that does to promises."""

from datetime import timedelta

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.platform.operations import system_clock


@pytest.fixture
def world() -> World:
    return new_world()


def test_what_is_expected_is_promised_and_moves_with_its_date(world: World) -> None:
    first, second = world.item("MOTOR", price=9), world.item("PUMP", price=9)
    buyer = sign_in(world, "buyer")
    assert "Nothing is expected" in page(buyer, "/supplies/")
    due = system_clock().date() + timedelta(days=6)
    lines = {0: {"item_id": first, "quantity": 50}, 1: {"item_id": second, "quantity": 5,
                                                        "due_on": due + timedelta(days=1)}}  # fmt: skip
    assert fill(buyer, "supplies/expect", lines, label="PO-77", site_id=world.site_id, due_on=due) == "/supplies/"
    listed = page(buyer, "/supplies/")
    assert listed.count("PO-77") >= 2
    order = world.order(world.customer(), [(first, 30)])
    (demand,) = world.demands(order)
    assert demand.expected_on == due
    promised = page(buyer, "/supplies/?view=promised")
    assert f"/items/{first}/" in promised
    assert f"/items/{second}/" not in promised
    ((supply,),) = world.rows("SELECT id FROM inventory_supply WHERE item_id = %s", first)
    assert "30 ea of it are promised" in page(buyer, f"/do/supplies/move/?supply={supply}")
    fill(buyer, "supplies/move", supply=supply, due_on=due + timedelta(days=3), quantity=50)
    (demand,) = world.demands(order)
    assert demand.expected_on == due + timedelta(days=3)
    fill(buyer, "supplies/move", supply=supply, due_on=due, quantity=20)
    (demand,) = world.demands(order)
    assert demand.pegged == 20
    world.verify()
    fill(buyer, "supplies/move", supply=supply, due_on=due, quantity=0)
    (demand,) = world.demands(order)
    assert (demand.pegged, demand.expected_on) == (0, None)
    world.react()
    told = world.rows("SELECT kind FROM governance_exception WHERE company_id = %s", world.company_id)
    assert told
    assert f"/items/{first}/" not in page(buyer, "/supplies/")
    world.verify()


def test_a_late_arrival_is_seen_and_a_wrong_one_refused(world: World) -> None:
    item = world.item("P", price=9)
    buyer = sign_in(world, "buyer")
    before = world.today - timedelta(days=3)
    fill(buyer, "supplies/expect", {0: {"item_id": item, "quantity": 5}}, label="PO-1", site_id=world.site_id,
         due_on=before)  # fmt: skip
    assert "PO-1" in page(buyer, "/supplies/?view=late")
    assert "PO-1" in page(buyer, "/supplies/?q=PO")
    refused = buyer.post("/do/supplies/expect/", {"label": "PO-2", "site_id": str(world.site_id), "due_on": str(before),
                                                  "lines-0-item_id": str(item), "lines-0-quantity": "-5"})  # fmt: skip
    assert refused.status_code == 422
    page(buyer, "/do/supplies/move/?supply=999999", 404)
