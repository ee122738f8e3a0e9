"""The buyer and the dock: opening stock, announced arrivals, and goods that come in, some of them late.

The buyer knows the file: an arrival brings what its week will need beyond what will be left. A fixed share of the
arrivals comes late, so that some lines are short at first.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from throughline.cli.replaying import rules, state
from throughline.cli.replaying.chunks import parts
from throughline.cli.replaying.company import Company, moment
from throughline.cli.replaying.masters import have_items
from throughline.cli.replaying.reading import COUNT, SALE, Book
from throughline.modules.inventory.public import NewSupply, expect_supplies
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods

SUPPLY = "replay.supply"
WEEKS = 1000

Needs = dict[int, dict[str, int]]


class Supply:
    """What the company needs by week and item, and the work of getting it."""

    def __init__(self, company: Company, book: Book) -> None:
        """Look through the file: what will be sold, and what will be written off."""
        self.company = company
        self.book = book
        self.start = rules.monday(book.first)
        self.needs: Needs = defaultdict(lambda: defaultdict(int))
        for day, documents in book.days.items():
            for document in documents:
                for line in document.lines:
                    if document.kind in (SALE, COUNT) and rules.is_goods(line.code):
                        self._need(day, line.code, line.quantity if document.kind == SALE else -line.quantity)

    def _need(self, day: date, code: str, quantity: int) -> None:
        if quantity > 0:
            self.needs[self.week(day)][code] += quantity

    def week(self, day: date) -> int:
        """Give the number of a week, counted from the first."""
        return (day - self.start).days // 7

    def open_stock(self) -> None:
        """Put the first weeks' need on hand; what is not there yet is announced for a few days later."""
        at = moment(self.book.first, rules.BUYING)
        wanted: dict[str, int] = defaultdict(int)
        for week in range(rules.OPENING_WEEKS):
            for code, quantity in self.needs.get(week, {}).items():
                wanted[code] += quantity
        have_items(self.company, self.book, wanted, at)
        there = sorted(code for code in wanted if not rules.is_late(code, 0))
        missing = sorted(code for code in wanted if rules.is_late(code, 0))
        for place, codes in enumerate(parts(there)):
            lines = [self._line(code, Decimal(wanted[code])) for code in codes]
            receipt = ReceiptInput(self.company.site_id, lines, kind="opening", reference="Opening stock")
            receive_goods(self.company.as_("dock", at, f"opening:{place}"), receipts=[receipt]).unrefused()
        due = self.book.first + timedelta(days=rules.LATE_DAYS)
        self._announce(at, {code: wanted[code] for code in missing}, 0, due)

    def buy(self, day: date) -> None:
        """On a Monday, announce what the next week will need beyond what this week will leave."""
        week = self.week(day) + 1
        if day.weekday() or week < rules.OPENING_WEEKS:
            return
        at = moment(day, rules.BUYING)
        wanted = self.needs.get(week, {})
        have_items(self.company, self.book, wanted, at)
        left = state.positions(self.company)
        this_week = self.needs.get(week - 1, {})
        short: dict[str, int] = {}
        for code, quantity in wanted.items():
            rest = int(left.get(self.company.items[code], Decimal(0))) - this_week.get(code, 0)
            if quantity > rest:
                short[code] = quantity - rest
        self._announce(at, short, week, self.start + timedelta(weeks=week))

    def _announce(self, at: datetime, wanted: dict[str, int], week: int, due: date) -> None:
        for codes in parts(sorted(wanted)):
            supplies = [
                NewSupply(
                    SUPPLY,
                    self.company.items[code] * WEEKS + week,
                    f"{code} for week {week}",
                    self.company.site_id,
                    self.company.items[code],
                    due,
                    Decimal(wanted[code]),
                )
                for code in codes
            ]
            expect_supplies(self.company.as_("buyer", at), supplies=supplies)
            self.company.react(at)

    def delay(self, day: date) -> None:
        """In the evening, move the arrivals that were due and did not come: whoever was promised them is told."""
        late = [one for one in state.arrivals(self.company, day) if self._is_late(one)]
        at = moment(day, rules.PROVING)
        for part in parts(late):
            supplies = [
                NewSupply(
                    SUPPLY,
                    one.ref_id,
                    f"{one.code} for week {one.ref_id % WEEKS}",
                    self.company.site_id,
                    one.item_id,
                    one.due_on + timedelta(days=rules.LATE_DAYS),
                    one.quantity,
                )
                for one in part
            ]
            expect_supplies(self.company.as_("buyer", at), supplies=supplies)
            self.company.react(at)

    def _is_late(self, arrival: state.Arrival) -> bool:
        """Say whether an arrival is one of those that come late and was not moved yet."""
        week = arrival.ref_id % WEEKS
        return arrival.due_on == self.start + timedelta(weeks=week) and rules.is_late(arrival.code, week)

    def receive(self, day: date) -> None:
        """Put what arrives on hand, each item into its bin; who waits for it is promised it."""
        at = moment(day, rules.RECEIVING)
        for part in parts(one for one in state.arrivals(self.company, day) if not self._is_late(one)):
            lines = [self._line(one.code, one.quantity, one.ref_id) for one in part]
            receipt = ReceiptInput(self.company.site_id, lines, reference=f"Arrival of {day}")
            receive_goods(self.company.as_("dock", at), receipts=[receipt]).unrefused()
            self.company.react(at)

    def _line(self, code: str, quantity: Decimal, ref_id: int | None = None) -> ReceiptLineInput:
        return ReceiptLineInput(
            self.company.items[code],
            quantity,
            rules.unit_cost(self.book.prices.get(code)),
            location_id=self.company.places[rules.bin_of(code)],
            supply=None if ref_id is None else (SUPPLY, ref_id),
        )
