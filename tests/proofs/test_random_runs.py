"""Random runs of the operations of the line, by people who pick short, cancel, refuse and return: every promise holds.

What an operation refuses is refused whole: the run goes on and `verify` at its end proves that nothing was half done.
"""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.proofs.running import Run, runs
from tests.world import D, new_world
from throughline.modules.billing.public import decide_waivers, waive_events
from throughline.modules.inventory.public import Adjustment, NewSupply, adjust_stock, expect_supplies
from throughline.modules.logistics.public import (
    BackInput,
    LossInput,
    RedeliveryInput,
    bring_back,
    lines_of,
    record_losses,
    redeliver,
)
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.sales.public import AmendmentInput, LineAmendment, LineInput, amend_orders, cancel_lines
from throughline.modules.warehouse.public import (
    BinCount,
    PickDone,
    WaveInput,
    cancel_waves,
    confirm_counts,
    confirm_picks,
    confirm_put_backs,
    plan_waves,
    ready_tasks,
    release_waves,
    unpack_goods,
)
from throughline.platform.operations import Versioned, reading

ITEMS = st.integers(0, 2)
QUANTITIES = st.integers(1, 12)


class TheLine(Run):
    """A company that trades three items with two customers."""

    @initialize(
        deferred=st.booleans(),
        trigger=st.sampled_from(["accepted", "dispatched", "ordered"]),
        often=st.sampled_from(["immediate", "monthly"]),
        limit=st.booleans(),
    )
    def found(self, deferred: bool, trigger: str, often: str, limit: bool) -> None:
        """Found it, with its policies."""
        self.world = world = new_world()
        world.policy("inventory.cost_of_sales", recognise="deferred" if deferred else "at_issue")
        world.policy("billing.policy", trigger=trigger, grouping="shipment", frequency=often)
        self.items = [world.item(f"I{n}", stock=20, cost=3 + n, price=10 + n) for n in range(3)]
        self.parties = [world.customer(limit=600 if limit else None), world.customer()]
        self.orders: list[int] = []
        self.shipments: list[int] = []
        self.supplies = 0

    @rule(item=ITEMS, quantity=QUANTITIES, cost=st.integers(1, 9))
    def receive(self, item: int, quantity: int, cost: int) -> None:
        """Goods arrive."""
        self.world.receive(self.items[item], quantity, cost)

    @rule(item=ITEMS, quantity=QUANTITIES, days=st.integers(1, 9))
    def expect(self, item: int, quantity: int, days: int) -> None:
        """A supply is announced."""
        world, self.supplies = self.world, self.supplies + 1
        number = world.company_id * 1000 + self.supplies
        due = world.today.replace(day=min(28, world.today.day + days))
        supply = NewSupply(
            "purchasing.order_line", number, f"PO-{number}", world.site_id, self.items[item], due, D(quantity)
        )
        self.tried(lambda: expect_supplies(world.as_("buyer"), supplies=[supply]))

    @rule(
        party=st.integers(0, 1),
        lines=st.lists(st.tuples(ITEMS, QUANTITIES), min_size=1, max_size=4),
        whole=st.booleans(),
    )
    def order(self, party: int, lines: list[tuple[int, int]], whole: bool) -> None:
        """A customer orders, an item on two lines now and then."""
        wanted = [(self.items[item], quantity) for item, quantity in lines]
        number = self.world.quote(self.parties[party], wanted, ship_complete=whole)
        if self.world.confirm(number).done:
            self.orders.append(number)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """Orders are released."""
        self.world.release(*data.draw(st.lists(st.sampled_from(self.orders), min_size=1, unique=True)))

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), share=st.sampled_from([D(0), D("0.5"), D(1), D(1), D(1)]))
    def pick(self, data: st.DataObject, share: Decimal) -> None:
        """Tasks are picked, some short."""
        floor = self.world.as_("floor")
        with reading(floor):
            waiting = ready_tasks(floor, site_id=self.world.site_id, kind="pick")
        if not waiting:
            return
        chosen = data.draw(st.lists(st.sampled_from(waiting), min_size=1, unique_by=lambda task: task.id))
        picks = [PickDone(task.id, (task.quantity * share).to_integral_value(), "not found") for task in chosen]
        self.tried(lambda: confirm_picks(floor, picks=picks))

    @rule()
    def put_back(self) -> None:
        """Cancelled goods go back."""
        floor = self.world.as_("floor")
        with reading(floor):
            waiting = ready_tasks(floor, site_id=self.world.site_id, kind="put_back")
        if waiting:
            self.tried(lambda: confirm_put_backs(floor, tasks=[task.id for task in waiting]))

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def dispatch(self, data: st.DataObject) -> None:
        """What is picked of an order leaves."""
        order = data.draw(st.sampled_from(self.orders))
        units = self.tried(lambda: self.world.pack(order))
        if units:
            self.shipments += self.tried(lambda: self.world.dispatch(units)) or []

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def repack(self, data: st.DataObject) -> None:
        """What is picked of an order is packed, and unpacked again."""
        order = data.draw(st.sampled_from(self.orders))
        units = self.tried(lambda: self.world.pack(order))
        if units:
            self.tried(lambda: unpack_goods(self.world.as_("floor"), units=units, reason="Wrong carton"))

    @precondition(lambda self: self.orders)
    @rule(most=st.integers(1, 6), goes=st.booleans())
    def wave(self, most: int, goes: bool) -> None:
        """A wave is planned, then released or given up."""
        floor = self.world.as_("floor")
        (made,) = plan_waves(floor, waves=[WaveInput(self.world.site_id, "Wave", most_lines=most)])
        if made.document and goes:
            release_waves(floor, waves=[made.document])
        elif made.document:
            cancel_waves(floor, waves=[made.document], reason="No lorry")
        self.world.react()

    @rule(item=ITEMS, counted=st.integers(0, 12))
    def count(self, item: int, counted: int) -> None:
        """A bin is counted, whatever was blocked in it."""
        world = self.world
        found = BinCount(world.bin("A-1"), self.items[item], D(counted))
        self.tried(lambda: confirm_counts(world.as_("stock"), counts=[found]))
        world.react()

    @precondition(lambda self: self.shipments)
    @rule(data=st.data(), refuse=st.sampled_from([0, 0, 1, 99]))
    def prove(self, data: st.DataObject, refuse: int) -> None:
        """A shipment arrives; some of it is refused."""
        shipment = data.draw(st.sampled_from(self.shipments))
        floor = self.world.as_("floor")
        with reading(floor):
            lines = lines_of(floor, [shipment])
        out = {line.id: line.quantity - line.accepted - line.back - line.lost for line in lines}
        refused = {number: min(D(refuse), quantity) for number, quantity in out.items()} if refuse else {}
        self.tried(lambda: self.world.deliver(shipment, refused=refused))

    @precondition(lambda self: self.shipments)
    @rule(data=st.data(), way=st.sampled_from(["again", "again", "lost", "claimed", "back", "one back"]))
    def second_try(self, data: st.DataObject, way: str) -> None:
        """What was refused goes out again, comes back or is lost."""
        shipment = data.draw(st.sampled_from(self.shipments))
        floor = self.world.as_("floor")
        if way == "again":
            self.tried(lambda: redeliver(floor, redeliveries=[RedeliveryInput(shipment, "again")]).unrefused())
        elif way in ("lost", "claimed"):
            loss = LossInput(shipment, "gone", "DHL" if way == "claimed" else "")
            self.tried(lambda: record_losses(self.world.as_("stock"), losses=[loss]))
        else:
            with reading(floor):
                (line, *_) = lines_of(floor, [shipment])
            part = {line.id: D(1)} if way == "one back" else {}
            self.tried(lambda: bring_back(floor, goods=[BackInput(shipment, quantities=part)]).unrefused())

    @precondition(lambda self: self.shipments)
    @rule(data=st.data(), quantity=QUANTITIES)
    def take_back(self, data: st.DataObject, quantity: int) -> None:
        """A customer returns something."""
        shipment = data.draw(st.sampled_from(self.shipments))
        dock = self.world.as_("dock")
        with reading(dock):
            line = data.draw(st.sampled_from(lines_of(dock, [shipment])))
        back = ReturnInput([ReturnLineInput(line.id, D(quantity))], "returned")
        self.tried(lambda: receive_returns(dock, returns=[back]))

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), part=st.booleans())
    def cancel(self, data: st.DataObject, part: bool) -> None:
        """An order is cancelled or cut."""
        order = data.draw(st.sampled_from(self.orders))
        desk = self.world.as_("desk")
        lines = self.world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", order)
        cuts = {lines[0][0]: D(1)} if part else None
        self.tried(lambda: cancel_lines(desk, orders=[order], quantities=cuts, reason="changed"))

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), quantity=st.integers(0, 30), price=st.sampled_from([None, None, 4, 9, 13]), day=st.booleans())
    def amend(self, data: st.DataObject, quantity: int, price: int | None, day: bool) -> None:
        """A customer changes a line: how much, at which price, by when; or buys something else along with it."""
        world, order = self.world, data.draw(st.sampled_from(self.orders))
        ((line,), *_) = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s ORDER BY id DESC", order)
        change = LineAmendment(line, D(quantity), None if price is None else D(price))
        added = [LineInput(self.items[0], D(2))] if quantity % 5 == 0 else []
        moved = world.today + timedelta(days=quantity) if day else None
        asked = AmendmentInput(Versioned(order), "changed", [change], added, requested_on=moved)
        self.tried(lambda: amend_orders(world.as_("desk"), amendments=[asked]))

    @rule(item=ITEMS, quantity=st.integers(-8, 8).filter(bool))
    def adjust(self, item: int, quantity: int) -> None:
        """Stock is found or lost."""
        world = self.world
        change = Adjustment(world.site_id, world.bin("A-1"), self.items[item], D(quantity))
        self.tried(lambda: adjust_stock(world.as_("stock"), adjustments=[change], reason="counted"))

    @precondition(lambda self: self.shipments)
    @rule(party=st.integers(0, 1), amount=st.integers(1, 300))
    def pay(self, party: int, amount: int) -> None:
        """A customer pays."""
        self.tried(lambda: self.world.pay(self.parties[party], amount))

    @precondition(lambda self: self.orders)
    @rule()
    def month_ends(self) -> None:
        """What waited for the end of the month is billed."""
        self.world.now += timedelta(days=31)
        self.tried(self.world.bill)

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), answer=st.sampled_from(["approve", "approve", "decline", "wait"]))
    def give_up(self, data: st.DataObject, answer: str) -> None:
        """Something earned shall never be billed; another person decides, or leaves it."""
        found = self.world.rows("SELECT id FROM billing_billable_event WHERE state = 'open' AND kind = 'earned'")
        if not found:
            return
        event = data.draw(st.sampled_from([number for (number,) in found]))
        clerk, books = self.world.as_("billing"), self.world.as_("books")
        made = self.tried(lambda: waive_events(clerk, events=[event], reason="goodwill"))
        waiting = [one.document for one in made or () if one.status == "held" and one.document]
        if waiting and answer != "wait":
            self.tried(
                lambda: decide_waivers(books, waivers=waiting, approve=answer == "approve", remark="as the rule says")
            )

    @invariant()
    def never_oversold(self) -> None:
        """What can still be promised never falls below zero."""
        if hasattr(self, "items"):
            assert all(self.world.free(item) >= 0 for item in self.items)


TheLine.TestCase.settings = runs(12, 25)
TestTheLine = TheLine.TestCase
