"""A phone with a scanner that types: picking, packing and loading by scans and thumbs alone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.screens.test_scanning import gtin
from tests.world import D, World, new_world
from throughline.modules.inventory.public import NewSupply, expect_supplies

pytestmark = pytest.mark.browser


@pytest.fixture
def world() -> World:
    return new_world()


class Phone:
    """The phone in a picker's hand: what is scanned is typed with an Enter, wherever the focus is."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        page.set_viewport_size({"width": 390, "height": 844})

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        nothing_is_wrong(self.page)

    def scan(self, code: str, said: str) -> None:
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")
        self.says(said)

    def press(self, button: str, said: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()
        self.says(said)

    def says(self, said: str) -> None:
        expect(self.page.locator(".fb")).to_contain_text(said)
        expect(self.page.locator("[data-code]")).to_be_focused()
        nothing_is_wrong(self.page)


def test_goods_are_picked_packed_and_loaded(page: Page, address: str, world: World) -> None:
    code = gtin(4000 + world.company_id)
    item = world.item("ball", stock=9, cost=1, price=10, gtin=code)
    world.release(world.order(world.customer(), [(item, 3)]))
    sign_in(page, address, person(world, "floor", "shipping"))
    phone = Phone(page, address)

    phone.open("/scan/pick/")
    phone.scan("B-2", "Wrong bin")
    phone.scan("A-1", "Right bin")
    phone.press("Short", "Short by 3")
    phone.press("Back", "Scan the item")
    phone.scan(code, "1 counted")
    phone.press("Undo", "Last scan taken back")
    phone.scan(code, "1 counted")
    phone.press("One more", "1 counted")
    phone.press("One more", "1 counted")
    phone.press("Confirm pick", "picked")

    phone.open("/scan/pack/")
    phone.scan(code, "1")
    phone.press("One more", "1")
    phone.press("One more", "1")
    phone.press("Close carton", "Closed, stick the label on")
    ((sscc,),) = world.rows("SELECT sscc FROM warehouse_handling_unit WHERE company_id = %s", world.company_id)
    held = world.rows("SELECT sum(quantity) FROM warehouse_handling_unit_line WHERE company_id = %s", world.company_id)
    assert held == [(3,)]

    phone.open("/scan/load/")
    phone.scan(f"00{sscc}", "1 on the lorry")
    phone.press("Lorry leaves", "has left")
    world.verify()


def test_goods_are_received_by_their_labels(page: Page, address: str, world: World) -> None:
    """Element strings say lot and expiry; what is wrong or too much is said before it is booked."""
    code = gtin(7000 + world.company_id)
    item = world.item("milk", cost=1, price=10, gtin=code, lot_tracked=True)
    supply = NewSupply("purchasing.order_line", 7, "PO 7", world.site_id, item, world.today, D(3), D(2))
    expect_supplies(world.as_("buyer"), supplies=[supply])
    sign_in(page, address, person(world, "dock", "receiving"))
    phone = Phone(page, address)
    phone.open("/scan/receive/")
    phone.scan("NOPE", "Not known here")
    label = f"01{code}17271231"
    page.keyboard.type(f"]C1{label}10L1")
    page.keyboard.press("Control+]")
    page.keyboard.type("37")
    phone.scan("2", "Count, then scan the bin")
    expect(page.get_by_label("Counted")).to_have_value("2")
    phone.scan(f"{label}10L2", "Another lot")
    phone.scan(f"{label}10L1", "3 counted")
    phone.scan("Z-9", "That is no bin here")
    page.reload()
    phone.says("Count, then scan the bin")
    expect(page.get_by_label("Counted")).to_have_value("3")
    phone.press("Undo", "Last scan taken back")
    page.get_by_label("Counted").fill("5")
    phone.press("To the dock", "2\xa0ea too many")
    phone.press("Count again", "Count, then scan the bin")
    phone.scan(f"{label}10L1", "1 counted")
    phone.scan("A-2", "2 still expected")
    assert world.on_hand(item) == 1
    found = world.rows("SELECT code, expires_on FROM inventory_lot WHERE item_id = %s", item)
    assert found == [("L1", date(2027, 12, 31))]
    world.verify()


def test_a_bin_is_counted(page: Page, address: str, world: World) -> None:
    code = gtin(5000 + world.company_id)
    item = world.item("ball", stock=9, cost=1, price=10, gtin=code)
    sign_in(page, address, person(world, "stock", "stock adjustment"))
    phone = Phone(page, address)
    phone.open("/scan/count/")
    phone.scan("A-1", "Bin A-1")
    phone.press("Bin is counted", "The books know of more here")
    phone.press("Count more", "Scan what lies here")
    phone.scan(code, "1 counted")
    page.goto(f"{address}/counts/")
    page.go_back()
    phone.says("Scan what lies here")
    expect(page.get_by_label("Counted")).to_have_value("1")
    phone.press("Bin is counted", "A-1 is counted")
    assert world.on_hand(item) == 1
    world.verify()


def test_scans_wait_for_their_turn_and_for_the_net(page: Page, address: str, world: World) -> None:
    """A scanner is quicker than the server, and the net goes away between the racks: no scan is lost or done twice."""
    code = gtin(6000 + world.company_id)
    item = world.item("ball", stock=9, cost=1, price=10, gtin=code)
    world.release(world.order(world.customer(), [(item, 2)]), world.order(world.customer(), [(item, 3)]))
    sign_in(page, address, person(world, "floor", "shipping"))
    phone = Phone(page, address)
    phone.open("/scan/pick/")
    page.keyboard.type(f"A-1\n{code}\n{code}\n")
    phone.says("2\xa0ea of")
    page.context.set_offline(True)
    for typed, kept in (("A-1", "Offline, 1 kept"), (code, "Offline, 2 kept"), (code, "Offline, 3 kept")):
        page.keyboard.type(f"{typed}\n")
        phone.says(kept)
    expect(page.locator("[data-net]")).to_contain_text("Offline, 3 kept")
    assert page.locator(".tl-toast").count() == 0
    page.context.set_offline(False)
    phone.says("2 counted")
    expect(page.locator("[data-net]")).to_contain_text("Online")
    phone.scan(code, "picked")
    done = world.rows("SELECT quantity_done FROM warehouse_task WHERE company_id = %s ORDER BY id", world.company_id)
    assert [quantity for (quantity,) in done] == [2, 3]
    page.context.set_offline(True)
    page.keyboard.type("NOTHING\n")
    phone.says("Offline, 1 kept")
    page.context.set_offline(False)
    expect(page.locator("[data-net]")).to_contain_text("Online")
    world.verify()
