"""Waves at their screens: planned with a preview, of ticked orders, released by a rehearsal, given up."""

import pytest

from tests.screens.signed_in import bulk, fill, page, sign_in
from tests.world import D, World, new_world
from throughline.modules.parties.public import CarrierServiceInput, save_carrier_services


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.mark.parametrize("address", ["/waves/", "/waves/?view=released", "/waves/?view=all", "/do/waves/plan/"])
def test_screens_of_waves_open_when_nothing_is_there(world: World, address: str) -> None:
    page(sign_in(world, "floor"), address)


def test_a_wave_is_planned_with_its_preview_and_released(world: World) -> None:
    item, scarce = world.item("P", stock=9, cost=1, price=5, weight_kg=D(2)), world.item("Q", price=5)
    save_carrier_services(world.as_("masters"), services=[CarrierServiceInput("DHL", "DHL", "Parcel")])
    world.policy("sales.carrier", service="DHL")
    world.order(world.customer(), [(item, 4)])
    world.order(world.customer(), [(scarce, 1)])
    lead = sign_in(world, "floor")
    values = {"site": world.site_id, "name": "DHL 16:00", "due_by": "2026-12-31", "release_on": "2030-01-02",
              "release_time": "16:00", "cut_off": "17:00", "carrier": "DHL"}  # fmt: skip
    ahead = lead.post("/do/waves/plan/preview/", values).content.decode()
    assert "1 of 2 lines now" in ahead
    assert "Not all of it is there" in ahead
    empty = lead.post("/do/waves/plan/preview/", {**values, "due_by": "2001-01-01"}).content.decode()
    assert "The wave would be empty" in empty
    wrong = lead.post("/do/waves/plan/", {**values, "cut_off": "noon"})
    assert "noon is no time" in wrong.content.decode()
    led = fill(lead, "waves/plan", **values)
    shown = page(lead, led)
    assert "Planned" in shown
    number = int(led.strip("/").rpartition("/")[2])
    rehearsed = page(lead, f"/do/waves/release/?wave={number}")
    assert "1 of 2 lines to pick" in rehearsed
    assert "Planned" in page(lead, led), "a rehearsal changes nothing"
    fill(lead, "waves/release", wave=number)
    shown = page(lead, led)
    assert "Left out" in shown
    assert "could be allocated" in shown
    assert "DHL 16:00" in page(lead, "/waves/?view=released")


def test_ticked_orders_make_a_wave_that_may_be_given_up(world: World) -> None:
    item = world.item("P", stock=9, cost=1, price=5)
    order = world.order(world.customer(), [(item, 4), (item, 1)])
    lead = sign_in(world, "floor")
    first = world.demands(order)[0].id
    ahead, done = bulk(lead, "release", "plan-wave", first, wave="Noon")
    assert "2 lines" in ahead
    assert "W-" in done
    ((number,),) = world.rows("SELECT id FROM warehouse_wave WHERE company_id = %s", world.company_id)
    fill(lead, "waves/cancel", wave=number, reason="No lorry")
    assert "Given up" in page(lead, f"/waves/{number}/")
    assert "No lorry" in page(lead, f"/waves/{number}/")
