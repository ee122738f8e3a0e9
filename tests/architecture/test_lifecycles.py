"""The tables of states say what is so: no state out of reach, none final that can be left, no permission unheard of."""

from importlib import import_module

import pytest

from tests.architecture.sources import sources
from throughline.governance.public import PERMISSIONS
from throughline.kernel.lifecycle import Lifecycle

LIFECYCLES: list[Lifecycle] = [
    value
    for source in sources()
    if source.parts[-1] == "lifecycle" and source.parts[0] == "modules"
    for value in vars(import_module(".".join(("throughline", *source.parts)))).values()
    if isinstance(value, Lifecycle)
]


def test_they_are_found() -> None:
    assert len(LIFECYCLES) >= 3


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda one: one.noun)
def test_every_state_is_reached_and_only_final_ones_are_for_good(lifecycle: Lifecycle) -> None:
    reached = {lifecycle.initial} | {move.target for move in lifecycle.moves}
    left = {source for move in lifecycle.moves for source in move.sources if source != move.target}
    assert reached == set(lifecycle.states)
    assert lifecycle.final == set(lifecycle.states) - left


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda one: one.noun)
def test_every_move_takes_a_permission_that_can_be_given(lifecycle: Lifecycle) -> None:
    assert [move.name for move in lifecycle.moves if move.permission not in PERMISSIONS] == []
