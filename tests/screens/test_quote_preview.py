"""What is answered while a quote is typed: prices, margin, promises, credit, and what confirming would say."""

from datetime import date
from html import unescape

import pytest

from tests.screens.signed_in import sign_in
from tests.world import World, new_world


@pytest.fixture
def world() -> World:
    """A company."""
    return new_world()


def test_what_is_typed_is_answered_with_prices_margins_and_promises(world: World) -> None:
    item = world.item("ball", stock=5, cost=9, price=10)
    party = world.customer(name="Brandt GmbH", limit=50)
    world.policy("sales.margin_floor", percent="18")
    values = {
        "party_id": party,
        "requested_on": date(2030, 1, 7).isoformat(),
        "site_id": world.site_id,
        "lines-0-item_id": item,
        "lines-0-quantity": "8",
        "lines-0-unit": "ea",
    }
    told = sign_in(world, "desk").post("/do/quotes/new/preview/", values).content.decode()
    for said in ("80.00", "10.0\u00a0%", "Margin", "would be held", "over the limit", "no date"):
        assert said in told, said


def test_what_would_pass_is_set_from_the_finding(world: World) -> None:
    """A price below the floor and a discount over the limit each come with what would pass, which sets the line."""
    item = world.item("ball", stock=50, cost=9, price=20)
    world.policy("sales.margin_floor", percent="18")
    world.policy("sales.discount_limit", percent="10")
    values = {
        "party_id": world.customer(),
        "requested_on": date(2030, 1, 7).isoformat(),
        "site_id": world.site_id,
        "lines-2-item_id": item,
        "lines-2-quantity": "8",
        "lines-2-discount_percent": "50",
    }
    desk = sign_in(world, "desk")
    told = unescape(desk.post("/do/quotes/new/preview/", values).content.decode())
    assert '{"lines-2-discount_percent": "10"}' in told
    assert '{"lines-2-unit_price": "10.98", "lines-2-discount_percent": ""}' in told
    values |= {"lines-2-unit_price": "10.98", "lines-2-discount_percent": ""}
    told = unescape(desk.post("/do/quotes/new/preview/", values).content.decode())
    assert '{"lines-2-unit_price": "18", "lines-2-discount_percent": ""}' in told
    passing = unescape(desk.post("/do/quotes/new/preview/", values | {"lines-2-unit_price": "18"}).content.decode())
    assert "would be held" not in passing


def test_what_a_line_lacks_while_it_is_typed_is_marked_as_that(world: World) -> None:
    """The page keeps quiet about it as long as the line is in hand; what is wrong is told at once."""
    item = world.item("ball", stock=5, cost=9, price=10)
    party = world.customer(name="Brandt GmbH")
    values = {
        "party_id": party,
        "requested_on": date(2030, 1, 7).isoformat(),
        "site_id": world.site_id,
        "lines-0-item_id": item,
        "lines-1-item_id": item,
        "lines-1-quantity": "twelve",
    }
    told = sign_in(world, "desk").post("/do/quotes/new/preview/", values).content.decode()
    assert 'id="lines-0-quantity-error" hx-swap-oob="true" data-missing>' in told
    assert 'id="lines-1-quantity-error" hx-swap-oob="true"><span>' in told
    assert told.count("data-missing") == 1


@pytest.mark.parametrize("scope", [{"channel": "desk"}, {"site": None}])
def test_the_preview_asks_policies_what_confirming_will_ask(world: World, scope: dict[str, object]) -> None:
    """A floor of the site or the channel stands in the preview as it will stand in the way of the order."""
    item = world.item("ball", stock=5, cost=9, price=10)
    party = world.customer(name="Brandt GmbH")
    world.policy("sales.margin_floor", {**scope, **({"site": world.site_id} if "site" in scope else {})}, percent="18")
    values = {
        "party_id": party,
        "requested_on": date(2030, 1, 7).isoformat(),
        "site_id": world.site_id,
        "lines-0-item_id": item,
        "lines-0-quantity": "1",
        "lines-0-unit": "ea",
    }
    told = sign_in(world, "desk").post("/do/quotes/new/preview/", values).content.decode()
    assert "would be held" in told
    assert "floor 18" in told
