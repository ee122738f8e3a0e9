"""Sharing stock that is short, by every method."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.inventory.domain.allocating import Claim, Quota, Source, entitled, take

KEY = (1, 1)
DAY = date(2026, 3, 2)
RETAIL, TRADE = Quota(7, Decimal(30)), Quota(8, Decimal(50))
LIMITED = Quota(7, Decimal(30), is_limit=True)


def shared(method: str, free: int, *claims: tuple[int, int, Quota | None]) -> list[int]:
    """Share what is free among demands, given as (open, rank, quota) in the order in which they came."""
    line = [
        Claim(number, KEY, Decimal(wanted), Decimal(0), rank, DAY, quota=quota)
        for number, (wanted, rank, quota) in enumerate(claims, start=1)
    ]
    rights = entitled(line, {KEY: Decimal(free)}, method)
    return [int(rights[claim.demand_id]) for claim in line]


def test_rank_goes_before_age_and_first_come_after_it() -> None:
    """The urgent demand that came last is served first by rank, last by first come."""
    claims: Sequence[tuple[int, int, Quota | None]] = [(10, 50, None), (7, 50, None), (6, 10, None)]
    assert shared("rank", 12, *claims) == [6, 0, 6]
    assert shared("first_come", 12, *claims) == [10, 2, 0]


def test_equal_and_proportional_parts() -> None:
    """Twelve for demands of ten and seven: six and six, or seven and five."""
    assert shared("equal", 12, (10, 50, None), (7, 50, None)) == [6, 6]
    assert shared("proportional", 12, (10, 50, None), (7, 50, None)) == [8, 4]


def test_quotas_share_their_part_in_line() -> None:
    """Retail may take 30 of 100 together, the trade 50; what is left serves everybody in line."""
    assert shared("quota", 100, (40, 50, RETAIL), (40, 50, RETAIL), (80, 50, TRADE)) == [40, 10, 50]
    assert shared("quota", 100, (20, 50, RETAIL), (80, 50, TRADE), (30, 50, None)) == [20, 80, 0]


def test_a_quota_that_is_a_limit_leaves_the_rest_to_others() -> None:
    """Limited, retail gets its 30 and no more, though twenty lie idle."""
    assert shared("quota", 100, (40, 50, LIMITED), (50, 50, None)) == [30, 50]


@given(
    method=st.sampled_from(["rank", "first_come", "equal", "proportional", "quota"]),
    free=st.integers(0, 60),
    claims=st.lists(
        st.tuples(st.integers(1, 30), st.sampled_from([10, 50]), st.sampled_from([None, RETAIL, TRADE, LIMITED])),
        min_size=1,
        max_size=6,
    ),
)
def test_no_method_gives_more_than_there_is_or_than_is_wanted(
    method: str, free: int, claims: list[tuple[int, int, Quota | None]]
) -> None:
    """Whatever the method: nobody gets more than is open, all together not more than is free, and nothing is lost."""
    got = shared(method, free, *claims)
    assert all(0 <= have <= wanted for have, (wanted, _, _) in zip(got, claims, strict=True))
    assert sum(got) <= free
    if not any(quota and quota.is_limit for _, _, quota in claims):
        assert sum(got) == min(free, sum(wanted for wanted, _, _ in claims))


def test_an_unknown_method_is_a_fault() -> None:
    """A method nobody knows shares nothing in silence."""
    with pytest.raises(KeyError):
        shared("by_mood", 10, (5, 50, None))


def test_a_group_is_served_whole_or_leaves_its_goods_to_the_next() -> None:
    """Of a group one half is short: the other half's goods go to who comes after, and a later group still fits."""
    a, b = (1, 1), (1, 2)
    claims = [
        _claim(1, a, 5, group=7),
        _claim(2, b, 5, group=7),
        _claim(3, a, 4, group=8),
        _claim(4, a, 3),
    ]
    sources = [Source(10, a, Decimal(8), None, DAY, 1), Source(20, b, Decimal(2), None, DAY, 1)]
    rights = {claim.demand_id: claim.open for claim in claims}
    granted = [(grant.demand_id, int(grant.quantity)) for grant in take(claims, rights, sources)]
    assert granted == [(3, 4), (4, 3)]
    waiting = [(grant.demand_id, int(grant.quantity)) for grant in take(claims, rights, sources, frozenset({8}))]
    assert waiting == [(4, 3)]


@given(
    stock=st.lists(st.integers(0, 12), min_size=3, max_size=3),
    wanted=st.lists(
        st.tuples(st.sampled_from([0, 1, 2]), st.integers(1, 6), st.sampled_from([None, 1, 2, 3, 4])), max_size=10
    ),
)
def test_nobody_of_a_group_goes_alone_and_nobody_waits_for_goods_that_are_left(
    stock: list[int], wanted: list[tuple[int, int, int | None]]
) -> None:
    """Groups stand anywhere in line: what each is given is what it would get if those that drop out had never asked."""
    claims = [_claim(n, (1, item), want, group) for n, (item, want, group) in enumerate(wanted, start=1)]
    sources = [Source(item, (1, item), Decimal(free), None, DAY, 1) for item, free in enumerate(stock)]
    rights = {claim.demand_id: claim.open for claim in claims}
    got = {claim.demand_id: 0 for claim in claims}
    for grant in take(claims, rights, sources):
        got[grant.demand_id] += int(grant.quantity)
    left = dict(enumerate(stock))
    served = [claim for claim in claims if claim.group is None or got[claim.demand_id]]
    for claim in served:
        expected = min(int(claim.open), left[claim.key[1]])
        assert got[claim.demand_id] == expected
        assert claim.group is None or expected == claim.open
        left[claim.key[1]] -= expected
    for group in {claim.group for claim in claims} - {None}:
        assert len({got[claim.demand_id] > 0 for claim in claims if claim.group == group}) == 1, "half a group went"


def _claim(number: int, key: tuple[int, int], wanted: int, group: int | None = None) -> Claim:
    return Claim(number, key, Decimal(wanted), Decimal(0), 50, DAY, complete=group is not None, group=group)
