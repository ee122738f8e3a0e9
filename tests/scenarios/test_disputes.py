"""A bill that the customer disputes in part: what is chased, what counts as credit taken, and how it is closed."""

from decimal import Decimal

from tests.world import D, World
from throughline.modules.billing.public import CreditInput, CreditLineInput, credit_without_origin
from throughline.modules.settlement.public import MatchInput, match_items, open_items_of, set_disputes
from throughline.platform.operations import reading


def credit(world: World, party: int) -> tuple[Decimal, Decimal]:
    """Give what a customer owes and is committed to."""
    ((owed, committed),) = world.rows(
        "SELECT receivable, committed FROM settlement_credit_account WHERE party_id = %s AND company_id = %s",
        party, world.company_id)  # fmt: skip
    return D(owed), D(committed)


def items(world: World, party: int) -> dict[str, tuple[int, Decimal, bool]]:
    """Give the open items of a customer by kind of document and number."""
    with reading(world.as_("cash")):
        return {one.number: (one.id, one.balance, one.disputed) for one in open_items_of(world.as_("cash"), party)}


def test_a_price_error_is_disputed_credited_and_the_rest_paid(world: World) -> None:
    """Hundred at 20.00 are 2,400.00; five came at a wrong price of 4.00 each: 24.00 are disputed, credited, closed."""
    p = world.item("P", stock=100, cost=6, price=20)
    party = world.customer(limit=5000)
    order = world.order(party, [(p, 100)])
    assert credit(world, party) == (D(0), D(2400))
    (shipment,) = world.ship(order)
    assert credit(world, party) == (D(0), D(2400)), "what is on its way is still committed"
    world.deliver(shipment)
    assert credit(world, party) == (D(2400), D(0))
    ((number, (item, balance, _)),) = items(world, party).items()
    assert balance == D(2400)

    set_disputes(world.as_("credit"), items=[item], disputed=True, reason="Five at a wrong price")
    assert credit(world, party) == (D(2400), D(0)), "what is disputed is owed until it is credited"
    world.pay(party, 1000)
    assert items(world, party)[number][1] == D(2400), "money that names nothing leaves the disputed item alone"
    assert credit(world, party) == (D(1400), D(0))

    wrong = CreditLineInput("P", "Price of five", D(5), D(4), item_id=p)
    credit_without_origin(world.as_("billing"), credits=[CreditInput(party, [wrong], f"Price error on {number}")])
    world.bill()
    ((_, note, net, tax, gross),) = world.invoices("credit_note")
    assert (net, tax, gross) == (D("20.00"), D("4.00"), D("24.00"))
    assert credit(world, party) == (D(1376), D(0))

    set_disputes(world.as_("credit"), items=[item], disputed=False, reason="Credited")
    known = items(world, party)
    (account,) = [one for name, one in known.items() if name not in (number, note)]
    assert account[1] == D(-1000)
    pairs = [MatchInput(item, known[note][0], D(24)), MatchInput(item, account[0], D(1000))]
    match_items(world.as_("cash"), matches=pairs)
    assert items(world, party) == {number: (item, D(1376), False)}
    world.pay(party, 1376)
    assert items(world, party) == {}
    assert credit(world, party) == (D(0), D(0))
    assert world.balance("AR") == D(0)
    assert world.balance("REV") == D(-1980)
    assert world.balance("VATO") == D(-396)


def test_an_open_item_settled_by_a_credit_is_disputed_no_more(world: World) -> None:
    """A dispute over all of it ends with the credit that closes it."""
    p = world.item("P", stock=10, cost=6, price=20)
    party = world.customer()
    world.deliver(*world.ship(world.order(party, [(p, 1)])))
    ((number, (item, _, _)),) = items(world, party).items()
    set_disputes(world.as_("credit"), items=[item], disputed=True, reason="Never ordered")
    line = CreditLineInput("P", "All of it", D(1), D(20), item_id=p)
    credit_without_origin(world.as_("billing"), credits=[CreditInput(party, [line], f"Goodwill for {number}")])
    world.bill()
    ((_, note, *_),) = world.invoices("credit_note")
    known = items(world, party)
    match_items(world.as_("cash"), matches=[MatchInput(item, known[note][0], D(24))])
    world.react()
    assert items(world, party) == {}
    assert world.rows("SELECT disputed, balance FROM settlement_open_item WHERE id = %s", item) == [(False, D(0))]
    assert world.rows("SELECT state FROM sales_order WHERE party_id = %s", party) == [("closed",)]
