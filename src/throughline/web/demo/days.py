"""One ordinary working day of the demo company, from the first receipt to the last payment."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from throughline.governance.public import decide_holds, holds_for, open_exceptions, resolve_exceptions
from throughline.modules.billing.public import run_billing
from throughline.modules.logistics.public import BackInput, bring_back
from throughline.modules.sales.public import (
    LineInput,
    QuoteInput,
    confirm_orders,
    list_orders,
    lose_quotes,
    quote_orders,
)
from throughline.modules.settlement.public import PaymentInput, open_items_of, register_payments
from throughline.platform.operations import Ctx, Versioned, reading
from throughline.web.demo.floor import Floor
from throughline.web.demo.masters import Item, Masters
from throughline.web.demo.stage import Clock, Stage
from throughline.web.demo.supply import Supply

D = Decimal
ORDERS_A_DAY = 9


class Days(Stage):
    """The company at work, a day at a time."""

    def __init__(self, staff: Mapping[str, Ctx], masters: Masters, clock: Clock, chance: Random) -> None:
        super().__init__(staff, masters, clock, chance)
        self.supply, self.floor = Supply(self), Floor(self)

    def tell(self, day: date, *, is_eve: bool = False) -> None:
        """Let one day happen; a Friday on the eve of today leaves its billing to today, so that something is due."""
        self.clock.begin(day)
        self.supply.arrive(day)
        self.floor.prove_due(day)
        self._decide(day)
        self.orders(day, self.chance.randint(ORDERS_A_DAY - 3, ORDERS_A_DAY + 3))
        if day.isoweekday() in (1, 3):
            self.supply.reorder(day)
        self.floor.fulfil(day)
        if day.isoweekday() == 5:
            self._lose_old(day)
            self._tidy(day)
            if not is_eve:
                run_billing(self.staff["billing"], upto=day)
                self.react()
        if day.isoweekday() in (2, 4):
            self._payments(day)

    # -- selling --------------------------------------------------------------------------------------------------

    def orders(self, day: date, count: int) -> list[int]:
        """Take orders: most of them become commitments the same hour; give their ids."""
        quotes = [self._quote(day) for _ in range(count)]
        made = quote_orders(self.staff["desk"], quotes=quotes).documents()
        self.clock.on(20)
        wanted = [number for number in made if self.chance.random() > 0.06]
        self.confirm(wanted)
        return made

    def confirm(self, orders: Sequence[int]) -> None:
        """Try to confirm quotes."""
        if orders:
            confirm_orders(self.staff["desk"], orders=[Versioned(number) for number in orders])
            self.react()

    def _quote(self, day: date) -> QuoteInput:
        party = self.chance.choice(list(self.masters.customers.values()))
        site = self.chance.choices(self.masters.sites, weights=(6, 3, 1))[0]
        items = self.chance.sample(self.masters.items, self.chance.choices((1, 2, 3, 4, 6, 9), (2, 4, 5, 4, 2, 1))[0])
        lines = [self.line(item) for item in items]
        if self.chance.random() < 0.2:
            lines.append(LineInput(self.masters.services[0], D(1)))
        wanted = day + timedelta(days=self.chance.choice((0, 1, 1, 2, 3, 5, 8)))
        return QuoteInput(party, site, lines, wanted, customer_po=f"PO{self.chance.randint(10000, 99999)}")

    def line(self, item: Item) -> LineInput:
        """Ask for a usual quantity of an item, sometimes by the box, sometimes with a price of one's own."""
        quantity = D(max(1, int(item.usual * self.chance.uniform(0.1, 0.6))))
        roll = self.chance.random()
        if item.pack and roll > 0.75:
            return LineInput(item.id, D(max(1, int(quantity / item.pack))), "box")
        if roll < 0.008:
            return LineInput(item.id, quantity, unit_price=(item.cost * D("1.06")).quantize(D("0.01")))
        if roll < 0.015:
            return LineInput(item.id, quantity, discount_percent=D(18))
        return LineInput(item.id, quantity, discount_percent=D(5) if roll < 0.08 else D(0))

    def _decide(self, day: date) -> None:
        """Let those who may decide on what was held yesterday; what nobody decides for long is lost."""
        for person in ("credit", "pricing"):
            ctx = self.staff[person]
            with reading(ctx):
                waiting = holds_for(ctx, ctx.duties, limit=200)
            chosen = [hold.id for hold in waiting if self.chance.random() < 0.45]
            if chosen:
                decide_holds(ctx, holds=chosen, reason="Known customer, agreed by telephone").unrefused()
                self.react()
            old = {hold.subject_id for hold in waiting if hold.placed_at.date() < day - timedelta(days=7)}
            left = sorted(old - {hold.subject_id for hold in waiting if hold.id in chosen})
            if left:
                lose_quotes(self.staff["desk"], orders=[Versioned(n) for n in left], reason="Customer bought elsewhere")
                self.react()

    def _lose_old(self, day: date) -> None:
        """Close quotes that nobody answered for ten days."""
        ctx = self.staff["desk"]
        with reading(ctx):
            waiting = list_orders(ctx, states=["quoted"], limit=200)
        old = [Versioned(one.id) for one in waiting if one.quoted_at.date() < day - timedelta(days=10)]
        if old:
            lose_quotes(ctx, orders=old, reason="No answer from the customer")

    def _tidy(self, day: date) -> None:
        """Deal with exceptions that are a week old: what was missing is counted, what was refused is brought back."""
        lead, driver = self.staff["lead"], self.staff["transport"]
        with reading(lead):
            old = [one for one in open_exceptions(lead, limit=200) if one.opened_at.date() < day - timedelta(days=6)]
        counted = [one.id for one in old if one.kind == "short_pick"]
        if counted:
            resolve_exceptions(lead, exceptions=counted, resolution="Counted, the rest follows")
        for one in old:
            if one.kind == "delivery_refused":
                bring_back(driver, goods=[BackInput(one.subject_id)]).unrefused()
                self.react()

    # -- money ----------------------------------------------------------------------------------------------------

    def _payments(self, day: date) -> None:
        """Let customers pay: most when it is due, some late, a few only a part."""
        ctx, payments = self.staff["cash"], list[PaymentInput]()
        for place, party in enumerate(self.masters.customers.values()):
            with reading(ctx):
                owed = [item for item in open_items_of(ctx, party) if item.balance > 0]
            patience = (0, -6, 3, 8, 40)[place % 5]
            due = [item for item in owed if item.due_on + timedelta(days=patience) <= day]
            if due:
                amount = sum((item.balance for item in due), D(0))
                part = amount if self.chance.random() > 0.08 else (amount / 2).quantize(D("0.01"))
                payments.append(PaymentInput(party, part, day, f"NL{self.chance.randint(10**8, 10**9)}"))
        if payments:
            register_payments(ctx, payments=payments)
            self.react()
