"""Every scenario plays in a company of its own and ends with all promises proved."""

from collections.abc import Iterator

import pytest

from tests.world import World, new_world


@pytest.fixture
def world() -> Iterator[World]:
    """A company; whatever happened in it, every promise holds at the end."""
    made = new_world()
    yield made
    made.verify()
