"""Goods that were picked and lost their claim stand on the stage: they are put away like what lies at the dock."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.scenarios.test_recalled_lots import picked, promised, turned
from tests.screens.signed_in import fill, page, sign_in
from tests.world import D, World
from throughline.modules.inventory.public import StockMove, lying, move_stock
from throughline.platform.operations import reading


@pytest.fixture
def stood(world: World) -> tuple[int, int]:
    """Ten of a lot are picked for an order when the lot is blocked; give item and order."""
    item = world.item("P", price=10, lot_tracked=True)
    world.receive(item, 10, 4, lot_code="L1", expires_on=world.today + timedelta(days=300))
    order = world.order(world.customer(), [(item, 10)])
    world.release(order)
    picked(world, order)
    turned(world, item, "L1", "available", "blocked")
    return item, order


def there(world: World, item: int) -> list[tuple[str, str, Decimal, Decimal]]:
    """Give where the goods are, as what, how many, and how many of them are claimed."""
    found: list[tuple[str, str, Decimal, Decimal]] = world.rows(
        """SELECT l.code, b.status, b.on_hand, b.reserved FROM inventory_balance b
           JOIN inventory_location l ON l.id = b.location_id WHERE b.item_id = %s AND b.on_hand > 0 ORDER BY 1, 2""",
        item,
    )
    return found


def test_what_is_let_go_again_is_put_away_and_goes(world: World, stood: tuple[int, int]) -> None:
    """Unblocked, the goods are promised to the order again, and stand where no release finds them until put away."""
    item, order = stood
    turned(world, item, "L1", "blocked", "available")
    assert there(world, item) == [("STAGE", "available", D(10), D(0))]
    assert promised(world, order) == {"stock": D(10)}
    floor, dock = sign_in(world, "floor"), sign_in(world, "dock")
    board = page(floor, "/release/")
    assert "On the stage" in board
    assert "claimed by nobody: put it away, then release" in board
    assert "/putaway/" in board
    (row,) = world.rows("SELECT id FROM inventory_balance WHERE item_id = %s AND on_hand > 0", item)
    listed = page(dock, "/putaway/")
    assert "STAGE" in listed
    assert "Claimed by nobody" in listed
    assert f"putaway/move/?balance={row[0]}" in page(dock, "/")
    assert "at STAGE can be moved" in page(dock, f"/do/putaway/move/?balance={row[0]}")
    fill(dock, "putaway/move", balance=row[0], site=world.site_id, quantity=10, place=world.bin("A-1"))
    assert there(world, item) == [("A-1", "available", D(10), D(0))]
    assert "Claimed by nobody" not in page(dock, "/putaway/")

    world.release(order)
    picked(world, order)
    world.deliver(*world.dispatch(world.pack(order)))
    assert there(world, item) == []
    world.verify()


def test_what_stays_blocked_leaves_the_stage_as_it_is(world: World, stood: tuple[int, int]) -> None:
    """Blocked goods are put where they are in nobody's way, still blocked; what others picked stays untouched."""
    item, _ = stood
    other = world.item("Q", stock=4, cost=1, price=10)
    sold = world.order(world.customer(), [(other, 4)])
    world.release(sold)
    world.pick(sold)
    dock = world.as_("dock")
    with reading(dock):
        waiting = lying(dock, world.site_id, kinds=("stage",))
    assert [(one.item_id, one.status, one.free) for one in waiting] == [(item, "blocked", D(10))]
    move_stock(dock, moves=[StockMove(waiting[0].balance_id, world.bin("A-1"), D(10))])
    assert there(world, item) == [("A-1", "blocked", D(10), D(0))]
    assert there(world, other) == [("STAGE", "available", D(4), D(4))]
    page(sign_in(world, "desk", "sales.order.read"), f"/do/putaway/move/?balance={waiting[0].balance_id}", 403)
    world.verify()
