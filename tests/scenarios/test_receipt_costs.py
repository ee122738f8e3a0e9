"""What received goods cost: as told, else as whoever ordered them says, else what the item costs on average."""

import pytest

from tests.world import D, World, new_world
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods

ORDER = "purchasing.order_line"


@pytest.fixture
def world() -> World:
    return new_world()


def expects(world: World, item: int, number: int, cost: object = None) -> None:
    told = D(str(cost)) if cost is not None else None
    supply = NewSupply(ORDER, number, f"PO {number}", world.site_id, item, world.today, D(10), told)
    expect_supplies(world.as_("buyer"), supplies=[supply])


def received(world: World, *lines: ReceiptLineInput) -> list[tuple[object, ...]]:
    """Receive goods; give cost and value of each line."""
    done = receive_goods(world.as_("dock"), receipts=[ReceiptInput(world.site_id, lines)]).only()
    world.react()
    return world.rows(
        "SELECT unit_cost, value FROM warehouse_receipt_line WHERE receipt_id = %s ORDER BY id", done.document
    )


def test_goods_that_were_ordered_cost_what_their_order_says(world: World) -> None:
    item, number = world.item("P", stock=10, cost=2), world.company_id * 10
    expects(world, item, number, "3.50")
    expects(world, item, number)
    told = received(
        world,
        ReceiptLineInput(item, D(2), supply=(ORDER, number)),
        ReceiptLineInput(item, D(2), D("4.00"), supply=(ORDER, number)),
    )
    assert told == [(D("3.50"), D("7.00")), (D("4.00"), D("8.00"))], "what is told goes first"
    assert world.rows("SELECT quantity FROM inventory_supply WHERE ref_id = %s", number) == [(D(6),)]
    world.verify()


def test_goods_without_a_cost_of_their_own_cost_the_average(world: World) -> None:
    item, number = world.item("P", stock=10, cost=2), world.company_id * 10 + 1
    expects(world, item, number)
    told = received(world, ReceiptLineInput(item, D(3), supply=(ORDER, number)), ReceiptLineInput(item, D(1)))
    assert told == [(D(2), D("6.00")), (D(2), D("2.00"))]
    world.verify()


def test_goods_of_which_nobody_knows_the_cost_are_refused(world: World) -> None:
    item = world.item("P")
    before = world.rows("SELECT count(*) FROM warehouse_receipt WHERE company_id = %s", world.company_id)
    with pytest.raises(RuleViolation, match="never bought before, and no order says what it costs"):
        received(world, ReceiptLineInput(item, D(1)))
    assert world.rows("SELECT count(*) FROM warehouse_receipt WHERE company_id = %s", world.company_id) == before
    number = world.company_id * 10 + 2
    expects(world, item, number, "1.25")
    assert received(world, ReceiptLineInput(item, D(4), supply=(ORDER, number))) == [(D("1.25"), D("5.00"))]
    wrong = NewSupply(ORDER, number, "PO", world.site_id, item, world.today, D(1), D(-1))
    with pytest.raises(InvalidInput, match="zero or more"):
        expect_supplies(world.as_("buyer"), supplies=[wrong])
    world.verify()
