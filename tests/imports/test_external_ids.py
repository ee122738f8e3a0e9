"""How other systems call records: brought in with files, said by programs, found again, shown."""

import pytest

from tests.imports.importing import checked, code, done, facts, lines, mover, sent, terms
from tests.rest.caller import caller
from tests.screens.signed_in import page, sign_in
from tests.world import World, new_world
from throughline.modules.catalog.public import stored_items
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def test_a_later_file_finds_the_item_by_the_other_systems_number(world: World) -> None:
    ctx, a = mover(world), code(world, "a")
    done(ctx, "items", sent(["code", "name", "external id"], [a, "Bolt", "4711"]), source="shop")
    number = done(ctx, "items", sent(["external id", "name"], ["4711", "Bolt M8"], ["9", "Nut"]), source="shop")
    found = {row.line: row for row in lines(ctx, number)}
    assert found[2].state == "done"
    assert (found[3].verdict, "give our code" in found[3].message) == ("refused", True)
    with reading(ctx):
        assert stored_items([a])[a.upper()].entered.name == "Bolt M8"


def test_names_are_of_one_system_only(world: World) -> None:
    ctx, a, b = mover(world), code(world, "a"), code(world, "b")
    done(ctx, "items", sent(["code", "name", "external id"], [a, "Bolt", "1"]), source="shop")
    done(ctx, "items", sent(["code", "name", "external id"], [b, "Nut", "1"]), source="old")
    done(ctx, "items", sent(["external id", "name"], ["1", "Nut M8"]), source="old")
    with reading(ctx):
        kept = stored_items([a, b])
    assert (kept[a.upper()].entered.name, kept[b.upper()].entered.name) == ("Bolt", "Nut M8")


def test_other_lines_name_items_as_their_system_does(world: World) -> None:
    ctx, a = mover(world), code(world, "a")
    done(ctx, "items", sent(["code", "name", "external id"], [a, "Bolt", "4711"]), source="shop")
    number = done(ctx, "packagings", sent(["item", "code", "factor"], ["4711", "box", 10]), source="shop")
    assert facts(ctx, number).counts["now_done"] == 1


def test_customers_are_found_by_it_too(world: World) -> None:
    ctx, c, n30 = mover(world), code(world, "c"), terms(world)
    done(ctx, "customers", sent(["code", "name", "id"], [c, "Brandt", "77"]), payment_terms=n30, source="crm")
    number, counts = checked(ctx, "customers", sent(["id", "name"], ["77", "Brandt GmbH"]), source="crm")
    assert (number > 0, counts["changed"]) == (True, 1)


def test_a_program_names_a_record_finds_it_and_people_see_it(world: World) -> None:
    client = sign_in(world, "masters")
    program, item = caller(world, "masters"), world.item("bolt", stock=1, cost=1, price=1)
    name = {"kind": "catalog.item", "document_id": item, "source": "shop", "external_id": "ART-9"}
    assert program.post("integrations.name_records", {"names": [name]})["counts"]["done"] == 1
    assert program.post("integrations.name_records", {"names": [name]})["counts"]["skipped"] == 1
    other = world.item("nut", stock=1, cost=1, price=1)
    taken = program.post("integrations.name_records", {"names": [{**name, "document_id": other}]})
    assert taken["outcomes"][0]["code"] == "external_id_taken"
    found = program.read("integrations.records_called", external_ids="ART-9")
    assert [(one["kind"], one["document_id"]) for one in found] == [("catalog.item", item)]
    program.post("integrations.name_records", {"names": [{**name, "document_id": 999999999}]}, status=404)
    program.post("integrations.name_records", {"names": [{**name, "kind": "wishes"}]}, status=422)
    shown = page(client, f"/items/{item}/")
    assert "Called elsewhere" in shown
    assert "ART-9" in shown
    assert f"/items/{item}/" in client.get("/find/", {"q": "ART-9"}).content.decode()
    assert not caller(new_world(), "masters").read("integrations.records_called", external_ids="ART-9")
