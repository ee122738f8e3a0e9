"""A list changes in its place: views, filters taken away and pages are links that put no page into the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.world import new_world

pytestmark = pytest.mark.browser


def test_views_and_pages_of_a_list_change_the_list_alone(page: Page, address: str) -> None:
    world = new_world()
    login = person(world, "masters", "master data")
    world.customer(name="Brandt GmbH", owner=login)
    for number in range(60):
        world.customer(name=f"Customer {number:02d}")
    sign_in(page, address, login)
    page.goto(f"{address}/customers/")
    page.get_by_role("link", name="Mine").click()
    expect(page).to_have_url(f"{address}/customers/?view=mine")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(page.locator("#list")).to_contain_text("Brandt GmbH")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    nothing_is_wrong(page)
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator("#list tbody tr")).to_have_count(50)
    page.locator("#page-next").click()
    expect(page.locator("#list tbody tr")).to_have_count(11)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    nothing_is_wrong(page)


def test_a_list_left_open_over_night_leads_to_the_door(page: Page, address: str) -> None:
    """Who is no longer signed in and chooses a view signs in again: no door inside the page."""
    world = new_world()
    sign_in(page, address, person(world, "masters", "master data"))
    page.goto(f"{address}/customers/")
    page.context.clear_cookies()
    page.get_by_role("link", name="Mine").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.locator("#list")).to_have_count(0)
