"""Two at once on the floor: nothing is packed twice, no demand is in two waves."""

import pytest

from tests.concurrency.processes import at_once
from tests.world import World, new_world
from throughline.kernel.errors import DomainError
from throughline.modules.warehouse.public import WaveInput, plan_waves


@pytest.fixture
def world() -> World:
    return new_world()


def _packed(world: World, order: int) -> int:
    """Pack an order; give how many units it made, none where it is packed already."""
    try:
        return len(world.pack(order))
    except DomainError:
        return 0


@pytest.mark.slow
def test_two_who_pack_the_same_goods_come_in_turn(world: World) -> None:
    item = world.item("P", stock=10, cost=1, price=5)
    order = world.order(world.customer(), [(item, 4)])
    world.release(order)
    world.pick(order)
    answers = at_once([lambda: _packed(world, order) for _ in range(4)])
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert sum(answers) == 1
    assert world.rows("SELECT sum(quantity) FROM warehouse_handling_unit_line WHERE company_id = %s",
                      world.company_id) == [(4,)]  # fmt: skip
    world.verify()


@pytest.mark.slow
def test_a_demand_waits_in_one_wave_whoever_plans(world: World) -> None:
    item = world.item("P", stock=100, cost=1, price=5)
    for _ in range(6):
        world.order(world.customer(), [(item, 1), (item, 2)])
    wave = WaveInput(world.site_id, "Noon")
    answers = at_once([lambda: plan_waves(world.as_("floor"), waves=[wave]) for _ in range(4)])
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    held = world.rows("SELECT count(*), count(DISTINCT demand_id) FROM warehouse_wave_demand WHERE company_id = %s",
                      world.company_id)  # fmt: skip
    assert held == [(12, 12)]
