"""What the system does next may be refused or break: no other event waits for it, and a person hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.screens.signed_in import fill, sign_in
from tests.world import D, World, new_world
from throughline.governance.deliveries import retry_deliveries
from throughline.kernel.errors import RuleViolation
from throughline.platform import events


@pytest.fixture
def world() -> Iterator[World]:
    made = new_world()
    yield made
    made.verify()


@contextmanager
def replaced(name: str, handle: Any) -> Iterator[None]:
    """Put another handler in the place of a subscription, and the old one back afterwards."""
    for known in events.subscriptions().values():
        for place, one in enumerate(known):
            if one.name == name:
                known[place] = events.Subscription(name, one.event, handle)
                try:
                    yield
                finally:
                    known[place] = one
                return
    raise LookupError(name)


def earned(world: World) -> int:
    """Have something delivered that is billed at once, without the reaction; give the party."""
    item = world.item("P", stock=10, cost=1, price=10)
    party = world.customer()
    order = world.order(party, [(item, 1)])
    shipments = world.ship(order)
    world.deliver(*shipments)
    return party


def work(world: World) -> int:
    return events.drain(world.company_id, clock=lambda: world.now, patient=True)


def failures(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT id, subject_id, title, facts ->> 'code' FROM governance_exception "
        "WHERE kind = 'delivery_failed' AND cleared_at IS NULL"
    )


def test_what_is_refused_is_put_before_a_person_and_the_rest_goes_on(world: World) -> None:
    def refuse(ctx: Any, event: Any) -> None:
        raise RuleViolation("period_closed", "The books of 2026-03 are closed; date it in an open period.")

    with replaced("order_to_cash.bill", refuse):
        earned(world)
    assert world.invoices() == []
    ((exception, event, title, code),) = failures(world)
    assert (title, code) == (
        "order_to_cash.bill: The books of 2026-03 are closed; date it in an open period.",
        "period_closed",
    )
    ((progress,),) = world.rows("SELECT net_delivered FROM sales_order")
    assert progress == D(10)

    browser = sign_in(world, "masters", "governance.exception.read", "governance.delivery.retry")
    assert "Try again" in browser.get(f"/exceptions/{exception}/").content.decode()
    retry_deliveries(world.as_("admin"), events=[event])
    work(world)
    assert failures(world) == []
    assert len(world.invoices()) == 1


def test_what_breaks_is_tried_again_later_and_then_given_up(world: World) -> None:
    tried = []

    def break_(ctx: Any, event: Any) -> None:
        tried.append(world.now)
        raise ZeroDivisionError("no such luck")

    with replaced("order_to_cash.bill", break_):
        with pytest.raises(ZeroDivisionError):
            earned(world)
        work(world)
        assert (len(tried), failures(world)) == (2, [])
        assert work(world) == 0
        for pause in (1, 4, 16, 64, 256, 1024):
            world.now += timedelta(seconds=pause)
            work(world)
        assert len(tried) == 1 + events.TRIES
        world.now += timedelta(days=1)
        assert work(world) == 0
    ((_, event, title, code),) = failures(world)
    assert (title, code) == (
        "billing.billables_earned.v1: It was tried 7 times and broke: no such luck",
        "ZeroDivisionError",
    )
    retry_deliveries(world.as_("admin"), events=[event])
    work(world)
    assert len(world.invoices()) == 1


def test_the_form_tries_again(world: World) -> None:
    def refuse(ctx: Any, event: Any) -> None:
        raise RuleViolation("no", "Not now.")

    with replaced("order_to_cash.bill", refuse):
        earned(world)
    ((_, event, _, _),) = failures(world)
    boss = sign_in(world, "admin")
    fill(boss, "exceptions/retry", event=event)
    work(world)
    assert len(world.invoices()) == 1
