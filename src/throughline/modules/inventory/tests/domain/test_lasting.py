"""What can be promised of goods that keep, by day and by what others ask (sets within sets)."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.inventory.domain.lasting import Lasting

D = Decimal
SOON, LATER, LAST = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)


def test_goods_that_keep_too_short_give_no_room() -> None:
    there = Lasting([(SOON, D(30)), (LATER, D(30)), (None, D(5))])
    assert [there.room(day) for day in (SOON, LATER, LAST)] == [D(65), D(35), D(5)]


def test_who_asks_for_less_leaves_room_to_who_asks_for_more() -> None:
    there = Lasting([(SOON, D(30)), (LATER, D(30))]).promise(SOON, D(30))
    assert there.room(LATER) == D(30), "the first takes what keeps shorter"


def test_who_asks_for_less_is_bounded_by_all_that_is_promised() -> None:
    there = Lasting([(SOON, D(30)), (LATER, D(30))]).promise(LATER, D(25)).promise(SOON, D(30))
    assert (there.room(SOON), there.room(LATER)) == (D(5), D(5))


DAYS = st.sampled_from([SOON, LATER, LAST])


@given(st.lists(st.tuples(DAYS, st.integers(1, 9))), st.lists(st.tuples(DAYS, st.integers(1, 9)), max_size=6))
def test_all_that_is_promised_can_be_given(lots: list[tuple[date, int]], wanted: list[tuple[date, int]]) -> None:
    """Whoever promises no more than the room can serve everybody, who asks for most first."""
    there, promised = Lasting([(day, D(quantity)) for day, quantity in lots]), []
    for until, quantity in wanted:
        take = min(there.room(until), D(quantity))
        there = there.promise(until, take)
        promised.append((until, take))
    left = {day: sum((D(q) for until, q in lots if until == day), D(0)) for day in (SOON, LATER, LAST)}
    for until, open_ in sorted(promised, reverse=True):
        for day in (LAST, LATER, SOON):
            take = min(left[day], open_) if day >= until else D(0)
            left[day], open_ = left[day] - take, open_ - take
        assert open_ == 0
