"""One company that programs read and write, for all tests that need no other."""

from functools import cache

import pytest

from tests.world import World, new_world


@cache
def company() -> tuple[World, int, int]:
    """Give one company with stock of an item of cost 6 and list price 10, and a customer of the group retail."""
    world = new_world()
    return world, world.item("P", stock=100, cost=6, price=10), world.customer(group="retail")


@pytest.fixture
def world() -> World:
    return company()[0]


@pytest.fixture
def item() -> int:
    return company()[1]


@pytest.fixture
def party() -> int:
    return company()[2]
