"""Order to cash, as the acceptance catalogue tells it (O-01 to O-08)."""

from tests.world import D, World


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
