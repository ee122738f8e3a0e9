"""What every answer carries, and what a browser may not send from elsewhere."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.security.people import knock, person, text
from tests.security.test_matrix import ADDRESSES
from tests.world import World, new_world
from throughline.web.headers import POLICY

SOURCE = Path(__file__).resolve().parents[2] / "src" / "throughline"


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.mark.parametrize("address", ["/sign-in/", "/orders/", "/nothing-here/", "/account/", "/health/"])
def test_every_answer_carries_the_safe_headers(world: World, address: str) -> None:
    client = Client()
    knock(client, person(world, "sales.order.read"))
    answer = client.get(address)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    if address != "/health/":
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] in ("same-origin", "strict-origin")


def test_the_policy_allows_no_script_but_files_of_ours() -> None:
    allowed = dict(part.strip().partition(" ")[::2] for part in POLICY.split(";"))
    assert allowed["script-src"] == "'self'"
    assert allowed["script-src-attr"] == "'none'"
    assert allowed["style-src"] == "'self'"
    assert allowed["default-src"] == "'none'"
    assert allowed["base-uri"] == allowed["frame-ancestors"] == "'none'"


def test_no_template_or_code_writes_a_script_that_the_policy_would_stop() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=\"|javascript:|hx-on|hx-vals=['\"]js:")
    for path in [*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("ui/*.py")]:
        assert not inline.search(path.read_text()), path


@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if not one.startswith("static/") and one != "api/v1/nothing"]
)
def test_nothing_is_posted_from_elsewhere(world: World, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(world, "*", duties=["order entry"]))
    answer = client.post(f"/{address}")
    assert answer.status_code in (403, 405), answer.status_code


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    client = Client()
    knock(client, person(world, "sales.order.read"))
    kept = client.cookies["throughline"]
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"


def test_pages_of_the_account_and_of_signing_in_are_kept_nowhere(world: World) -> None:
    client = Client()
    knock(client, person(world, "sales.order.read"))
    for address in ("/account/", "/sign-in/", "/orders/", "/account/authenticator/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_what_was_typed_wrong_stands_in_no_page(world: World) -> None:
    assert "secret-thing" not in text(knock(Client(), person(world), "secret-thing"))
