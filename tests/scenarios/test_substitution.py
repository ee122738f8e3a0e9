"""Delivering another item than was asked for, as the acceptance catalogue tells it."""

import pytest

from tests.world import D, World
from throughline.kernel.errors import RuleViolation
from throughline.modules.catalog.public import SubstituteInput, save_substitutes
from throughline.modules.sales.public import (
    LineInput,
    QuoteInput,
    SubstitutionInput,
    quote_orders,
    substitute_lines,
)


def code(world: World, item: int) -> str:
    """Give the code of an item."""
    return str(world.rows("SELECT code FROM catalog_item WHERE id = %s", item)[0][0])


def name(world: World, item: int) -> str:
    """Give the name of an item."""
    return str(world.rows("SELECT name FROM catalog_item WHERE id = %s", item)[0][0])


def _substitutes(world: World, *, takes: bool) -> tuple[int, int, int, int]:
    """Item A is out, B lies there and may be delivered at A's price; an order of ten A is confirmed."""
    a, b = world.item("A", price=15), world.item("B", stock=40, cost="9.10", price=18)
    save_substitutes(world.as_("masters"), substitutes=[SubstituteInput(a, b)])
    party = world.customer(accepts_substitutes=takes)
    order = world.order(party, [(a, 10)])
    ((line,),) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)
    return a, b, order, line


def test_o12_substitution(world: World) -> None:
    """Ten B leave for ten A at A's price; the line keeps what was asked for, the invoice says both."""
    a, b, order, line = _substitutes(world, takes=True)
    desk = world.as_("desk")
    done = substitute_lines(desk, substitutions=[SubstitutionInput(line, b)], reason="A is out").only()
    assert done.status == "done", done
    world.deliver(*world.ship(order))
    assert world.balance("COGS") == D("91.00")
    ((number, _, net, _, _),) = world.invoices()
    assert net == D("150.00")
    assert world.rows("SELECT item_code, description FROM billing_invoice_line WHERE invoice_id = %s", number) == [
        (code(world, b), f"{name(world, b)}, for {code(world, a)}")
    ]
    kept = world.rows(
        """SELECT item_id, ordered_item_id, quantity_stock - quantity_cancelled, first_pass FROM sales_order_line
           WHERE order_id = %s ORDER BY line_no""",
        order,
    )
    assert kept == [(a, None, 0, 0), (b, a, 10, 10)]
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]


def test_who_takes_no_substitutes_is_asked_first(world: World) -> None:
    """Without the customer's word nothing changes and an exception waits; with it the substitute goes."""
    _, b, order, line = _substitutes(world, takes=False)
    desk = world.as_("desk")
    held = substitute_lines(desk, substitutions=[SubstitutionInput(line, b)], reason="A is out").only()
    assert (held.status, held.code) == ("held", "substitute_unagreed")
    waiting = "SELECT count(*) FROM governance_exception WHERE kind = 'substitute_unagreed' AND cleared_at IS NULL"
    assert world.rows(waiting) == [(1,)]
    assert world.rows("SELECT count(*) FROM sales_order_line WHERE order_id = %s", order) == [(1,)]
    substitute_lines(desk, substitutions=[SubstitutionInput(line, b, D(4))], reason="Agreed by phone", agreed=True)
    assert world.rows(waiting) == [(0,)]
    left = "SELECT quantity_stock - quantity_cancelled FROM sales_order_line WHERE order_id = %s ORDER BY line_no"
    assert world.rows(left, order) == [(6,), (4,)]


def test_a_quote_offers_only_what_the_catalog_calls_a_substitute(world: World) -> None:
    """A line may say what it stands for, at the price of that; another item is no substitute."""
    a, b, _, _ = _substitutes(world, takes=True)
    party = world.customer()
    quote = QuoteInput(party, world.site_id, [LineInput(b, D(2), ordered_item_id=a)])
    number = quote_orders(world.as_("desk"), quotes=[quote]).only().document
    asked = "SELECT unit_price, ordered_item_code, price_why ->> 'price_of' FROM sales_order_line WHERE order_id = %s"
    assert world.rows(asked, number) == [(D(15), code(world, a), code(world, a))]
    wrong = QuoteInput(party, world.site_id, [LineInput(a, D(2), ordered_item_id=b)])
    with pytest.raises(RuleViolation, match="no substitute"):
        quote_orders(world.as_("desk"), quotes=[wrong]).only()
