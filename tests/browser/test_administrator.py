"""An administrator invites somebody, hands over the link, gives a role with a conflict by exception; every width."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.security.people import PASSWORD, person
from tests.world import World, new_world
from throughline.governance.public import RoleInput, define_roles
from throughline.platform.operations import Ctx

pytestmark = pytest.mark.browser
RIGHTS = ("governance.access.change", "governance.access.read")


@pytest.fixture
def world() -> World:
    world = new_world()
    duties = frozenset({"administration"})
    ctx = Ctx(world.company_id, world.people["desk"], frozenset({"*"}), duties, clock=lambda: world.now)
    roles = [RoleInput("bills", "Billing clerk", [], ["billing"]), RoleInput("cash", "Cashier", [], ["payment"])]
    define_roles(ctx, roles=roles)
    return world


def come_in(page: Page, address: str, login: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/sign-in/?next=/people/")
    page.get_by_label("User name").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def test_somebody_is_invited_comes_in_and_gets_a_second_role_by_exception(
    page: Page, address: str, world: World
) -> None:
    login = f"cy-{world.company_id}"
    come_in(page, address, person(world, *RIGHTS, duties=["administration"]).username)
    page.get_by_role("link", name="Invite a person").click()
    page.get_by_label("User name").fill(login)
    page.get_by_label("Name", exact=True).fill("Cy Ng")
    page.get_by_label("Billing clerk").check()
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cy Ng")
    expect(page.get_by_text("Has not come yet")).to_be_visible()
    nothing_is_wrong(page)

    page.get_by_role("link", name="Make a one-time link").first.click()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#link").input_value()
    nothing_is_wrong(page)

    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Give a role").first.click()
    page.get_by_label("Role").select_option("Cashier")
    expect(page.get_by_text("Cy Ng would hold billing by Billing clerk and payment by Cashier.")).to_be_visible()
    nothing_is_wrong(page)
    page.get_by_role("link", name="Record an exception").click()
    page.get_by_label("Approved by").select_option(index=2)
    if page.get_by_label("Approved by").input_value() == page.get_by_label("Person").input_value():
        page.get_by_label("Approved by").select_option(index=1)
    page.get_by_label("Until").fill(world_day(page))
    page.get_by_label("Reason").fill("Holiday cover, payments reviewed every Friday")
    page.get_by_role("button", name="Record the exception").click()
    page.get_by_role("link", name="Give a role").first.click()
    page.get_by_label("Role").select_option("Cashier")
    expect(page.get_by_text("by a recorded exception")).to_be_visible()
    page.get_by_role("button", name="Give the role").click()
    page.goto(f"{address}/duty-conflicts/")
    expect(page.get_by_text("Excepted", exact=True)).to_be_visible()
    nothing_is_wrong(page)

    page.context.clear_cookies()
    page.goto(link)
    nothing_is_wrong(page)
    page.get_by_label("New password").fill("quiet mill pond")
    page.get_by_label("The same again").fill("quiet mill pond")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Needs me now")


def world_day(page: Page) -> str:
    """Give a day a month from now, as the browser counts."""
    day: str = page.evaluate("new Date(Date.now() + 30 * 864e5).toISOString().slice(0, 10)")
    return day


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_access_serve_every_reader_at_every_width(
    page: Page, address: str, world: World, width: int, scheme: str
) -> None:
    admin = person(world, *RIGHTS, duties=["administration"])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}/sign-in/forgotten/")
    nothing_is_wrong(page)
    come_in(page, address, admin.username)
    for path in (
        "/people/", "/people/?view=gone", f"/people/{admin.pk}/", "/roles/", "/do/roles/define/", "/do/people/invite/",
        f"/do/people/give-role/?user={admin.pk}", "/do/people/exception/", "/duty-conflicts/", "/account/",
        "/account/authenticator/", "/account/password/", "/account/details/", "/account/recovery/",
    ):  # fmt: skip
        page.goto(address + path)
        nothing_is_wrong(page)
