"""What is due is previewed, billed, credited in part, paid and found in the books: at a desk and on a phone."""

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
def test_from_what_is_due_to_the_books(page: Page, address: str, world: World, width: int) -> None:
    world.policy("billing.policy", trigger="dispatched", grouping="customer", frequency="weekly")
    party = world.customer(name=f"Otterburn {world.company_id}")
    order = world.order(party, [(world.item("ball", stock=20, cost=3, price=10), 10)])
    world.ship(order)
    page.set_viewport_size({"width": width, "height": 900})

    sign_in(page, address, person(world, "billing", "billing"))
    page.goto(f"{address}/billing/")
    nothing_is_wrong(page)
    page.get_by_role("button", name="Bill 1 document…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("120.00").first).to_be_visible()
    nothing_is_wrong(page)
    assert world.invoices() == [], "a preview numbers nothing"
    dialog.get_by_role("button", name="Bill 1").click()
    expect(page.get_by_text("Nothing is ready").or_(page.get_by_text("0.00").first).first).to_be_visible()
    expect(dialog).to_be_hidden()
    ((invoice, number, net, _, gross),) = world.invoices()
    assert (net, gross) == (D("100.00"), D("120.00"))

    page.goto(f"{address}/invoices/{invoice}/")
    page.goto(f"{address}/do/credits/new/?invoice={invoice}")
    nothing_is_wrong(page)
    page.get_by_label("Reason").fill("Agreed lower by telephone")
    page.locator("[name='lines-0-unit_price']").fill("1")
    page.get_by_role("button", name="Approve credit").click()
    expect(page).to_have_url(f"{address}/billing/")
    world.bill()
    ((_, _, credited, _, _),) = world.invoices("credit_note")
    assert credited == D("10.00")

    page.context.clear_cookies()
    sign_in(page, address, person(world, "cash", "payment"))
    page.goto(f"{address}/do/payments/new/?customer={party}")
    page.get_by_label("Amount").first.fill("108")
    page.get_by_role("button", name="Register").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Otterburn")
    nothing_is_wrong(page)
    to_the_document(page, address, number)
    world.verify()


def to_the_document(page: Page, address: str, number: str) -> None:
    """Go down from the trial balance to the document behind an entry, and to the line of its thread."""
    page.goto(f"{address}/ledger/")
    nothing_is_wrong(page)
    page.get_by_role("link", name="1200").first.click()
    nothing_is_wrong(page)
    page.get_by_role("link", name=number).first.click()
    expect(page.get_by_text("Otterburn").first).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Billed").first).to_be_visible()
    nothing_is_wrong(page)
