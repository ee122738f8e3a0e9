"""Comparing methods before a release: what is foreseen is what is given, and who chose it stands on the claim."""

from dataclasses import replace

import pytest

from tests.screens.signed_in import bulk, page, sign_in
from tests.world import World, new_world
from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.modules.inventory.public import simulate
from throughline.modules.warehouse.public import release_demands
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def short(world: World) -> list[int]:
    """Three customers want more than there is, ordered when there was nothing and nothing promised: 30 of 60."""
    item = world.item("ball", price=10)
    orders = [world.order(world.customer(name=f"Party {n}"), [(item, n * 10)]) for n in (1, 2, 3)]
    world.receive(item, 30, 3)
    return [demand.id for order in orders for demand in world.demands(order)]


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize("method", ["rank", "first_come", "equal", "proportional", "quota"])
def test_what_is_foreseen_is_what_the_release_gives(world: World, method: str, complete: bool) -> None:
    demands = short(world)
    floor = world.as_("floor")
    with reading(floor):
        foreseen = simulate(floor, demands, [method], complete_only=complete)[method]
    release_demands(floor, demands=demands, method=method, complete_only=complete)
    found = world.rows(
        "SELECT demand_id, sum(quantity), min(why ->> 'method') FROM inventory_allocation WHERE demand_id = ANY(%s) "
        "GROUP BY demand_id",
        demands,
    )
    assert {number: quantity for number, quantity, _ in found} == {n: q for n, q in foreseen.items() if q}
    assert {chosen for _, _, chosen in found} <= {method}
    world.verify()


@pytest.mark.parametrize(("method", "given"), [("rank", [10, 20, 0]), ("equal", [10, 10, 10]),
                                               ("proportional", [5, 10, 15])])  # fmt: skip
def test_fair_methods_share_what_rank_had_promised(world: World, method: str, given: list[int]) -> None:
    """Thirty for ten, twenty and thirty: in line the last gets nothing; who loses a promise is told."""
    demands = short(world)
    release_demands(world.as_("floor"), demands=demands, method=method)
    found = dict(world.rows("SELECT demand_id, sum(quantity) FROM inventory_allocation GROUP BY demand_id"))
    assert [found.get(number, 0) for number in demands] == given
    world.react()
    losers = {"rank": 0, "equal": 1, "proportional": 2}[method]
    told = "SELECT count(*) FROM governance_exception WHERE kind LIKE 'promise%%' AND cleared_at IS NULL"
    assert world.rows(told)[0][0] >= losers
    world.verify()


def test_methods_stand_side_by_side_and_one_is_released(world: World) -> None:
    demands = short(world)
    lead = sign_in(world, "floor")
    assert "Compare methods" in page(lead, "/release/")
    assert "Party 1" in page(lead, "/release/compare/")
    page(lead, "/release/compare/?parts=complete")
    ahead, done = bulk(lead, "release/compare", "release-by", demands[0], method="equal")
    assert "to pick" in ahead
    assert "to pick" in done


def test_a_method_needs_its_permission_and_must_exist(world: World) -> None:
    demands = short(world)
    picker = replace(world.as_("floor"), permissions=frozenset({"warehouse.release"}))
    with pytest.raises(NotAllowed):
        release_demands(picker, demands=demands, method="equal")
    with pytest.raises(InvalidInput, match="no method"):
        release_demands(world.as_("floor"), demands=demands, method="lottery")
    assert world.rows("SELECT count(*) FROM inventory_allocation WHERE demand_id = ANY(%s)", demands) == [(0,)]


def test_a_wave_has_a_name_a_cut_off_and_progress(world: World) -> None:
    demands = short(world)
    lead = sign_in(world, "floor")
    bulk(lead, "release", "release", demands[0], wave="DHL evening", cut_off="23:59")
    shown = page(lead, "/releases/?view=waves")
    assert "DHL evening" in shown
    ((number,),) = world.rows("SELECT id FROM warehouse_release WHERE name = 'DHL evening' AND cut_off IS NOT NULL")
    assert "DHL evening" in page(lead, f"/releases/{number}/")
