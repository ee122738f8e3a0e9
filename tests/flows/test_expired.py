"""Lots that expire: the night sets them apart, who was promised of them is served anew, who keeps the stock is told."""

from datetime import timedelta

import pytest

from tests.screens.signed_in import sign_in
from tests.world import D, World, new_world
from throughline.flows.nightly import look_after
from throughline.modules.inventory.public import availability, set_expired_apart
from throughline.modules.warehouse.public import PickDone, confirm_picks
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def two_lots(world: World) -> int:
    """Thirty pieces that keep five days, thirty that keep sixty."""
    item = world.item("P", price=10, lot_tracked=True)
    for lot, days in (("E1", 5), ("E2", 60)):
        world.receive(item, 30, 3, lot_code=lot, expires_on=world.today + timedelta(days=days))
    return item


def told(world: World) -> list[tuple[object, ...]]:
    """Give the open exceptions of expired stock."""
    return world.rows(
        """SELECT id, queue, title, proposals->0->>'operation' FROM governance_exception
           WHERE company_id = %s AND kind = 'stock_expired' AND cleared_at IS NULL""",
        world.company_id,
    )


def stock(world: World, item: int) -> tuple[object, ...]:
    with reading(world.as_("desk")):
        found = availability(world.as_("desk"), world.site_id, [item])[item]
    return (found.promisable, found.promised, found.allocated, found.free)


def test_the_last_day_counts_and_the_night_after_sets_apart(world: World) -> None:
    item = two_lots(world)
    world.later(5)
    assert set_expired_apart(world.as_("stock")) == 0, "a lot is good until the end of its day"
    world.later(1)
    world.now = world.now.replace(hour=3)
    assert look_after(world.company_id, clock=lambda: world.now)
    assert stock(world, item) == (30, 0, 0, 30)
    ((_, queue, title, proposal),) = told(world)
    assert (queue, proposal) == ("stock", "inventory.adjust_stock")
    assert str(title).endswith(", lot E1, expired on 2026-03-07 and are set apart")
    assert str(title).startswith("30 ea of ")
    assert set_expired_apart(world.as_("stock")) == 0, "it is set apart already"
    world.verify()


def test_who_was_promised_or_allocated_of_it_is_served_anew_by_rank_and_told(world: World) -> None:
    item = two_lots(world)
    first, second = world.order(world.customer(), [(item, 25)]), world.order(world.customer(), [(item, 20)])
    world.release(first)
    world.later(6)
    assert set_expired_apart(world.as_("stock")) == 1
    world.react()
    assert world.rows("SELECT count(*) FROM inventory_allocation WHERE company_id = %s", world.company_id) == [(0,)]
    given = dict(
        world.rows(
            """SELECT d.ref_id, sum(p.quantity) FROM inventory_promise p JOIN inventory_demand d ON d.id = p.demand_id
               WHERE p.company_id = %s AND p.source = 'stock' GROUP BY 1""",
            world.company_id,
        )
    )
    asked = [world.demands(order)[0].ref_id for order in (first, second)]
    assert [given.get(line) for line in asked] == [D(10), D(20)], "who has a promise of good lots keeps it"
    at_risk = world.rows(
        """SELECT subject_id FROM governance_exception
           WHERE company_id = %s AND kind = 'promise_at_risk' AND cleared_at IS NULL""",
        world.company_id,
    )
    assert at_risk == [(asked[0],)]
    world.verify()


def test_what_is_picked_stays_for_who_packs_it(world: World) -> None:
    item = two_lots(world)
    order = world.order(world.customer(), [(item, 25)])
    world.release(order)
    (task,) = world.tasks(order)
    confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(25), "", "E1")]).unrefused()
    world.later(6)
    assert set_expired_apart(world.as_("stock")) == 1
    assert world.rows(
        "SELECT sum(quantity) FROM inventory_allocation WHERE company_id = %s AND is_picked", world.company_id
    ) == [(D(25),)]
    assert stock(world, item) == (D(55), 0, D(25), D(30))
    world.verify()


def test_the_exception_leads_to_the_write_off_filled_in(world: World) -> None:
    two_lots(world)
    world.later(6)
    set_expired_apart(world.as_("stock"))
    ((number, *_),) = told(world)
    client = sign_in(world, "stock")
    page = client.get(f"/exceptions/{number}/").content.decode()
    assert "Write it off" in page
    ((lot,),) = world.rows("SELECT id FROM inventory_lot WHERE company_id = %s AND code = 'E1'", world.company_id)
    form = client.get(f"/do/stock/adjust/?lot={lot}").content.decode()
    assert "Lot E1 has expired" in form
    assert 'value="-30"' in form
