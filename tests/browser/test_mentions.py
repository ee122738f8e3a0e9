"""Mentioning somebody in a note: by keyboard at a desk, by finger on a phone; whoever is mentioned finds the record."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.world import World, new_world
from throughline.platform.models import User

pytestmark = pytest.mark.browser


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def order(world: World) -> int:
    return world.quote(world.customer(limit=1000, name="Brandt GmbH"), [(world.item("ball", price=10), 2)])


def called(world: World) -> str:
    """Let somebody else work here who may see the order too."""
    login = person(world, "credit", "credit")
    User.objects.using("owner").filter(username=login).update(name="Marta Kowalska")
    return login


def begin(page: Page, address: str, world: World, order: int) -> None:
    sign_in(page, address, person(world, "desk", "order entry"))
    page.goto(f"{address}/orders/{order}/")
    page.get_by_role("link", name="Write a note").click()
    expect(page.get_by_role("textbox", name="Note")).to_be_visible()


def test_by_keyboard_and_the_mentioned_is_led_to_the_order(page: Page, address: str, world: World, order: int) -> None:
    login = called(world)
    begin(page, address, world, order)
    note = page.get_by_role("textbox", name="Note")
    note.press_sequentially("Limit again, @mart")
    expect(page.get_by_role("option", name="Marta Kowalska")).to_be_visible()
    nothing_is_wrong(page)
    note.press("Enter")
    expect(note).to_have_value(f"Limit again, @{login} ")
    expect(page.get_by_role("listbox")).to_have_count(0)
    note.press_sequentially("please look. me@work.example")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator("#notes .tl-at")).to_have_text("@Marta Kowalska")

    page.context.clear_cookies()
    sign_in(page, address, login)
    page.goto(f"{address}/notifications/")
    page.get_by_role("link", name="Limit again").first.click()
    expect(page).to_have_url(f"{address}/orders/{order}/")


def test_escape_leaves_the_text_and_the_dialog(page: Page, address: str, world: World, order: int) -> None:
    called(world)
    begin(page, address, world, order)
    note = page.get_by_role("textbox", name="Note")
    note.press_sequentially("@mart")
    expect(page.get_by_role("option")).to_have_count(1)
    note.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(note).to_have_value("@mart")


def test_by_finger_on_a_phone(page: Page, address: str, world: World, order: int) -> None:
    login = called(world)
    page.set_viewport_size({"width": 390, "height": 844})
    begin(page, address, world, order)
    note = page.get_by_role("textbox", name="Note")
    note.press_sequentially("@")
    option = page.get_by_role("option", name="Marta Kowalska")
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    option.click()
    expect(note).to_have_value(f"@{login} ")
    nothing_is_wrong(page)
