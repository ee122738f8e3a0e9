"""The number of SQL statements does not grow with documents or lines, from quote to posted invoice."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.world import LINE, World, new_world
from throughline.modules.billing.public import due_events, run_billing
from throughline.modules.catalog.testing import items as make_items
from throughline.modules.inventory.public import demands_of
from throughline.modules.logistics.public import Load, ProofInput, dispatch_units, lines_of, prove_deliveries
from throughline.modules.pricing.public import PriceInput, set_prices
from throughline.modules.pricing.testing import price_list
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.sales.public import (
    AmendmentInput,
    LineAmendment,
    LineInput,
    QuoteInput,
    amend_orders,
    cancel_lines,
    confirm_orders,
    quote_orders,
)
from throughline.modules.sales.public import lines_of as order_lines
from throughline.modules.warehouse.public import (
    PackLine,
    PackUnit,
    PickDone,
    ReceiptInput,
    ReceiptLineInput,
    confirm_picks,
    pack_goods,
    ready_tasks,
    receive_goods,
    release_demands,
)
from throughline.platform.database.statements import observed
from throughline.platform.operations import Versioned, reading

SMALL, LARGE = (1, 1), (200, 20)


@contextmanager
def counted(into: list[str]) -> Iterator[None]:
    """Note the statements of a block."""
    with observed(into.append):
        yield


class Line:
    """Runs the whole line for a number of orders of a number of lines, counting statements per operation."""

    def __init__(self, world: World, orders: int, lines: int) -> None:
        self.world, self.orders, self.lines = world, orders, lines
        self.statements: dict[str, int] = {}

    def count(self, name: str, call: Callable[[], Any]) -> Any:
        """Do an operation and count its statements."""
        seen: list[str] = []
        with counted(seen):
            done = call()
        self.statements[name] = len(seen)
        return done

    def run(self) -> dict[str, int]:
        """Take the orders from quote to invoice, cancel some more, and take a part back."""
        items, parties = self.stock()
        orders = self.confirm(items, parties)
        shipments = self.ship(orders)
        self.bill(shipments)
        self.cancel(items, parties)
        self.take_back(shipments)
        self.world.bill()
        return self.statements

    def stock(self) -> tuple[list[int], list[int]]:
        """Have items with prices and stock, and customers."""
        world = self.world
        items = make_items(world.as_("masters"), 20)
        prices = [PriceInput(item, "ea", Decimal("12.50")) for item in items]
        set_prices(world.as_("pricing"), price_list=price_list(world.as_("pricing")), prices=prices)
        place = world.bin("A-1")
        lines = [ReceiptLineInput(item, Decimal(100_000), Decimal(7), location_id=place) for item in items]
        receipt = ReceiptInput(world.site_id, lines[: self.lines])
        receive_goods(world.as_("dock"), receipts=[ReceiptInput(world.site_id, lines)]).unrefused()
        self.count("receive", lambda: receive_goods(world.as_("dock"), receipts=[receipt]).unrefused())
        return items, [world.customer() for _ in range(min(self.orders, 10))]

    def confirm(self, items: list[int], parties: list[int]) -> list[int]:
        """Quote and confirm."""
        desk = self.world.as_("desk")
        quotes = [
            QuoteInput(
                parties[place % len(parties)],
                self.world.site_id,
                [LineInput(item, Decimal(2)) for item in items[: self.lines]],
            )
            for place in range(self.orders)
        ]
        orders = self.count("quote", lambda: quote_orders(desk, quotes=quotes)).documents()
        wanted = [Versioned(order) for order in orders]
        assert len(self.count("confirm", lambda: confirm_orders(desk, orders=wanted)).done) == self.orders
        return orders

    def ship(self, orders: list[int]) -> list[int]:
        """Release, pick, pack, dispatch and prove."""
        floor = self.world.as_("floor")
        with reading(floor):
            refs = [line.id for line in order_lines(floor, orders)]
            demands = list(demands_of(floor, LINE, refs).values())
        self.count("release", lambda: release_demands(floor, demands=[demand.id for demand in demands]))
        with reading(floor):
            tasks = ready_tasks(floor, demands=[demand.id for demand in demands], limit=100_000)
        picks = [PickDone(task.id, task.quantity) for task in tasks]
        picked = self.count("pick", lambda: confirm_picks(floor, picks=picks).unrefused())
        assert len(picked) == self.orders * self.lines
        cartons = defaultdict(list)
        for demand in demands:
            cartons[demand.group_id].append(PackLine(demand.id, demand.quantity))
        units = [PackUnit(lines) for lines in cartons.values()]
        packed = self.count("pack", lambda: pack_goods(floor, units=units).unrefused()).documents()
        loads = [Load([unit]) for unit in packed]
        shipments = self.count("dispatch", lambda: dispatch_units(floor, loads=loads)).documents()
        proofs = [ProofInput(shipment) for shipment in shipments]
        self.count("prove", lambda: prove_deliveries(floor, proofs=proofs).unrefused())
        return shipments

    def bill(self, shipments: list[int]) -> None:
        """Bill everything."""
        clerk = self.world.as_("billing")
        with reading(clerk):
            due = due_events(clerk, self.world.today, limit=100_000)
        assert len(self.count("bill", lambda: run_billing(clerk, events=due)).done) == len(shipments)

    def cancel(self, items: list[int], parties: list[int]) -> None:
        """Confirm as many orders again and cancel them."""
        again = Line(self.world, self.orders, self.lines).confirm(items, parties)
        desk = self.world.as_("desk")
        self.amend(again)
        assert len(self.count("cancel", lambda: cancel_lines(desk, orders=again, reason="test")).done) == self.orders

    def amend(self, orders: list[int]) -> None:
        """Raise every other line, lower the others, add one and move the day, of all orders at once."""
        desk = self.world.as_("desk")
        with reading(desk):
            lines = order_lines(desk, orders)
        changes = defaultdict(list)
        for place, line in enumerate(lines):
            changes[line.order_id].append(LineAmendment(line.id, Decimal(3 if place % 2 else 1)))
        added, day = [LineInput(lines[0].item_id, Decimal(1))], self.world.today + timedelta(days=5)
        wanted = [AmendmentInput(Versioned(order), "test", changes[order], added, requested_on=day) for order in orders]
        assert len(self.count("amend", lambda: amend_orders(desk, amendments=wanted)).done) == self.orders

    def take_back(self, shipments: list[int]) -> None:
        """Take one piece of every line back."""
        dock = self.world.as_("dock")
        with reading(dock):
            lines = lines_of(dock, shipments)
        by_shipment = defaultdict(list)
        for line in lines:
            by_shipment[line.shipment_id].append(ReturnLineInput(line.id, Decimal(1)))
        returns = [ReturnInput(parts, "one too many") for parts in by_shipment.values()]
        self.count("return", lambda: receive_returns(dock, returns=returns).unrefused())


@pytest.mark.slow
def test_statements_do_not_grow_with_orders_and_lines() -> None:
    """One order of one line and two hundred orders of twenty lines need the same statements, two apart at most."""
    world = new_world()
    Line(world, *SMALL).run()
    small = Line(world, *SMALL).run()
    large = Line(world, *LARGE).run()
    world.react()
    world.verify()
    grown = {name: (small[name], large[name]) for name in small if abs(small[name] - large[name]) > 2}
    assert grown == {}


def test_statements_of_the_whole_way() -> None:
    """From draft to posted invoice a ten-line order takes at most 110 statements."""
    line = Line(new_world(), 1, 10)
    line.run()
    way = ("quote", "confirm", "release", "pick", "pack", "dispatch", "prove", "bill")
    assert sum(line.statements[name] for name in way) <= 110, line.statements
    #: A customer's first order opens the credit account: two statements more, once.
    most = {name: 12 for name in way} | {"confirm": 14}
    assert all(line.statements[name] <= most[name] for name in way), line.statements
