"""A delivery is proved, a part of it lost, the rest billed and paid: each by who does it, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.world import D, World, new_world

pytestmark = pytest.mark.browser


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.mark.parametrize("width", [1440, 390])
def test_from_the_road_to_the_bank(page: Page, address: str, world: World, width: int) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    party = world.customer(name=f"Otterburn {world.company_id}")
    order = world.order(party, [(item, 10)])
    (shipment,) = world.ship(order)
    page.set_viewport_size({"width": width, "height": 900})

    sign_in(page, address, person(world, "floor", "shipping"))
    page.goto(f"{address}/shipments/{shipment}/")
    nothing_is_wrong(page)
    page.get_by_role("link", name="Record delivery").first.click()
    expect(page.get_by_label("Signed by")).to_be_visible()
    nothing_is_wrong(page)
    page.get_by_label("Signed by").fill("R. Otter")
    page.locator("[name='lines-0-refused']").fill("4")
    page.locator("[name='lines-0-reason']").select_option("Damaged")
    page.get_by_role("button", name="Record delivery").click()
    expect(page.get_by_text("Delivered short").first).to_be_visible()
    nothing_is_wrong(page)
    world.react()

    page.context.clear_cookies()
    sign_in(page, address, person(world, "stock", "stock adjustment"))
    page.goto(f"{address}/do/shipments/lose/?shipment={shipment}")
    nothing_is_wrong(page)
    page.get_by_label("How they were lost").fill("Fell off the truck")
    page.get_by_label("Claimed from").fill("DHL")
    page.get_by_role("button", name="Record as lost").click()
    expect(page.get_by_text("Lost on the way").first).to_be_visible()
    nothing_is_wrong(page)
    world.react()

    page.context.clear_cookies()
    sign_in(page, address, person(world, "billing", "billing"))
    page.goto(f"{address}/billing/")
    nothing_is_wrong(page)
    page.goto(f"{address}/invoices/")
    nothing_is_wrong(page)
    ((invoice, number, net, _, gross),) = world.invoices()
    assert (net, gross) == (D("60.00"), D("72.00"))
    page.goto(f"{address}/invoices/{invoice}/")
    expect(page.get_by_text(number).first).to_be_visible()
    nothing_is_wrong(page)

    page.context.clear_cookies()
    sign_in(page, address, person(world, "cash", "payment"))
    page.goto(f"{address}/do/payments/new/?customer={party}")
    nothing_is_wrong(page)
    page.get_by_label("Amount").first.fill("72")
    page.get_by_role("button", name="Register").first.click()
    expect(page.get_by_text("Matched").first).to_be_visible()
    nothing_is_wrong(page)
    page.goto(f"{address}/do/shipments/settle-claims/?shipment={shipment}")
    nothing_is_wrong(page)
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("Settled").first).to_be_visible()
    world.react()
    assert (world.balance("AR"), world.balance("CLAIM"), world.balance("BANK")) == (0, 0, D("84.00"))
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]
    world.verify()
