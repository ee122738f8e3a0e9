"""A quote of three lines is entered without a mouse: typed, scanned and pasted."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.screens.test_entering_lines import gtin
from tests.world import D, World, new_world
from throughline.modules.catalog.public import CustomerItemInput, PackagingInput, save_customer_items

pytestmark = pytest.mark.browser


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def desk(page: Page, address: str, world: World) -> Page:
    """A page of the sales desk, where three items and a customer are known."""
    number = world.company_id
    ball = world.item("ball", code=f"B{number}", stock=50, cost=3, price=10)
    world.item("belt", code=f"S{number}", stock=50, cost=3, price=20,
               packagings=(PackagingInput("box", D(10), gtin=gtin(number)),))  # fmt: skip
    world.item("seal", code=f"T{number}", stock=50, cost=3, price=5)
    party = world.customer(code=f"C-{number}", name=f"Brandt {number}", limit=5000)
    theirs = [CustomerItemInput(party, f"BR-{number}", ball)]
    save_customer_items(world.as_("masters"), customer_items=theirs)
    sign_in(page, address, person(world, "desk", "order entry"))
    return page


def named(page: Page, name: str) -> None:
    """Wait until the field of a name has the focus."""
    expect(page.locator(f"[name='{name}']")).to_be_focused()


def test_three_lines_by_keyboard_alone(desk: Page, world: World) -> None:
    keys, number = desk.keyboard, world.company_id
    keys.press("n")
    named(desk, "party_id__text")
    keys.type(f"Brandt {number}", delay=10)
    expect(desk.locator("[role=option]").first).to_be_visible()
    keys.press("Enter")
    for _ in range(6):
        keys.press("Tab")
    while desk.evaluate("document.activeElement.name") != "lines-0-item_id__text":
        keys.press("Tab")

    keys.type(f"BR-{number}", delay=10)  # the customer's own number, chosen from the list
    expect(desk.locator("[role=option]").first).to_be_visible()
    keys.press("Enter")
    named(desk, "lines-0-quantity")
    keys.type("8")
    keys.press("Enter")
    named(desk, "lines-1-item_id__text")
    keys.type(gtin(number))  # a scanner: faster than any list, Enter at its end
    keys.press("Enter")
    named(desk, "lines-1-quantity")
    keys.type("2")
    keys.press("ArrowRight")
    named(desk, "lines-1-unit")
    keys.press("ArrowLeft")
    keys.press("Enter")
    keys.type(f"T{number}")
    keys.press("Enter")
    keys.type("4")
    for _ in range(4):
        keys.press("Tab")
    named(desk, "lines-2-requested_on")
    keys.type("1/3/2027")
    keys.press("Enter")
    named(desk, "lines-3-item_id__text")
    expect(desk.get_by_text("3 of 3 lines priced")).to_be_visible()
    expect(desk.locator("[name='lines-1-unit']")).to_have_value("box")
    keys.press("ArrowUp")
    named(desk, "lines-2-item_id__text")
    nothing_is_wrong(desk)

    keys.press("Control+Enter")
    expect(desk.get_by_text("Quoted, not confirmed.")).to_be_visible()
    order = int(desk.url.strip("/").rpartition("/")[2])
    lines = world.rows(
        "SELECT quantity, unit, requested_on FROM sales_order_line WHERE order_id = %s ORDER BY line_no", order
    )
    assert [(quantity, unit) for quantity, unit, _ in lines] == [(8, "ea"), (2, "box"), (4, "ea")]
    assert [str(day) for _, _, day in lines][2] == "2027-03-01"


def test_rows_are_pasted_and_taken_back_and_a_line_removed(desk: Page, world: World, address: str) -> None:
    keys, number = desk.keyboard, world.company_id
    desk.goto(f"{address}/do/quotes/new/")
    keys.type(f"Brandt {number}", delay=10)
    expect(desk.locator("[role=option]").first).to_be_visible()
    keys.press("Enter")
    desk.locator("[name='lines-0-item_id__text']").focus()
    paste = """text => { const moved = new DataTransfer(); moved.setData('text/plain', text);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: moved, bubbles: true})); }"""
    rows = f"Quantity\tItem\tWanted\n3\tB{number}\t01/03/2027\n2\t{gtin(number)}\t\n1\tXYZ\t"
    desk.evaluate(paste, rows)
    expect(desk.get_by_text("Pasted 3 rows: 2 read, 1 needs you")).to_be_visible()
    expect(desk.get_by_text("XYZ is not known.")).to_be_visible()
    expect(desk.locator("[name$='-unit']").nth(1)).to_have_value("box")
    desk.get_by_role("combobox", name="Item").nth(2).focus()
    keys.press("Control+Delete")
    expect(desk.get_by_text("2 of 2 lines priced")).to_be_visible()


def test_lines_are_cards_on_a_phone(desk: Page, world: World, address: str) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{address}/do/quotes/new/")
    nothing_is_wrong(desk)
    item = desk.locator("[name='lines-0-item_id__text']")
    box = item.bounding_box()
    assert box is not None
    assert box["width"] > 280
    assert box["height"] >= 44
