"""Addresses that nobody clicked on: every list and board answers or refuses, and never fails."""

from functools import cache

import pytest

from tests.screens.signed_in import sign_in
from tests.world import World, new_world
from throughline.platform.ui import Board, ListScreen, screens

HOSTILE = ("abc", "-1", "²", "٣", "9" * 20, "9" * 30, "2026-02-31", "1,2", "%00", "\x00", "'", "é" * 300)
PAGES = [one for one in screens if isinstance(one, ListScreen | Board)]


@cache
def company() -> World:
    """One company for all pages: nothing is changed in it."""
    return new_world()


@pytest.mark.parametrize("screen", PAGES, ids=lambda one: one.key)
def test_what_an_address_says_wrongly_asks_for_nothing(screen: ListScreen | Board) -> None:
    browser = sign_in(company(), "desk")
    names = ["after", "q", "sort", "size", "view", *(one.name for one in screen.filters)]
    for name in names:
        for value in HOSTILE:
            answer = browser.get(screen.path, {name: value})
            assert answer.status_code in (200, 400, 404, 422), (
                screen.path,
                name,
                value,
                answer.content.decode()[-2000:],
            )
