"""Every night every promise is proved, once, and whoever runs the installation hears what does not hold."""

from datetime import timedelta

import pytest

from tests.world import World, new_world
from throughline.flows.nightly import prove_tonight
from throughline.platform.database.statements import execute


@pytest.fixture
def world() -> World:
    return new_world()


def prove(world: World) -> int | None:
    return prove_tonight(world.company_id, clock=lambda: world.now)


def by_force(world: World, delta: int) -> None:
    """Change what is on hand past every operation, as only the owner's role can."""
    sql = "UPDATE inventory_balance SET on_hand = on_hand + %s WHERE company_id = %s"
    execute(sql, [delta, world.company_id], alias="owner")


def test_a_sound_company_is_proved_once_a_night(world: World) -> None:
    world.order(world.customer(), [(world.item("P", stock=5, cost=1, price=10), 1)])
    world.now = world.now.replace(hour=1)
    assert prove(world) is None
    world.now = world.now.replace(hour=3)
    assert prove(world) == 0
    assert prove(world) is None
    assert world.rows("SELECT 1 FROM governance_exception") == []
    world.later(1)
    assert prove(world) == 0


def test_what_does_not_hold_is_an_exception_until_it_holds(world: World) -> None:
    world.item("P", stock=5, cost=1, price=10)
    by_force(world, 1)
    assert prove(world)
    ((title, queue),) = world.rows("SELECT title, queue FROM governance_exception WHERE cleared_at IS NULL")
    assert "stock.balance_is_sum_of_moves" in title
    assert queue == "system"
    by_force(world, -1)
    world.now += timedelta(days=1)
    assert prove(world) == 0
    assert world.rows("SELECT 1 FROM governance_exception WHERE cleared_at IS NULL") == []
