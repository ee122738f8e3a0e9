"""Random runs between two sites, with lots that expire, packagings, transfers, substitutes, holds and disputes.

As in the runs of the line, what is refused is refused whole, and `verify` at the end proves every promise.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.proofs.running import Run, runs
from tests.world import D, new_world
from throughline.governance.public import SiteInput, decide_holds, open_sites, place_holds
from throughline.modules.billing.public import CreditInput, CreditLineInput, credit_without_origin
from throughline.modules.catalog.public import SubstituteInput, save_substitutes
from throughline.modules.inventory.public import (
    Adjustment,
    StatusChange,
    StockMove,
    adjust_stock,
    change_status,
    decide_adjustments,
    move_stock,
    places_by_code,
    set_expired_apart,
    set_up_site,
)
from throughline.modules.logistics.public import (
    BackInput,
    ClaimSettled,
    LossInput,
    bring_back,
    record_losses,
    settle_claims,
)
from throughline.modules.returns.public import (
    ReturnInput,
    ReturnLineInput,
    UnreferencedInput,
    UnreferencedLine,
    receive_returns,
    receive_unreferenced,
)
from throughline.modules.sales.public import SubstitutionInput, substitute_lines
from throughline.modules.settlement.public import MatchInput, match_items, set_disputes
from throughline.modules.transfers.public import (
    ArrivedLine,
    SendLine,
    decide_write_off,
    receive_transfer,
    send_transfer,
)
from throughline.modules.warehouse.public import (
    BinCount,
    PickDone,
    ReceiptInput,
    ReceiptLineInput,
    confirm_counts,
    confirm_picks,
    confirm_put_backs,
    ready_tasks,
    receive_goods,
)
from throughline.platform.operations import reading

SITES = st.integers(0, 1)
ITEMS = st.integers(0, 2)
QUANTITIES = st.integers(1, 12)
LOTS = ("L1", "L2", "L3")


class TwoSites(Run):
    """A company with two sites that trades an item kept by lot, one by the box, and a substitute of it."""

    @initialize(crosses=st.booleans(), limit=st.booleans(), trigger=st.sampled_from(["accepted", "dispatched"]))
    def found(self, crosses: bool, limit: bool, trigger: str) -> None:
        """Found it, with its policies."""
        self.world = world = new_world()
        masters = world.as_("masters")
        (second,) = open_sites(masters, sites=[SiteInput("W2", "Second site", weekdays="1234567")])
        set_up_site(masters, site_id=second, bins=["A-1"])
        self.sites = [world.site_id, second]
        world.policy("billing.policy", trigger=trigger, grouping="shipment", frequency="immediate")
        world.policy("sales.ranking", {"service_class": "urgent"}, rank=10)
        if crosses:
            world.policy("warehouse.cross_docking", window_days=3)
        if limit:
            world.policy("inventory.adjusting", limit_without_approval="20")
        self.items = [world.item("L", price=10, lot_tracked=True), world.item("B", price=12, units={"box": 6}),
                      world.item("S", price=14)]  # fmt: skip
        save_substitutes(masters, substitutes=[SubstituteInput(self.items[1], self.items[2])])
        self.parties = [world.customer(accepts_substitutes=True), world.customer()]
        self.bins = []
        with reading(masters):
            self.bins = [places_by_code(masters, site)["A-1"] for site in self.sites]
        for item in range(3):
            self._receive(item, 0, 60, "L1", 20)
            self._receive(item, 1, 20, "L2", 40)

    def one(self, data: st.DataObject, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """Draw one of the rows that a question finds."""
        found = self.world.rows(sql, *values)
        return data.draw(st.sampled_from(found)) if found else None

    def _receive(self, item: int, site: int, quantity: int, lot: str, days: int, *, dock: bool = False) -> None:
        place = None if dock else self.bins[site]
        line = ReceiptLineInput(self.items[item], D(quantity), D(3 + item), location_id=place)
        if item == 0:
            line = replace(line, lot_code=lot, expires_on=self.world.today + timedelta(days=days))
        self.tried(lambda: receive_goods(self.world.as_("dock"), receipts=[ReceiptInput(self.sites[site], [line])]))

    @rule(
        item=ITEMS,
        site=SITES,
        quantity=QUANTITIES,
        lot=st.sampled_from(LOTS),
        days=st.integers(1, 40),
        dock=st.booleans(),
    )
    def receive(self, item: int, site: int, quantity: int, lot: str, days: int, dock: bool) -> None:
        """Goods arrive at a site, and stay at the dock or go to a bin."""
        self._receive(item, site, quantity, lot, days, dock=dock)

    @rule(data=st.data(), site=SITES, quantity=QUANTITIES)
    def put_away(self, data: st.DataObject, site: int, quantity: int) -> None:
        """What lies somewhere is moved to a bin."""
        lies = self.one(
            data, "SELECT id FROM inventory_balance WHERE site_id = %s AND on_hand > 0 ORDER BY id", self.sites[site]
        )
        if lies:
            move = StockMove(lies[0], self.bins[site], D(quantity))
            self.tried(lambda: move_stock(self.world.as_("dock"), moves=[move]))

    @rule(
        party=SITES,
        site=SITES,
        item=ITEMS,
        quantity=QUANTITIES,
        more=st.tuples(st.booleans(), st.booleans()),
        goes=st.integers(0, 4),
    )
    def order(self, party: int, site: int, item: int, quantity: int, more: tuple[bool, bool], goes: int) -> None:
        """A customer orders from a site, by the piece or by the box; some orders go on at once, up to delivery."""
        world, (box, urgent) = self.world, more
        lines = [(self.items[item], quantity), (self.items[1], 1, "box" if box else "")]
        at_first, world.site_id = world.site_id, self.sites[site]
        number = world.quote(self.parties[party], lines, service_class="urgent" if urgent else "standard")
        world.site_id = at_first
        if not world.confirm(number).done or not goes:
            return
        world.release(number)
        if goes > 1:
            self._picked(world.tasks(number), D(1), "")
        units = self.tried(lambda: world.pack(number)) if goes > 2 else None
        shipments = self.tried(lambda: world.dispatch(units)) if units else None
        if shipments and goes > 3:
            self.tried(lambda: world.deliver(*shipments))

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """An order is released."""
        order = self.one(data, "SELECT id FROM sales_order WHERE state = 'confirmed' ORDER BY id")
        if order:
            self.world.release(order[0])

    @rule(site=SITES, share=st.sampled_from([D("0.5"), D(1), D(1), D(1)]), lot=st.sampled_from([*LOTS, "", ""]))
    def pick(self, site: int, share: Decimal, lot: str) -> None:
        """The tasks of a site are picked, some short, some from another lot."""
        floor = self.world.as_("floor")
        with reading(floor):
            waiting = ready_tasks(floor, site_id=self.sites[site], kind="pick")
        self._picked(waiting, share, lot)

    def _picked(self, tasks: Sequence[Any], share: Decimal, lot: str) -> None:
        """Pick tasks, from a lot or from those that they name."""
        for task in tasks:
            read = (lot or task.lot_code) if task.lot_code else ""
            done = PickDone(task.id, (task.quantity * share).to_integral_value(), "not found", read, "in the way")
            self.tried(lambda done=done: confirm_picks(self.world.as_("floor"), picks=[done]))

    @rule()
    def put_back(self) -> None:
        """What was picked in vain goes back."""
        floor = self.world.as_("floor")
        with reading(floor):
            waiting = ready_tasks(floor, kind="put_back")
        if waiting:
            self.tried(lambda: confirm_put_backs(floor, tasks=[task.id for task in waiting]))

    @rule(data=st.data())
    def dispatch(self, data: st.DataObject) -> None:
        """What is picked of an order leaves."""
        order = self.one(data, "SELECT id FROM sales_order WHERE state = 'confirmed' ORDER BY id")
        units = self.tried(lambda: self.world.pack(order[0])) if order else None
        if units:
            self.tried(lambda: self.world.dispatch(units))

    @rule(data=st.data(), refuse=st.sampled_from([0, 0, 0, 2]))
    def prove(self, data: st.DataObject, refuse: int) -> None:
        """A shipment arrives; some of it is refused."""
        line = self.one(data, "SELECT shipment_id, id, quantity FROM logistics_shipment_line WHERE"
                              " quantity_accepted = 0 ORDER BY id")  # fmt: skip
        if line:
            refused = {line[1]: min(D(refuse), line[2])} if refuse else {}
            self.tried(lambda: self.world.deliver(line[0], refused=refused))

    @rule(data=st.data(), way=st.sampled_from(["back", "back", "lost", "claimed"]))
    def after_refusal(self, data: st.DataObject, way: str) -> None:
        """What was refused comes back or is lost; a claim is paid in part."""
        line = self.one(data, "SELECT shipment_id FROM logistics_shipment_line WHERE quantity_refused > 0 ORDER BY id")
        if not line:
            return
        world = self.world
        if way == "back":
            self.tried(lambda: bring_back(world.as_("floor"), goods=[BackInput(line[0])]))
            return
        loss = LossInput(line[0], "gone", "DHL" if way == "claimed" else "")
        self.tried(lambda: record_losses(world.as_("stock"), losses=[loss]))
        claim = self.one(data, "SELECT id FROM logistics_loss WHERE state = 'claimed' ORDER BY id")
        if claim:
            self.tried(lambda: settle_claims(world.as_("cash"), claims=[ClaimSettled(claim[0], D(2))]))

    @rule(data=st.data(), quantity=st.integers(1, 4), status=st.sampled_from(["available", "quarantine", "damaged"]))
    def take_back(self, data: st.DataObject, quantity: int, status: Any) -> None:
        """A customer returns goods, good ones or bad."""
        line = self.one(data, "SELECT id FROM logistics_shipment_line WHERE quantity_accepted > 0 ORDER BY id")
        if line:
            back = ReturnInput([ReturnLineInput(line[0], D(quantity), status=status)], "returned")
            self.tried(lambda: receive_returns(self.world.as_("dock"), returns=[back]))

    @rule(party=SITES, site=SITES, item=ITEMS, quantity=st.integers(1, 3))
    def bring(self, party: int, site: int, item: int, quantity: int) -> None:
        """A customer brings goods that no delivery shows."""
        lines = [UnreferencedLine(self.items[item], D(quantity), D(5))]
        back = UnreferencedInput(self.parties[party], self.sites[site], lines, "found in the yard")
        self.tried(lambda: receive_unreferenced(self.world.as_("dock"), returns=[back]))

    @rule(data=st.data(), quantity=QUANTITIES)
    def send(self, data: st.DataObject, quantity: int) -> None:
        """Goods go to the other site."""
        lies = self.one(data, "SELECT id, site_id FROM inventory_balance WHERE site_id IS NOT NULL AND on_hand > 0"
                              " ORDER BY id")  # fmt: skip
        if lies:
            (other,) = [site for site in self.sites if site != lies[1]]
            lines = [SendLine(lies[0], D(quantity))]
            floor = self.world.as_("floor")
            self.tried(lambda: send_transfer(floor, from_site_id=lies[1], to_site_id=other, lines=lines))

    @rule(data=st.data(), arrives=st.integers(0, 12), missing=st.integers(0, 4), approve=st.booleans())
    def arrive(self, data: st.DataObject, arrives: int, missing: int, approve: bool) -> None:
        """They arrive, with less than was sent now and then; what waits for another person is decided."""
        line = self.one(
            data,
            """SELECT transfer_id, id, quantity - quantity_arrived - quantity_missing FROM transfers_transfer_line
               WHERE quantity_arrived + quantity_missing < quantity ORDER BY id""",
        )
        if not line:
            return
        world = self.world
        here = min(D(arrives), line[2])
        came = [ArrivedLine(line[1], here, min(D(missing), line[2] - here))]
        self.tried(lambda: receive_transfer(world.as_("dock"), transfer_id=line[0], lines=came))
        waits = self.one(data, "SELECT id FROM transfers_write_off WHERE state = 'waiting' ORDER BY id")
        if waits:
            ctx = world.as_("stock")
            self.tried(lambda: decide_write_off(ctx, write_off=waits[0], approve=approve, remark="as seen"))

    @rule(data=st.data(), status=st.sampled_from(["available", "blocked", "quarantine"]), share=st.integers(1, 2))
    def turn(self, data: st.DataObject, status: Any, share: int) -> None:
        """What lies at a place gets another status, all of it or half."""
        lies = self.one(
            data,
            "SELECT id, on_hand FROM inventory_balance WHERE site_id IS NOT NULL AND on_hand > 0 AND status <> %s"
            " ORDER BY id",
            status,
        )
        if lies:
            change = StatusChange(lies[0], status, max(lies[1] // share, D(1)))
            self.tried(lambda: change_status(self.world.as_("stock"), changes=[change], reason="inspected"))

    @rule(data=st.data(), status=st.sampled_from(["available", "blocked", "quarantine"]))
    def adjust(self, data: st.DataObject, status: Any) -> None:
        """What lies at a place is adjusted away and found as another status; worth too much, another person decides."""
        lies = self.one(
            data,
            """SELECT b.site_id, b.location_id, b.item_id, b.on_hand, b.lot_id, b.status FROM inventory_balance b
               WHERE b.site_id IS NOT NULL AND b.on_hand > 0 AND b.status <> %s ORDER BY b.id""",
            status,
        )
        if not lies:
            return
        site, place, item, there, lot, before = lies
        pair = [Adjustment(site, place, item, -there, lot, before), Adjustment(site, place, item, there, lot, status)]
        self.tried(lambda: adjust_stock(self.world.as_("stock"), adjustments=pair, reason="inspected"))
        waits = self.one(data, "SELECT id FROM inventory_adjustment WHERE state = 'waiting' ORDER BY id")
        if waits:
            second = self.world.as_("second")
            self.tried(lambda: decide_adjustments(second, adjustments=[waits[0]], approve=True, remark="seen"))

    @rule(data=st.data(), counted=st.integers(0, 14))
    def count(self, data: st.DataObject, counted: int) -> None:
        """A place is counted."""
        lies = self.one(
            data,
            """SELECT location_id, item_id, lot_id FROM inventory_balance
               WHERE site_id IS NOT NULL AND on_hand > 0 ORDER BY id""",
        )
        if lies:
            found = BinCount(lies[0], lies[1], D(counted), lies[2])
            self.tried(lambda: confirm_counts(self.world.as_("stock"), counts=[found]))

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        """Days pass, lots expire, what is due is billed."""
        self.world.later(days)
        self.tried(lambda: set_expired_apart(self.world.as_("floor")))
        self.tried(self.world.bill)

    @rule(data=st.data(), agreed=st.booleans())
    def substitute(self, data: st.DataObject, agreed: bool) -> None:
        """A substitute is delivered for what is left of a line."""
        line = self.one(data, "SELECT id FROM sales_order_line WHERE item_id = %s ORDER BY id", self.items[1])
        if line:
            swap = [SubstitutionInput(line[0], self.items[2])]
            self.tried(
                lambda: substitute_lines(self.world.as_("desk"), substitutions=swap, reason="out", agreed=agreed)
            )

    @rule(data=st.data(), stage=st.sampled_from(["release", "ship", "bill"]), lifted=st.booleans())
    def hold(self, data: st.DataObject, stage: Any, lifted: bool) -> None:
        """A person stops an order, or lets it go."""
        credit = self.world.as_("credit")
        stopped = self.one(data, "SELECT id FROM governance_hold WHERE released_at IS NULL ORDER BY id")
        if lifted and stopped:
            self.tried(lambda: decide_holds(credit, holds=[stopped[0]], reason="paid"))
            return
        thread = self.one(data, "SELECT thread_id FROM sales_order WHERE state = 'confirmed' ORDER BY id")
        if thread:
            self.tried(lambda: place_holds(credit, threads=[thread[0]], stage=stage, reason="asks for proof"))

    @rule(data=st.data(), disputed=st.booleans(), amount=st.integers(1, 90))
    def settle(self, data: st.DataObject, disputed: bool, amount: int) -> None:
        """An invoice is disputed or not, a credit given for it, money comes in and is matched."""
        world = self.world
        owed = self.one(
            data, "SELECT id, party_id FROM settlement_open_item WHERE state = 'open' AND balance > 0 ORDER BY id"
        )
        if not owed:
            return
        item, party = owed
        self.tried(lambda: set_disputes(world.as_("credit"), items=[item], disputed=disputed, reason="wrong price"))
        if disputed:
            line = CreditLineInput("P", "Price", D(1), D(amount) / 4)
            given = [CreditInput(party, [line], "wrong price")]
            self.tried(lambda: credit_without_origin(world.as_("billing"), credits=given))
            self.tried(world.bill)
        else:
            self.tried(lambda: world.pay(party, amount))
        credit = self.one(data, "SELECT id FROM settlement_open_item WHERE state = 'open' AND balance < 0 AND"
                                " party_id = %s ORDER BY id", party)  # fmt: skip
        if credit:
            self.tried(lambda: match_items(world.as_("cash"), matches=[MatchInput(item, credit[0])]))


TwoSites.TestCase.settings = runs(12, 30)
TestTwoSites = TwoSites.TestCase
