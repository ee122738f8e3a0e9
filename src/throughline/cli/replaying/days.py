"""The days of the company, one after the other, each with all its stations; a closed day is not worked again."""

from datetime import date, timedelta

from throughline.cli.replaying import counting, credits, floor, money, orders, rules, state
from throughline.cli.replaying.company import Company
from throughline.cli.replaying.progress import Progress
from throughline.cli.replaying.reading import SALE, Book
from throughline.cli.replaying.supply import Supply

#: Days after which the tables have grown so much that the planner has to look at them again at once.
ANALYSED = frozenset({0, 1, 3, 7, 15, 31, 63, 127, 255})


def work(company: Company, book: Book, until: date | None) -> Progress:
    """Work from the first day, or the first that is not closed, up to the last; give what was counted."""
    last = until or book.last
    closed = state.closed_days(company)
    worked = {day: len(book.of(day, SALE)) for day in book.days if day <= last}
    progress = Progress(sum(worked.values()), sum(n for day, n in worked.items() if day in closed))
    supply = Supply(company, book)
    if not closed:
        supply.open_stock()
        state.analyse()
    day = book.first
    while day <= last or (until is None and _goes_on(company, day, last)):
        if day not in closed:
            _work_day(company, book, supply, day, progress)
            progress.moved(day)
            if (day - book.first).days in ANALYSED:
                state.analyse()
        day += timedelta(days=1)
    progress.finish()
    return progress


def _goes_on(company: Company, day: date, last: date) -> bool:
    """Say whether the company still works on a day after the last orders: until all is delivered and paid."""
    if day <= last + timedelta(days=credits.BACK_DAYS):
        return True
    return day <= last + timedelta(days=rules.RUN_OUT_DAYS) and state.unfinished(company)


def _work_day(company: Company, book: Book, supply: Supply, day: date, progress: Progress) -> None:
    """Work the stations of a day in their order."""
    supply.buy(day)
    supply.receive(day)
    orders.take_orders(company, book, day, progress)
    company.settle()
    supply.delay(day)
    floor.prove(company, day)
    company.settle()
    credits.take_back(company, book, day)
    counting.count_stock(company, book, day)
    money.pay(company, day)
    floor.ship(company, day)
    money.close(company, day)
