"""Tokens on screens: made and shown once, seen by the administrator, ended by a bulk operation; the page of the API."""

import re
from dataclasses import replace

import pytest

from tests.rest.caller import Caller
from tests.screens.signed_in import bulk, fill, page, sign_in
from tests.world import World, new_world
from throughline.governance.public import Duty
from throughline.governance.services import ServiceInput, save_services
from throughline.platform.permissions import User


@pytest.fixture
def world() -> World:
    return new_world()


def admin(world: World) -> World:
    """Have an administrator among the people."""
    login = f"admin-{world.company_id}"
    world.people["admin"] = User.objects.using("owner").create(username=login, name="Admin").pk
    return world


def test_a_token_is_shown_once_and_ended_from_the_list(world: World) -> None:
    browser = sign_in(world, "desk")
    assert "No tokens" in page(browser, "/tokens/")
    made = browser.post("/do/tokens/new/", {"name": "Web shop", "reach": "read", "key": "k1"})
    secret = re.search(r'value="(tl_[^"]+)"', made.content.decode())
    assert secret
    assert made["Cache-Control"] == "no-store"
    again = browser.post("/do/tokens/new/", {"name": "Web shop", "reach": "read", "key": "k1"})
    assert "shown already" in again.content.decode()
    shop = Caller(secret[1])
    assert shop.read("governance.me")["scopes"] == ["read"]
    ((number,),) = world.rows("SELECT id FROM platform_api_token")
    shown = page(browser, "/tokens/")
    assert "Web shop" in shown
    assert secret[1] not in shown
    ahead, done = bulk(browser, "tokens", "revoke", number)
    assert "Revoke 1 token?" in ahead
    assert "1 token revoked" in done
    assert shop.fetch("orders").status_code == 401


def test_scopes_are_named_or_chosen_not_both(world: World) -> None:
    browser = sign_in(world, "desk")
    answer = browser.post("/do/tokens/new/", {"name": "x", "reach": "read", "scopes": "sales.*"})
    assert answer.status_code == 422
    assert "leave them empty" in answer.content.decode()
    wrong = browser.post("/do/tokens/new/", {"name": "x", "reach": "", "scopes": "slaes.*"})
    assert "names nothing" in wrong.content.decode()


def test_an_administrator_makes_a_service_and_its_token(world: World) -> None:
    browser = sign_in(admin(world), "admin")
    login = f"shop-{world.company_id}"
    assert fill(browser, "tokens/service", username=login, name="Web shop") == "/people/"
    service = User.objects.get(username=login)
    assert service.is_service
    assert not service.has_usable_password()
    refused = browser.post("/do/tokens/issue/", {"username": login, "name": "Shop", "reach": "*"})
    assert refused.status_code == 404, "a service without a role here gets no token"
    sign_in(world, "desk")
    given = browser.post("/do/tokens/issue/", {"username": _login(world, "desk"), "name": "Shop", "reach": "*"})
    assert "Token for Shop" in given.content.decode()
    assert "Shop" in page(browser, "/tokens/all/")


def test_a_person_is_never_turned_into_a_service(world: World) -> None:
    ctx = replace(world.as_("desk"), duties=frozenset({str(Duty.ADMINISTRATION)}))
    login = _login(world, "floor")
    (outcome,) = save_services(ctx, services=[ServiceInput(login, "x")])
    assert (outcome.status, outcome.code) == ("refused", "login_taken")
    assert not User.objects.get(username=login).is_service


def test_the_page_of_the_api_shows_calls_that_work(world: World) -> None:
    browser = sign_in(world, "desk")
    item = world.item("P", stock=5, cost=1, price=2)
    world.customer()
    shown = page(browser, "/api/")
    assert "The first five calls" in shown
    assert f"item_ids={item}" in shown
    assert "sales.confirm_orders" in shown
    found = page(browser, "/api/?q=availability")
    assert "inventory.availability" in found
    assert "sales.confirm_orders" not in found
    assert "Nothing answers" in page(browser, "/api/?q=zzz")


def _login(world: World, person: str) -> str:
    return User.objects.get(pk=world.people[person]).username
