"""Which demands make a wave."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.warehouse.domain.receiving import split
from throughline.modules.warehouse.domain.waves import Candidate, Filter, choose

DAY = date(2026, 3, 2)


def line(number: int, order: int, weight: int = 1, **more: object) -> Candidate:
    facts = {"site_id": 1, "party_id": 1, "service_class": "standard", "due_on": DAY, "ship_on": DAY, "carrier": "",
             "carrier_service": "", "zones": (), **more}  # fmt: skip
    return Candidate(number, group_id=order, weight=Decimal(weight), **facts)  # type: ignore[arg-type]


def test_orders_stay_whole_within_the_limits() -> None:
    """The second order does not fit, the third does: it goes, as the wave is filled in line."""
    found = [line(1, 1), line(2, 1), line(3, 2), line(4, 2), line(5, 3)]
    assert choose(Filter(1, most_lines=3), found) == [1, 2, 5]
    assert choose(Filter(1, most_weight=Decimal(3)), found) == [1, 2, 5]


def test_a_filter_takes_only_its_kind() -> None:
    """Site, date, service class and customer all have to fit."""
    found = [line(1, 1), line(2, 2, site_id=2), line(3, 3, service_class="urgent"), line(4, 4, party_id=9)]
    assert choose(Filter(1, DAY, ["urgent"]), found) == [3]
    assert choose(Filter(1, party_ids=[9]), found) == [4]
    assert choose(Filter(1, date(2026, 3, 1)), found) == []
    assert choose(Filter(1), found, frozenset({1})) == [3, 4]


@given(st.integers(1, 100).map(Decimal), st.lists(st.integers(0, 50).map(Decimal), max_size=6))
def test_what_arrived_is_all_accounted_for(arrived: Decimal, expected: list[Decimal]) -> None:
    """The parts add up to what arrived, no supply gets more than it expects, the surplus stands alone."""
    supplies = [("po", number, quantity) for number, quantity in enumerate(expected)]
    parts = split(arrived, supplies)
    assert sum((amount for _, amount in parts), Decimal(0)) == arrived
    assert all(amount <= expected[supply[1]] for supply, amount in parts if supply)
    assert sum(supply is None for supply, _ in parts) == (arrived > sum(expected))
