"""Who is promised what, where orders are covered whole or not at all."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.inventory.domain.promising import Arrival, Need, Piece, plan

DAY = date(2026, 3, 2)
LATER = date(2026, 3, 9)

Wanted = tuple[int, int]


def planned(stock: Sequence[int], wanted: Sequence[Wanted], strict: Sequence[int | None] = ()) -> list[list[Piece]]:
    """Plan needs of (item, quantity) of what is in stock by item; of the first item two more arrive later."""
    needs = [Need((1, item), Decimal(quantity), DAY) for item, quantity in wanted]
    free = {(1, item): Decimal(quantity) for item, quantity in enumerate(stock)}
    arrivals = {(1, 0): [Arrival(7, "P-7", Decimal(2), LATER)]}
    return plan(needs, free, arrivals, DAY, lambda place: None, strict=strict)


def test_what_a_group_does_not_get_whole_serves_who_stands_behind_it() -> None:
    """The second line of the first order is short: its five go to the next, which alone would fit as well."""
    wanted = [(1, 5), (2, 3), (1, 5), (0, 4)]
    got = planned([2, 5, 2], wanted, [10, 10, 11, 11])
    assert got[:2] == [[], []]
    assert [(piece.source, int(piece.quantity)) for parts in got[2:] for piece in parts] == [
        ("stock", 5),
        ("stock", 2),
        ("supply", 2),
    ]


@given(
    stock=st.lists(st.integers(0, 9), min_size=3, max_size=3),
    groups=st.lists(
        st.tuples(st.booleans(), st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5)), min_size=1, max_size=3)),
        max_size=6,
    ),
)
def test_a_group_that_drops_out_leaves_no_trace(
    stock: list[int], groups: list[tuple[bool, list[tuple[int, int]]]]
) -> None:
    """What the others are promised is what they would be promised if it had never asked; and only who is short goes."""
    wanted = [one for _, lines in groups for one in lines]
    strict = [number if is_strict else None for number, (is_strict, lines) in enumerate(groups) for _ in lines]
    got = planned(stock, wanted, strict)
    kept = [place for place, parts in enumerate(got) if parts]
    assert [got[place] for place in kept] == planned(stock, [wanted[place] for place in kept])
    for group, found in groupby(range(len(wanted)), key=lambda place: strict[place]):
        places = list(found)
        if group is None:
            assert all(got[place] for place in places)
        elif not got[places[0]]:
            before = [place for place in kept if place < places[0]]
            alone = planned(stock, [wanted[place] for place in [*before, *places]])[len(before) :]
            assert any(piece.source == "none" for parts in alone for piece in parts)
        else:
            assert all(piece.source != "none" for place in places for piece in got[place])
