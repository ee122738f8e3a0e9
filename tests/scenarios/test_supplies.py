"""Supplies that several orders wait for: arriving in part, late, too much or never; who gets what, who is told."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import LINE, D, World
from throughline.kernel.errors import RuleViolation
from throughline.modules.inventory.public import NewSupply, expect_supplies

PO = "purchasing.order_line"


def expect(world: World, ref: int, item: int, quantity: object, days: int) -> None:
    """Expect so much of an item in so many days."""
    due = world.today + timedelta(days=days)
    supply = NewSupply(PO, ref, f"PO {ref}", world.site_id, item, due, D(str(quantity)))
    expect_supplies(world.as_("buyer"), supplies=[supply])
    world.react()


def promised(world: World, order: int) -> list[tuple[str, Decimal, int | None]]:
    """Give what an order is promised: source, quantity, and in how many days."""
    found = world.rows(
        """SELECT p.source, sum(p.quantity), p.expected_on - %s FROM inventory_promise p
           JOIN inventory_demand d ON d.id = p.demand_id
           WHERE d.ref_kind = %s AND d.id = %s GROUP BY p.source, p.expected_on ORDER BY p.expected_on NULLS LAST, 1""",
        world.today, LINE, world.demands(order)[0].id,
    )  # fmt: skip
    return [(source, D(quantity), days) for source, quantity, days in found]


def told(world: World) -> list[int]:
    """Give the orders whose promise is at risk in the open."""
    found = world.rows(
        """SELECT l.order_id FROM governance_exception e JOIN sales_order_line l ON l.id = e.subject_id
           WHERE e.company_id = %s AND e.kind = 'promise_at_risk' AND e.cleared_at IS NULL ORDER BY 1""",
        world.company_id,
    )
    return [order for (order,) in found]


@pytest.fixture
def three(world: World) -> tuple[int, list[int]]:
    """A hundred are due in five days; forty standard, forty urgent, forty standard wait for them, in this order."""
    world.policy("sales.ranking", {"service_class": "urgent"}, rank=10)
    item = world.item("P", cost=6, price=10)
    expect(world, 1, item, 100, 5)
    orders = [
        world.order(world.customer(), [(item, 40)], service_class=service)
        for service in ("standard", "urgent", "standard")
    ]
    return item, orders


def test_a_part_arrives_and_serves_by_rank(world: World, three: tuple[int, list[int]]) -> None:
    """Of a hundred fifty arrive: the urgent forty and ten of the first; nobody is worse off, the rest stays pegged."""
    item, (first, urgent, last) = three
    assert promised(world, first) == [("supply", D(40), 5)]
    assert promised(world, urgent) == [("supply", D(40), 5)]
    assert promised(world, last) == [("supply", D(20), 5), ("none", D(20), None)]
    world.receive(item, 50, 6, supply=(PO, 1))
    assert promised(world, urgent) == [("stock", D(40), 0)]
    assert promised(world, first) == [("stock", D(10), 0), ("supply", D(30), 5)]
    assert promised(world, last) == [("supply", D(20), 5), ("none", D(20), None)]
    assert world.rows("SELECT quantity, pegged FROM inventory_supply WHERE company_id = %s", world.company_id) == [
        (D(50), D(50))
    ]
    assert world.rows("SELECT incoming FROM inventory_position WHERE item_id = %s", item) == [(D(50),)]


def test_late_supply_tells_whom_it_moves_and_coming_back_closes_it(world: World, three: tuple[int, list[int]]) -> None:
    """Five days become nine: those that wait for it are told with the new day; five again, and nothing is open."""
    item, (first, urgent, last) = three
    world.receive(item, 40, 6)
    assert promised(world, urgent) == [("stock", D(40), 0)]
    assert told(world) == [], "the last was promised no day; that it has one now breaks no word"
    assert promised(world, last) == [("supply", D(40), 5)]
    expect(world, 1, item, 100, 9)
    assert told(world) == [first]
    ((title,),) = world.rows(
        """SELECT e.title FROM governance_exception e JOIN sales_order_line l ON l.id = e.subject_id
           WHERE l.order_id = %s AND e.cleared_at IS NULL""", first)  # fmt: skip
    assert title.endswith(f"moves from {world.today + timedelta(days=5)} to {world.today + timedelta(days=9)}")
    expect(world, 1, item, 100, 5)
    assert told(world) == []


def test_more_than_ordered_serves_all_and_the_rest_is_free(world: World, three: tuple[int, list[int]]) -> None:
    """A hundred and thirty arrive for a hundred: all three are served, ten are free, nothing is incoming."""
    item, orders = three
    world.receive(item, 130, 6, supply=(PO, 1))
    assert [promised(world, order) for order in orders] == [[("stock", D(40), 0)]] * 3
    assert world.free(item) == D(10)
    assert told(world) == []
    assert world.rows("SELECT quantity, pegged FROM inventory_supply WHERE company_id = %s", world.company_id) == [
        (D(0), D(0))
    ]
    assert world.rows("SELECT incoming, promised FROM inventory_position WHERE item_id = %s", item) == [(D(0), D(120))]
    assert world.balance("GRNI") == D("-780.00")


def test_a_supply_is_cancelled_and_another_takes_its_place(world: World, three: tuple[int, list[int]]) -> None:
    """Nothing comes: all are told; sixty in eight days serve the urgent and twenty of the first; a hundred all."""
    item, (first, urgent, last) = three
    expect(world, 1, item, 0, 5)
    assert told(world) == sorted([first, urgent, last])
    assert [source for order in (first, urgent, last) for source, _, _ in promised(world, order)] == ["none"] * 3
    expect(world, 2, item, 60, 8)
    assert promised(world, urgent) == [("supply", D(40), 8)]
    assert promised(world, first) == [("supply", D(20), 8), ("none", D(20), None)]
    assert told(world) == sorted([first, urgent, last]), "in eight days is later than in five"
    world.receive(item, 100, 6)
    assert promised(world, last) == [("stock", D(20), 0), ("supply", D(20), 8)]
    assert told(world) == []
    world.receive(item, 60, 6, supply=(PO, 2))
    assert told(world) == []
    assert world.free(item) == D(40)


def test_a_supply_shrinks_below_what_waits_for_it(world: World, three: tuple[int, list[int]]) -> None:
    """A hundred become seventy: the urgent keeps forty, the first thirty; ten of it and the last are told."""
    item, (first, urgent, last) = three
    expect(world, 1, item, 70, 5)
    assert promised(world, urgent) == [("supply", D(40), 5)]
    assert promised(world, first) == [("supply", D(30), 5), ("none", D(10), None)]
    assert promised(world, last) == [("none", D(40), None)]
    assert told(world) == sorted([first, last])


def test_a_supply_stays_of_its_item_and_site(world: World, three: tuple[int, list[int]]) -> None:
    """What was announced of one item cannot become another's: what waits for the first would be promised nothing."""
    item, (first, *_) = three
    other = world.item("Q", cost=1, price=2)
    with pytest.raises(RuleViolation, match="PO 1"):
        expect(world, 1, other, 100, 5)
    assert promised(world, first) == [("supply", D(40), 5)]
    assert world.rows("SELECT item_id, quantity FROM inventory_supply WHERE company_id = %s", world.company_id) == [
        (item, D(100))
    ]


def test_goods_received_for_a_supply_are_its_goods(world: World, three: tuple[int, list[int]]) -> None:
    """A receipt of another item does not use up a supply."""
    item, (first, *_) = three
    other = world.item("Q", cost=1, price=2)
    with pytest.raises(RuleViolation):
        world.receive(other, 100, 1, supply=(PO, 1))
    assert world.rows("SELECT item_id, quantity FROM inventory_supply WHERE company_id = %s", world.company_id) == [
        (item, D(100))
    ]
    assert promised(world, first) == [("supply", D(40), 5)]
    assert world.on_hand(other) == D(0)


def test_goods_that_arrive_damaged_serve_nobody(world: World, three: tuple[int, list[int]]) -> None:
    """Of a hundred thirty arrive damaged: seventy are left to come, nothing is promised of the thirty."""
    item, (first, urgent, last) = three
    world.receive(item, 30, 6, supply=(PO, 1), status="damaged")
    assert world.free(item) == D(0)
    assert promised(world, urgent) == [("supply", D(40), 5)]
    assert promised(world, first) == [("supply", D(30), 5), ("none", D(10), None)]
    assert promised(world, last) == [("none", D(40), None)]
    assert told(world) == sorted([first, last])
    assert world.balance("INV") == D("180.00")
