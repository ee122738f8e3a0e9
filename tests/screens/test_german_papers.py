"""Papers speak the language of whoever gets them, whatever the language of who prints."""

from typing import Any

import pytest

from tests.world import World, new_world
from throughline.modules.parties.models import Customer, Party
from throughline.modules.parties.public import customers
from throughline.modules.sales.queries.orders import orders
from throughline.modules.sales.ui import confirmation
from throughline.platform import printing
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def printed(world: World, order: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Print a confirmation, and give the words that were set."""
    caught: list[dict[str, Any]] = []
    typeset = printing.typeset

    def catch(template: Any, words: Any) -> bytes:
        caught.append(dict(words))
        return typeset(template, words)

    monkeypatch.setattr(confirmation, "typeset", catch)
    ctx = world.as_("desk")
    with reading(ctx):
        assert confirmation.confirmation_pdf(ctx, order).content.startswith(b"%PDF")
    return caught[0]


def speak(world: World, party: int, language: str) -> None:
    assert Customer.objects.using("owner").filter(party_id=party).exists()
    Party.objects.using("owner").filter(pk=party).update(language=language)
    ctx = world.as_("desk")
    with reading(ctx):
        assert customers(ctx, [party])[party].language == language


def test_a_german_customer_gets_a_german_quotation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    party = world.customer(limit=100000)
    order = world.quote(party, [(world.item("ball", stock=2000, cost=5, price=100), 15)])
    speak(world, party, "de")
    words = printed(world, order, monkeypatch)
    assert words["title"] == "Angebot"
    assert words["lang"] == "de"
    assert words["net"] == "1.500,00"
    assert ["Datum", "2. März 2026"] in words["facts"]
    assert words["terms"][-1].startswith("Ware wird zugesagt, wenn Sie bestellen")
    with reading(ctx := world.as_("desk")):
        assert orders(ctx, [order])[order].number == words["number"]


def test_others_get_theirs_in_english(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    party = world.customer(limit=100000)
    order = world.quote(party, [(world.item("ball", stock=2000, cost=5, price=100), 15)])
    speak(world, party, "fr")
    words = printed(world, order, monkeypatch)
    assert words["title"] == "Quotation"
    assert ["Date", "2 March 2026"] in words["facts"]
