"""Stock between and within sites, as the acceptance catalogue tells it."""

from datetime import timedelta

import pytest

from tests.world import D, World
from throughline.governance.public import SiteInput, decide_holds, open_sites, place_holds
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.inventory.public import (
    Adjustment,
    Count,
    adjust_stock,
    balances_of,
    count_stock,
    decide_adjustments,
    set_up_site,
    withdraw_adjustments,
)
from throughline.modules.logistics.public import Load, dispatch_units
from throughline.modules.transfers.public import ArrivedLine, SendLine, receive_transfer, send_transfer
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.platform.operations import reading


def test_o34_transfer_between_warehouses(world: World) -> None:
    """Forty leave at 12.50, thirty-seven arrive; three stay in transit until they are written off."""
    p = world.item("P", stock=40, cost="12.50", price=20)
    masters = world.as_("masters")
    (second,) = open_sites(masters, sites=[SiteInput("W2", "Second site")])
    set_up_site(masters, site_id=second, bins=["A-1"])
    floor, dock = world.as_("floor"), world.as_("dock")
    with reading(floor):
        (place,) = balances_of(floor, p)

    transfer = send_transfer(floor, from_site_id=world.site_id, to_site_id=second, lines=[SendLine(place.id, D(40))])
    assert world.balance("GIT") == D("500.00")
    assert world.free(p) == 0
    ((line,),) = world.rows("SELECT id FROM transfers_transfer_line WHERE transfer_id = %s", transfer)
    receive_transfer(dock, transfer_id=transfer, lines=[ArrivedLine(line, D(37))])
    assert (world.balance("GIT"), world.balance("INV")) == (D("37.50"), D("462.50"))
    receive_transfer(dock, transfer_id=transfer, lines=[ArrivedLine(line, D(0), missing=D(3))])
    assert (world.balance("GIT"), world.balance("INVADJ")) == (0, D("37.50"))
    assert world.rows("SELECT state FROM transfers_transfer") == [("arrived",)]


def test_o11_cross_dock(world: World) -> None:
    """Forty arrive for a backorder of 24: those go from dock to stage without a bin, the other 16 are put away."""
    world.policy("warehouse.cross_docking", window_days=3)
    world.policy("sales.ranking", {"service_class": "urgent"}, rank=10)
    p = world.item("P", cost=5, price=20)
    order = world.order(world.customer(), [(p, 24)])
    receive_goods(
        world.as_("dock"), receipts=[ReceiptInput(world.site_id, [ReceiptLineInput(p, D(40), D(5))])]
    ).unrefused()
    ((kind, quantity, came, goes),) = world.rows(
        """SELECT t.kind, t.quantity, f.kind, g.kind FROM warehouse_task t
           JOIN inventory_location f ON f.id = t.from_location_id
           JOIN inventory_location g ON g.id = t.to_location_id"""
    )
    assert (kind, quantity, came, goes) == ("pick", 24, "dock", "stage")
    assert world.stock_value(p) == (40, D("200.00"))
    ((why,),) = world.rows("SELECT why FROM inventory_allocation")
    assert why["method"] == "cross_dock"

    urgent = world.order(world.customer(), [(p, 20)], service_class="urgent")
    world.release(urgent)
    with reading(world.as_("dock")):
        (lies,) = balances_of(world.as_("dock"), p)
    assert (lies.on_hand, lies.reserved) == (40, 24)
    world.react()
    assert world.rows("SELECT net_allocated > 0 FROM sales_order WHERE id = %s", order) == [(True,)]
    (shipment,) = world.ship(order)
    assert world.rows("SELECT quantity FROM logistics_shipment_line WHERE shipment_id = %s", shipment) == [(24,)]
    assert world.rows("SELECT count(*) FROM inventory_move m JOIN inventory_location l ON l.id = m.to_location_id"
                      " WHERE l.kind = 'bin' AND m.company_id = %s", world.company_id) == [(0,)]  # fmt: skip


def test_what_is_held_or_late_enough_is_put_away(world: World) -> None:
    """Cross-docking asks what release asks: a held order waits, and so does one due after the window."""
    world.policy("warehouse.cross_docking", window_days=3)
    p = world.item("P", cost=5, price=20)
    held = world.order(world.customer(), [(p, 5)])
    later = world.quote(world.customer(), [(p, 5)], requested_on=world.today + timedelta(days=9))
    world.confirm(later)
    ((thread,),) = world.rows("SELECT thread_id FROM sales_order WHERE id = %s", held)
    place_holds(world.as_("credit"), threads=[thread], stage="release", reason="Waits for the letter")
    receive_goods(
        world.as_("dock"), receipts=[ReceiptInput(world.site_id, [ReceiptLineInput(p, D(40), D(5))])]
    ).unrefused()
    assert world.rows("SELECT count(*) FROM warehouse_task") == [(0,)]


def test_a_person_stops_goods_and_bills_and_lets_them_go(world: World) -> None:
    """Credit holds what is packed; nothing leaves until it is lifted, and a held bill follows when its hold goes."""
    p = world.item("P", stock=10, cost=5, price=20)
    order = world.order(world.customer(), [(p, 10)])
    ((thread,),) = world.rows("SELECT thread_id FROM sales_order WHERE id = %s", order)
    credit = world.as_("credit")
    with pytest.raises(InvalidInput, match="no stage that waits"):
        place_holds(credit, threads=[thread], stage="pay", reason="no")
    place_holds(credit, threads=[thread], stage="ship", reason="Cheque bounced")
    place_holds(credit, threads=[thread], stage="bill", reason="Price is disputed", duty="credit")
    assert place_holds(credit, threads=[thread], stage="ship", reason="Again").only().code == "held_already"
    world.release(order)
    world.pick(order)
    units = world.pack(order)
    outcomes = dispatch_units(world.as_("floor"), loads=[Load(units)])
    assert [(one.status, one.message) for one in outcomes] == [("held", "Cheque bounced")]
    ship, bill = (n for (n,) in world.rows("SELECT id FROM governance_hold WHERE subject_id = %s ORDER BY id", thread))
    decide_holds(credit, holds=[ship], reason="Money is here")
    world.deliver(*world.dispatch(units))
    assert world.invoices() == []
    decide_holds(credit, holds=[bill], reason="Settled")
    world.react()
    assert [net for _, _, net, _, _ in world.invoices()] == [D("200.00")]


def test_quotas_of_customer_groups_share_what_is_short(world: World) -> None:
    """By policy, stores may take 30 percent of what is short; who asks first does not take it all."""
    world.policy("inventory.allocating", method="quota")
    world.policy("inventory.quota", {"customer_group": "stores"}, percent="30", is_limit=True)
    p = world.item("P", price=20)
    store, trade = world.customer(group="stores"), world.customer()
    first, second = world.order(store, [(p, 80)]), world.order(trade, [(p, 60)])
    world.receive(p, 100, 5)
    promised = "SELECT sum(p.quantity) FROM inventory_promise p WHERE p.source = 'stock' AND p.demand_id = %s"
    (store_demand,) = world.demands(first)
    assert world.rows(promised, store_demand.id) == [(80,)]
    world.release(first, second)
    assert [task.quantity for task in world.tasks(first)] == [30]
    assert [task.quantity for task in world.tasks(second)] == [60]
    assert world.rows(promised, store_demand.id) == [(10,)]
    told = "SELECT subject_id FROM governance_exception WHERE kind = 'promise_at_risk' AND cleared_at IS NULL"
    assert (store_demand.ref_id,) in world.rows(told)


def test_promised_goods_cannot_be_sent_away(world: World) -> None:
    """A transfer takes only what is promised to nobody."""
    p = world.item("P", stock=40, cost=5, price=20)
    world.order(world.customer(), [(p, 30)])
    masters = world.as_("masters")
    (second,) = open_sites(masters, sites=[SiteInput("W2", "Second site")])
    set_up_site(masters, site_id=second, bins=["A-1"])
    floor = world.as_("floor")
    with reading(floor):
        (place,) = balances_of(floor, p)
    with pytest.raises(RuleViolation, match="promised to nobody"):
        send_transfer(floor, from_site_id=world.site_id, to_site_id=second, lines=[SendLine(place.id, D(11))])
    send_transfer(floor, from_site_id=world.site_id, to_site_id=second, lines=[SendLine(place.id, D(10))])


def test_an_adjustment_breaks_claims_lowest_rank_first(world: World) -> None:
    """What is counted away is booked at the average, and whoever comes last in line loses the promise, in the open."""
    world.policy("sales.ranking", {"service_class": "urgent"}, rank=10)
    p = world.item("P", stock=20, cost=5, price=20)
    party = world.customer()
    standard = world.order(party, [(p, 10)])
    urgent = world.order(party, [(p, 8)], service_class="urgent")
    change = Adjustment(world.site_id, world.bin("A-1"), p, D(-8))
    adjust_stock(world.as_("stock"), adjustments=[change], reason="counted 12")
    world.react()
    assert world.balance("INVADJ") == D("40.00")
    promised = {order: int(sum(d.promised for d in world.demands(order))) for order in (standard, urgent)}
    assert promised == {standard: 4, urgent: 8}
    titles = [t for (t,) in world.rows("SELECT title FROM governance_exception WHERE kind = 'promise_at_risk'")]
    assert len(titles) == 1
    assert f"SO-{standard:06d}" in titles[0]
    too_much = Adjustment(world.site_id, world.bin("A-1"), p, D(-13))
    with pytest.raises(RuleViolation, match="on hand"):
        adjust_stock(world.as_("stock"), adjustments=[too_much], reason="wrong")


def test_o33_cycle_count(world: World) -> None:
    """What a count is worth decides who books it: a little is booked at once, much waits for another person."""
    world.policy("inventory.adjusting", limit_without_approval="25.00")
    p = world.item("P", stock=80, cost="4.25", price=20)
    q = world.item("Q", stock=80, cost="4.25", price=20)
    counter, other = world.as_("stock"), world.as_("second")
    place = world.bin("A-1")

    small = count_stock(counter, counts=[Count(world.site_id, place, p, D(76))]).only()
    assert (small.status, world.on_hand(p)) == ("done", 76)
    assert world.balance("INVADJ") == D("17.00")

    large = count_stock(counter, counts=[Count(world.site_id, place, q, D(72))]).only()
    assert (large.status, large.code, world.on_hand(q)) == ("held", "approval_needed", 80)
    assert world.balance("INVADJ") == D("17.00")
    own = decide_adjustments(counter, adjustments=[large.subject], approve=True)[0]
    assert (own.status, own.code, world.on_hand(q)) == ("refused", "own_adjustment", 80)
    assert world.rows("SELECT count(*) FROM governance_exception WHERE cleared_at IS NULL") == [(1,)]

    recount = count_stock(counter, counts=[Count(world.site_id, place, q, D(71))]).only()
    assert recount.status == "held"
    gone = decide_adjustments(other, adjustments=[large.subject], approve=True)[0]
    assert (gone.status, gone.code) == ("refused", "not_waiting")
    assert decide_adjustments(other, adjustments=[recount.subject], approve=True).only().status == "done"
    assert (world.on_hand(q), world.balance("INVADJ")) == (71, D("55.25"))
    assert world.rows("SELECT count(*) FROM governance_exception WHERE cleared_at IS NULL") == [(0,)]
    world.verify()


def test_a_count_is_true_only_of_the_stock_it_was_made_against(world: World) -> None:
    world.policy("inventory.adjusting", limit_without_approval="1.00")
    p = world.item("P", stock=80, cost=5, price=20)
    counter, other = world.as_("stock"), world.as_("second")
    waits = count_stock(counter, counts=[Count(world.site_id, world.bin("A-1"), p, D(70))]).only()
    world.receive(p, 5, 5)
    told = decide_adjustments(other, adjustments=[waits.subject], approve=True)[0]
    assert (told.status, told.code, world.on_hand(p)) == ("refused", "stock_moved", 85)
    with pytest.raises(InvalidInput, match="why"):
        decide_adjustments(other, adjustments=[waits.subject], approve=False)
    assert decide_adjustments(other, adjustments=[waits.subject], approve=False, remark="Again").only().status == "done"
    mine = count_stock(counter, counts=[Count(world.site_id, world.bin("A-1"), p, D(70))]).only()
    assert withdraw_adjustments(other, adjustments=[mine.subject])[0].code == "not_yours"
    assert withdraw_adjustments(counter, adjustments=[mine.subject]).only().status == "done"
    assert world.on_hand(p) == 85
    world.verify()
