"""Reading at scale: the availability of ten thousand items at a site, and the PDF of an invoice."""

import statistics
import time
from collections.abc import Callable

from throughline.cli.benching.company import Stage
from throughline.cli.benching.pages import signed_in
from throughline.governance.public import Duty
from throughline.modules.inventory.public import availability
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import reading

ITEMS = 10_000


def fill(stage: Stage, items: int = ITEMS) -> None:
    """Give the site positions of many items, straight into the table: only reading is measured here."""
    execute(
        """INSERT INTO inventory_position (company_id, site_id, item_id, promisable, promised, allocated, incoming)
           SELECT %s, %s, 1000000000 + n, 100, 10, 5, 0 FROM generate_series(1, %s) AS n
           ON CONFLICT (company_id, site_id, item_id) DO NOTHING""",
        [stage.company_id, stage.site_id, items],
        alias="owner",
    )


def availability_of_all(stage: Stage, runs: int) -> float:
    """Give the median milliseconds of reading every item's availability at the site."""
    ctx = stage.as_(Duty.ORDER_ENTRY)

    def read() -> None:
        with reading(ctx):
            found = availability(ctx, stage.site_id)
        assert len(found) >= ITEMS

    return _median(read, runs)


def pdf(stage: Stage, runs: int) -> float:
    """Give the median milliseconds of asking for an invoice of ten lines as PDF, once the fonts are loaded."""
    ((number,),) = rows(
        """SELECT max(id) FROM billing_invoice WHERE company_id = %s AND state = 'posted' AND number LIKE 'INV-%%'""",
        [stage.company_id],
        alias="owner",
    )

    with signed_in(stage.company_id) as client:

        def print_it() -> None:
            assert client.get(f"/invoices/{number}/pdf/").content.startswith(b"%PDF")

        print_it()
        return _median(print_it, runs)


def _median(call: Callable[[], None], runs: int) -> float:
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds) * 1000
