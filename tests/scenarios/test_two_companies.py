"""Two companies in one database, with the same people, the same customer and the same item."""

import pytest

from tests.rest.caller import Caller, caller
from tests.world import D, World, new_world
from throughline.kernel.errors import DomainError
from throughline.modules.parties.public import CustomerInput, save_customers
from throughline.modules.parties.testing import address
from throughline.modules.pricing.testing import price
from throughline.modules.settlement.public import set_credit_limits
from throughline.modules.transfers.public import SendLine, send_transfer


@pytest.fixture
def two(world: World) -> tuple[World, World]:
    """Two companies where the same people work."""
    other = new_world()
    other.people = world.people
    return world, other


def test_each_sees_and_counts_its_own(two: tuple[World, World]) -> None:
    """Both sell the same item to the same customer: prices, stock, limits, numbers and books are apart."""
    one, other = two
    item = one.item("P", stock=10, cost=6, price=10)
    party = one.customer(limit=130)
    ((code, name),) = one.rows("SELECT code, name FROM parties_party WHERE id = %s", party)
    ((terms,),) = one.rows(
        "SELECT t.code FROM parties_customer c JOIN parties_payment_terms t ON t.id = c.payment_terms_id "
        "WHERE c.party_id = %s", party)  # fmt: skip
    given = CustomerInput(code, name, terms, "EUR", country="DE")
    assert save_customers(other.as_("masters"), customers=[given]).only().document == party
    address(other.as_("masters"), party, is_default=True)
    address(other.as_("masters"), party, kind="bill_to", is_default=True)
    set_credit_limits(other.as_("credit"), limits={party: D(1000)})
    other.receive(item, 7, 8)
    price(other.as_("pricing"), item, "25")

    orders = [world.order(party, [(item, 5)]) for world in two]
    for world, order in zip(two, orders, strict=True):
        world.deliver(*world.ship(order))
    assert [[(number, net) for _, number, net, _, _ in world.invoices()] for world in two] == [
        [("INV-000001", D(50))],
        [("INV-000001", D(125))],
    ]
    assert (one.stock_value(item), other.stock_value(item)) == ((D(5), D(30)), (D(2), D(16)))
    assert (one.balance("AR"), other.balance("AR")) == (D(60), D(150))
    outcome = one.confirm(one.quote(party, [(item, 6)])).only()
    assert (outcome.status, outcome.code) == ("held", "credit_limit"), "the limit of the other company counts there"
    other.verify()


def test_nothing_of_the_other_is_found_by_any_address(two: tuple[World, World]) -> None:
    """The same person with a token of each: what is asked by the other's number is not there."""
    one, other = two
    item, party = one.item("P", stock=10, cost=6, price=10), one.customer()
    order = one.order(party, [(item, 5)])
    (demand,) = one.demands(order)
    mine, foreign = caller(one, "desk"), caller(other, "desk")
    floor = caller(other, "floor")
    assert mine.get(f"orders/{order}")["data"]
    assert foreign.get(f"orders/{order}", 404)["status"] == 404
    assert foreign.get("orders")["data"] == []
    assert foreign.read("sales.orders_by_id", ids=[order]) == []
    assert foreign.read("sales.order_lines", order_ids=[order]) == []
    assert foreign.read("inventory.promises", demand_ids=[demand.id]) == []
    for name, body in (
        ("sales.confirm_orders", {"orders": [{"id": order}]}),
        ("sales.cancel_lines", {"orders": [order], "reason": "Mischief"}),
        ("sales.lose_quotes", {"orders": [{"id": order}], "reason": "Mischief"}),
    ):
        _nothing(foreign, name, body)
    _nothing(floor, "warehouse.release_demands", {"demands": [demand.id]})
    quote = {"party_id": party, "site_id": one.site_id, "lines": [{"item_id": item, "quantity": "1"}]}
    _nothing(foreign, "sales.quote_orders", {"quotes": [quote]})
    assert one.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("confirmed",)]
    assert other.rows("SELECT count(*) FROM sales_order WHERE company_id = %s", other.company_id) == [(0,)]


def _nothing(program: Caller, name: str, body: object) -> None:
    """Call an operation that must change nothing."""
    answer = program.send(f"/api/v1/operations/{name}", body)
    if answer.status_code == 200:
        counts = answer.json()["counts"]
        assert not counts["done"], answer.content
        assert not counts["held"], answer.content
        assert counts["refused"], answer.content
    else:
        assert 400 <= answer.status_code < 500, answer.content


def test_goods_go_to_no_site_of_the_other(two: tuple[World, World]) -> None:
    """A transfer is within a company: neither the other's site nor the other's stock can be named."""
    one, other = two
    item = one.item("P", stock=10, cost=6, price=10)
    ((balance,),) = one.rows("SELECT id FROM inventory_balance WHERE item_id = %s AND on_hand > 0", item)
    for sender, source, target in ((one, one.site_id, other.site_id), (other, other.site_id, one.site_id)):
        with pytest.raises(DomainError):
            send_transfer(sender.as_("floor"), from_site_id=source, to_site_id=target, lines=[SendLine(balance, D(2))])
    assert one.on_hand(item) == D(10)
    other.verify()
