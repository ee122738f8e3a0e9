"""Order to cash, as the acceptance catalogue tells it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world import LINE, D, World, held
from throughline.governance.public import decide_holds, standing_holds
from throughline.kernel.errors import RuleViolation
from throughline.modules.billing.public import run_billing, unbilled
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.pricing.testing import contract, price
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.sales.public import LineInput, QuoteInput, cancel_lines, change_quote
from throughline.modules.warehouse.public import confirm_put_backs
from throughline.platform.operations import Versioned, reading


def test_o01_stock_order_one_shipment_immediate_invoice(world: World) -> None:
    """A stock order is promised, shipped, billed by its proof of delivery, and closed by its payment."""
    p = world.item("P", stock=100, cost=6, price=10)
    party = world.customer()

    order = world.order(party, [(p, 40)])
    assert world.free(p) == 60
    assert world.on_hand(p) == 100

    shipments = world.ship(order)
    assert world.on_hand(p) == 60
    assert world.balance("COGS") == D("240.00")
    assert world.invoices() == []

    world.deliver(*shipments)
    ((invoice, _, net, tax, gross),) = world.invoices()
    assert (net, tax, gross) == (D("400.00"), D("80.00"), D("480.00"))
    assert world.balance("AR") == D("480.00")

    world.pay(party, "480.00")
    assert world.open_balance(invoice) == 0
    assert world.balance("AR") == 0
    ((ordered, issued, billed),) = world.rows(
        """SELECT l.quantity_stock, d.quantity_issued, b.quantity_billed FROM sales_order_line l
           JOIN inventory_demand d ON d.ref_id = l.id JOIN billing_billable_line b ON b.ref_id = l.id
           WHERE l.order_id = %s""",
        order,
    )
    assert ordered == issued == billed == 40
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]


def test_o02_partial_shipment_and_backorder_at_changed_average(world: World) -> None:
    """Each shipment leaves at the average of its moment; the second waits for stock, visibly, with its age."""
    p = world.item("P", price=20)
    world.receive(p, 60, 8)
    world.receive(p, 40, 9)
    assert world.stock_value(p) == (100, D("840.00"))
    party = world.customer()
    order = world.order(party, [(p, 70)])
    later = world.order(party, [(p, 30)], requested_on=world.today + timedelta(days=10))

    world.deliver(*world.ship(order))
    assert world.balance("COGS") == D("588.00")
    assert world.stock_value(p) == (30, D("252.00"))

    world.receive(p, 50, D("9.50"))
    assert world.stock_value(p) == (80, D("727.00"))
    world.deliver(*world.ship(later))
    assert world.balance("COGS") == D("588.00") + D("272.63")
    assert world.stock_value(p) == (50, D("454.37"))
    quantities = [q for (q,) in world.rows("SELECT quantity FROM billing_invoice_line ORDER BY id")]
    assert quantities == [70, 30]


def test_o03_promise_from_incoming_supply(world: World) -> None:
    """Free stock first, then the purchase order; moving that raises an exception with the new date."""
    p = world.item("P", stock=20, cost=5, price=10)
    party = world.customer()
    world.order(party, [(p, 15)])
    due = world.today + timedelta(days=6)
    supply = NewSupply("purchasing.order_line", 77120, "PO-77120", world.site_id, p, due, D(50))
    expect_supplies(world.as_("buyer"), supplies=[supply])
    assert world.free(p) == 5

    order = world.order(party, [(p, 30)])
    assert _promises(world, order) == [("stock", 5, world.today), ("supply", 25, due)]
    complete = world.order(party, [(p, 10)], ship_complete=True)
    assert _promises(world, complete) == [("supply", 10, due)]

    moved = world.today + timedelta(days=9)
    late = NewSupply("purchasing.order_line", 77120, "PO-77120", world.site_id, p, moved, D(50))
    expect_supplies(world.as_("buyer"), supplies=[late])
    world.react()
    titles = [t for (t,) in world.rows("SELECT title FROM governance_exception WHERE kind = 'promise_at_risk'")]
    assert any(f"SO-{order:06d}" in title and str(moved) in title for title in titles)
    ((promised,),) = world.rows("SELECT promised FROM sales_order_line WHERE order_id = %s", order)
    assert promised == due


def _promises(world: World, order: int) -> list[tuple[str, int, object]]:
    found = world.rows(
        """SELECT p.source, p.quantity, p.expected_on FROM inventory_promise p JOIN inventory_demand d
           ON d.id = p.demand_id WHERE d.group_id = %s ORDER BY p.expected_on, p.id""",
        order,
    )
    return [(source, int(quantity), day) for source, quantity, day in found]


def test_o03_ship_complete_takes_the_last_date(world: World) -> None:
    """An order that ships complete is promised whole, on the day the last piece is there."""
    p = world.item("P", stock=5, cost=5, price=10)
    due = world.today + timedelta(days=6)
    supply = NewSupply("purchasing.order_line", 77121, "PO-77121", world.site_id, p, due, D(50))
    expect_supplies(world.as_("buyer"), supplies=[supply])
    order = world.order(world.customer(), [(p, 30)], ship_complete=True)
    assert _promises(world, order) == [("stock", 5, due), ("supply", 25, due)]
    world.release(order)
    assert world.tasks(order) == []


def test_o05_price_precedence_and_approval_of_discounts(world: World) -> None:
    """A contract beats the break, the break beats the list; a discount over the limit waits for approval."""
    p = world.item("P", stock=1000, cost=1, price=50)
    price(world.as_("pricing"), p, 46, min_quantity=100)
    party = world.customer()
    end = world.today.replace(day=31)
    contract(world.as_("pricing"), party, {p: "44.50"}, valid_from=world.today, valid_to=end)
    world.policy("sales.discount_limit", percent="5")

    assert _price(world, world.quote(party, [(p, 100)])) == D("44.50")
    world.later(31)
    assert _price(world, world.quote(party, [(p, 99)])) == D("50")
    order = world.quote(party, [(p, 100)])
    assert _price(world, order) == D("46")

    order = world.quote(party, [(p, 100, "", None, 8)])
    assert _price(world, order) == D("42.32")
    assert held(world.confirm(order)).code == "discount_over_limit"
    pricing = world.as_("pricing")
    with reading(pricing):
        (hold,) = standing_holds(pricing, "sales.order", [order])
    decide_holds(pricing, holds=[hold.id], release=False, reason="Not for this volume")
    world.react()
    ((state, reason),) = world.rows(
        "SELECT o.state, a.reason FROM sales_order o JOIN governance_approval a ON a.subject_id = o.id WHERE o.id = %s",
        order,
    )
    assert (state, reason) == ("quoted", "Not for this volume")
    assert held(world.confirm(order)).code == "discount_over_limit"


def test_o05_an_approval_counts_for_the_quote_as_it_was_changed_last(world: World) -> None:
    """Held, changed and held again for the same cause: the approval is for what was judged last, and lets it pass."""
    p = world.item("P", stock=1000, cost=1, price=50)
    world.policy("sales.discount_limit", percent="5")
    party = world.customer()
    order = world.quote(party, [(p, 10, "", None, 8)])
    held(world.confirm(order))
    more = QuoteInput(party, world.site_id, [LineInput(p, D(20), discount_percent=D(8))])
    change_quote(world.as_("desk"), order=Versioned(order), quote=more)
    held(world.confirm(order))
    pricing = world.as_("pricing")
    with reading(pricing):
        (hold,) = standing_holds(pricing, "sales.order", [order])
    decide_holds(pricing, holds=[hold.id], reason="For this volume")
    world.react()
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("confirmed",)]


def test_o05_a_lower_price_is_a_discount_too(world: World) -> None:
    """Entering the price instead of the percentage does not get round the limit."""
    p = world.item("P", stock=1000, cost=1, price=50)
    world.policy("sales.discount_limit", percent="5")
    party = world.customer()
    assert held(world.confirm(world.quote(party, [(p, 1, "", "46")]))).code == "discount_over_limit"
    assert world.confirm(world.quote(party, [(p, 1, "", "47.50")])).done


def _price(world: World, order: int) -> D:
    ((unit_price,),) = world.rows("SELECT unit_price FROM sales_order_line WHERE order_id = %s", order)
    return D(unit_price)


def test_o06_margin_floor(world: World) -> None:
    """The margin is (price - cost) / price at confirmation; the cost used stays on the line."""
    p = world.item("P", stock=1000, cost="9.60", price=12)
    world.policy("sales.margin_floor", percent="15")
    party = world.customer()
    assert world.confirm(world.quote(party, [(p, 1)])).done
    assert held(world.confirm(world.quote(party, [(p, 1, "", "11.29")]))).code == "margin_below_floor"
    order = world.quote(party, [(p, 1, "", "11.30")])
    assert world.confirm(order).done
    assert world.rows("SELECT unit_cost FROM sales_order_line WHERE order_id = %s", order) == [(D("9.60"),)]


def test_o07_units_of_measure(world: World) -> None:
    """Boxes and pieces reserve pieces, price in their own unit, and come back in either."""
    p = world.item("P", units={"box": 12, "pallet": 480})
    price(world.as_("pricing"), p, 27, unit="box")
    price(world.as_("pricing"), p, "2.25")
    world.receive(p, 1, 400, unit="pallet")
    assert world.on_hand(p) == 480
    party = world.customer()
    with pytest.raises(RuleViolation, match="counted in steps"):
        world.quote(party, [(p, "0.3", "box")])

    order = world.order(party, [(p, 3, "box"), (p, 5)])
    assert world.free(p) == 480 - 41
    assert world.rows("SELECT net FROM sales_order WHERE id = %s", order) == [(D("92.25"),)]
    world.deliver(*world.ship(order))
    assert [net for _, _, net, _, _ in world.invoices()] == [D("92.25")]

    ((line,),) = world.rows(
        "SELECT s.id FROM logistics_shipment_line s JOIN sales_order_line l ON l.id = s.ref_id WHERE l.unit = 'box'"
    )
    back = ReturnInput([ReturnLineInput(line, D(1), unit="box")], "one too many")
    receive_returns(world.as_("dock"), returns=[back]).unrefused()
    world.react()
    assert world.on_hand(p) == 480 - 41 + 12
    assert [net for _, _, net, _, _ in world.invoices("credit_note")] == [D("27.00")]


def test_o08_weekly_consolidated_invoice(world: World) -> None:
    """A week's deliveries stand on one invoice, tax rounded per document, each delivery once."""
    world.policy("billing.policy", trigger="accepted", grouping="ship_to", frequency="weekly")
    party = world.customer()
    for quantity, unit_price in ((3, "4.99"), (7, "1.33"), (11, "0.47")):
        p = world.item(unit_price, stock=100, cost="0.10", price=unit_price)
        world.deliver(*world.ship(world.order(party, [(p, quantity)])))
    assert world.invoices() == []
    world.later(7)
    assert world.bill().done
    assert not world.bill()
    ((_, _, net, tax, _),) = world.invoices()
    assert (net, tax) == (D("29.45"), D("5.89"))
    lines = world.rows("SELECT net, delivery_label FROM billing_invoice_line ORDER BY id")
    assert [amount for amount, _ in lines] == [D("14.97"), D("9.31"), D("5.17")]
    assert all(label.startswith("SH-") for _, label in lines)


def test_o08_tax_per_line_by_policy(world: World) -> None:
    """The same week taxed line by line is a cent less: 5.88."""
    world.policy("billing.policy", trigger="accepted", grouping="ship_to", frequency="weekly")
    world.policy("billing.tax_rounding", per="line")
    party = world.customer()
    for quantity, unit_price in ((3, "4.99"), (7, "1.33"), (11, "0.47")):
        p = world.item(unit_price, stock=100, cost="0.10", price=unit_price)
        world.deliver(*world.ship(world.order(party, [(p, quantity)])))
    world.later(7)
    world.bill()
    assert [tax for _, _, _, tax, _ in world.invoices()] == [D("5.88")]


def test_o15_cancellation_in_mid_process(world: World) -> None:
    """What is reserved is free at once, what is picked waits for its put-back, what has left is a return."""
    p = world.item("P", stock=20, cost=5, price=10)
    order = world.order(world.customer(), [(p, 20)])
    (task,) = (world.release(order), world.tasks(order))[1]
    _move_bins(world, p)
    world.pick(order, quantities={task.id: 12}, reason="cart full")
    assert [t.quantity for t in world.tasks(order)] in ([8], [])

    desk = world.as_("desk")
    assert cancel_lines(desk, orders=[order], reason="Customer withdrew").done
    world.react()
    ((cancelled, allocated),) = world.rows(
        "SELECT quantity_cancelled, quantity_allocated FROM inventory_demand WHERE group_id = %s", order
    )
    assert (cancelled, allocated) == (8, 12)
    (put_back,) = world.tasks(order, kind="put_back")
    assert put_back.quantity == 12
    free_before = world.free(p)
    confirm_put_backs(world.as_("floor"), tasks=[put_back.id]).unrefused()
    world.react()
    assert world.free(p) == free_before + 12
    (again,) = cancel_lines(desk, orders=[order], reason="twice")
    assert again.status == "skipped"
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("cancelled",)]


def _move_bins(world: World, item: int) -> None:
    """Have more of the item in another bin, so that a short pick finds a second source."""
    world.receive(item, 20, 5)


def test_o15_after_shipment_cancelling_is_refused(world: World) -> None:
    """What has left cannot be cancelled; it comes back as a return."""
    p = world.item("P", stock=20, cost=5, price=10)
    order = world.order(world.customer(), [(p, 20)])
    world.ship(order)
    (outcome,) = cancel_lines(world.as_("desk"), orders=[order], reason="too late")
    assert (outcome.status, outcome.code) == ("refused", "already_shipped")
    assert "return" in outcome.message


def test_billing_leaves_nothing_and_takes_nothing_twice(world: World) -> None:
    """An event that is billed is gone from the run; naming it again bills nothing."""
    world.policy("billing.policy", trigger="dispatched", grouping="customer", frequency="monthly")
    p = world.item("P", stock=10, cost=6, price=10)
    world.ship(world.order(world.customer(), [(p, 4)]))
    clerk = world.as_("billing")
    with reading(clerk):
        waiting = [one.event_id for one in unbilled(clerk)]
    assert len(waiting) == 1
    assert len(run_billing(clerk, events=waiting).done) == 1
    assert len(run_billing(clerk, events=waiting)) == 0
    assert LINE == "sales.order_line"


@pytest.mark.slow
def test_a_large_shipment_is_one_invoice(world: World) -> None:
    """A shipment of more lines than an announcement carries is still billed on one invoice."""
    p = world.item("P", stock=1000, cost=6, price=10)
    world.deliver(*world.ship(world.order(world.customer(), [(p, 1)] * 501)))
    assert [net for _, _, net, _, _ in world.invoices()] == [D("5010.00")]


def test_an_order_that_came_twice_is_held_until_somebody_says_it_is_another(world: World) -> None:
    """The customer's number stands on a confirmed order: the second waits, by policy, for a second person."""
    p = world.item("P", stock=100, cost=6, price=10)
    party = world.customer()
    world.order(party, [(p, 4)], customer_po="4711")
    twin = world.quote(party, [(p, 4)], customer_po=" 4711 ")
    outcome = held(world.confirm(twin))
    assert outcome.code == "duplicate_order"
    world.order(world.customer(), [(p, 4)], customer_po="4711")
    with reading(world.as_("second")):
        (hold,) = standing_holds(world.as_("second"), "sales.order", [twin], "confirm")
    other = world.as_("pricing")
    decide_holds(replace(other, duties=frozenset({"order entry"})), holds=[hold.id], reason="A second delivery")
    world.react()
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", twin) == [("confirmed",)]
    world.policy("sales.duplicates", {"customer": party}, same_number="allow")
    world.order(party, [(p, 4)], customer_po="4711")
