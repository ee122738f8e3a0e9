"""Who decides about money is not always at a desk: a hold is approved on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.world import World, new_world

pytestmark = pytest.mark.browser


@pytest.fixture
def world() -> World:
    return new_world()


def test_the_controller_approves_on_a_phone(page: Page, address: str, world: World) -> None:
    item = world.item("ball", stock=200, cost=3, price=10)
    party = world.customer(name=f"Brandt {world.company_id}", limit=100)
    order = world.quote(party, [(item, 50)])
    assert world.confirm(order).held
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, address, person(world, "credit", "credit"))
    page.goto(f"{address}/approvals/")
    nothing_is_wrong(page)
    page.get_by_role("link", name="Approve").first.click()
    expect(page.get_by_label("In your own words")).to_be_visible()
    nothing_is_wrong(page)
    page.get_by_label("In your own words").fill("Pays on Friday")
    page.get_by_role("button", name="Approve").last.click()
    expect(page.get_by_text("Pays on Friday").first.or_(page.get_by_text("Approved").first)).to_be_visible()
    world.react()
    assert world.rows("SELECT count(*) FROM governance_hold WHERE company_id = %s AND released_at IS NULL",
                      world.company_id) == [(0,)]  # fmt: skip
