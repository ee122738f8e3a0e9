"""The second language: nothing of the catalogue is untranslated, and German pages say it in German."""

import importlib.util
import re
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.mofile import read_mo

from tests.screens.signed_in import page, sign_in
from tests.world import World, new_world
from throughline.platform.models import User

SEEN = ["/", "/orders/", "/quotes/", "/approvals/", "/notifications/", "/exceptions/", "/picking/",
        "/receipts/", "/invoices/", "/release/", "/releases/", "/packing/", "/billing/", "/dispatch/", "/shipments/",
        "/transport/", "/putaway/", "/items/", "/stock/", "/bins/", "/people/", "/roles/", "/tokens/", "/policies/",
        "/policy-kinds/", "/imports/", "/sites/", "/payment-terms/", "/payments/", "/returns/", "/transfers/",
        "/account/", "/do/quotes/new/", "/do/imports/new/",
        "/do/people/invite/", "/scan/pick/", "/scan/putaway/"]  # fmt: skip


def _messages() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "scripts" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MESSAGES = _messages()


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.mark.parametrize("language", MESSAGES.LANGUAGES)
def test_no_word_is_without_translation(language: str) -> None:
    known = MESSAGES.read(language)
    said = {message.id: message.string for message in known if message.id}
    missing = [word for word in MESSAGES.words() if not MESSAGES.translated(said.get(word, ""))]
    assert missing == [], "run scripts/messages.py and translate these"


def _hashed(text: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return text if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("language", MESSAGES.LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    written = {message.id: message.string for message in MESSAGES.read(language) if message.id}
    with MESSAGES.catalogue(language).with_suffix(".mo").open("rb") as file:
        compiled = {_hashed(message.id): _hashed(message.string) for message in read_mo(file) if message.id}
    assert compiled == written, "run scripts/messages.py"


def german(world: World) -> None:
    User.objects.using("owner").filter(pk=world.people["desk"]).update(language="de")


@pytest.mark.parametrize("address", SEEN)
def test_german_pages_hold_no_english_word_of_the_catalogue(world: World, address: str) -> None:
    client = sign_in(world, "desk")
    german(world)
    shown = page(client, address)
    assert 'lang="de"' in shown
    translated = {m.id for m in MESSAGES.read("de") if m.id and m.id != m.string}
    german_too = {m.string for m in MESSAGES.read("de") if m.id}
    texts = {unescape(text).strip() for text in re.findall(r">([^<>]+)<", shown)}
    assert sorted((texts & translated) - german_too) == []


def test_numbers_and_dates_are_written_as_germans_do(world: World) -> None:
    client = sign_in(world, "desk")
    item = world.item("ball", stock=200, cost=5, price=100)
    order = world.quote(world.customer(limit=100000), [(item, 15)])
    german(world)
    assert "1.500,00" in page(client, f"/orders/{order}/")
