"""Goods that did not arrive: a small loss is booked at once, a large one waits for another person (O-34, O-33)."""

from dataclasses import replace

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import D, World, new_world
from throughline.governance.public import Duty, SiteInput, open_sites
from throughline.kernel.errors import InvalidInput, NotAllowed, RuleViolation
from throughline.modules.inventory.public import balances_of, set_up_site
from throughline.modules.transfers.public import (
    ArrivedLine,
    SendLine,
    decide_write_off,
    receive_transfer,
    send_transfer,
)
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def sent(world: World, limit: object = 25) -> tuple[int, int]:
    """Send forty pieces at 12.50 to a second site, where losses above a limit need two; give transfer and line."""
    item = world.item("P", stock=40, cost="12.50")
    masters = world.as_("masters")
    (second,) = open_sites(masters, sites=[SiteInput(f"LOSS{world.company_id}", "Second site")])
    set_up_site(masters, site_id=second, bins=["A-1"])
    world.policy("inventory.adjusting", {"site": second}, limit_without_approval=str(limit))
    floor = world.as_("floor")
    with reading(floor):
        (place,) = balances_of(floor, item)
    number = send_transfer(floor, from_site_id=world.site_id, to_site_id=second, lines=[SendLine(place.id, D(40))])
    ((line,),) = world.rows("SELECT id FROM transfers_transfer_line WHERE transfer_id = %s", number)
    return number, line


def receive(world: World, number: int, line: int, quantity: int, missing: int) -> None:
    lines = [ArrivedLine(line, D(quantity), D(missing))]
    receive_transfer(world.as_("dock"), transfer_id=number, lines=lines)


def waiting(world: World) -> list[tuple[int, object]]:
    return world.rows(
        "SELECT id, value FROM transfers_write_off WHERE company_id = %s AND state = 'waiting'", world.company_id
    )


def test_a_loss_above_the_limit_waits_and_what_arrived_is_there_at_once(world: World) -> None:
    number, line = sent(world)
    receive(world, number, line, 37, 3)
    assert (world.balance("GIT"), world.balance("INVADJ")) == (D("37.50"), D(0))
    ((write_off, value),) = waiting(world)
    assert value == D("37.50")
    open_now = "FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL"
    told = world.rows(f"SELECT kind {open_now} ORDER BY 1", world.company_id)
    assert told == [("transfer_short",), ("write_off_waits",)]
    with pytest.raises(InvalidInput, match="Say why"):
        decide_write_off(world.as_("second"), write_off=write_off, approve=False)
    assert decide_write_off(world.as_("second"), write_off=write_off, approve=True) == number
    assert (world.balance("GIT"), world.balance("INVADJ")) == (D(0), D("37.50"))
    assert world.rows("SELECT state FROM transfers_transfer WHERE id = %s", number) == [("arrived",)]
    with pytest.raises(RuleViolation, match="decided already"):
        decide_write_off(world.as_("second"), write_off=write_off, approve=True)
    assert world.rows(f"SELECT count(*) {open_now}", world.company_id) == [(0,)]
    world.react()
    world.verify()


def test_a_small_loss_is_written_off_at_once(world: World) -> None:
    number, line = sent(world)
    receive(world, number, line, 38, 2)
    assert waiting(world) == []
    assert (world.balance("GIT"), world.balance("INVADJ")) == (D(0), D("25.00"))
    world.react()
    world.verify()


def test_nobody_decides_what_he_asked_for_and_what_turns_up_is_not_lost(world: World) -> None:
    number, line = sent(world)
    receive(world, number, line, 30, 10)
    ((write_off, _),) = waiting(world)
    both = replace(world.as_("dock"), duties=frozenset({Duty.RECEIVING, Duty.STOCK_ADJUSTMENT}))
    with pytest.raises(NotAllowed, match="conflicts with receiving"):
        decide_write_off(both, write_off=write_off, approve=True)
    receive(world, number, line, 8, 0)
    with pytest.raises(RuleViolation, match="arrived since"):
        decide_write_off(world.as_("second"), write_off=write_off, approve=True)
    assert decide_write_off(world.as_("second"), write_off=write_off, approve=False, remark="Eight turned up") == number
    receive(world, number, line, 0, 2)
    assert waiting(world) == [], "two are worth no more than the limit"
    assert world.balance("GIT") == D(0)
    world.react()
    world.verify()


def test_a_newer_finding_takes_the_place_of_one_that_waits(world: World) -> None:
    number, line = sent(world)
    receive(world, number, line, 0, 10)
    receive(world, number, line, 0, 5)
    ((_, value),) = waiting(world)
    assert value == D("62.50")
    states = world.rows("SELECT state FROM transfers_write_off WHERE transfer_id = %s ORDER BY id", number)
    assert states == [("void",), ("waiting",)]
    world.verify()


def test_the_page_of_the_transfer_asks_the_other_person(world: World) -> None:
    number, line = sent(world)
    receive(world, number, line, 37, 3)
    ((write_off, _),) = waiting(world)
    keeper = sign_in(world, "second")
    shown = page(keeper, f"/transfers/{number}/")
    assert "waits to be written off" in shown
    assert "Decide write-off" in shown
    assert "Decide write-off" not in page(sign_in(world, "dock"), f"/transfers/{number}/")
    ahead = keeper.post("/do/transfers/write-off/preview/", {"write_off": write_off, "how": "approve"})
    assert "It would be written off" in ahead.content.decode()
    fill(keeper, "transfers/write-off", write_off=write_off, how="approve")
    assert "Written off" in page(keeper, f"/transfers/{number}/")
