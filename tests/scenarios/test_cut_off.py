"""The cut-off of a site: what is ordered after it counts from the next working day, and the promise says so."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.world import D, World, new_world
from throughline.governance.public import change_site
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.sales.ui.whys import explain_promise
from throughline.platform.operations import reading

FRIDAY = datetime(2026, 3, 6, 13, 0, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def world() -> World:
    made = new_world()
    change_site(made.as_("masters"), site=made.site_id, name="First", weekdays="12345", cut_off=time(14))
    made.now = FRIDAY
    return made


def promised(world: World, item: int, quantity: int = 1, **more: object) -> list[tuple[str, date | None]]:
    """Order something; give from what and for when it is promised."""
    order = world.order(world.customer(), [(item, quantity)], **more)
    (demand,) = world.demands(order)
    return world.rows("SELECT source, expected_on FROM inventory_promise WHERE demand_id = %s ORDER BY id", demand.id)


def test_an_order_before_the_cut_off_leaves_today_one_after_it_on_the_next_working_day(world: World) -> None:
    item = world.item("P", stock=20, cost=1, price=5)
    assert promised(world, item) == [("stock", date(2026, 3, 6))]
    world.now = FRIDAY + timedelta(hours=1)
    assert promised(world, item) == [("stock", date(2026, 3, 9))]
    world.verify()


def test_the_service_class_may_have_a_cut_off_of_its_own(world: World) -> None:
    item = world.item("P", stock=20, cost=1, price=5)
    world.policy("inventory.promising", {"service_class": "urgent"}, cut_off="16:30")
    world.policy("inventory.promising", {"service_class": "sample"}, cut_off="none")
    world.now = FRIDAY + timedelta(hours=3)
    assert promised(world, item, service_class="urgent") == [("stock", date(2026, 3, 6))]
    assert promised(world, item, service_class="standard") == [("stock", date(2026, 3, 9))]
    world.now = FRIDAY + timedelta(hours=6)
    assert promised(world, item, service_class="urgent") == [("stock", date(2026, 3, 9))]
    assert promised(world, item, service_class="sample") == [("stock", date(2026, 3, 6))]


def test_handling_days_come_on_top_for_stock_and_for_supplies(world: World) -> None:
    change_site(
        world.as_("masters"), site=world.site_id, name="First", weekdays="12345", cut_off=time(14), dispatch_days=1
    )
    item = world.item("P", stock=5, cost=1, price=5)
    due = date(2026, 3, 12)
    supply = NewSupply("purchasing.order_line", 1, "PO 1", world.site_id, item, due, D(25))
    expect_supplies(world.as_("buyer"), supplies=[supply])
    assert promised(world, item, 30) == [("stock", date(2026, 3, 9)), ("supply", date(2026, 3, 13))]


def test_why_tells_the_cut_off_and_a_later_look_does_not_move_it(world: World) -> None:
    item = world.item("P", stock=20, cost=1, price=5)
    world.now = FRIDAY + timedelta(hours=2)
    order = world.order(world.customer(), [(item, 3)])
    ((line, day),) = world.rows("SELECT id, promised FROM sales_order_line WHERE order_id = %s", order)
    assert day == date(2026, 3, 9)
    ctx = world.as_("desk")
    with reading(ctx):
        told = " ".join(explain_promise(ctx, line).sentences)
    assert "after the cut-off of 14:00" in told
    world.receive(item, 5, 1)
    world.order(world.customer(), [(item, 22)])
    (demand,) = world.demands(order)
    kept = world.rows("SELECT expected_on FROM inventory_promise WHERE demand_id = %s", demand.id)
    assert kept == [(date(2026, 3, 9),)]
    world.verify()
