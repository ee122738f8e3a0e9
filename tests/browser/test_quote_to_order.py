"""The sales desk signs in, enters a quote, confirms it, and looks at the order as it goes down the line."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.world import World, new_world
from throughline.platform.models import Role, RoleAssignment, User

pytestmark = pytest.mark.browser


@pytest.fixture
def world() -> World:
    return new_world()


def person(world: World, name: str, *duties: str) -> str:
    """Give somebody of the company a password and a role; give the login."""
    user = User.objects.using("owner").get(pk=world.people[name])
    user.set_password("a password")
    user.save(using="owner")
    role = Role.objects.using("owner").create(
        code=f"{name}-{world.company_id}", name=name, permissions=["*"], duties=list(duties)
    )
    RoleAssignment.objects.using("owner").create(user_id=user.pk, role_id=role.pk, company_id=world.company_id)
    return user.username


def sign_in(page: Page, address: str, login: str) -> None:
    """Come in by the door."""
    page.goto(f"{address}/sign-in/")
    page.get_by_label("User name").fill(login)
    page.get_by_label("Password").fill("a password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Needs me now")


def test_a_quote_becomes_an_order(page: Page, address: str, world: World) -> None:
    goods = world.item("ball", code=f"B-{world.company_id}", stock=20, cost=3, price=10)
    world.customer(code=f"C-{world.company_id}", name=f"Brandt {world.company_id}", limit=5000)
    sign_in(page, address, person(world, "desk", "order entry"))
    nothing_is_wrong(page)

    page.goto(f"{address}/quotes/")
    nothing_is_wrong(page)
    page.get_by_role("link", name="New quote").first.click()
    customer = page.get_by_role("combobox", name="Customer")
    customer.press_sequentially(f"Brandt {world.company_id}", delay=10)
    page.locator("[role=listbox] [role=option]").first.click()
    item = page.get_by_role("combobox", name="Item").first
    item.press_sequentially(f"B-{world.company_id}", delay=15)
    page.locator("[role=listbox] [role=option]").first.click()
    page.locator("[name='lines-0-quantity']").fill("8")
    page.locator("[name='lines-0-quantity']").press("Tab")
    expect(page.get_by_text("80.00").first).to_be_visible()
    nothing_is_wrong(page)
    page.get_by_role("button", name="Save quote").click()

    expect(page.get_by_text("Quoted, not confirmed.")).to_be_visible()
    page.get_by_role("link", name="Confirm order").click()
    page.get_by_role("button", name="Confirm order").click()
    expect(page.get_by_text("Won")).to_be_visible()
    nothing_is_wrong(page)
    order = int(page.url.strip("/").rpartition("/")[2])
    world.react()
    world.ship(order)
    page.reload()
    expect(page.get_by_role("list", name="Throughline of")).to_contain_text("Shipped")
    page.get_by_role("button", name="10.00").first.click()
    expect(page.get_by_text("gives 10.00 per ea")).to_be_visible()
    assert goods


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_serve_every_reader_at_every_width(
    page: Page, address: str, world: World, width: int, scheme: str
) -> None:
    goods = world.item("ball", stock=20, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=60)
    order = world.order(party, [(goods, 4)])
    held = world.quote(party, [(goods, 9)])
    world.confirm(held)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    sign_in(page, address, person(world, "desk", "order entry"))
    for path in (
        "/", "/orders/", "/orders/?view=closed", f"/orders/{order}/", f"/orders/{held}/", f"/customers/{party}/",
        f"/items/{goods}/", "/stock/", "/exceptions/", "/policies/", f"/do/orders/cancel/?order={order}",
        f"/do/orders/amend/?order={order}", f"/do/quotes/new/?copy={order}",
    ):  # fmt: skip
        page.goto(address + path)
        nothing_is_wrong(page)
