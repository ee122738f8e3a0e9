"""Opening stock, open items and open orders: what a company begins with."""

from decimal import Decimal

import pytest

from tests.imports.importing import checked, code, done, facts, lines, mover, sent
from tests.world import World, new_world
from throughline.governance.public import Duty
from throughline.kernel.errors import NotAllowed
from throughline.modules.integrations.public import (
    undo_import,
)
from throughline.modules.ledger.public import balance_of
from throughline.modules.parties.public import (
    AddressInput,
    CarrierServiceInput,
    save_addresses,
    save_carrier_services,
)
from throughline.modules.settlement.public import open_items_of
from throughline.platform.operations import reading

D = Decimal


@pytest.fixture
def world() -> World:
    return new_world()


def test_stock_comes_in_at_cost_by_lot_and_can_be_taken_back(world: World) -> None:
    ctx, a, b = mover(world), code(world, "a"), code(world, "b")
    done(ctx, "items", sent(["code", "name", "lots"], [a, "Glue", "yes"], [b, "Bolt", "no"]))
    site = world.rows("SELECT code FROM governance_site WHERE id = %s", world.site_id)[0][0]
    head = ["Bin", "Item", "Quantity", "Unit cost", "Lot", "Expires"]
    rows = [["A-1", a, 10, "2.50", "L1", "2027-01-31"], ["A-1", a, 5, 3, "L2", ""], ["A-1", b, 4, 1, "", ""],
            ["Z-9", b, 1, 1, "", ""], ["A-1", a, 1, 1, "", ""]]  # fmt: skip
    dock = mover(world, Duty.RECEIVING)
    number = done(dock, "stock", sent(head, *rows), site=site)
    assert [row.state for row in lines(ctx, number)] == ["done", "done", "done", "refused", "refused"]
    assert facts(ctx, number).sums["recounted"] == {"quantity": "19.000000", "value": "44.00", "rows": "3"}
    assert facts(ctx, number).sums["accepted"] == {"quantity": "19", "value": "44.00"}
    with pytest.raises(NotAllowed):
        undo_import(dock, number)
    assert undo_import(mover(world), number) == {"undone": 3, "kept": 0}
    with reading(ctx):
        assert [balance_of(ctx, role) for role in ("INV", "OPEN", "INVADJ")] == [0, 0, 0]
    world.verify()


def test_open_items_come_into_the_books_and_back(world: World) -> None:
    ctx, party = mover(world), world.customer()
    (name,) = world.rows("SELECT code FROM parties_party WHERE id = %s", party)[0]
    head = ["Customer", "Document", "Date", "Due", "Open amount"]
    rows = [[name, "R-1", "2026-01-10", "2026-02-09", "1190.00"], [name, "G-1", "2026-01-11", "", "-19.00"],
            [name, "R-1", "2026-01-12", "", "5"], ["nobody", "R-9", "2026-01-12", "", "5"]]  # fmt: skip
    number = done(ctx, "receivables", sent(head, *rows))
    with reading(ctx):
        assert [(one.number, one.balance) for one in open_items_of(ctx, party)] == [
            ("R-1", D(1190)),
            ("G-1", D(-19)),
        ] or [(one.number, one.balance) for one in open_items_of(ctx, party)] == [("G-1", D(-19)), ("R-1", D(1190))]
        assert (balance_of(ctx, "AR"), balance_of(ctx, "OPEN")) == (D("1171.00"), D("-1171.00"))
    assert facts(ctx, number).sums["recounted"]["amount"] == "1171.00"
    assert [row.state for row in lines(ctx, number)] == ["done", "done", "refused", "refused"]
    _, counts = checked(ctx, "receivables", sent(head, rows[0]))
    assert counts["refused"] == 1
    world.pay(party, "90.00")
    assert undo_import(ctx, number) == {"undone": 1, "kept": 1}
    assert "settled already" in lines(ctx, number)[0].message
    with reading(ctx):
        assert (balance_of(ctx, "AR"), balance_of(ctx, "OPEN")) == (D(1100), D(-1190))
    world.verify()


def test_open_orders_are_quoted_and_confirmed_once(world: World) -> None:
    item = world.item("pump", stock=10, cost=5, price=10)
    (pump,) = world.rows("SELECT code FROM catalog_item WHERE id = %s", item)[0]
    party = world.customer()
    (name,) = world.rows("SELECT code FROM parties_party WHERE id = %s", party)[0]
    site = world.rows("SELECT code FROM governance_site WHERE id = %s", world.site_id)[0][0]
    desk = mover(world, Duty.ORDER_ENTRY)
    head = ["Order", "Customer", "Item", "Quantity", "Price", "Requested"]
    rows = [["10", name, pump, 2, "9.50", "2026-03-20"], ["11", name, pump, 1, "", ""], ["11", name, "no", 1, "", ""]]
    number = done(desk, "orders", sent(head, *rows), site=site)
    first, second, third = lines(desk, number)
    assert (first.state, second.state, third.state) == ("done", "refused", "refused")
    assert "confirmed" in first.message
    found = world.rows("SELECT state, net, customer_po FROM sales_order WHERE id = %s", first.documents["order"])
    assert found == [("confirmed", D("19.00"), "10")]
    _, counts = checked(desk, "orders", sent(head, rows[0]), site=site)
    assert counts["refused"] == 1
    assert undo_import(desk, number)["undone"] == 1
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", first.documents["order"]) == [("cancelled",)]
    assert checked(desk, "orders", sent(head, rows[0]), site=site)[1]["refused"] == 0


def test_an_open_order_says_where_it_goes_and_who_takes_it(world: World) -> None:
    item, party = world.item("pump", stock=10, cost=5, price=10), world.customer()
    (pump,) = world.rows("SELECT code FROM catalog_item WHERE id = %s", item)[0]
    (name,) = world.rows("SELECT code FROM parties_party WHERE id = %s", party)[0]
    site = world.rows("SELECT code FROM governance_site WHERE id = %s", world.site_id)[0][0]
    dock = AddressInput(party, "DOCK2", "ship_to", "Back door", ("Mill Lane 2",), "DE", "80331", "Munich")
    save_addresses(world.as_("masters"), addresses=[dock])
    save_carrier_services(world.as_("masters"), services=[CarrierServiceInput("DPD-DAY", "DPD", "Day")])
    (valve,) = world.rows("SELECT code FROM catalog_item WHERE id = %s", world.item("valve", price=10))[0]
    desk = mover(world, Duty.ORDER_ENTRY)
    head = ["Order", "Customer", "Item", "Quantity", "Ship to", "Carrier service"]
    rows = [
        ["20", name, pump, 2, "dock2", "dpd-day"],
        ["21", name, pump, 1, "NOWHERE", ""],
        ["22", name, pump, 1, "", "OWL"],
        ["23", name, pump, 1, "DOCK2", ""],
        ["23", name, valve, 1, "", ""],
    ]
    number = done(desk, "orders", sent(head, *rows), site=site)
    made, *refused = lines(desk, number)
    assert [row.state for row in refused] == ["refused"] * 4
    assert [row.message.partition(";")[0] for row in refused[:2]] == [
        f"Customer {name} has no address NOWHERE to ship to",
        "There is no carrier service OWL in use",
    ]
    assert "several customers, sites, addresses or carriers" in refused[2].message
    assert world.rows(
        """SELECT a.code, s.code FROM sales_order o JOIN parties_address a ON a.id = o.ship_to_id
           JOIN parties_carrier_service s ON s.id = o.carrier_service_id WHERE o.id = %s""",
        made.documents["order"],
    ) == [("DOCK2", "DPD-DAY")]
