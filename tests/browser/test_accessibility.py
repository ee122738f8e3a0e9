"""WCAG 2.2 AA as axe-core judges it: the screens of every kind, at a desk in light and on a phone in the dark."""

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.browser.test_quote_to_order import person, sign_in
from tests.world import World, new_world

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """async (rules) => (await axe.run(document, {runOnly: rules})).violations.map(
  (one) => `${one.id}, ${one.nodes.length}: ${one.nodes[0].html.slice(0, 160)}`)"""
#: A list, a record that is held, a form with lines, boards, a scan step, what one was told, policies, rights.
SEEN = ("/", "/orders/", "/orders/{held}/", "/do/quotes/new/", "/release/", "/picking/", "/receivables/",
        "/customers/{party}/", "/scan/pick/", "/notifications/", "/policies/", "/do/roles/define/",
        "/api/")  # fmt: skip


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")], ids=["desk-light", "phone-dark"]
)
def test_axe_finds_nothing(page: Page, address: str, world: World, width: int, height: int, scheme: str) -> None:
    item = world.item("ball", stock=50, cost=3, price=10)
    party = world.customer(name="Brandt GmbH", limit=60)
    world.deliver(*world.ship(world.order(party, [(item, 2)])))
    world.release(world.order(party, [(item, 1)]))
    held = world.quote(party, [(item, 9)])
    world.confirm(held)

    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, address, person(world, "desk", "order entry"))
    engine = (files("axe_playwright_python") / "axe.min.js").read_text()
    found = []
    for seen in SEEN:
        page.goto(address + seen.format(held=held, party=party))
        page.evaluate(engine)
        found += [f"{seen}: {one}" for one in page.evaluate(ASK, RULES)]
    assert not found, "\n".join(found)
