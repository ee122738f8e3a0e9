from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from psycopg import errors
from tests.company import new_company

from throughline.kernel.errors import NotAllowed
from throughline.modules.ledger.public import set_up_books
from throughline.modules.parties import testing as parties
from throughline.modules.settlement import testing
from throughline.modules.settlement.public import Credit, credit_facts, set_credit_limits
from throughline.platform.database.statements import observed
from throughline.platform.operations import Ctx, reading

Events = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def party(ctx: Ctx) -> int:
    set_up_books(ctx)
    return parties.customer(ctx)


def credit(ctx: Ctx, party: int) -> Credit:
    with reading(ctx):
        return credit_facts(ctx, [party])[party]


def test_o_04_exposure_is_what_is_owed_and_what_is_committed(ctx: Ctx, party: int) -> None:
    testing.credit_limit(ctx, party, "10000.00")
    testing.invoice(ctx, party, "7200.00")
    testing.commit(ctx, deltas={party: Decimal("1800.00")})

    known = credit(ctx, party)
    assert known.exposure == Decimal("9000.00")
    assert known.excess(Decimal("1800.00")) == Decimal("800.00")

    testing.payment(ctx, party, "900.00")
    assert credit(ctx, party).excess(Decimal("1800.00")) == 0
    assert credit(ctx, party).exposure + Decimal("1800.00") == Decimal("9900.00")


def test_without_an_account_nothing_is_owed_and_nothing_limited(ctx: Ctx, party: int) -> None:
    assert credit(ctx, party) == Credit(party, None, Decimal(0), Decimal(0))
    assert credit(ctx, party).excess(Decimal(10**9)) == 0


def test_locking_gives_what_stands_before_the_change_and_takes_one_statement(ctx: Ctx, party: int) -> None:
    assert testing.commit(ctx, deltas={party: Decimal(100)})[party].committed == 0
    seen: list[str] = []
    with observed(seen.append):
        assert testing.commit(ctx, deltas={party: Decimal(-40)})[party].committed == Decimal(100)
    assert credit(ctx, party).committed == Decimal(60)
    assert sum("settlement_credit_account" in statement for statement in seen) == 2, "lock, change"


def test_committed_never_falls_below_zero(ctx: Ctx, party: int) -> None:
    testing.commit(ctx, deltas={party: Decimal(100)})
    with pytest.raises(errors.CheckViolation):
        testing.commit(ctx, deltas={party: Decimal("-100.01")})
    assert credit(ctx, party).committed == Decimal(100)


def test_limits_are_announced_with_what_they_were(ctx: Ctx, party: int, events: Events) -> None:
    other = parties.customer(ctx)
    set_credit_limits(ctx, limits={party: Decimal("500.00"), other: None})
    set_credit_limits(ctx, limits={party: None})
    announced = [event["changes"] for event in events("settlement.credit_limits_changed.1")]
    assert announced == [
        [{"party_id": party, "before": None, "after": "500.00"}],
        [{"party_id": party, "before": "500.00", "after": None}],
    ]


def test_limits_that_cannot_be_are_refused(ctx: Ctx, party: int, events: Events) -> None:
    foreign = parties.customer(new_company())
    outcomes = set_credit_limits(ctx, limits={party: Decimal(-1), foreign: Decimal(5)})
    assert [outcome.code for outcome in outcomes] == ["amount_invalid", "customer_unknown"]
    with pytest.raises(NotAllowed):
        set_credit_limits(replace(ctx, duties=frozenset({"payment"})), limits={party: Decimal(5)})
    assert credit(ctx, party).credit_limit is None
    assert events("settlement.credit_limits_changed.1") == []


def test_orders_confirmed_at_once_see_each_other(ctx: Ctx, party: int) -> None:
    testing.commit(ctx, deltas={party: Decimal(1)})

    def confirm(_: int) -> Decimal:
        try:
            return testing.commit(ctx, deltas={party: Decimal(10)})[party].committed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(confirm, range(12)))
    assert sorted(seen) == [Decimal(1 + 10 * n) for n in range(12)], "each saw all before it"
    assert credit(ctx, party).committed == Decimal(121)


def test_accounts_that_are_made_at_once_are_made_once(ctx: Ctx) -> None:
    everybody = [parties.customer(ctx) for _ in range(3)]

    def confirm(place: int) -> None:
        try:
            wanted = everybody if place % 2 else everybody[::-1]
            testing.commit(ctx, deltas=dict.fromkeys(wanted, Decimal(1)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(confirm, range(8)))
    assert [credit(ctx, party).committed for party in everybody] == [Decimal(8)] * 3
