"""A list of a hundred thousand rows opens as one of a few does: counted in rows read, not in time."""

from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.http import QueryDict

from tests.world import World, new_world
from throughline.modules.sales.ui.orders import ORDERS, QUOTES
from throughline.platform.database.statements import rows
from throughline.platform.operations import reading
from throughline.platform.ui import ListScreen, formats
from throughline.platform.ui.asked import read_query

MANY = 100_000
#: Companies beside it, so that the server takes a company for a few rows.
NEIGHBOURS = 30
#: What a page may read of the table, however long it is: its rows, and for each of the views a thousand that it counts.
READ = 8_000
ASKED = ["", "view=closed", "view=late", "sort=-net", "view=closed&sort=net", "view=closed&sort=-promised",
         "state=closed&state=confirmed&sort=requested", "q=SO-0000", "q=SO-9"]  # fmt: skip


@pytest.fixture
def crowded() -> Iterator[World]:
    """One company whose first order stands a hundred thousand times, open and closed, put there by the owner."""
    world = new_world()
    item = world.item("P", stock=10, cost=1, price=9)
    order = world.order(world.customer(), [(item, 1)])
    for _ in range(NEIGHBOURS):
        other = new_world()
        other.order(other.customer(), [(other.item("P", stock=10, cost=1, price=9), 1)])
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            """SELECT column_name FROM information_schema.columns
               WHERE table_name = 'sales_order' AND is_generated = 'NEVER'"""
        )
        own = {"id": "2000000000 + n", "number": "'ZZ-' || n", "version": "1",
               "state": "CASE WHEN mod(n, 100) = 0 THEN 'confirmed' ELSE 'closed' END"}  # fmt: skip
        names = [name for (name,) in cursor.fetchall()]
        chosen = ", ".join(own.get(name, f'o."{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        cursor.execute("ALTER TABLE sales_order DISABLE TRIGGER USER")
        cursor.execute(
            f"""INSERT INTO sales_order ({columns}) SELECT {chosen} FROM sales_order o, generate_series(1, %s) AS g(n)
                WHERE o.id = %s""",
            [MANY, order],
        )
        cursor.execute("ALTER TABLE sales_order ENABLE TRIGGER USER")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE sales_order")
    yield world
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE sales_order DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM sales_order WHERE id > 2000000000 AND company_id = %s", [world.company_id])
        cursor.execute("ALTER TABLE sales_order ENABLE TRIGGER USER")


#: Asked often on one connection, a statement has one plan for all values; that plan must not be the worse one.
TIMES = 12


def test_a_page_reads_what_it_shows(crowded: World) -> None:
    for screen in (ORDERS, QUOTES):
        for time in (1, TIMES):
            read = {query: touched(crowded, screen, query) for query in ASKED}
            assert {query: count for query, count in read.items() if count > READ} == {}, (screen.slug, time, read)
            for _ in range(TIMES - 2):
                for query in ASKED:
                    touched(crowded, screen, query)


def touched(world: World, screen: ListScreen, query: str) -> int:
    """Count the rows of the table that a page reads, by index or without, the counts of its views among them."""
    ctx = world.as_("desk")
    with reading(ctx), formats.standing(ctx):
        before = so_far()
        screen.query(ctx, read_query(screen, QueryDict(query)).request)
        for view in screen.views:
            if view.count:
                view.count(ctx)
        return so_far() - before


def so_far() -> int:
    """Give what this session has read and not yet told the server."""
    found = rows("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_all_tables WHERE relname = 'sales_order'", [])
    return int(found[0][0])
