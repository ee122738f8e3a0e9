"""WCAG 2.2 AA as axe-core judges it: every registered screen, at a desk in light and on a phone in the dark."""

import pytest
from playwright.sync_api import Page

from tests.browser.every_screen import EveryScreen
from tests.browser.judging import Judge
from tests.browser.staged import staged, subjects_of
from tests.browser.test_quote_to_order import person, sign_in
from tests.screens.walking import walker
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world(django_db_setup: None) -> World:
    return staged()


def test_axe_finds_nothing_on_any_screen(page: Page, address: str, world: World) -> None:
    page.goto(f"{address}/sign-in/")
    judge = Judge(page)
    walk = EveryScreen(walker(world.company_id, "en"), subjects_of(world))
    found = judge.judge(walk.pages())
    assert not found, "\n".join(found)
    assert not walk.left_out(), "show these in tests/browser/staged.py"


PLANTED = {
    "label": '<main><h1>Planted</h1><input type="text"></main>',
    "color-contrast": '<main><h1>Planted</h1><p style="color:#888;background:#777">Hard to read</p></main>',
    "target-size": '<main><h1>Planted</h1><button style="width:12px;height:12px;padding:0;border:0">a</button>'
                   '<button style="width:12px;height:12px;padding:0;border:0">b</button></main>',
    "scrolls sideways": '<main><h1>Planted</h1><div style="width:3000px">wide</div></main>',
}  # fmt: skip


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_violation_is_found_in_both_settings(page: Page, address: str, rule: str) -> None:
    page.goto(f"{address}/sign-in/")
    shown = f'<html lang="en"><title>Planted</title><body>{PLANTED[rule]}</body></html>'
    found = Judge(page).judge([("planted", shown)])
    assert sum(rule in one for one in found) >= 2, found


def test_axe_finds_nothing_in_what_scripts_open(page: Page, address: str, world: World) -> None:
    sign_in(page, address, person(world, "desk", "order entry"))
    ((order,),) = world.rows(
        "SELECT max(order_id) FROM sales_order_line WHERE company_id = %s AND net > 0", world.company_id
    )
    page.goto(f"{address}/orders/{order}/")
    judge = Judge(page)
    found = judge.judge_opened(lambda: page.locator("td .tl-why").first.click(), "#why")
    page.keyboard.press("Escape")
    found += judge.judge_opened(lambda: page.keyboard.press("Control+k"), "#palette")
    page.keyboard.press("Escape")
    found += judge.judge_opened(lambda: page.get_by_role("button", name="Keyboard shortcuts").click(), "#shortcuts")
    page.keyboard.press("Escape")
    found += judge.judge_opened(lambda: page.get_by_role("link", name="Write a note").click(), "#dialog")
    page.goto(f"{address}/orders/")
    judge = Judge(page)
    found += judge.judge_opened(lambda: page.get_by_role("button", name="Columns").click(), "#columns-menu")
    assert not found, "\n".join(found)
