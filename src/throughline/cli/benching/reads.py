"""Reading at scale: the availability of ten thousand items at a site."""

import statistics
import time

from throughline.cli.benching.company import Stage
from throughline.governance.public import Duty
from throughline.modules.inventory.public import availability
from throughline.platform.database.statements import execute
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
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        with reading(ctx):
            found = availability(ctx, stage.site_id)
        seconds.append(time.perf_counter() - begun)
        assert len(found) >= ITEMS
    return statistics.median(seconds) * 1000
