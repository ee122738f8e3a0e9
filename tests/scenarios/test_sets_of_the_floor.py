"""One bad pick, put-back, carton or wave of a set stops no other, and nothing of it is done."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from tests.world import MONDAY, D, World
from throughline.kernel.errors import DomainError
from throughline.modules.sales.public import cancel_lines
from throughline.modules.warehouse.public import (
    PackLine,
    PackUnit,
    PickDone,
    WaveInput,
    cancel_waves,
    confirm_picks,
    confirm_put_backs,
    pack_goods,
    plan_waves,
    release_waves,
    unpack_goods,
)
from throughline.platform.operations import Outcomes

NOWHERE = 987654321


def codes(outcomes: Outcomes) -> list[str]:
    """Give what came of each document, by its place in the set."""
    return [one.code for one in outcomes]


def fields(outcomes: Outcomes) -> list[str]:
    """Give the fields that the refused of a set name."""
    return [one.facts["field"] for one in outcomes.refused]


def orders(world: World, item: int, *quantities: int) -> list[int]:
    """Confirm an order a quantity, for one customer who has credit, and release it."""
    party = world.customer(limit=10_000)
    made = [world.order(party, [(item, quantity)]) for quantity in quantities]
    world.release(*made)
    return made


def only_task(world: World, order: int, kind: str = "pick") -> Any:
    """Give the one task of an order."""
    (task,) = world.tasks(order, kind=kind)
    return task


def task_rows(world: World, tasks: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Give what is written of tasks."""
    return world.rows(
        "SELECT state, quantity_done, reason, done_by FROM warehouse_task WHERE id = ANY(%s) ORDER BY id",
        [task.id for task in tasks],
    )


def test_one_bad_pick_of_three_stops_no_other(world: World) -> None:
    """Of three the middle one names more than is asked: it stays to do, the others are at the stage."""
    item = world.item("P", stock=30, cost=3, price=9)
    tasks = [only_task(world, order) for order in orders(world, item, 4, 5, 6)]
    done = confirm_picks(world.as_("floor"), picks=[PickDone(task.id, task.quantity + (task is tasks[1]))
                                                    for task in tasks])  # fmt: skip
    assert codes(done) == ["picked", "quantity_not_asked", "picked"]
    assert [one.subject for one in done] == [task.id for task in tasks]
    assert all(one.label.endswith(" in A-1") for one in done)
    assert (fields(done), done[1].message) == (["quantity"], "6 was picked where 5 is asked; no more than that.")
    assert [state for state, *_ in task_rows(world, tasks)] == ["done", "ready", "done"]
    assert task_rows(world, tasks[1:2]) == [("ready", 0, "", None)]
    world.react()
    assert world.on_hand(item) == 30


def test_what_is_wrong_with_a_pick_is_told_of_it_alone(world: World) -> None:
    """Each refusal names its field; what is short among them is blocked and told, what is twice is done for neither."""
    item = world.item("P", stock=40, cost=3, price=9)
    good, twice, unreasoned, wordy, short = [only_task(world, order) for order in orders(world, item, 2, 3, 4, 5, 6)]
    picks = [
        PickDone(NOWHERE, D(1)),
        PickDone(twice.id, D(1), "empty"),
        PickDone(good.id, D(2)),
        PickDone(unreasoned.id, D(1)),
        PickDone(twice.id, D(3)),
        PickDone(wordy.id, D(1), "x" * 41),
        PickDone(short.id, D(2), "not found"),
    ]
    done = confirm_picks(world.as_("floor"), picks=picks)
    assert codes(done) == ["task_unknown", "task_twice", "picked", "reason_missing", "task_twice", "too_long", "short"]
    assert fields(done) == ["task_id", "task_id", "reason", "task_id", "reason"]
    assert task_rows(world, [twice, unreasoned, wordy]) == [("ready", 0, "", None)] * 3
    again = confirm_picks(world.as_("floor"), picks=picks[2:3])
    assert (codes(again), again[0].message[-30:]) == (["task_not_ready"], "is done already; leave it out.")
    world.react()
    blocked = world.rows("SELECT sum(on_hand) FROM inventory_balance WHERE item_id = %s AND status = 'blocked'", item)
    assert blocked == [(4,)]


def test_no_pick_is_told_where_all_are_refused(world: World) -> None:
    """A set of which nothing can be done is answered, and changes nothing."""
    item = world.item("P", stock=30, cost=3, price=9)
    (task,) = [only_task(world, order) for order in orders(world, item, 4)]
    assert codes(confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(9)), PickDone(NOWHERE, D(1))])) == [
        "quantity_not_asked",
        "task_unknown",
    ]
    assert task_rows(world, [task]) == [("ready", 0, "", None)]
    told = "SELECT count(*) FROM platform_event WHERE name = 'warehouse.goods_picked.v1' AND company_id = %s"
    assert world.rows(told, world.company_id) == [(0,)]
    with pytest.raises(DomainError, match="at least one task"):
        confirm_picks(world.as_("floor"), picks=[])


def test_goods_claimed_no_more_stop_no_other_pick(world: World) -> None:
    """An order cut at the moment of the pick keeps its goods in the bin; the others' are at the stage."""
    item = world.item("P", stock=30, cost=3, price=9)
    made = orders(world, item, 4, 5, 6)
    tasks = [only_task(world, order) for order in made]
    ((line,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", made[1])
    cancel_lines(world.as_("desk"), orders=[made[1]], quantities={line: D(5)}, reason="Not needed")
    done = confirm_picks(world.as_("floor"), picks=[PickDone(task.id, task.quantity) for task in tasks])
    assert codes(done) == ["picked", "task_not_ready", "picked"]
    staged = world.rows(
        """SELECT sum(b.on_hand) FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           WHERE b.item_id = %s AND l.code = 'STAGE'""",
        item,
    )
    assert staged == [(10,)]


def test_another_lot_that_cannot_go_stops_no_other_pick(world: World) -> None:
    """Two take the other lot, of which five lie free: the first gets them, the second is to take its own."""
    item = world.item("P", price=10, lot_tracked=True)
    world.receive(item, 20, 3, lot_code="L1", expires_on=date(2027, 6, 30))
    world.receive(item, 5, 3, lot_code="L2", expires_on=date(2027, 12, 31))
    first, second, third, fourth, fifth = [only_task(world, order) for order in orders(world, item, 4, 4, 3, 2, 1)]
    done = confirm_picks(
        world.as_("floor"),
        picks=[
            PickDone(first.id, D(4), "", "L2", "nearer"),
            PickDone(second.id, D(4), "", "L2", "nearer"),
            PickDone(third.id, D(3), "", "L9", "nearer"),
            PickDone(fourth.id, D(2)),
            PickDone(fifth.id, D(1), "", "L1"),
        ],
    )
    assert codes(done) == ["picked", "lot_not_free", "lot_unknown", "lot_missing", "picked"]
    assert fields(done) == ["lot_code"] * 3
    assert done[1].message == "4 of lot L2 are wanted; 1 of it lie free in this bin. Pick lot L1."
    lots = world.rows(
        """SELECT t.state, o.code FROM warehouse_task t JOIN inventory_lot o ON o.id = t.lot_id
           WHERE t.company_id = %s ORDER BY t.id""",
        world.company_id,
    )
    assert lots == [("done", "L2"), ("ready", "L1"), ("ready", "L1"), ("ready", "L1"), ("done", "L1")]


def test_one_bad_put_back_of_three_stops_no_other(world: World) -> None:
    """Of three the middle one is to go where its site has no place: its goods stay at the stage."""
    item = world.item("P", stock=30, cost=3, price=9)
    made = orders(world, item, 4, 5, 6)
    world.pick(*made)
    cancel_lines(world.as_("desk"), orders=made, reason="Not needed")
    world.react()
    tasks = [only_task(world, order, "put_back") for order in made]
    virtual = world.rows("SELECT id FROM inventory_location WHERE company_id = %s AND site_id IS NULL LIMIT 1",
                         world.company_id)[0][0]  # fmt: skip
    places = {tasks[1].id: virtual, tasks[2].id: world.bin("B-1")}
    done = confirm_put_backs(world.as_("floor"), tasks=[task.id for task in tasks], places=places)
    assert codes(done) == ["put_back", "place_unknown", "put_back"]
    assert (fields(done), done[1].message[-19:]) == (["places"], "; name a bin there.")
    assert [state for state, *_ in task_rows(world, tasks)] == ["done", "ready", "done"]
    again = confirm_put_backs(world.as_("floor"), tasks=[tasks[0].id, NOWHERE, tasks[1].id])
    assert codes(again) == ["task_not_ready", "task_unknown", "put_back"]
    world.react()
    assert world.free(item) == 30


def test_one_bad_carton_of_three_stops_no_other(world: World) -> None:
    """Of cartons that hold too much, nothing, what nobody picked or goods of two addresses none takes an SSCC."""
    item = world.item("P", stock=60, cost=3, price=9)
    made = [*orders(world, item, 4, 5, 6), *orders(world, item, 7)]
    world.pick(*made)
    first, second, third, other = (world.demands(order)[0].id for order in made)

    def unit(*lines: tuple[int, object], kind: str = "carton") -> PackUnit:
        return PackUnit([PackLine(demand, D(str(quantity))) for demand, quantity in lines], kind)

    done = pack_goods(
        world.as_("floor"),
        units=[
            unit((first, 4)),
            unit((third, 6), (second, 6)),
            unit((third, 6)),
            unit(),
            unit((NOWHERE, 1)),
            unit((second, 1), (other, 1)),
            unit((second, 1), kind="pallett"),
            unit((first, 1)),
            unit((second, 2), (second, 3)),
        ],
    )
    assert codes(done) == [
        "packed",
        "not_picked",
        "packed",
        "unit_empty",
        "not_picked",
        "several_addresses",
        "not_a_choice",
        "not_picked",
        "packed",
    ]
    assert fields(done) == ["quantity", "lines", "demand_id", "lines", "kind", "quantity"]
    assert (done[1].label, done[1].facts["line"]) == ("carton 2", 2)
    assert done[1].message == "6 cannot be packed; 5 is picked and not packed."
    packed = "SELECT demand_id, sum(quantity) FROM warehouse_handling_unit_line WHERE company_id = %s GROUP BY 1"
    assert dict(world.rows(packed, world.company_id)) == {first: 4, second: 5, third: 6}
    assert world.rows("SELECT count(*) FROM warehouse_handling_unit WHERE company_id = %s", world.company_id) == [(3,)]
    codes_of = [one.label for one in done.done]
    assert len({int(code[:-1]) for code in codes_of}) == 3
    assert max(int(code[:-1]) for code in codes_of) - min(int(code[:-1]) for code in codes_of) == 2, "none is skipped"
    gone = unpack_goods(world.as_("floor"), units=[done[0].subject, NOWHERE, done[8].subject], reason="Wrong")
    assert codes(gone) == ["unpacked", "unit_gone", "unpacked"]


def test_one_bad_wave_of_three_stops_no_other(world: World) -> None:
    """What cannot be planned, released or given up says so; what waits in the others goes."""
    item = world.item("P", stock=60, cost=3, price=9)
    party, floor = world.customer(limit=10_000), world.as_("floor")
    first, second, third = (world.demands(world.order(party, [(item, n)]))[0].id for n in (1, 2, 3))
    late = MONDAY + timedelta(hours=4)
    waves = [
        WaveInput(world.site_id, "One", [first]),
        WaveInput(world.site_id, " ", [second]),
        WaveInput(NOWHERE, "Nowhere", [second]),
        WaveInput(world.site_id, "Early", [second], release_at=late, cut_off=MONDAY),
        WaveInput(world.site_id, "Words", service_classes=["gratis"]),
        WaveInput(world.site_id, "None", most_lines=0),
        WaveInput(world.site_id, "Light", most_weight=D(0)),
        WaveInput(world.site_id, "Long", list(range(1, 1002))),
        WaveInput(world.site_id, "Two", [second]),
        WaveInput(world.site_id, "Again", [second]),
        WaveInput(world.site_id, "Three", [third]),
    ]
    planned = plan_waves(floor, waves=waves)
    assert codes(planned) == [
        "planned",
        "name_missing",
        "site_unknown",
        "cut_off_early",
        "not_a_choice",
        "limit_wrong",
        "limit_wrong",
        "too_many_lines",
        "planned",
        "nothing_chosen",
        "planned",
    ]
    assert [one.facts.get("field") for one in planned.refused] == [
        "name",
        "site_id",
        "cut_off",
        "service_classes",
        "most_lines",
        "most_weight",
        "demands",
        None,
    ]
    assert (planned[1].subject, planned[1].label, planned[3].label) == (1, "wave 2", "Early")
    one, two, three = planned.documents()
    assert codes(cancel_waves(floor, waves=[one, NOWHERE], reason="No lorry")) == ["cancelled", "wave_unknown"]
    assert codes(release_waves(floor, waves=[one, NOWHERE, two])) == ["wave_over", "wave_unknown", "released"]
    again = cancel_waves(floor, waves=[two, three], reason="No lorry")
    assert (codes(again), fields(again)) == (["wave_over", "cancelled"], ["waves"])
    states = world.rows("SELECT state FROM warehouse_wave WHERE company_id = %s ORDER BY id", world.company_id)
    assert states == [("cancelled",), ("released",), ("cancelled",)]
    world.react()
