"""A company moves in over HTTP alone: its masters, stock, orders and debts come as files, and it sells from them."""

import base64
from typing import Any

import pytest

from tests.imports.importing import code, price_list, sent, terms
from tests.rest.caller import Caller, caller
from tests.world import D, World, new_world


@pytest.fixture
def world() -> World:
    return new_world()


def brought(program: Caller, kind: str, content: bytes, **options: str) -> tuple[int, dict[str, Any]]:
    """Send a file, map it as guessed, and check it; give the import and what the check says."""
    file = {"kind": kind, "name": f"{kind}.csv", "content": base64.b64encode(content).decode()}
    number = program.post("integrations.start_import", file)["result"]
    mapping = program.get(f"imports/{number}")["data"]["mapping"]
    program.post("integrations.map_import", {"number": number, "mapping": mapping, "options": options})
    return number, program.post("integrations.check_import", {"number": number})["result"]


def committed(program: Caller, kind: str, content: bytes, **options: str) -> int:
    """Bring a file in, of which nothing is refused."""
    number, told = brought(program, kind, content, **options)
    assert told["refused"] == 0, program.get(f"imports/{number}")
    program.post("integrations.commit_import", {"number": number})
    return number


def test_a_company_moves_in_and_sells_to_the_cash(world: World) -> None:
    """Items, prices, customer, stock in two lots, a debt and an open order; sold, shipped, billed and paid."""
    masters, pricing, dock = (caller(world, person) for person in ("masters", "pricing", "dock"))
    desk, books, cash = (caller(world, person) for person in ("desk", "books", "cash"))
    glue, customer, named = code(world, "glue"), code(world, "brandt"), terms(world)
    base, site = price_list(world), masters.read("governance.sites")[0]["code"]

    number, told = brought(masters, "items", sent(["Item", "Name", "Lots"], [glue, "Glue", "yes"], ["", "None", ""]))
    assert (told["new"], told["refused"]) == (1, 1)
    (wrong,) = masters.read("integrations.import_rows", import_id=number, refused="true")
    assert (wrong["line"], wrong["field"], wrong["verdict"]) == (3, "code", "refused")
    assert wrong["message"]
    required = [one["heading"] for one in masters.read("integrations.import_columns", kind="items") if one["required"]]
    assert required == ["Item"]
    masters.post("integrations.commit_import", {"number": number})
    committed(pricing, "prices", sent(["Item", "Price"], [glue, "10"]), price_list=base)
    head = ["Customer", "Name", "Terms", "Country", "Street", "Postcode", "City"]
    row = [customer, "Brandt", named, "DE", "Hafen 1", "47051", "Duisburg"]
    committed(masters, "customers", sent(head, row), payment_terms=named)
    head = ["Bin", "Item", "Quantity", "Unit cost", "Lot", "Expires"]
    rows = [["A-1", glue, 10, "2.50", "L1", "2027-01-31"], ["A-2", glue, 30, "3.50", "L2", "2027-06-30"]]
    stock = committed(dock, "stock", sent(head, *rows), site=site)
    assert masters.get(f"imports/{stock}")["data"]["sums"]["recounted"]["value"] == "130.00"
    head = ["Customer", "Document", "Date", "Due", "Open amount"]
    committed(books, "receivables", sent(head, [customer, "R-1", "2026-01-10", "2026-02-09", "119.00"]))
    head = ["Order", "Customer", "Item", "Quantity", "Price"]
    orders = committed(desk, "orders", sent(head, ["77", customer, glue, 12, "9.50"]), site=site)
    world.react()

    (order,) = [one["document_id"] for one in desk.read("integrations.records_called", external_ids=["77"])]
    sold(world, order, glue)
    (party,) = [one["party_id"] for one in desk.read("parties.find_customers", text=customer)]
    owed = cash.read("settlement.open_items", party_id=party)
    assert sorted(one["balance"] for one in owed) == ["119.00", "136.80"]
    payment = {"party_id": party, "amount": "255.80", "on_date": world.today.isoformat()}
    cash.done("settlement.register_payments", {"payments": [payment]}, Idempotency_Key="bank-77")
    cash.done("settlement.register_payments", {"payments": [payment]}, Idempotency_Key="bank-77")
    world.react()
    assert cash.read("settlement.open_items", party_id=party) == []
    found = {one["role"]: one["balance"] for one in books.read("ledger.trial_balance")}
    assert [found[role] for role in ("AR", "INV", "COGS")] == ["0.00", "91.00", "39.00"]
    assert [found[role] for role in ("REV", "VATO", "BANK")] == ["-114.00", "-22.80", "255.80"]
    assert desk.read("sales.orders_by_id", ids=[order])[0]["state"] == "closed"
    undone = desk.post("integrations.undo_import", {"number": orders})["result"]
    assert (undone["undone"], undone["kept"]) == (0, 1)
    world.verify()


def sold(world: World, order: int, glue: str) -> None:
    """Release, pick, pack, dispatch and prove an order, first the lot that expires first."""
    floor = caller(world, "floor")
    (line,) = floor.read("sales.order_lines", order_ids=[order])
    assert (line["item_code"], line["net"]) == (glue, "114.00")
    (demand,) = floor.read("inventory.demands", ref_ids=[line["id"]])
    floor.done("warehouse.release_demands", {"demands": [demand["id"]]})
    tasks = floor.read("warehouse.tasks", demand_ids=[demand["id"]])
    assert sorted((D(one["quantity"]), one["lot_code"]) for one in tasks) == [(D(2), "L2"), (D(10), "L1")]
    picks = [{"task_id": t["id"], "quantity": t["quantity"], "lot_code": t["lot_code"]} for t in tasks]
    floor.post("warehouse.confirm_picks", {"picks": picks})
    (unit,) = floor.done(
        "warehouse.pack_goods", {"units": [{"lines": [{"demand_id": demand["id"], "quantity": "12"}]}]}
    )
    (shipment,) = floor.done("logistics.dispatch_units", {"loads": [{"handling_units": [unit]}]})
    floor.done("logistics.prove_deliveries", {"proofs": [{"shipment_id": shipment, "signer": "B"}]})
    world.react()
