"""A company of its own for every test, with the people who work in it and words to tell a story with.

Everything goes through public operations, as the people's roles allow, so no test starts from an impossible state.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from throughline.governance.public import Duty, SiteInput, found_company, open_sites, set_policy
from throughline.modules.billing.public import RateInput, due_events, run_billing, set_tax_rates
from throughline.modules.catalog.testing import item as make_item
from throughline.modules.inventory.public import availability, demands_of, places_by_code, set_up_site
from throughline.modules.ledger.public import balance_of, set_up_books
from throughline.modules.logistics.public import Load, ProofInput, dispatch_units, lines_of, prove_deliveries
from throughline.modules.parties.testing import customer as make_customer
from throughline.modules.pricing.testing import price as make_price
from throughline.modules.sales.public import (
    LineInput,
    QuoteInput,
    confirm_orders,
    quote_orders,
)
from throughline.modules.sales.public import (
    lines_of as order_lines,
)
from throughline.modules.settlement.public import PaymentInput, open_items_for, register_payments, set_credit_limits
from throughline.modules.warehouse.public import (
    PackLine,
    PackUnit,
    PickDone,
    ReceiptInput,
    ReceiptLineInput,
    confirm_picks,
    pack_goods,
    packable,
    ready_tasks,
    receive_goods,
    release_demands,
)
from throughline.platform import events, verification
from throughline.platform.operations import Ctx, Outcome, Outcomes, Versioned, reading
from throughline.platform.permissions import User

D = Decimal
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LINE = "sales.order_line"

#: Who works here, under which duty.
STAFF = {
    "desk": {Duty.ORDER_ENTRY},
    "pricing": {Duty.PRICING},
    "credit": {Duty.CREDIT},
    "floor": {Duty.SHIPPING},
    "dock": {Duty.RECEIVING},
    "buyer": {Duty.PURCHASING},
    "stock": {Duty.STOCK_ADJUSTMENT},
    "second": {Duty.STOCK_ADJUSTMENT},
    "billing": {Duty.BILLING},
    "cash": {Duty.PAYMENT},
    "books": {Duty.POSTING},
    "masters": {Duty.MASTER_DATA},
    "admin": {Duty.ADMINISTRATION},
}


@dataclass
class World:
    """A company, its site, its people and its clock."""

    company_id: int
    people: dict[str, int]
    now: datetime = MONDAY
    site_id: int = 0
    items: dict[str, int] = field(default_factory=dict)

    def as_(self, person: str, **more: Any) -> Ctx:
        """Act as somebody."""
        duties = frozenset(str(duty) for duty in STAFF[person])
        return Ctx(
            self.company_id,
            self.people[person],
            permissions=frozenset({"*"}),
            duties=duties,
            clock=lambda: self.now,
            door="test",
            **more,
        )

    @property
    def today(self) -> date:
        """The day of the story."""
        return self.now.date()

    def later(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    # -- what the company has -------------------------------------------------------------------------------------

    def item(self, name: str, *, stock: object = 0, cost: object = 0, price: object = None, **more: Any) -> int:
        """Trade an item, with opening stock at a cost and a list price."""
        number = make_item(self.as_("masters"), **more)
        self.items[name] = number
        if price is not None:
            make_price(self.as_("pricing"), number, price)
        if D(str(stock)):
            self.receive(number, stock, cost, kind="opening")
        return number

    def customer(self, *, limit: object = None, **more: Any) -> int:
        """Have a customer, with a credit limit where one is given."""
        party = make_customer(self.as_("masters"), **more)
        if limit is not None:
            set_credit_limits(self.as_("credit"), limits={party: D(str(limit))})
        return party

    def policy(self, kind: str, scope: Mapping[str, Any] | None = None, **parameters: Any) -> int:
        """Set a policy."""
        return set_policy(self.as_("masters"), kind=kind, name=kind, scope=scope or {}, parameters=parameters)

    def receive(self, item: int, quantity: object, cost: object, *, kind: str = "purchase", **more: Any) -> Outcomes:
        """Receive goods into the first bin."""
        place = self.bin("A-1")
        line = ReceiptLineInput(item, D(str(quantity)), D(str(cost)), location_id=place, **more)
        done = receive_goods(self.as_("dock"), receipts=[ReceiptInput(self.site_id, [line], kind=kind)]).unrefused()
        self.react()
        return done

    def bin(self, code: str) -> int:
        """Give a place by its code."""
        with reading(self.as_("floor")):
            return places_by_code(self.as_("floor"), self.site_id)[code]

    # -- the line ---------------------------------------------------------------------------------------------------

    def quote(self, party: int, lines: Iterable[tuple[Any, ...]], **more: Any) -> int:
        """Quote lines of (item, quantity[, unit[, price[, discount]]]) and give the order."""
        inputs = [_line(line) for line in lines]
        quote = QuoteInput(party, self.site_id, inputs, **more)
        document = quote_orders(self.as_("desk"), quotes=[quote]).only().document
        assert document is not None
        return document

    def confirm(self, *orders: int) -> Outcomes:
        """Try to confirm orders."""
        done = confirm_orders(self.as_("desk"), orders=[Versioned(order) for order in orders])
        self.react()
        return done

    def order(self, party: int, lines: Iterable[tuple[Any, ...]], **more: Any) -> int:
        """Quote and confirm an order that nothing stops."""
        number = self.quote(party, lines, **more)
        (outcome,) = self.confirm(number)
        assert outcome.status == "done", outcome
        return number

    def demands(self, *orders: int) -> list[Any]:
        """Give the demands of orders, line by line."""
        ctx = self.as_("desk")
        with reading(ctx):
            refs = [line.id for line in order_lines(ctx, orders)]
            found = demands_of(ctx, LINE, refs)
        return [found[ref] for ref in refs if ref in found]

    def release(self, *orders: int) -> Outcomes:
        """Release what is open of orders."""
        done = release_demands(self.as_("floor"), demands=[d.id for d in self.demands(*orders)])
        self.react()
        return done

    def tasks(self, *orders: int, kind: str = "pick") -> list[Any]:
        """Give the tasks that wait for orders."""
        ctx = self.as_("floor")
        with reading(ctx):
            return ready_tasks(ctx, kind=kind, demands=[d.id for d in self.demands(*orders)])

    def pick(self, *orders: int, quantities: Mapping[int, object] | None = None, reason: str = "") -> None:
        """Pick everything that is released of orders, or less of tasks, with a reason."""
        chosen = quantities or {}
        picks = [
            PickDone(task.id, D(str(chosen.get(task.id, task.quantity))), reason if task.id in chosen else "")
            for task in self.tasks(*orders)
        ]
        confirm_picks(self.as_("floor"), picks=picks).unrefused()
        self.react()

    def pack(self, *orders: int) -> list[int]:
        """Pack what is picked, a carton an order."""
        ctx = self.as_("floor")
        units = []
        for order in orders:
            with reading(ctx):
                found = packable(ctx, [d.id for d in self.demands(order)])
            lines = [PackLine(p.demand_id, p.picked - p.packed) for p in found.values() if p.picked > p.packed]
            units.append(PackUnit(lines))
        return pack_goods(ctx, units=units).unrefused().documents()

    def dispatch(self, units: Sequence[int], **more: Any) -> list[int]:
        """Let handling units leave, a shipment each."""
        done = dispatch_units(self.as_("floor"), loads=[Load([unit], **more) for unit in units])
        self.react()
        return done.documents()

    def ship(self, *orders: int) -> list[int]:
        """Release, pick, pack and dispatch what is there of orders; give the shipments."""
        self.release(*orders)
        self.pick(*orders)
        return self.dispatch(self.pack(*orders))

    def deliver(self, *shipments: int, refused: Mapping[int, object] | None = None) -> Outcomes:
        """Prove shipments, accepted whole unless quantities by line are refused."""
        ctx = self.as_("floor")
        with reading(ctx):
            lines = lines_of(ctx, shipments)
        back = {number: D(str(quantity)) for number, quantity in (refused or {}).items()}
        proofs = [
            ProofInput(
                n,
                signer="A. Receiver",
                refused={ln.id: back[ln.id] for ln in lines if ln.id in back and ln.shipment_id == n},
            )
            for n in shipments
        ]
        done = prove_deliveries(ctx, proofs=proofs).unrefused()
        self.react()
        return done

    def bill(self) -> Outcomes:
        """Run billing for what is due."""
        ctx = self.as_("billing")
        done = run_billing(ctx)
        self.react()
        return done

    def pay(self, party: int, amount: object, matches: Any = None) -> Outcomes:
        """Register a payment."""
        payment = PaymentInput(party, D(str(amount)), self.today, matches=matches)
        done = register_payments(self.as_("cash"), payments=[payment])
        self.react()
        return done

    def react(self) -> None:
        """Let the company react to what was announced."""
        events.drain(self.company_id, clock=lambda: self.now)

    # -- what one can see -------------------------------------------------------------------------------------------

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read with SQL as the company."""
        from throughline.platform.database.statements import rows

        with reading(self.as_("desk")):
            return rows(sql, list(values))

    def balance(self, role: str) -> Decimal:
        """Give the balance of an account."""
        with reading(self.as_("books")):
            return balance_of(self.as_("books"), role)

    def free(self, item: int) -> Decimal:
        """Give what of an item can still be promised."""
        with reading(self.as_("desk")):
            found = availability(self.as_("desk"), self.site_id, [item])
        return found[item].free if item in found else D(0)

    def on_hand(self, item: int) -> Decimal:
        """Give what of an item is on hand at the site."""
        ((quantity,),) = self.rows("SELECT coalesce(sum(on_hand), 0) FROM inventory_balance WHERE item_id = %s", item)
        return D(quantity)

    def stock_value(self, item: int) -> tuple[Decimal, Decimal]:
        """Give quantity and value of an item's stock."""
        ((quantity, value),) = self.rows(
            "SELECT coalesce(sum(quantity), 0), coalesce(sum(value), 0) FROM inventory_value_pool WHERE item_id = %s",
            item,
        )
        return D(quantity), D(value)

    def invoices(self, kind: str = "invoice") -> list[tuple[Any, ...]]:
        """Give posted documents: id, number, net, tax, gross."""
        return self.rows(
            "SELECT id, number, net, tax, gross FROM billing_invoice WHERE kind = %s AND state = 'posted' ORDER BY id",
            kind,
        )

    def open_balance(self, invoice: int) -> Decimal:
        """Give what is still owed of a document."""
        ctx = self.as_("cash")
        with reading(ctx):
            found = open_items_for(ctx, "billing.invoice", [invoice])
        return D(found[invoice].balance)

    def verify(self) -> None:
        """Prove every promise over this company."""
        report = verification.run(self.company_id, alias="owner")
        assert report.checks
        assert not report.broken(), [(check.name, check.rows[:5]) for check in report.broken()]


def _line(line: tuple[Any, ...]) -> LineInput:
    item, quantity, *rest = line
    unit, price, discount = [*rest, *[None] * (3 - len(rest))]
    return LineInput(
        item,
        D(str(quantity)),
        unit or "",
        None if price is None else D(str(price)),
        D(str(discount or 0)),
    )


def new_world(*, rates: Mapping[str, object] | None = None) -> World:
    """Found a company with a site, books, tax rates and its people."""
    code = uuid4().hex[:10]
    people = {
        name: User.objects.using("owner").create(username=f"{name}-{code}", name=name.title()).pk for name in STAFF
    }
    founder = Ctx(
        0, 1, permissions=frozenset({"*"}), duties=frozenset({str(Duty.ADMINISTRATION)}), clock=lambda: MONDAY
    )
    company = found_company(founder, code=code, name=f"Company {code}", country="DE", currency="EUR")
    world = World(company, people)
    masters = world.as_("masters")
    (world.site_id,) = open_sites(masters, sites=[SiteInput("W1", "First site", weekdays="1234567")])
    set_up_site(masters, site_id=world.site_id, bins=["A-1", "A-2", "B-1", "B-2"])
    set_up_books(masters)
    percent = {"standard": "20", "reduced": "7", "zero": "0", **{k: str(v) for k, v in (rates or {}).items()}}
    set_tax_rates(
        masters, rates=[RateInput("domestic", name, D(rate), date(2020, 1, 1)) for name, rate in percent.items()]
    )
    return world


def held(outcomes: Outcomes) -> Outcome:
    """Give the one outcome that is held."""
    (outcome,) = outcomes.held
    return outcome


__all__ = ["D", "World", "due_events", "held", "new_world"]
