"""Sentences that the product makes, now or long ago, are known by their templates and said in German; names stay."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from tests.screens.signed_in import page, sign_in
from tests.world import World, new_world
from throughline.platform.models import User
from throughline.platform.ui.sentences import in_language


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Brandt GmbH would owe 16,748.40, 1,748.40 over the limit of 15,000.00.",
         "Brandt GmbH würde 16.748,40 schulden, 1.748,40 über dem Limit von 15.000,00."),
        ("Of 3 rows 0 would be new, 1 changed, 2 stay the same, 0 are refused.",
         "Von 3 Zeilen wären 0 neu, 1 geändert, 2 bleiben gleich, 0 sind abgelehnt."),
        ("12.4 % margin on BALL at 9.50, floor 15 %. 10.11 would pass. Policy Floor 3.",
         "12,4 % Marge auf BALL bei 9,50, Untergrenze 15 %. 10,11 ginge durch. Regel Floor 3."),
        ("3 of 5", "3 von 5"),
        ("7 orders, 18 lines", "7 Aufträge, 18 Positionen"),
        ("Credit hold", "Kreditsperre"),
    ],
)  # fmt: skip
def test_what_was_said_in_english_is_told_in_german(said: str, told: str) -> None:
    with translation.override("de"):
        assert in_language(said, "de") == told
    assert in_language(said, "en-gb") == said


@pytest.mark.parametrize(
    "name",
    ["Bank of Scotland", "Ball & Sons", "Due North Ltd", "Hold and Release GmbH", "Deep groove ball bearing 6216"],
)
def test_names_are_never_taken_for_sentences(name: str) -> None:
    with translation.override("de"):
        assert in_language(name, "de") == name


def test_days_are_written_as_the_reader_does() -> None:
    with translation.override("de"):
        told = in_language(f"BALL is requested on {date(2026, 3, 2)}, which has passed.", "de")
    assert told.startswith("BALL ist für den 2. März")


@pytest.fixture
def world() -> World:
    return new_world()


def test_a_held_quote_says_in_german_why(world: World) -> None:
    client = sign_in(world, "desk")
    User.objects.using("owner").filter(pk=world.people["desk"]).update(language="de")
    order = world.quote(
        world.customer(limit=10, name="Brandt GmbH"), [(world.item("ball", stock=9, cost=5, price=100), 1)]
    )
    world.confirm(order)
    shown = page(client, f"/orders/{order}/")
    assert "Brandt GmbH würde" in shown
    assert "would owe" not in shown
    refused = client.get("/orders/999999999/").content.decode()
    assert "Es gibt keinen Auftrag" in refused


def test_who_signs_in_is_spoken_to_as_the_browser_asks() -> None:
    shown = Client().get("/sign-in/", headers={"Accept-Language": "de-DE,de;q=0.9"})
    assert 'lang="de"' in shown.content.decode()
    assert "Anmelden" in shown.content.decode()
    wrong = Client().post("/sign-in/", {"username": "x", "password": "y"}, headers={"Accept-Language": "de"})
    assert "Name und Passwort gehören nicht zusammen." in wrong.content.decode()
