"""An administrator brings a file in and tries a policy before saving it; every page is looked at, on a phone too."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.browser.test_quote_to_order import person, sign_in
from tests.imports.importing import work
from tests.world import World, new_world

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 960}


@pytest.fixture
def world() -> World:
    return new_world()


def test_a_file_of_items_is_checked_and_imported(page: Page, address: str, world: World, tmp_path: Path) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    sign_in(page, address, person(world, "masters", "master data"))
    code = f"N-{world.company_id}"
    file = tmp_path / "artikel.csv"
    file.write_text(f"Artikel;Bezeichnung;Gewicht\n{code};Kugellager;0,45\n;ohne Nummer;\n", encoding="cp1252")
    page.goto(f"{address}/imports/kinds/")
    nothing_is_wrong(page)
    page.goto(f"{address}/do/imports/new/?kind=items")
    nothing_is_wrong(page)
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("1 of 2 rows can be read")).to_be_visible()
    expect(page.get_by_text("0.45", exact=True)).to_be_visible()
    nothing_is_wrong(page)
    page.get_by_role("button", name="Check rows").click()
    expect(page.get_by_text("Being checked")).to_be_visible()
    work()  # the page watches, and loads itself anew when it has ended
    expect(page.get_by_text("Of 2 rows 1 would be new")).to_be_visible()
    record = page.url
    nothing_is_wrong(page)
    page.get_by_role("link", name="Import 1 rows").click()
    page.locator("#dialog").get_by_role("button", name="Import rows").click()
    expect(page.get_by_text("Being imported")).to_be_visible()
    work()
    expect(page.get_by_role("heading", name="Reconciliation")).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(record)
    nothing_is_wrong(page)
    page.goto(f"{address}/imports/")
    nothing_is_wrong(page)


def test_a_policy_is_tried_and_a_company_looked_at(page: Page, address: str, world: World) -> None:
    pump = world.item("pump", code=f"P-{world.company_id}", stock=10, cost=60, price=100)
    world.quote(world.customer(), [(pump, 1)])
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    sign_in(page, address, person(world, "masters", "master data"))
    page.goto(f"{address}/policy-kinds/sales.margin_floor/")
    nothing_is_wrong(page)
    page.get_by_role("link", name="Add a rule").click()
    page.get_by_label("Percent (%)").fill("45")
    page.get_by_label("Percent (%)").press("Tab")
    expect(page.get_by_text("1 of 1 open order lines would be answered otherwise")).to_be_visible()
    nothing_is_wrong(page)
    page.get_by_label("Reason").fill("asked by the board")
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_text("How it came to be")).to_be_visible()
    rule = page.url
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for where in (
            rule, f"{address}/policies/", f"{address}/policies/compare/", f"{address}/policy-kinds/",
            f"{address}/our-company/", f"{address}/do/company/change/", f"{address}/do/company/layout/",
            f"{address}/sites/", f"{address}/do/sites/change/?site={world.site_id}", f"{address}/bins/",
            f"{address}/do/bins/make/", f"{address}/tax-rates/", f"{address}/payment-terms/",
            f"{address}/number-series/",
        ):  # fmt: skip
            page.goto(where)
            nothing_is_wrong(page)
