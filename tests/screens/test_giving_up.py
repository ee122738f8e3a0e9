"""Giving up billing at the screens: asked on the billing page, decided by who keeps the books, seen on the order."""

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world


@pytest.fixture
def world() -> World:
    """A company that bills at the end of the month, where ten were delivered."""
    made = new_world()
    made.policy("billing.policy", trigger="accepted", grouping="order", frequency="monthly")
    p = made.item("P", stock=10, cost=6, price=10)
    made.deliver(*made.ship(made.order(made.customer(limit=500), [(p, 10)])))
    return made


def test_what_is_earned_is_given_up_by_two_persons(world: World) -> None:
    """The clerk asks on the billing page, the controller approves; the order shows it under Billed."""
    clerk, books = sign_in(world, "billing"), sign_in(world, "books")
    ((event,),) = world.rows("SELECT id FROM billing_billable_event")
    assert f"waivers/new/?event={event}" in page(clerk, "/billing/")
    form = page(clerk, f"/do/waivers/new/?event={event}")
    assert "100.00" in form
    assert "another person decides" in form
    refused = clerk.post("/do/waivers/new/", {"reason": "Late", "lines-0-event": event, "lines-0-how": "keep"})
    assert "Nothing is chosen" in refused.content.decode()
    led = fill(clerk, "waivers/new", {0: {"event": event, "how": "waive"}}, reason="It came two weeks late")
    world.react()
    assert "It came two weeks late" in page(clerk, led)
    assert "It came two weeks late" in page(clerk, "/waivers/?state=waiting")
    board = page(clerk, "/billing/")
    assert "waits for a decision" in board
    assert "waivers/new" not in board

    ((waiver,),) = world.rows("SELECT id FROM billing_waiver")
    fill(books, "waivers/approve", waiver=waiver, remark="Agreed")
    world.react()
    assert "Approved" in page(books, led)
    ((order,),) = world.rows("SELECT id FROM sales_order")
    assert "Never billed 100.00" in page(clerk, f"/orders/{order}/")
    again = books.post("/do/waivers/approve/", {"waiver": waiver})
    assert again.status_code == 409
    assert "is approved already" in again.content.decode()
    world.verify()


def test_it_is_asked_from_the_order_and_the_order_says_so(world: World) -> None:
    """The clerk asks from the order; it shows who asked, then who approved, and stands open no longer."""
    clerk, books = sign_in(world, "billing"), sign_in(world, "books")
    ((order, thread),) = world.rows("SELECT id, thread_id FROM sales_order")
    ((event,),) = world.rows("SELECT id FROM billing_billable_event")
    address = f"/orders/{order}/"
    assert "100.00 to bill" in page(clerk, address)
    assert f"waivers/new/?thread={thread}" in page(clerk, address)
    assert "waivers/new" not in page(sign_in(world, "desk", "sales.order.read"), address)
    assert "100.00" in page(clerk, f"/do/waivers/new/?thread={thread}")
    led = fill(clerk, "waivers/new", {0: {"event": event, "how": "waive"}}, reason="A sample that stays")
    world.react()
    asked = page(clerk, address)
    assert "100.00 asked never to be billed" in asked
    assert "waits for another person" in asked
    assert "waivers/new" not in asked, "what waits is not asked twice"
    assert "Nothing of it is earned and waits" in page(clerk, f"/do/waivers/new/?thread={thread}")

    ((waiver,),) = world.rows("SELECT id FROM billing_waiver")
    fill(books, "waivers/approve", waiver=waiver, remark="Agreed")
    world.react()
    done = page(clerk, address)
    assert "Never billed: 100.00 given up." in done
    assert "approved by" in done
    assert "Never billed 100.00" in done
    assert led in done
    assert "to bill" not in done
    world.verify()


def test_part_of_an_order_is_waived_beside_what_is_billed(world: World) -> None:
    """Of two deliveries one is given up: the order is billed and paid for the other, and says both."""
    world.policy("billing.waiving", limit_without_approval=None)
    q, party = world.item("Q", stock=10, cost=6, price=10), world.customer(limit=500)
    for quantity in (6, 4):
        order = world.order(party, [(q, quantity)])
        world.deliver(*world.ship(order))
    (_, (six,), (four,)) = world.rows("SELECT id FROM billing_billable_event ORDER BY id")
    clerk = sign_in(world, "billing")
    listed = page(clerk, "/billable-events/")
    assert "waivers/new/?thread=" in listed
    assert f"event={four}" in listed
    fill(clerk, "waivers/new", {0: {"event": four, "how": "waive"}}, reason="Goodwill")
    world.react()
    assert f"event={four}" not in page(clerk, "/billable-events/")
    assert f"event={six}" in page(clerk, "/billable-events/")
    assert f"event={six}" not in page(clerk, "/billable-events/?state=held")
    page(sign_in(world, "desk", "sales.order.read"), "/billable-events/", 403)
    assert "Never billed: 40.00 given up." in page(clerk, f"/orders/{order}/")


def test_who_asked_withdraws_and_a_stranger_sees_nothing(world: World) -> None:
    """Withdrawn, it is to be billed again; who may not see waivers does not."""
    clerk = sign_in(world, "billing")
    ((event,),) = world.rows("SELECT id FROM billing_billable_event")
    led = fill(clerk, "waivers/new", {0: {"event": event, "how": "waive"}}, reason="Late")
    ((waiver,),) = world.rows("SELECT id FROM billing_waiver")
    fill(clerk, "waivers/withdraw", waiver=waiver)
    assert "Withdrawn" in page(clerk, led)
    page(sign_in(world, "desk", "sales.order.read"), led, 403)
    page(sign_in(new_world(), "billing"), led, 404)
    assert world.rows("SELECT state, reason FROM billing_billable_event") == [("open", "")]
