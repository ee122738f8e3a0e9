"""The home of each role and what it leads to, at a desk and on a phone, in both schemes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.world import World, new_world
from throughline.platform.models import Role

pytestmark = pytest.mark.browser

FLOOR = ["warehouse.release.read", "warehouse.task.read", "logistics.shipment.read", "warehouse.receipt.read"]
MONEY = ["billing.event.read", "billing.invoice.read", "settlement.open_item.read", "settlement.payment.read",
         "ledger.entry.read"]  # fmt: skip
#: Who: under which duty, with which permissions, and where this person goes from home.
ROLES = {
    "desk": ("order entry", ["sales.order.read", "sales.order.quote", "sales.order.confirm"], "/promises/"),
    "credit": ("credit", [*MONEY, "settlement.credit.change", "governance.hold.decide"], "/receivables/"),
    "floor": ("shipping", [*FLOOR, "warehouse.pick", "logistics.shipment.dispatch"], "/picking/"),
    "billing": ("billing", [*MONEY, "billing.run"], "/billing/"),
    "cash": ("payment", [*MONEY, "settlement.payment.register", "settlement.item.match"], "/shipped-unbilled/"),
    "admin": ("administration", ["governance.access.read", "governance.access.change", "governance.company.read"],
              "/first-day/"),
    "books": ("posting", [*FLOOR, *MONEY, "sales.order.read"], "/shipped-unbilled/"),
}  # fmt: skip


@pytest.fixture
def world() -> World:
    """A company in which something waits for everybody."""
    world = new_world()
    item = world.item("ball", stock=50, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=60)
    world.policy("billing.policy", frequency="weekly")
    world.deliver(*world.ship(world.order(party, [(item, 2)])))
    packed, picked = world.order(party, [(item, 1)]), world.order(party, [(item, 1)])
    world.release(packed)
    world.pick(packed)
    world.pack(packed)
    world.release(picked)
    world.confirm(world.quote(party, [(item, 9)]))
    world.quote(party, [(item, 1)])
    world.pay(party, 3, matches=[])
    return world


@pytest.fixture
def coming(page: Page, address: str, world: World) -> Callable[[str], Page]:
    """Let somebody sign in with the permissions of a role."""

    def come(name: str) -> Page:
        duty, permissions, _ = ROLES[name]
        login = person(world, name, duty)
        common = ["governance.hold.read", "governance.exception.read", "governance.inbox.own"]
        Role.objects.using("owner").filter(code=f"{name}-{world.company_id}").update(
            permissions=[*permissions, *common]
        )
        sign_in(page, address, login)
        return page

    return come


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ROLES)
def test_a_home_serves_its_role(coming: Callable[[str], Page], address: str, name: str, width: int) -> None:
    page = coming(name)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/", ROLES[name][2]):
            page.goto(address + path)
            nothing_is_wrong(page)


def test_a_picker_goes_from_home_to_scanning_in_one_step(coming: Callable[[str], Page]) -> None:
    page = coming("floor")
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.get_by_role("link", name="Pick with scanner").first.click()
    expect(page.locator("[data-code]")).to_be_focused()


def test_credit_decides_and_changes_a_limit_from_home(coming: Callable[[str], Page]) -> None:
    page = coming("credit")
    expect(page.get_by_text("would owe").first).to_be_visible()
    page.get_by_role("link", name="Approve").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
