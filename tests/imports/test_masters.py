"""Items, packagings, customers and prices from a file, through the operations of the modules that own them."""

import pytest

from tests.imports.importing import checked, code, done, facts, lines, mover, price_list, sent, terms
from tests.world import World, new_world
from throughline.modules.catalog.public import items, stored_items
from throughline.modules.integrations.public import (
    commit_import,
    undo_import,
)
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def test_items_come_in_with_prices_and_are_told_apart(world: World) -> None:
    ctx, base = mover(world), price_list(world)
    a, b, c = (code(world, name) for name in "abc")
    family = code(world, "F")
    head = ["Item code", "Description", "Family", "Price", "Lots"]
    done(ctx, "items", sent(head, [a, "Bolt", family, "1.50", "no"], [b, "Nut", family, "0.5", "no"]), price_list=base)
    number, counts = checked(
        ctx, "items", sent(head, [a, "Bolt M8", "", "1.75", ""], [b, "Nut", "", "0.50", ""], [c, "", "", "1", ""]),
        price_list=base,
    )  # fmt: skip
    assert (counts["changed"], counts["same"], counts["refused"]) == (1, 1, 1)
    changed, same, refused = lines(ctx, number)
    assert (changed.old, changed.new) == ({"name": "Bolt", "price": "1.5"}, {"name": "Bolt M8", "price": "1.75"})
    assert (refused.field, "needs a name" in refused.message, same.verdict) == ("name", True, "same")
    commit_import(ctx, number)
    with reading(ctx):
        bolt = stored_items([a])[a.upper()]
    assert (bolt.entered.name, bolt.entered.family) == ("Bolt M8", family)
    assert facts(ctx, number).sums["recounted"] == {"price": "2.250000", "rows": "2"}
    undo_import(ctx, number)
    with reading(ctx):
        assert stored_items([a])[a.upper()].entered.name == "Bolt"
    assert [row.state for row in lines(ctx, number)] == ["undone", "same", "refused"]


def test_a_check_changes_nothing(world: World) -> None:
    a = code(world, "a")
    number, counts = checked(mover(world), "items", sent(["code", "name"], [a, "Bolt"]))
    assert counts["new"] == 1
    with reading(mover(world)):
        assert stored_items([a]) == {}
    assert facts(mover(world), number).state == "checked"


def test_what_was_used_since_stays(world: World) -> None:
    ctx, base = mover(world), price_list(world)
    a, b = code(world, "a"), code(world, "b")
    number = done(ctx, "items", sent(["code", "name", "price"], [a, "Bolt", 2], [b, "Nut", 1]), price_list=base)
    with reading(ctx):
        bolt = stored_items([a])[a.upper()].id
    world.receive(bolt, 5, 1)
    assert undo_import(ctx, number) == {"undone": 1, "kept": 1}
    kept, gone = lines(ctx, number)
    assert (kept.state, "stock since" in kept.message, gone.state) == ("done", True, "undone")
    with reading(ctx):
        nut = stored_items([b])[b.upper()]
        assert (items([nut.id])[nut.id].state, items([bolt])[bolt].state) == ("blocked", "active")
    assert world.rows("SELECT unit_price FROM pricing_price WHERE item_id = %s", nut.id) == []


def test_operations_refuse_lines_and_the_rest_comes_in(world: World) -> None:
    a, b = code(world, "a"), code(world, "b")
    content = sent(
        ["code", "name", "gtin", "kind"], [a, "Bolt", "4012345678902", ""], [b, "Nut", "", "thing"], [b, "x"]
    )
    number, counts = checked(mover(world), "items", content)
    assert counts["refused"] == 3
    first, second, third = lines(mover(world), number)
    assert "GTIN" in first.message
    assert "thing" in second.message
    assert "stands in line 3 already" in third.message


def test_packagings_join_their_items(world: World) -> None:
    ctx, a = mover(world), code(world, "a")
    done(ctx, "items", sent(["code", "name"], [a, "Bolt"]))
    content = sent(
        ["item", "packaging", "factor", "level"], [a, "box", 10, 1], [a, "case", "100", 2], ["no", "box", 2, 1]
    )
    number = done(ctx, "packagings", content)
    with reading(ctx):
        kept = stored_items([a])[a.upper()].entered.packagings
    assert [(one.code, one.factor) for one in kept] == [("box", 10), ("case", 100)]
    assert lines(ctx, number)[2].state == "refused"
    again, counts = checked(ctx, "packagings", sent(["item", "packaging", "factor"], [a, "box", 12], [a, "case", 100]))
    assert (counts["changed"], counts["same"]) == (1, 1)
    commit_import(ctx, again)
    undo_import(ctx, again)
    with reading(ctx):
        assert stored_items([a])[a.upper()].entered.packagings[0].factor == 10


def test_customers_with_addresses_countries_and_defaults(world: World) -> None:
    ctx, n30 = mover(world), terms(world)
    a, b = code(world, "a"), code(world, "b")
    head = ["Kundennummer", "Firma", "Land", "Straße", "PLZ", "Ort", "Group"]
    rows = [
        [a, "Brandt GmbH", "Deutschland", "Hafen 1", "47051", "Duisburg", "trade"],
        [b, "X", "Atlantis", "", "", "", ""],
    ]
    number = done(ctx, "customers", sent(head, *rows, separator=";"), payment_terms=n30)
    first, second = lines(ctx, number)
    assert (first.state, second.state, second.field) == ("done", "refused", "country")
    kept = world.rows(
        """SELECT p.country, a.city, a.lines ->> 0, c."group" FROM parties_party p
           JOIN parties_customer c ON c.party_id = p.id JOIN parties_address a ON a.party_id = p.id
           WHERE p.code = %s""",
        a,
    )
    assert kept == [("DE", "Duisburg", "Hafen 1", "trade")]
    again, counts = checked(ctx, "customers", sent(["customer", "name", "city"], [a, "Brandt AG", "Essen"]))
    assert counts["changed"] == 1
    assert lines(ctx, again)[0].old == {"name": "Brandt GmbH", "city": "Duisburg"}
    undo_import(ctx, number)
    assert world.rows("SELECT block FROM parties_customer WHERE company_id = %s", world.company_id) == [("all",)]


def test_prices_with_breaks_and_dates_come_and_go(world: World) -> None:
    ctx, base, a = mover(world), price_list(world), code(world, "a")
    done(ctx, "items", sent(["code", "name"], [a, "Bolt"]))
    head = ["Item", "Unit", "Price", "From quantity", "Valid from"]
    rows = [
        [a, "ea", "2,50", "", ""],
        [a, "ea", "2,25", "100", ""],
        [a, "", "2,60", "", "01.05.2026"],
        [a, "box", "1", "", ""],
    ]
    number = done(ctx, "prices", sent(head, *rows, separator=";"), price_list=base)
    assert [row.state for row in lines(ctx, number)] == ["done", "done", "done", "refused"]
    assert facts(ctx, number).sums["recounted"] == {"price": "7.350000", "rows": "3"}
    again = done(ctx, "prices", sent(head, [a, "ea", "3,00", "", ""], separator=";"), price_list=base)
    assert lines(ctx, again)[0].old == {"price": "2.5"}
    undo_import(ctx, again)
    undo_import(ctx, number)
    assert world.rows("SELECT count(*) FROM pricing_price WHERE company_id = %s", world.company_id) == [(0,)]
