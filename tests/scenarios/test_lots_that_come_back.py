"""Goods of several lots that come back in part: which lot it is, is said by who takes them, and held to what left."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import D, World
from throughline.kernel.errors import RuleViolation
from throughline.modules.logistics.public import BackInput, bring_back, lines_of
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.warehouse.public import PickDone, confirm_picks
from throughline.platform.operations import reading

LOTS = {"L1": (6, 3, date(2027, 6, 30)), "L2": (10, 5, date(2027, 12, 31))}


def sent(world: World, quantity: int = 10) -> tuple[int, int, int]:
    """Send ten, six of lot L1 and four of L2, which cost 4.25 each; give item, shipment and its line."""
    item = world.item("P", price=10, lot_tracked=True)
    for code, (there, cost, until) in LOTS.items():
        world.receive(item, there, cost, lot_code=code, expires_on=until)
    order = world.order(world.customer(), [(item, quantity)])
    world.release(order)
    shipment, line = gone(world, order)
    return item, shipment, line


def gone(world: World, order: int) -> tuple[int, int]:
    """Pick an order by its lots and let it go; give the shipment and its line."""
    codes = dict(world.rows("SELECT w.id, t.code FROM warehouse_task w JOIN inventory_lot t ON t.id = w.lot_id"))
    picks = [PickDone(task.id, task.quantity, lot_code=codes[task.id]) for task in world.tasks(order)]
    confirm_picks(world.as_("floor"), picks=picks)
    (shipment,) = world.dispatch(world.pack(order))
    with reading(world.as_("floor")):
        (line,) = lines_of(world.as_("floor"), [shipment])
    return shipment, line.id


def at_returns(world: World) -> Mapping[str, Decimal]:
    """Give what lies at the returns place by lot."""
    found: Sequence[tuple[str, Decimal]] = world.rows(
        """SELECT coalesce(t.code, ''), b.on_hand FROM inventory_balance b JOIN inventory_location l
           ON l.id = b.location_id AND l.kind = 'returns' LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.on_hand > 0 ORDER BY 1"""
    )
    return dict(found)


def back(world: World, shipment: int, **said: Any) -> None:
    bring_back(world.as_("floor"), goods=[BackInput(shipment, **said)]).only()
    world.react()


def test_of_what_was_refused_the_lot_is_said(world: World) -> None:
    """Three of ten refused: two of L1 and one of L2 are back; a lot that did not leave, or more than left, is not."""
    _, shipment, line = sent(world)
    world.deliver(shipment, refused={line: 3})
    before = world.balance("INV")
    for said, code, told in [
        ({}, "lot_missing", r"lots L1 \(6\), L2 \(4\) left. Say which lot the 3"),
        ({"L9": 3}, "lot_not_out", r"lot L9 did not leave with it; name one of L1 \(6\), L2 \(4\)"),
        ({"L1": 2, "L2": 2}, "lots_too_many", "lots that are named come to 4"),
        ({"L1": 2}, "lot_missing", "Say which lot the 1 that came back"),
    ]:
        lots = {line: {lot: D(quantity) for lot, quantity in said.items()}}
        with pytest.raises(RuleViolation, match=told) as refused:
            back(world, shipment, quantities={line: D(3)}, lots=lots)
        assert (refused.value.code, refused.value.facts["field"]) == (code, "lots")
    assert (at_returns(world), world.balance("INV")) == ({}, before)

    back(world, shipment, lots={line: {"l1": D(2), "L2": D(1)}})
    assert at_returns(world) == {"L1": 2, "L2": 1}
    assert world.balance("INV") - before == D("12.75")
    world.verify()


def test_more_of_a_lot_than_left_is_not_back_on_any_trip(world: World) -> None:
    """Five of ten are refused: of L2, of which four left, no five are back, and after three of them one only."""
    _, shipment, line = sent(world)
    world.deliver(shipment, refused={line: 5})
    with pytest.raises(RuleViolation, match="5 of lot L2 cannot be back, 4 is out"):
        back(world, shipment, lots={line: {"L2": D(5)}})
    back(world, shipment, lots={line: {"L2": D(3)}})
    with pytest.raises(RuleViolation, match="2 of lot L2 cannot be back, 1 is out"):
        back(world, shipment, lots={line: {"L2": D(2)}})
    back(world, shipment, lots={line: {"L1": D(1), "L2": D(1)}})
    assert at_returns(world) == {"L1": 1, "L2": 4}
    world.verify()


def test_where_all_of_it_is_back_or_one_lot_is_left_nobody_is_asked(world: World) -> None:
    """A shipment that failed whole comes back lot by lot by itself; so does what left of one lot."""
    _, shipment, line = sent(world)
    world.deliver(shipment, refused={line: 10})
    back(world, shipment)
    assert at_returns(world) == {"L1": 6, "L2": 4}
    world.verify()
    other = world.item("Q", price=10, lot_tracked=True)
    world.receive(other, 9, 3, lot_code="M1", expires_on=date(2027, 6, 30))
    order = world.order(world.customer(), [(other, 9)])
    world.release(order)
    second, part = gone(world, order)
    world.deliver(second, refused={part: 4})
    back(world, second, quantities={part: D(2)})
    assert at_returns(world)["M1"] == 2
    world.verify()


@pytest.mark.parametrize("recognise", ["at_issue", "deferred"])
def test_a_return_names_its_lots_and_keeps_them(world: World, recognise: str) -> None:
    """Of ten delivered three are returned, two of L1 and one of L2, at the cost at which they left."""
    world.policy("inventory.cost_of_sales", recognise=recognise)
    _, shipment, line = sent(world)
    world.deliver(shipment)
    dock, before = world.as_("dock"), world.balance("INV")

    def returned(*lots: tuple[str, int]) -> list[str]:
        given = ReturnInput([ReturnLineInput(line, D(quantity), lot=lot) for lot, quantity in lots], "too many")
        done = receive_returns(dock, returns=[given])
        world.react()
        return [one.code for one in done]

    assert returned(("", 3)) == ["lot_missing"]
    assert returned(("L3", 3)) == ["lot_not_out"]
    assert returned(("L2", 3), ("L2", 2)) == ["lot_not_out"], "of L2 four left, five are named"
    assert world.rows("SELECT count(*) FROM returns_return") == [(0,)]
    assert returned(("L1", 2), ("L2", 1)) == ["received"]
    assert at_returns(world) == {"L1": 2, "L2": 1}
    assert world.balance("INV") - before == D("12.75")
    kept = """SELECT t.code, n.quantity, n.value FROM returns_return_line n JOIN inventory_lot t ON t.id = n.lot_id
              ORDER BY 1"""
    assert world.rows(kept) == [("L1", 2, D("8.50")), ("L2", 1, D("4.25"))]
    assert returned(("L2", 4)) == ["lot_not_out"]
    assert returned(("", 7)) == ["received"], "the rest is what is left of each"
    assert at_returns(world) == {"L1": 6, "L2": 4}
    assert world.balance("INV") - before == D("42.50")
    world.verify()


def test_the_screens_offer_the_lots_that_left(world: World) -> None:
    """The form to bring back and that of a return have a row a lot, and the lists offer no other."""
    _, shipment, line = sent(world)
    world.deliver(shipment, refused={line: 3})
    floor, dock = sign_in(world, "floor"), sign_in(world, "dock")
    form = page(floor, f"/do/shipments/bring-back/?shipment={shipment}")
    assert re.findall(r'name="lines-\d-lot"[^>]*value="(\w+)"', form) == ["L1", "L2"]
    offered = page(floor, f"/lookup/lots-out/?q=&shipment={shipment}&line={line}")
    assert "L1" in offered
    assert "L2" in offered
    refused = floor.post("/do/shipments/bring-back/", {"shipment": shipment, "status": "available",
                         "lines-0-line": line, "lines-0-lot": "X", "lines-0-back": "3"})  # fmt: skip
    assert "lot X did not leave with it" in refused.content.decode()
    fill(floor, "shipments/bring-back", {0: {"line": line, "lot": "L2", "back": 3}}, shipment=shipment,
         status="available")  # fmt: skip
    assert at_returns(world) == {"L2": 3}
    form = page(dock, f"/do/returns/new/?shipment={shipment}")
    assert re.findall(r'name="lines-\d-lot"[^>]*value="(\w+)"', form) == ["L1", "L2"]
    led = fill(dock, "returns/new", {0: {"line": line, "lot": "L1", "quantity": 2}}, shipment=shipment, reason="Wrong")
    assert "L1" in page(dock, led)
    assert at_returns(world) == {"L1": 2, "L2": 3}
