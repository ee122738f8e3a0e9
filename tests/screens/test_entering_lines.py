"""Entering lines: codes of packagings, units to choose from, and a day of its own for a line."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import D, World, new_world
from throughline.modules.catalog.public import PackagingInput


@pytest.fixture
def world() -> World:
    return new_world()


def gtin(number: int) -> str:
    """Give a GTIN with its check digit."""
    digits = f"4{number:011d}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def test_the_code_of_a_box_brings_its_unit_and_a_line_has_a_day_of_its_own(world: World) -> None:
    code = gtin(world.company_id)
    packagings = (PackagingInput("box", D(12), gtin=code),)
    item = world.item("ball", code=f"BALL-{world.company_id}", stock=50, cost=3, price=10, packagings=packagings)
    party = world.customer(name="Brandt GmbH")
    desk = sign_in(world, "desk")
    posted = {
        "party_id": party, "site_id": world.site_id, "requested_on": "2026-12-01",
        "lines-0-item_id__text": code, "lines-0-quantity": "2", "lines-0-requested_on": "18/12/2026",
    }  # fmt: skip
    answer = desk.post("/do/quotes/new/preview/", posted).content.decode()
    assert 'data-brought="box"' in answer
    assert "240.00" in answer
    units = desk.get(f"/lookup/sold-units/?q=bo&item_id={item}").content.decode()
    assert units.index('data-code="box"') < units.index('data-code="ea"')
    answer = desk.post("/do/quotes/new/preview/", {**posted, "lines-0-requested_on": "18.13.2026"}).content.decode()
    assert "is not a date" in answer

    order = int(desk.post("/do/quotes/new/", posted)["Location"].strip("/").rpartition("/")[2])
    ((quantity, unit, day),) = world.rows(
        "SELECT quantity, unit, requested_on FROM sales_order_line WHERE order_id = %s", order
    )
    assert (quantity, unit, day) == (2, "box", date(2026, 12, 18))
    assert 'value="18/12/2026"' in page(desk, f"/do/quotes/change/?order={order}")


def test_an_amendment_gives_a_line_a_day_of_its_own_and_takes_it_back(world: World) -> None:
    goods = world.item("ball", stock=50, cost=3, price=10)
    world.now = datetime.now(UTC)
    order = world.order(world.customer(name="Brandt GmbH"), [(goods, 5), (goods, 2)])
    desk = sign_in(world, "desk")
    first, second = world.rows("SELECT id, requested_on FROM sales_order_line WHERE order_id = %s ORDER BY id", order)
    later, latest = first[1] + timedelta(days=9), first[1] + timedelta(days=20)

    def amend(**days: str) -> list[date]:
        ((version,),) = world.rows("SELECT version FROM sales_order WHERE id = %s", order)
        lines = {
            0: {"line": first[0], "quantity": 5, "requested_on": days.get("line", "")},
            1: {"line": second[0], "quantity": 2},
        }
        fill(desk, "orders/amend", lines, order=order, version=version, reason="Site not ready",
             requested_on=days["head"])  # fmt: skip
        world.react()
        return [day for (day,) in world.rows(
            "SELECT requested_on FROM sales_order_line WHERE order_id = %s ORDER BY id", order
        )]  # fmt: skip

    head = first[1].isoformat()
    assert amend(head=head, line=f"{later:%d/%m/%Y}") == [later, first[1]]
    assert f'value="{later:%d/%m/%Y}"' in page(desk, f"/do/orders/amend/?order={order}")
    assert amend(head=latest.isoformat(), line=later.isoformat()) == [later, latest]
    assert amend(head=latest.isoformat()) == [latest, latest]
    world.verify()
