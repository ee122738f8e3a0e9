"""Ctrl K finds every record by its number, by an index, however many there are."""

from decimal import Decimal as D
from functools import cache

import pytest
from django.db import connections, transaction

from tests.giving_up import given_up
from tests.screens.signed_in import page, sign_in
from tests.world import World, new_world
from throughline.governance.public import SiteInput, open_sites
from throughline.modules.inventory.public import (
    Adjustment,
    NewSupply,
    adjust_stock,
    balances_of,
    expect_supplies,
    set_up_site,
)
from throughline.modules.pricing.public import ContractInput, ContractPriceInput, save_contract
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.settlement.public import PaymentInput, register_payments
from throughline.modules.transfers.public import SendLine, send_transfer
from throughline.modules.warehouse.public import WaveInput, plan_waves
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, reading
from throughline.platform.ui import RecordScreen, screens
from throughline.platform.ui.numbered import LAST, NUMBERED, Numbered

#: Records without a number of their own, and those that are found as something else.
OTHERWISE = {
    "customers": "found as a party", "items": "found as an item", "receivables/accounts": "found as a party",
    "suppliers": "found as a party", "picking": "found by the order that it picks", "our-company": "there is one",
    "sites": "a few, under Set up", "people": "under Set up", "roles": "under Set up", "policies": "under Set up",
    "policy-kinds": "under Set up", "exceptions": "hang on what they are about", "imports": "under Set up",
}  # fmt: skip


def test_every_record_with_a_number_is_found_by_it() -> None:
    numbered = {one.slug for one in NUMBERED}
    records = {one.slug for one in screens if isinstance(one, RecordScreen) and not one.slug.startswith("gallery")}
    assert records - numbered - set(OTHERWISE) == set()
    assert set(OTHERWISE) & numbered == set()


@cache
def line_has_run() -> World:
    """One company in which every kind of document was made."""
    world = new_world()
    item, party = world.item("P", stock=100, cost=5, price=9), world.customer()
    lot = world.item("L", price=5, lot_tracked=True)
    world.receive(lot, 5, 2, lot_code="LOT-7")
    world.receive(item, 5, 5)
    order = world.order(party, [(item, 3)], customer_po="PO-77")
    world.release(order)
    world.pick(order)
    (shipment,) = world.dispatch(world.pack(order), tracking="1Z999AA10123456784")
    world.deliver(shipment)
    world.bill()
    paid = PaymentInput(party, D(5), world.today, bank_reference="BANK-2026-11")
    register_payments(world.as_("cash"), payments=[paid])
    comes_back(world, shipment)
    given_up(world, item, party)
    goes_elsewhere(world, item)
    found = Adjustment(world.site_id, world.bin("A-1"), item, D(2), unit_cost=D(5))
    adjust_stock(world.as_("stock"), adjustments=[found], reason="Found behind the rack")
    coming = NewSupply("purchasing.order_line", 1, "PO 4711", world.site_id, item, world.today, D(10), None)
    expect_supplies(world.as_("buyer"), supplies=[coming])
    agreed = ContractInput(f"FRAME-{world.company_id}", "Frame", party, prices=(ContractPriceInput(item, "ea", D(8)),))
    save_contract(world.as_("pricing"), contract=agreed)
    waiting = world.order(party, [(item, 1)])
    plan_waves(world.as_("floor"), waves=[WaveInput(world.site_id, "Noon", [one.id for one in world.demands(waiting)])])
    return world


def comes_back(world: World, shipment: int) -> None:
    """Take one piece of what was delivered back."""
    ((line,),) = world.rows("SELECT id FROM logistics_shipment_line WHERE shipment_id = %s", shipment)
    given = ReturnInput([ReturnLineInput(line, D(1))], "Too many")
    receive_returns(world.as_("dock"), returns=[given]).unrefused()
    world.react()


def goes_elsewhere(world: World, item: int) -> None:
    """Send one piece to a second site."""
    (second,) = open_sites(world.as_("masters"), sites=[SiteInput("W2", "Second site")])
    set_up_site(world.as_("masters"), site_id=second, bins=["A-1"])
    with reading(floor := world.as_("floor")):
        place = next(one for one in balances_of(floor, item) if one.on_hand > one.reserved)
    send_transfer(floor, from_site_id=world.site_id, to_site_id=second, lines=[SendLine(place.id, D(1))])


@pytest.mark.parametrize("one", NUMBERED, ids=lambda one: f"{one.slug}-{one.column if not one.prefix else 'id'}")
def test_what_is_there_is_found_by_the_whole_number_and_its_beginning(one: Numbered) -> None:
    world = line_has_run()
    column = "id::text" if one.prefix else one.column
    known = world.rows(
        f"SELECT {one.key}, {column} FROM {one.table} WHERE company_id = %s AND {column} <> '' LIMIT 1",
        world.company_id,
    )
    ((number, code),) = known
    ctx = world.as_("desk")
    with reading(ctx):
        whole = one.found(ctx, f"{one.prefix}{code}")
        start = one.found(ctx, code[: max(len(code) - 1, 1)]) if not one.prefix else whole
        lower = one.found(ctx, f"{one.prefix}{code}".lower()) if one.any_case else whole
    assert number in [found for found, _ in whole]
    assert start
    assert number in [found for found, _ in lower]


def test_the_palette_names_what_it_found() -> None:
    world = line_has_run()
    browser = sign_in(world, "desk")
    ((sscc,),) = world.rows("SELECT sscc FROM warehouse_handling_unit WHERE company_id = %s LIMIT 1", world.company_id)
    assert "Handling unit" in page(browser, f"/find/?q={sscc}")
    assert "LOT-7" in page(browser, "/find/?q=LOT-7")
    nothing = sign_in(world, "floor", "sales.order.read")
    assert "LOT-7</" not in page(nothing, "/find/?q=LOT-7")


@pytest.mark.parametrize(
    "one", [one for one in NUMBERED if not one.prefix], ids=lambda one: f"{one.table}-{one.column}"
)
def test_an_index_answers_and_no_table_is_read(one: Numbered) -> None:
    """Explained as the application's role with row security on: a range of the index, no filter over all rows."""
    world = line_has_run()
    ctx = world.as_("desk")
    with reading(ctx):
        plan = explained(ctx, one)
    assert "Seq Scan" not in plan, plan
    assert "Index Cond" in plan, plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert ">=" in condition, plan
    assert "company_id" in condition, plan


def explained(ctx: Ctx, one: Numbered) -> str:
    """Give the plan behind a question, whatever the size of the table."""
    rows("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)", [])
    found = rows(f"EXPLAIN {one.sql()}", [ctx.company_id, "S", f"S{LAST}", 5])
    return "\n".join(line for (line,) in found)


def test_a_hundred_thousand_documents_are_searched_as_quickly_as_a_hundred() -> None:
    """Counted in pages read, not in time: many rows of one company, put there by the owner."""
    world = new_world()
    (one,) = [one for one in NUMBERED if one.table == "transfers_transfer"]
    ctx = world.as_("desk")
    few = pages_read(ctx, one)
    many_transfers(world, 100_000)
    assert pages_read(ctx, one) <= few + 12


def pages_read(ctx: Ctx, one: Numbered) -> int:
    """Count the pages that a question touches."""
    with reading(ctx):
        found = rows(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {one.sql()}", [ctx.company_id, "T", f"T{LAST}", 5])
    plan = found[0][0][0]["Plan"]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


def many_transfers(world: World, count: int) -> None:
    """Put many rows into the table at once, as only the owner can."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for name, value in (("company", world.company_id), ("actor", world.people["floor"]), ("operation", 1)):
            cursor.execute("SELECT set_config(%s, %s, true)", [f"throughline.{name}", str(value)])
        cursor.execute(
            """INSERT INTO transfers_transfer (id, company_id, number, state, from_site_id, to_site_id, sent_at)
               SELECT 500000000 + n, %s, 'T-' || lpad(n::text, 9, '0'), 'arrived', %s, %s, now()
               FROM generate_series(1, %s) AS n""",
            [world.company_id, world.site_id, world.site_id, count],
        )
