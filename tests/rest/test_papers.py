"""Papers and boards for programs: the same as on the screens, for those who may."""

import pytest

from tests.rest.caller import caller
from tests.world import World, new_world


@pytest.fixture
def world() -> World:
    return new_world()


def test_an_order_is_read_as_it_is_printed(world: World) -> None:
    order = world.quote(world.customer(limit=100000), [(world.item("ball", stock=20, cost=5, price=10), 3)])
    program = caller(world, "desk")
    answer = program.fetch(f"orders/{order}/pdf/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    program.get("orders/999999999/pdf/", status=404)
    stranger = caller(new_world(), "desk")
    stranger.get(f"orders/{order}/pdf/", status=404)
    caller(world, "credit", "parties.customer.read").get(f"orders/{order}/pdf/", status=403)


def test_an_invoice_is_read_as_it_is_printed(world: World) -> None:
    found = caller(world, "billing").fetch("invoices/999999999/pdf/")
    assert found.status_code == 404
    assert found["Content-Type"] == "application/problem+json"


def test_a_board_gives_its_groups_with_their_rows(world: World) -> None:
    world.order(world.customer(limit=100000), [(world.item("ball", stock=20, cost=5, price=10), 3)])
    board = caller(world, "floor").get("release")
    assert [group["title"] for group in board["groups"]]
    assert any(group["rows"] for group in board["groups"])
    caller(world, "floor").get("release?wishes=1", status=422)
    caller(world, "credit", "parties.customer.read").get("release", status=403)
