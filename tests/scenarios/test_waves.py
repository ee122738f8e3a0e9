"""Waves planned ahead: chosen by filter or hand, released by hand or by the clock, and how far they are."""

from datetime import timedelta

import pytest

from tests.world import D, World, new_world
from throughline.flows.waves import release_planned
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.warehouse.public import (
    WaveInput,
    cancel_waves,
    plan_waves,
    release_demands,
    release_waves,
)
from throughline.modules.warehouse.queries.waves import WaveRow, wave_lines, wave_rows
from throughline.platform.operations import Outcomes, reading


@pytest.fixture
def world() -> World:
    return new_world()


def plan(world: World, name: str = "DHL 16:00", **more: object) -> Outcomes:
    return plan_waves(world.as_("floor"), waves=[WaveInput(world.site_id, name, **more)])


def wave(world: World, number: int | None) -> WaveRow:
    assert number is not None
    with reading(world.as_("floor")):
        (found,) = wave_rows(world.as_("floor"), ids=[number])
    return found


def test_a_wave_takes_what_its_filter_says_orders_whole_and_in_line(world: World) -> None:
    item = world.item("P", stock=100, cost=1, price=5, weight_kg=D("0.5"))
    party = world.customer()
    first = world.order(party, [(item, 4), (item, 2)])
    world.order(party, [(item, 1)], service_class="urgent")
    world.order(party, [(item, 3)], requested_on=world.today + timedelta(days=9))
    only = plan(world, "Urgent", service_classes=["urgent"]).only()
    assert wave(world, only.document).lines == 1
    made = plan(world, due_by=world.today, most_lines=2).only()
    found = wave(world, made.document)
    assert (found.state, found.lines, found.orders, found.weight) == ("planned", 2, 1, D("3.000000"))
    assert plan(world, due_by=world.today)[0].code == "nothing_chosen", "what is in a wave is in no other"
    rest = plan(world, "Rest", most_weight=D(1))
    assert rest[0].code == "nothing_chosen", "an order that does not fit is not torn"
    with reading(world.as_("floor")):
        lines = wave_lines(world.as_("floor"), found.id)
    assert {line.demand_id for line in lines} == {demand.id for demand in world.demands(first)}
    assert world.tasks(first) == [], "planning allocates nothing"
    world.verify()


def test_a_wave_goes_once_and_tells_what_it_left_out(world: World) -> None:
    item, scarce = world.item("P", stock=100, cost=1, price=5), world.item("Q", stock=1, cost=1, price=5)
    party = world.customer(limit=100_000)
    whole, short = world.order(party, [(item, 4)]), world.order(party, [(scarce, 1)])
    none = world.order(party, [(scarce, 5)])
    number = plan(world, demands=[d.id for d in world.demands(whole, short, none)]).only().document
    assert number is not None
    done = release_waves(world.as_("floor"), waves=[number]).only()
    assert done.message == "2 of 3 lines to pick, 1 left out."
    world.react()
    again = release_waves(world.as_("floor"), waves=[number]).only()
    assert (again.status, again.code) == ("skipped", "wave_over")
    found = wave(world, number)
    assert (found.state, found.left_out, found.released, found.picked) == ("released", 1, D(5), D(0))
    world.pick(whole, short)
    world.pack(whole)
    found = wave(world, number)
    assert (found.picked, found.packed, found.shipped) == (D(5), D(4), D(0))
    told = world.rows("SELECT name FROM warehouse_release WHERE id = %s", found.release_id)
    assert told == [("DHL 16:00",)]
    assert plan(world, "Next", demands=[d.id for d in world.demands(none)]).only().status == "done"
    world.verify()


def test_two_waves_are_two_releases_served_in_one_line(world: World) -> None:
    item = world.item("P", stock=5, cost=1, price=5)
    party = world.customer()
    standard, urgent = world.order(party, [(item, 5)]), world.order(party, [(item, 3)], service_class="urgent")
    world.receive(item, 3, 1)
    numbers = [
        plan(world, name, demands=[d.id for d in world.demands(order)]).only().document
        for name, order in (("A", standard), ("B", urgent))
    ]
    release_waves(world.as_("floor"), waves=[n for n in numbers if n])
    releases = {wave(world, number).release_id for number in numbers}
    assert len(releases) == 2
    assert None not in releases
    world.verify()


def test_a_wave_is_released_at_its_hour_for_who_planned_it(world: World) -> None:
    item = world.item("P", stock=10, cost=1, price=5)
    world.order(world.customer(), [(item, 4)])
    at = world.now + timedelta(hours=3)
    number = plan(world, release_at=at, cut_off=at + timedelta(hours=1)).only().document
    assert release_planned(world.company_id, clock=lambda: world.now) == 0
    world.now = at + timedelta(minutes=1)
    assert release_planned(world.company_id, clock=lambda: world.now) == 1
    assert release_planned(world.company_id, clock=lambda: world.now) == 0
    found = wave(world, number)
    assert (found.state, found.ended_by) == ("released", "Floor")
    audit = world.rows("SELECT door, cause, actor_id FROM platform_operation WHERE name = 'warehouse.release_waves' "
                       "AND company_id = %s", world.company_id)  # fmt: skip
    assert audit == [("flow", f"wave:{number}", world.people["floor"])]
    world.verify()


def test_a_wave_that_is_given_up_lets_its_lines_go(world: World) -> None:
    item = world.item("P", stock=10, cost=1, price=5)
    order = world.order(world.customer(), [(item, 4)])
    number = plan(world).only().document
    assert number is not None
    with pytest.raises(InvalidInput, match="Say why"):
        cancel_waves(world.as_("floor"), waves=[number], reason="")
    assert cancel_waves(world.as_("floor"), waves=[number], reason="No lorry").only().status == "done"
    assert [o.code for o in cancel_waves(world.as_("floor"), waves=[number], reason="x")] == ["wave_over"]
    assert release_waves(world.as_("floor"), waves=[number]).only().code == "wave_over"
    assert wave(world, number).reason == "No lorry"
    assert plan(world).only().status == "done"
    assert order


def test_what_was_released_before_its_wave_is_told_so(world: World) -> None:
    item = world.item("P", stock=10, cost=1, price=5)
    order = world.order(world.customer(), [(item, 4)])
    number = plan(world).only().document
    assert number is not None
    release_demands(world.as_("floor"), demands=[d.id for d in world.demands(order)])
    done = release_waves(world.as_("floor"), waves=[number]).only()
    assert "Everything is released already" in done.message
    assert len(world.tasks(order)) == 1
    world.verify()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"name": " "}, "Give the wave a name"), ({"most_lines": 0}, "above zero"), ({"most_weight": D(0)}, "above zero")],
)
def test_a_wave_that_makes_no_sense_is_refused(world: World, wrong: dict[str, object], told: str) -> None:
    with pytest.raises(RuleViolation, match=told):
        plan(world, **wrong).only()
