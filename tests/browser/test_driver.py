"""The driver at the door, on a phone, without a net at first: signature, photo, a part refused, brought back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.screens.test_transport import picture
from tests.world import D, World, new_world

pytestmark = pytest.mark.browser


@pytest.fixture
def world() -> World:
    return new_world()


def record(page: Page, signer: str, refused: str = "", reason: str = "") -> None:
    """Sign with a finger, refuse a part where one is, and record the delivery."""
    page.get_by_role("link", name="Record delivery").first.click()
    page.get_by_label("Signed by").fill(signer)
    if refused:
        page.locator("[name='lines-0-refused']").fill(refused)
        page.locator("[name='lines-0-reason']").select_option(reason)
    expect(page.locator("[name='lines-0-refused']")).to_have_value(refused or "0")
    pad = page.locator("[data-signature-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + 20 * step, box["y"] + 40 + 25 * (step % 2))
    page.mouse.up()
    nothing_is_wrong(page)


def test_a_part_is_refused_at_the_door_and_brought_back(page: Page, address: str, world: World, tmp_path: Path) -> None:
    photo = tmp_path / "door.png"
    photo.write_bytes(picture())
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(name=f"Otterburn {world.company_id}"), [(item, 10)])
    (shipment,) = world.ship(order)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, address, person(world, "floor", "shipping"))
    page.goto(f"{address}/shipments/{shipment}/")

    record(page, "R. Otter", "4", "")
    page.get_by_label("Photo", exact=True).set_input_files(photo)
    page.context.set_offline(True)
    page.get_by_role("button", name="Record delivery").click()
    expect(page.get_by_text("Not sent: no connection.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Record delivery").click()
    expect(page.get_by_text("Say why it was refused.")).to_be_visible()
    nothing_is_wrong(page)
    assert page.get_by_label("Photo", exact=True).evaluate("field => field.files.length") == 1
    page.locator("[name='lines-0-reason']").select_option("Damaged")
    expect(page.get_by_text("Say why it was refused.")).to_have_count(0)
    page.get_by_role("button", name="Record delivery").click()
    expect(page.get_by_text("Delivered short").first).to_be_visible()
    expect(page.get_by_text("Refused, damaged").first).to_be_visible()
    for words in ("Signature of R. Otter", "Photo at the door"):
        shown = page.get_by_role("img", name=words)
        shown.scroll_into_view_if_needed()
        expect(shown).to_be_visible()
        assert shown.evaluate("async one => { await one.decode(); return one.naturalWidth }") > 0
    nothing_is_wrong(page)
    world.react()
    assert [net for _, _, net, _, _ in world.invoices()] == [D("60.00")]

    page.reload()
    expect(page.get_by_role("link", name="Deliver again").first).to_be_visible()
    page.get_by_role("link", name="Bring back").first.click()
    page.get_by_label("Goods are").select_option("Damaged", timeout=2000)
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("Back on hand.")).to_be_visible()
    nothing_is_wrong(page)
    world.react()
    assert world.on_hand(item) == 14
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", order) == [("closed",)]
    world.verify()
