"""Stock control at its screens: counting with a preview of the entry, approving, putting away, moving, transfers."""

from datetime import date

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.screens.test_scanning import Picker
from tests.world import D, World, new_world
from throughline.governance.public import SiteInput, open_sites
from throughline.kernel.errors import RuleViolation
from throughline.modules.inventory.public import StockMove, lying, move_stock, places_by_code, set_up_site
from throughline.modules.warehouse.public import ReceiptInput, ReceiptLineInput, receive_goods
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def at_dock(world: World, item: int, quantity: int) -> None:
    """Receive goods that nobody has put away."""
    line = ReceiptLineInput(item, D(quantity), D(3))
    receive_goods(world.as_("dock"), receipts=[ReceiptInput(world.site_id, [line])]).unrefused()
    world.react()


def places_of(world: World, item: int) -> dict[str, int]:
    found = world.rows(
        """SELECT l.code, sum(b.on_hand)::int FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           WHERE b.item_id = %s AND b.on_hand <> 0 GROUP BY l.code""",
        item,
    )
    return dict(found)


SEEN = ["/adjustments/", "/adjustments/?view=waiting", "/putaway/", "/putaway/?view=bins", "/scan/putaway/",
        "/scan/move/", "/transfers/", "/transfers/?view=all", "/do/stock/count/", "/do/stock/adjust/",
        "/do/transfers/send/", "/counts/", "/counts/?view=done", "/scan/count/", "/scan/receive/", "/scan/pack/",
        "/scan/putback/", "/scan/load/"]  # fmt: skip


@pytest.mark.parametrize("address", SEEN)
def test_screens_of_stock_open_when_nothing_is_there(world: World, address: str) -> None:
    page(sign_in(world, "stock"), address)


def test_who_may_not_see_costs_counts_without_them(world: World) -> None:
    world.policy("inventory.adjusting", limit_without_approval="25.00")
    item = world.item("P", stock=80, cost="4.25", price=20)
    counter = sign_in(world, "stock", "inventory.stock.count", "inventory.stock.read")
    line = {"item": item, "place": world.bin("A-1"), "figure": 72, "status": "available"}
    form = page(counter, "/do/stock/count/")
    assert "Cost if found" not in form
    assert "Value" not in form
    posted = {"site": str(world.site_id), **{f"lines-0-{name}": str(value) for name, value in line.items()}}
    ahead = counter.post("/do/stock/count/preview/", posted).content.decode()
    assert "34.00" not in ahead
    assert "Debit" not in ahead
    led = fill(counter, "stock/count", {0: line}, site=world.site_id)
    shown = counter.get(led).content.decode()
    assert "It waits for another person" in shown
    assert "34.00" not in shown


def test_a_count_that_a_pick_asked_for_is_settled_at_the_desk(world: World) -> None:
    item = world.item("P", stock=10, cost=5, price=9)
    order = world.order(world.customer(), [(item, 4)])
    world.release(order)
    (task,) = world.tasks(order)
    world.pick(order, quantities={task.id: 2}, reason="not found")
    counter = sign_in(world, "stock")
    listed = page(counter, "/counts/")
    assert "not found" in listed
    assert "not found" in page(counter, "/counts/?q=A-1")
    assert "not found" not in page(counter, "/counts/?q=B-1")
    (count,) = world.rows("SELECT id FROM warehouse_task WHERE kind = 'count' AND company_id = %s", world.company_id)
    form = page(counter, f"/do/counts/confirm/?task={count[0]}")
    assert "Count all that lies there" in form
    fill(counter, "counts/confirm", task=count[0], counted=8)
    assert "Done" in page(counter, "/counts/?view=done")
    assert world.on_hand(item) == D(10)
    world.verify()


def test_a_count_shows_its_entry_and_waits_for_another_person(world: World) -> None:
    world.policy("inventory.adjusting", limit_without_approval="25.00")
    item = world.item("P", stock=80, cost="4.25", price=20)
    counter = sign_in(world, "stock")
    line = {"item": item, "place": world.bin("A-1"), "figure": 72, "status": "available"}
    led = fill(counter, "stock/count", {0: line}, site=world.site_id)
    shown = page(counter, led)
    assert "Another person decides" in shown
    number = int(led.strip("/").rpartition("/")[2])
    assert world.on_hand(item) == 80
    assert counter.post("/do/adjustments/approve/", {"adjustment": number}).status_code != 302
    assert world.on_hand(item) == 80
    fill(sign_in(world, "second"), "adjustments/approve", adjustment=number)
    assert world.on_hand(item) == 72
    assert "The entry" in page(counter, led)
    world.verify()


def test_what_lies_at_the_dock_goes_to_the_bin_that_holds_the_item(world: World) -> None:
    item = world.item("ball", stock=5, cost=3, price=10)
    at_dock(world, item, 20)
    dock = sign_in(world, "dock")
    listed = page(dock, "/putaway/")
    assert "holds the item already" in listed
    with reading(world.as_("dock")):
        (goods,) = lying(world.as_("dock"), world.site_id, kinds=("dock",))
    assert "A-1" in page(dock, f"/do/putaway/move/?balance={goods.balance_id}")
    fill(dock, "putaway/move", balance=goods.balance_id, quantity=8, place=world.bin("A-2"), site=world.site_id)
    assert places_of(world, item) == {"A-1": 5, "A-2": 8, "DOCK": 12}
    assert world.free(item) == 25
    world.verify()


def test_a_scanner_puts_away_and_another_bin_is_asked_twice(world: World) -> None:
    item = world.item("ball", stock=5, cost=3, price=10)
    at_dock(world, item, 20)
    ((code,),) = world.rows("SELECT code FROM catalog_item WHERE id = %s", item)
    hand = Picker(world, "/scan/putaway/", "dock")
    assert hand.scan("NOPE") == "bad"
    assert "You scanned NOPE" in hand.page
    assert hand.scan(code) == "ok"
    assert hand.scan("NOPE") == "bad"
    assert "a bin is wanted" in hand.page
    assert hand.scan("A-2", quantity="15") == "short"
    assert places_of(world, item) == {"A-1": 5, "DOCK": 20}
    assert hand.scan("A-2", quantity="15") == "ok"
    assert places_of(world, item) == {"A-1": 5, "A-2": 15, "DOCK": 5}
    assert hand.scan(code) == "ok"
    assert hand.scan("A-2") == "ok"
    assert "Nothing lies here" in page(hand.client, "/scan/putaway/")


def test_a_scanner_moves_from_bin_to_bin(world: World) -> None:
    item = world.item("ball", stock=5, cost=3, price=10)
    ((code,),) = world.rows("SELECT code FROM catalog_item WHERE id = %s", item)
    hand = Picker(world, "/scan/move/", "dock")
    assert hand.scan(code) == "bad"
    assert hand.scan("A-1") == "ok"
    assert hand.scan(code) == "ok"
    assert hand.scan("A-2", quantity="2") == "ok"
    assert places_of(world, item) == {"A-1": 3, "A-2": 2}


def test_what_is_allocated_is_picked_and_not_moved(world: World) -> None:
    item = world.item("ball", stock=10, cost=3, price=10)
    world.release(world.order(world.customer(), [(item, 8)]))
    floor = world.as_("floor")
    with reading(floor):
        (goods,) = lying(floor, world.site_id)
        stage = places_by_code(floor, world.site_id)["STAGE"]
    for quantity, place, error in ((3, world.bin("A-2"), "not_free"), (1, stage, "place_not_for_stock"),
                                   (1, world.bin("A-1"), "same_place")):  # fmt: skip
        with pytest.raises(RuleViolation, match=error):
            move_stock(floor, moves=[StockMove(goods.balance_id, place, D(quantity))]).only()
    assert places_of(world, item) == {"A-1": 10}
    move_stock(floor, moves=[StockMove(goods.balance_id, world.bin("A-2"), D(2))]).only()
    assert places_of(world, item) == {"A-1": 8, "A-2": 2}
    world.verify()


def test_a_transfer_goes_and_arrives_short_by_its_screens(world: World) -> None:
    world.item("P", stock=40, cost="12.50", price=20)
    masters = world.as_("masters")
    (second,) = open_sites(masters, sites=[SiteInput("W2", "Second site")])
    set_up_site(masters, site_id=second, bins=["A-1"])
    with reading(world.as_("floor")):
        (goods,) = lying(world.as_("floor"), world.site_id)
    floor = sign_in(world, "floor")
    led = fill(floor, "transfers/send", {0: {"goods": goods.balance_id, "quantity": 40}}, site=world.site_id, to=second)
    assert "In transit" in page(floor, led)
    number = int(led.strip("/").rpartition("/")[2])
    ((line,),) = world.rows("SELECT id FROM transfers_transfer_line WHERE transfer_id = %s", number)
    dock = sign_in(world, "dock")
    fill(dock, "transfers/receive", {0: {"line": line, "quantity": 37, "missing": 0}}, transfer=number)
    shown = page(dock, led)
    assert "Arrived in part" in shown
    assert "What differs" in shown
    assert "Take in the rest" in shown
    (told,) = world.rows("SELECT title FROM governance_exception WHERE kind = 'transfer_short' AND cleared_at IS NULL")
    assert "3 did not arrive" in told[0]
    fill(dock, "transfers/receive", {0: {"line": line, "quantity": 0, "missing": 3}}, transfer=number)
    assert world.rows("SELECT state FROM transfers_transfer") == [("arrived",)]
    assert world.rows("SELECT 1 FROM governance_exception WHERE cleared_at IS NULL AND kind = 'transfer_short'") == []
    world.verify()


def test_a_lot_is_blocked_from_the_page_of_its_item(world: World) -> None:
    """The lot in the list of places leads to a form with all of it filled in; what is refused stands at its field."""
    item = world.item("P", price=9, lot_tracked=True)
    for lot, quantity in (("L1", 7), ("L2", 5)):
        world.receive(item, quantity, 4, lot_code=lot, expires_on=date(2027, 6, 30))
    stock = sign_in(world, "stock")
    shown = page(stock, f"/items/{item}/")
    recall = f"/do/stock/status/?item_id={item}&amp;lot=L1"
    assert recall in shown
    form = page(stock, recall.replace("&amp;", "&"))
    assert "Recall of lot L1" in form
    (first, second) = (n for (n,) in world.rows("SELECT id FROM inventory_balance WHERE on_hand > 0 ORDER BY lot_id"))
    lines = {0: {"line": first, "quantity": 7}, 1: {"line": second, "quantity": 0}}
    fill(stock, "stock/status", lines, item=item, to="blocked", reason="Recall of lot L1")
    assert world.free(item) == D(5)
    answer = stock.post("/do/stock/status/", {"item": item, "to": "blocked", "reason": "More", "lines-0-line": second,
                                              "lines-0-quantity": "9"})  # fmt: skip
    assert answer.status_code == 409
    assert "9 cannot be turned; 5 lies there." in answer.content.decode()
    reader = sign_in(world, "dock", "inventory.stock.read", "catalog.item.read")
    assert "stock/status" not in page(reader, f"/items/{item}/")
    page(reader, f"/do/stock/status/?item_id={item}", 403)
    world.verify()
