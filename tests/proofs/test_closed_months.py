"""Totals of closed months: written at the close, gone when it is opened, and never another figure than the lines'."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.world import World, new_world
from throughline.kernel.errors import RuleViolation
from throughline.modules.ledger.domain.spans import last_of
from throughline.modules.ledger.public import close_period, reopen_period, trial_balance
from throughline.modules.ledger.queries.accounts import accounts
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def figures(world: World, since: date | None = None, until: date | None = None) -> dict[str, tuple[Decimal, Decimal]]:
    ctx = world.as_("books")
    with reading(ctx):
        found = accounts(ctx, since, until)
    return {one.code: (one.debit, one.credit) for one in found if one.debit or one.credit}


def kept(world: World) -> int:
    ((count,),) = world.rows("SELECT count(*) FROM ledger_total WHERE company_id = %s", world.company_id)
    return int(count)


def test_the_same_figures_open_closed_and_opened_again(world: World) -> None:
    """Whatever days are asked for: within a month, across several, all."""
    item = world.item("ball")
    first = world.today
    for number in range(8):
        world.receive(item, number + 1, "3.33")
        world.later(11)
    second = last_of(first) + timedelta(days=1)
    asked = [(None, None), (first, second), (second, last_of(second)), (None, second + timedelta(days=3)),
             (first.replace(day=1), last_of(second)), (second - timedelta(days=2), None)]  # fmt: skip
    before = [figures(world, *days) for days in asked]
    assert len(before[0]) == 2
    ctx = world.as_("books")
    for month in (first, second):
        close_period(ctx, month=month)
    assert kept(world) == 4
    assert [figures(world, *days) for days in asked] == before
    with reading(ctx):
        assert sum(one.balance for one in trial_balance(ctx)) == 0
    world.verify()
    reopen_period(ctx, month=first, reason="a bill came late")
    assert kept(world) == 2
    assert [figures(world, *days) for days in asked] == before
    close_period(ctx, month=first)
    close_period(ctx, month=first)
    assert (kept(world), figures(world)) == (4, before[0])
    world.verify()


def test_a_closed_month_takes_nothing_more(world: World) -> None:
    item = world.item("ball")
    world.receive(item, 1, "3.33")
    close_period(world.as_("books"), month=world.today)
    before = figures(world)
    with pytest.raises(RuleViolation, match="closed"):
        world.receive(item, 1, "3.33")
    assert figures(world) == before
