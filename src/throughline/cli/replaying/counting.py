"""Stock counts: what the file writes off or finds without a customer, as far as it is there."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from throughline.cli.replaying import rules, state
from throughline.cli.replaying.chunks import parts
from throughline.cli.replaying.company import Company, moment
from throughline.cli.replaying.masters import have_items
from throughline.cli.replaying.reading import COUNT, Book
from throughline.modules.inventory.public import Adjustment, adjust_stock


def count_stock(company: Company, book: Book, day: date) -> None:
    """Book the day's counts by item; below zero nothing goes, what is not on hand is left out and reported."""
    wanted: dict[str, int] = defaultdict(int)
    for document in book.of(day, COUNT):
        for line in document.lines:
            wanted[line.code] += line.quantity
    at = moment(day, rules.COUNTING)
    have_items(company, book, wanted, at)
    done = state.done_keys(company, f"{day}:count")
    for place, codes in enumerate(parts(sorted(wanted))):
        if f"{day}:count:{place}" not in done:
            _book(company, book, day, place, {code: wanted[code] for code in codes})


def _book(company: Company, book: Book, day: date, place: int, wanted: dict[str, int]) -> None:
    at = moment(day, rules.COUNTING)
    places = {code: company.places[rules.bin_of(code)] for code in wanted}
    there = state.on_hand(company, list(places.values()))
    adjustments = []
    for code, quantity in wanted.items():
        item, bin_id = company.items[code], places[code]
        change = max(Decimal(quantity), -there.get((bin_id, item), Decimal(0)))
        if change:
            cost = rules.unit_cost(book.prices.get(code)) if change > 0 else None
            adjustments.append(Adjustment(company.site_id, bin_id, item, change, unit_cost=cost))
    if adjustments:
        ctx = company.as_("counter", at, f"{day}:count:{place}")
        adjust_stock(ctx, adjustments=adjustments, reason=f"Counted on {day}")
        company.react(at)
