"""A list of a hundred thousand rows opens as one of a few does: counted in rows read, not in time."""

import time
from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.test import Client

from tests.screens.signed_in import page, sign_in
from tests.world import World, new_world

MANY = 100_000
#: What a page may read of the table, however long it is: its rows, and for each of the five views and two figures that
#: count what is open up to a thousand of them.
READ = 8_000
ADDRESSES = [
    "/orders/",
    "/orders/?view=closed",
    "/orders/?view=late",
    "/orders/?sort=-net",
    "/orders/?view=closed&sort=net",
    "/orders/?view=closed&sort=-promised",
    "/orders/?state=closed&state=confirmed&sort=requested",
    "/orders/?q=SO-0000",
    "/quotes/",
]
#: The server tells what a session read a second later, when the session does something again.
TOLD_AFTER = 1.1


@pytest.fixture
def crowded() -> Iterator[World]:
    """One company whose first order stands a hundred thousand times, open and closed, put there by the owner."""
    world = new_world()
    item = world.item("P", stock=10, cost=1, price=9)
    order = world.order(world.customer(), [(item, 1)])
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


def touched(desk: Client) -> int:
    """Count the rows of the table that were ever read, by index or without."""
    time.sleep(TOLD_AFTER)
    page(desk, "/notifications/")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_all_tables WHERE relname = 'sales_order'")
        (count,) = cursor.fetchone()
    return int(count)


def test_a_page_reads_what_it_shows(crowded: World) -> None:
    desk = sign_in(crowded, "desk")
    read, before = {}, touched(desk)
    for address in ADDRESSES:
        page(desk, address)
        now = touched(desk)
        read[address], before = now - before, now
    assert {address: count for address, count in read.items() if count > READ} == {}, read
