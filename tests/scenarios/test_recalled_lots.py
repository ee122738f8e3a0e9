"""A lot that must not be sold any more: it is set to blocked wherever it lies, who had it is served anew, and back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import D, World
from throughline.governance.public import SiteInput, open_sites
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.inventory.public import StatusChange, StockStatus, change_status, set_up_site
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.sales.public import cancel_lines
from throughline.modules.transfers.public import ArrivedLine, SendLine, receive_transfer, send_transfer
from throughline.modules.warehouse.public import PickDone, confirm_picks, unpack_goods


def turned(world: World, item: int, lot: str, before: str, after: StockStatus) -> None:
    """Give all of a lot another status where it lies."""
    found = world.rows(
        """SELECT b.id FROM inventory_balance b JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.item_id = %s AND t.code = %s AND b.status = %s AND b.on_hand > 0""",
        item,
        lot,
        before,
    )
    done = change_status(
        world.as_("stock"), changes=[StatusChange(n, after) for (n,) in found], reason=f"Recall of {lot}"
    )
    assert len(done.done) == len(found), done
    world.react()


def picked(world: World, order: int) -> None:
    """Pick what is released of an order, by the lots that are asked for."""
    picks = [PickDone(task.id, task.quantity, lot_code=task.lot_code) for task in world.tasks(order)]
    confirm_picks(world.as_("floor"), picks=picks).unrefused()
    world.react()


def promised(world: World, order: int) -> dict[str, Decimal]:
    """Give what an order is promised, by source."""
    return dict(
        world.rows(
            "SELECT source, sum(quantity) FROM inventory_promise WHERE demand_id = %s GROUP BY source ORDER BY source",
            world.demands(order)[0].id,
        )
    )


def told(world: World) -> list[tuple[int, str]]:
    """Give the orders at risk, with what is proposed first."""
    return world.rows(
        """SELECT l.order_id, e.proposals->0->>'operation' FROM governance_exception e
           JOIN sales_order_line l ON l.id = e.subject_id
           WHERE e.company_id = %s AND e.kind = 'promise_at_risk' AND e.cleared_at IS NULL ORDER BY 1""",
        world.company_id,
    )


def test_a_lot_is_recalled_and_let_go_again(world: World) -> None:
    """Fifty of L1, twenty of L2; L1 is packed for one, picked for one, allocated for one and promised to two."""
    world.policy("sales.ranking", {"service_class": "urgent"}, rank=10)
    item = world.item("P", price=10, lot_tracked=True)
    for lot, quantity, days in (("L1", 50, 30), ("L2", 20, 60)):
        world.receive(item, quantity, 4, lot_code=lot, expires_on=world.today + timedelta(days=days))
    packed, on_stage, allocated = (world.order(world.customer(), [(item, 10)]) for _ in range(3))
    standard = world.order(world.customer(), [(item, 20)])
    urgent = world.order(world.customer(), [(item, 20)], service_class="urgent")
    world.release(packed, on_stage, allocated)
    picked(world, packed)
    picked(world, on_stage)
    (unit,) = world.pack(packed)

    turned(world, item, "L1", "available", "blocked")
    assert promised(world, urgent) == {"stock": D(20)}, "first in line keeps the good lot"
    assert [promised(world, order) for order in (packed, on_stage, allocated)] == [{"none": D(10)}] * 3
    assert promised(world, standard) == {"none": D(20)}
    assert told(world) == [(order, "sales.amend_orders") for order in (packed, on_stage, allocated, standard)]
    assert world.tasks(allocated) == []
    assert world.free(item) == D(0)
    assert (world.stock_value(item), world.balance("INVADJ")) == ((D(70), D(280)), D(0))
    (stays,) = dispatch_units(world.as_("floor"), loads=[Load([unit])])
    assert (stays.status, stays.code) == ("refused", "packed_not_picked")
    unpack_goods(world.as_("floor"), units=[unit], reason="Recalled")

    turned(world, item, "L1", "blocked", "available")
    assert [promised(world, order) for order in (packed, on_stage, allocated)] == [{"stock": D(10)}] * 3
    assert promised(world, standard) == {"stock": D(20)}
    assert told(world) == []
    cancel_lines(world.as_("desk"), orders=[standard], reason="Went elsewhere")
    world.react()
    assert world.free(item) == D(20)


def test_a_cancelled_order_is_at_risk_no_more(world: World) -> None:
    """The exception of a line that lost its goods ends with the line."""
    item = world.item("P", price=10, lot_tracked=True)
    world.receive(item, 10, 4, lot_code="L1", expires_on=world.today + timedelta(days=30))
    order = world.order(world.customer(), [(item, 10)])
    turned(world, item, "L1", "available", "blocked")
    assert told(world) == [(order, "sales.amend_orders")]
    cancel_lines(world.as_("desk"), orders=[order], reason="Went elsewhere")
    world.react()
    assert told(world) == []


def test_a_blocked_lot_is_sent_to_the_other_site_and_stays_blocked(world: World) -> None:
    """Thirty good ones, twenty of them blocked: eight go on their way as what they are, and nobody is promised them."""
    item = world.item("P", price=10, lot_tracked=True)
    world.receive(item, 30, 4, lot_code="L1", expires_on=world.today + timedelta(days=30))
    masters = world.as_("masters")
    (second,) = open_sites(masters, sites=[SiteInput("W2", "Returns centre", weekdays="1234567")])
    set_up_site(masters, site_id=second, bins=["A-1"])
    ((lies,),) = world.rows("SELECT id FROM inventory_balance WHERE on_hand > 0")
    change_status(world.as_("stock"), changes=[StatusChange(lies, "blocked", D(20))], reason="Recall of L1")
    world.order(world.customer(), [(item, 10)])
    assert world.free(item) == D(0)
    ((blocked,),) = world.rows("SELECT id FROM inventory_balance WHERE status = 'blocked'")
    floor = world.as_("floor")
    lines = [SendLine(blocked, D(8))]
    number = send_transfer(floor, from_site_id=world.site_id, to_site_id=second, lines=lines)
    assert (world.free(item), world.balance("GIT")) == (D(0), D(32))
    ((line, status),) = world.rows("SELECT id, status FROM transfers_transfer_line WHERE transfer_id = %s", number)
    receive_transfer(world.as_("dock"), transfer_id=number, lines=[ArrivedLine(line, D(7), D(1))])
    there = world.rows("SELECT status, on_hand FROM inventory_balance WHERE site_id = %s AND on_hand > 0", second)
    assert (status, there) == ("blocked", [("blocked", D(7))])
    assert (world.balance("INV"), world.balance("INVADJ")) == (D(116), D(4))
    with pytest.raises(RuleViolation, match="20 cannot be sent; 12 is promised to nobody there"):
        send_transfer(floor, from_site_id=world.site_id, to_site_id=second, lines=[SendLine(blocked, D(20))])
    world.verify()


def test_places_of_a_set_turn_or_stay_by_themselves(world: World) -> None:
    """What lies there turns; more than lies there, what is so already, what expired and what is not there stays."""
    item, loose = world.item("P", price=10, lot_tracked=True), world.item("Q", stock=5, cost=2, price=3)
    world.receive(item, 10, 4, lot_code="L1", expires_on=world.today + timedelta(days=2))
    places = world.rows("SELECT id FROM inventory_balance WHERE on_hand > 0 ORDER BY item_id")
    (lot, other) = (number for (number,) in places)
    stock = world.as_("stock")
    asked = [StatusChange(other, "damaged", D(9)), StatusChange(lot, "blocked", D(4)), StatusChange(-1, "blocked"),
             StatusChange(lot, "damaged"), StatusChange(other, "available")]  # fmt: skip
    done = change_status(stock, changes=asked, reason="Inspection")
    codes = ["not_there", "blocked", "balance_unknown", "place_twice", "place_twice"]
    assert [outcome.code for outcome in done] == codes
    assert [outcome.facts.get("field") for outcome in done.refused] == ["quantity", *["balance_id"] * 3]
    assert (world.free(item), world.free(loose)) == (D(6), D(5))
    assert world.stock_value(item) == (D(10), D(40))
    with pytest.raises(InvalidInput, match="Say why"):
        change_status(stock, changes=[StatusChange(other, "damaged")], reason=" ")
    same = change_status(stock, changes=[StatusChange(other, "available")], reason="Again")
    assert [outcome.code for outcome in same] == ["same_status"]
    world.later(5)
    ((blocked,),) = world.rows("SELECT id FROM inventory_balance WHERE status = 'blocked' AND on_hand > 0")
    late = change_status(world.as_("stock"), changes=[StatusChange(blocked, "available")], reason="All well")
    assert [outcome.code for outcome in late] == ["lot_expired"]
    world.verify()
