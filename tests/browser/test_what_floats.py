"""Dialogs, menus, the palette and the drawer of a phone: they keep the focus, Escape closes, the focus goes back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_quote_to_order import person, sign_in
from tests.world import World, new_world

pytestmark = pytest.mark.browser
#: Presses of Tab that go round anything that floats here at least once.
ROUND = 60
#: What has the focus outside of what floats, or nothing.
OUTSIDE = "window.floats.contains(document.activeElement) ? null : document.activeElement.outerHTML"


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def desk(page: Page, address: str, world: World) -> Page:
    """A page of somebody who may do everything, in a company with a customer and an order."""
    goods = world.item("ball", code=f"B-{world.company_id}", stock=20, cost=3, price=10)
    world.order(world.customer(name="Brandt GmbH", limit=5000), [(goods, 2)])
    sign_in(page, address, person(world, "desk", "order entry", "master data"))
    return page


def keeps_focus(page: Page, opener: Locator, floats: str, opens: Callable[[], object] | None = None) -> None:
    """Open by keyboard, go round it both ways, close by Escape: the focus was inside, and is back at the opener."""
    opener.focus()
    if opens:
        opens()
    else:
        page.keyboard.press("Enter")
    shown = page.locator(floats)
    expect(shown).to_be_visible()
    expect(page.locator(f"{floats} :focus, {floats}:focus")).to_have_count(1)
    page.evaluate("selector => { window.floats = document.querySelector(selector); }", floats)
    for key in ("Tab", "Shift+Tab"):
        for _ in range(ROUND if key == "Tab" else 3):
            page.keyboard.press(key)
            left = page.evaluate(OUTSIDE)
            assert left is None, f"{key} leaves {floats} for {left[:200]}"
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(opener).to_be_focused()


def test_palette_menus_shortcuts_and_dialogs_keep_the_focus(desk: Page, address: str) -> None:
    desk.goto(f"{address}/orders/?view=all")
    find = desk.locator(".tl-find")
    keeps_focus(desk, find, "#palette")
    filtering = desk.locator("#add-filter")
    keeps_focus(desk, filtering, "#palette", lambda: desk.keyboard.press("Control+k"))
    keeps_focus(desk, filtering, "#filter-menu")
    keeps_focus(desk, desk.locator("[popovertarget=columns-menu]"), "#columns-menu")
    keeps_focus(desk, desk.locator("[popovertarget=export-menu]"), "#export-menu")
    keeps_focus(desk, desk.locator("[popovertarget=user-menu]"), "#user-menu")
    keeps_focus(desk, desk.locator("[data-shortcuts]"), "#shortcuts")
    desk.locator("[data-tick]").first.check()
    keeps_focus(desk, desk.locator("[data-bulk] .btn").first, "#dialog")


def test_a_record_keeps_the_focus_in_its_menu_its_answers_and_its_dialogs(desk: Page, address: str) -> None:
    desk.goto(f"{address}/orders/?view=all")
    desk.locator("#list a.row-link, #list tbody a").first.click()
    keeps_focus(desk, desk.locator("button.tl-why").first, "#why")
    keeps_focus(desk, desk.locator("[popovertarget=more-actions]"), "#more-actions")
    keeps_focus(desk, desk.get_by_role("link", name="Write a note"), "#dialog")


def test_the_drawer_of_a_phone_keeps_the_focus(desk: Page, address: str) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{address}/orders/")
    keeps_focus(desk, desk.locator("[data-menu-switch]"), "#side")
    keeps_focus(desk, desk.locator("[data-palette]:visible"), "#palette")


def test_an_order_is_entered_and_confirmed_from_the_palette_without_a_mouse(desk: Page, world: World) -> None:
    keys, number = desk.keyboard, world.company_id
    keys.press("Control+k")
    expect(desk.locator("#palette-q")).to_be_focused()
    keys.type(">New quote", delay=10)
    expect(desk.locator("#palette-list [role=option]").first).to_contain_text("New quote")
    keys.press("Enter")
    expect(desk.locator("[name=party_id__text]")).to_be_focused()
    keys.type("Brandt", delay=10)
    expect(desk.locator("[role=option]:visible").first).to_be_visible()
    keys.press("Enter")
    while desk.evaluate("document.activeElement.name") != "lines-0-item_id__text":
        keys.press("Tab")
    keys.type(f"B-{number}", delay=10)
    expect(desk.locator("[role=option]:visible").first).to_be_visible()
    keys.press("Enter")
    expect(desk.locator("[name=lines-0-quantity]")).to_be_focused()
    keys.type("8")
    keys.press("Tab")
    expect(desk.get_by_text("1 of 1 lines priced")).to_be_visible()
    keys.press("Control+Enter")
    expect(desk.get_by_text("Quoted, not confirmed.")).to_be_visible()
    keys.press("c")
    expect(desk.locator("#dialog")).to_be_visible()
    keys.press("Control+Enter")
    expect(desk.get_by_text("Won")).to_be_visible()
    expect(desk.locator("#dialog")).to_be_hidden()
