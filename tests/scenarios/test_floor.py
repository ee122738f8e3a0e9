"""The floor: lots that are insisted on, units that are unpacked, counts that settle what a pick missed."""

from datetime import date

import pytest

from tests.world import D, World, new_world
from throughline.kernel.errors import DomainError, InvalidInput, RuleViolation
from throughline.modules.inventory.public import Adjustment, adjust_stock, decide_adjustments, lots_named
from throughline.modules.sales.public import cancel_lines
from throughline.modules.warehouse.public import (
    BinCount,
    PickDone,
    ReceiptInput,
    ReceiptLineInput,
    confirm_counts,
    confirm_picks,
    confirm_put_backs,
    count_again,
    receive_goods,
    unpack_goods,
)
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def balances(world: World, item: int) -> list[tuple[object, ...]]:
    """Give what lies where of an item: bin, lot, status, on hand, reserved."""
    return world.rows(
        """SELECT l.code, t.code, b.status, b.on_hand, b.reserved FROM inventory_balance b
           JOIN inventory_location l ON l.id = b.location_id LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.item_id = %s AND b.on_hand <> 0 ORDER BY 1, 2, 3""",
        item,
    )


def lots(world: World, item: int) -> dict[str, int]:
    with reading(world.as_("floor")):
        return {code: number for (_, code), number in lots_named(world.as_("floor"), [item]).items()}


def two_lots(world: World) -> tuple[int, int]:
    """An item kept by lot, ten of each of two lots in one bin, of which four of the first are to be picked."""
    item = world.item("P", price=10, lot_tracked=True)
    world.receive(item, 10, 3, lot_code="L1", expires_on=date(2027, 6, 30))
    world.receive(item, 10, 3, lot_code="L2", expires_on=date(2027, 12, 31))
    order = world.order(world.customer(), [(item, 4)])
    world.release(order)
    return item, order


def test_an_item_kept_by_lot_is_picked_by_its_lot(world: World) -> None:
    item, order = two_lots(world)
    (task,) = world.tasks(order)
    before = balances(world, item)
    with pytest.raises(RuleViolation, match="lot L1 is allocated"):
        confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(4))]).unrefused()
    with pytest.raises(RuleViolation, match="Lot L1 is allocated, lot L2 was read"):
        confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(4), lot_code="L2")]).unrefused()
    with pytest.raises(DomainError, match="no lot L9"):
        confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(4), lot_code="L9", lot_reason="x")]).unrefused()
    with pytest.raises(RuleViolation, match="all of a pick"):
        confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(3), "damaged", "L2", "x")]).unrefused()
    assert balances(world, item) == before
    confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(4), lot_code="l1")]).unrefused()
    assert balances(world, item) == [("A-1", "L1", "available", D(6), D(0)), ("A-1", "L2", "available", D(10), D(0)),
                                     ("STAGE", "L1", "available", D(4), D(4))]  # fmt: skip
    world.verify()


def test_another_lot_goes_for_a_reason_that_the_claim_keeps(world: World) -> None:
    item, order = two_lots(world)
    (task,) = world.tasks(order)
    confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(4), "", "L2", "L1 stands behind")]).unrefused()
    assert balances(world, item) == [("A-1", "L1", "available", D(10), D(0)), ("A-1", "L2", "available", D(6), D(0)),
                                     ("STAGE", "L2", "available", D(4), D(4))]  # fmt: skip
    ((why,),) = world.rows("SELECT why FROM inventory_allocation WHERE company_id = %s", world.company_id)
    assert (why["instead_of_lot"], why["because"]) == ("L1", "L1 stands behind")
    assert world.rows("SELECT lot_id FROM warehouse_task WHERE id = %s", task.id) == [(lots(world, item)["L2"],)]
    world.verify()


def test_a_lot_that_others_claimed_or_that_expired_does_not_go(world: World) -> None:
    item, order = two_lots(world)
    other = world.order(world.customer(), [(item, 14)])
    world.release(other)
    (task,) = world.tasks(order)
    with pytest.raises(RuleViolation, match="2 of it lie free"):
        confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(4), "", "L2", "nearer")]).unrefused()
    world.later(800)
    with pytest.raises(RuleViolation, match="expired on 2027-06-30"):
        confirm_picks(world.as_("floor"), picks=[PickDone(task.id, D(4), lot_code="L1")]).unrefused()
    world.verify()


def test_goods_kept_by_lot_do_not_arrive_without_one(world: World) -> None:
    item = world.item("P", lot_tracked=True)
    with pytest.raises(RuleViolation, match="say which lot arrived"):
        receive_goods(
            world.as_("dock"), receipts=[ReceiptInput(world.site_id, [ReceiptLineInput(item, D(1), D(1))])]
        ).unrefused()


def test_a_unit_is_unpacked_and_packed_anew_under_another_code(world: World) -> None:
    item = world.item("P", stock=10, cost=1, price=5)
    order = world.order(world.customer(), [(item, 4)])
    world.release(order)
    world.pick(order)
    (first,) = world.pack(order)
    with pytest.raises(InvalidInput, match="Say why"):
        unpack_goods(world.as_("floor"), units=[first], reason=" ")
    done = unpack_goods(world.as_("floor"), units=[first], reason="Wrong carton")
    assert [outcome.status for outcome in done] == ["done"]
    again = unpack_goods(world.as_("floor"), units=[first], reason="Twice")
    assert [outcome.code for outcome in again] == ["unit_gone"]
    told = world.rows("SELECT payload FROM platform_event WHERE name = 'warehouse.goods_unpacked.v1' "
                      "AND company_id = %s", world.company_id)  # fmt: skip
    assert len(told) == 1
    refused = world.dispatch([first])
    assert refused == []
    (second,) = world.pack(order)
    assert second != first
    world.deliver(*world.dispatch([second]))
    gone = unpack_goods(world.as_("floor"), units=[second], reason="Late")
    assert gone.refused
    world.verify()


def short(world: World, *, stock: int = 10, found: int = 2) -> tuple[int, int]:
    """A pick of four finds fewer: the rest is blocked in its bin and a count is asked for."""
    item = world.item("P", stock=stock, cost=5, price=9)
    order = world.order(world.customer(), [(item, 4)])
    world.release(order)
    (task,) = world.tasks(order)
    world.pick(order, quantities={task.id: found}, reason="not found")
    return item, order


def counts(world: World) -> list[tuple[object, ...]]:
    return world.rows(
        "SELECT state, quantity_done FROM warehouse_task WHERE company_id = %s AND kind = 'count'", world.company_id
    )


def test_a_count_that_finds_what_a_pick_missed_frees_it(world: World) -> None:
    item, _ = short(world)
    assert ("A-1", None, "blocked", D(2), D(0)) in balances(world, item)
    done = confirm_counts(world.as_("stock"), counts=[BinCount(world.bin("A-1"), item, D(8))])
    assert done.only().code == "posted"
    world.react()
    assert [row for row in balances(world, item) if row[2] == "blocked"] == []
    assert world.on_hand(item) == D(10)
    assert counts(world) == [("done", D(8))]
    world.verify()


def test_a_count_that_does_not_find_it_takes_it_off_and_breaks_claims(world: World) -> None:
    item, order = short(world, stock=4)
    assert confirm_counts(world.as_("stock"), counts=[BinCount(world.bin("A-1"), item, D(0))]).only().code == "posted"
    world.react()
    assert world.on_hand(item) == D(2)
    assert world.stock_value(item) == (D(2), D(10))
    assert world.demands(order)[0].open == D(2)
    world.verify()


def test_a_count_over_the_limit_waits_for_another_person(world: World) -> None:
    world.policy("inventory.adjusting", limit_without_approval="5")
    item, _ = short(world)
    waiting = confirm_counts(world.as_("stock"), counts=[BinCount(world.bin("A-1"), item, D(7))]).only()
    assert waiting.status == "done", "one of two was found: five is not over five"
    again = confirm_counts(world.as_("stock"), counts=[BinCount(world.bin("A-1"), item, D(4))]).only()
    assert (again.status, again.code) == ("held", "approval_needed")
    assert world.on_hand(item) == D(9)
    own = decide_adjustments(world.as_("stock"), adjustments=[again.document or 0], approve=True)
    assert [outcome.code for outcome in own] == ["own_adjustment"]
    assert (
        decide_adjustments(world.as_("second"), adjustments=[again.document or 0], approve=True).only().status == "done"
    )
    assert world.on_hand(item) == D(6)
    world.verify()


def test_a_refused_count_is_made_again_and_what_a_pick_missed_waits_for_it(world: World) -> None:
    """Two of four were not found; a count of four in all is not believed, the next one finds all eight."""
    item, _ = short(world)
    world.policy("inventory.adjusting", limit_without_approval="5")
    waiting = confirm_counts(world.as_("stock"), counts=[BinCount(world.bin("A-1"), item, D(4))]).only()
    assert (waiting.status, counts(world)) == ("held", [("done", D(4))])
    decide_adjustments(world.as_("second"), adjustments=[waiting.document or 0], approve=False, remark="Look again")
    world.react()
    assert counts(world) == [("done", D(4)), ("ready", D(0))]
    assert count_again(world.as_("stock"), adjustments=[waiting.document or 0]) == 0, "it is asked for once"
    confirm_counts(world.as_("stock"), counts=[BinCount(world.bin("A-1"), item, D(8))])
    world.react()
    assert [row for row in balances(world, item) if row[2] == "blocked"] == []
    assert world.on_hand(item) == D(10)
    world.verify()


def test_a_count_leaves_blocked_what_is_blocked_for_another_cause(world: World) -> None:
    """Six of ten are set apart for an inspection: who counts ten frees none of them, who counts nine loses one."""
    item = world.item("P", stock=10, cost=5, price=9)
    place = world.bin("A-1")
    pair = [
        Adjustment(world.site_id, place, item, D(-6)),
        Adjustment(world.site_id, place, item, D(6), status="blocked"),
    ]
    adjust_stock(world.as_("stock"), adjustments=pair, reason="Inspection")
    confirm_counts(world.as_("stock"), counts=[BinCount(place, item, D(10))])
    assert {row[2]: row[3] for row in balances(world, item)} == {"available": D(4), "blocked": D(6)}
    confirm_counts(world.as_("stock"), counts=[BinCount(place, item, D(9))])
    assert {row[2]: row[3] for row in balances(world, item)} == {"available": D(3), "blocked": D(6)}
    assert world.free(item) == D(3)
    world.verify()


def test_who_picks_does_not_count(world: World) -> None:
    item, _ = short(world)
    with pytest.raises(DomainError, match="stock adjustment"):
        confirm_counts(world.as_("floor"), counts=[BinCount(world.bin("A-1"), item, D(8))])
    assert counts(world) == [("ready", D(0))]


def test_one_put_back_of_two_moves_its_own_goods_only(world: World) -> None:
    item = world.item("P", price=10, lot_tracked=True)
    world.receive(item, 3, 3, lot_code="L1", expires_on=date(2027, 6, 30))
    world.receive(item, 3, 3, lot_code="L2", expires_on=date(2027, 12, 31))
    order = world.order(world.customer(), [(item, 5)])
    world.release(order)
    named = {"L1": 3, "L2": 2}
    confirm_picks(
        world.as_("floor"),
        picks=[PickDone(task.id, D(named[task.lot_code]), lot_code=task.lot_code) for task in world.tasks(order)],
    )
    ((line,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)
    cancel_lines(world.as_("desk"), orders=[order], quantities={line: D(5)}, reason="Not needed")
    world.react()
    first, second = world.tasks(order, kind="put_back")
    confirm_put_backs(world.as_("floor"), tasks=[first.id], places={first.id: world.bin("B-1")}).unrefused()
    there = [row for row in balances(world, item) if row[0] in ("B-1", "STAGE")]
    assert [row[0] for row in there] == ["B-1", "STAGE"]
    assert {row[1] for row in there} == {"L1", "L2"}
    confirm_put_backs(world.as_("floor"), tasks=[second.id]).unrefused()
    assert [row for row in balances(world, item) if row[0] == "STAGE"] == []
    world.react()
    assert world.free(item) == 6
    world.verify()
