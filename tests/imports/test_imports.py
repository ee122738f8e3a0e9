"""Imports from upload to undo, through the operations of the modules that own the data."""

import base64
import csv
import io
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.rest.caller import caller
from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, InvalidInput, NotAllowed, RuleViolation
from throughline.modules.catalog.public import items, stored_items
from throughline.modules.integrations.domain.sheets import read_table
from throughline.modules.integrations.operations import commit_import as committing
from throughline.modules.integrations.public import (
    check_import,
    commit_import,
    import_by_id,
    import_rows,
    map_import,
    start_import,
    undo_import,
)
from throughline.modules.integrations.queries.imports import ImportFacts, RowFacts
from throughline.modules.ledger.public import balance_of
from throughline.modules.parties.public import PaymentTermsInput, save_payment_terms
from throughline.modules.pricing.public import PriceListInput, save_price_lists
from throughline.modules.settlement.public import open_items_of
from throughline.platform.operations import Ctx, reading

D = Decimal
SHARED = Path(os.environ.get("THROUGHLINE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
REAL = SHARED / "data/online-retail/online_retail_2010-12_2011-11.csv"
MOVER = frozenset(map(str, (Duty.MASTER_DATA, Duty.PRICING, Duty.STOCK_ADJUSTMENT, Duty.POSTING, Duty.CREDIT)))


@pytest.fixture
def world() -> World:
    return new_world()


def mover(world: World, *duties: Duty) -> Ctx:
    """Act as somebody who brings the company's data in."""
    return replace(world.as_("masters"), duties=frozenset(map(str, duties)) or MOVER)


def sent(*rows: Sequence[object], separator: str = ",") -> bytes:
    """Write a file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def checked(ctx: Ctx, kind: str, content: bytes, **options: str) -> tuple[int, dict[str, int]]:
    """Upload, take the guess for the mapping, and check."""
    number = start_import(ctx, kind=kind, name=f"{kind}.csv", content=content)
    with reading(ctx):
        guessed = import_by_id(ctx, number).mapping
    map_import(ctx, number=number, mapping=guessed, options=options)
    return number, check_import(ctx, number)


def done(ctx: Ctx, kind: str, content: bytes, **options: str) -> int:
    """Bring a file in whole."""
    number, _ = checked(ctx, kind, content, **options)
    commit_import(ctx, number)
    return number


def facts(ctx: Ctx, number: int) -> ImportFacts:
    with reading(ctx):
        return import_by_id(ctx, number)


def lines(ctx: Ctx, number: int) -> list[RowFacts]:
    with reading(ctx):
        return import_rows(ctx, number, limit=20_000)


def code(world: World, name: str) -> str:
    """Give a code of this company's own: items and parties are shared by all companies."""
    return f"{name}-{world.company_id}"


def price_list(world: World) -> str:
    named = PriceListInput("BASE", "Base", "EUR")
    save_price_lists(world.as_("pricing"), price_lists=[named])
    return "BASE"


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


def terms(world: World) -> str:
    named = code(world, "N30")
    save_payment_terms(world.as_("masters"), terms=[PaymentTermsInput(named, "30 days", 30)])
    return named


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


def test_stock_comes_in_at_cost_by_lot_and_can_be_taken_back(world: World) -> None:
    ctx, a, b = mover(world), code(world, "a"), code(world, "b")
    done(ctx, "items", sent(["code", "name", "lots"], [a, "Glue", "yes"], [b, "Bolt", "no"]))
    site = world.rows("SELECT code FROM governance_site WHERE id = %s", world.site_id)[0][0]
    head = ["Bin", "Item", "Quantity", "Unit cost", "Lot", "Expires"]
    rows = [["A-1", a, 10, "2.50", "L1", "2027-01-31"], ["A-1", a, 5, 3, "L2", ""], ["A-1", b, 4, 1, "", ""],
            ["Z-9", b, 1, 1, "", ""], ["A-1", a, 1, 1, "", ""]]  # fmt: skip
    dock = mover(world, Duty.RECEIVING)
    number = done(dock, "stock", sent(head, *rows), site=site)
    assert [row.state for row in lines(ctx, number)] == ["done", "done", "done", "refused", "refused"]
    assert facts(ctx, number).sums["recounted"] == {"quantity": "19.000000", "value": "44.00", "rows": "3"}
    assert facts(ctx, number).sums["accepted"] == {"quantity": "19", "value": "44.00"}
    with pytest.raises(NotAllowed):
        undo_import(dock, number)
    assert undo_import(mover(world), number) == {"undone": 3, "kept": 0}
    with reading(ctx):
        assert [balance_of(ctx, role) for role in ("INV", "OPEN", "INVADJ")] == [0, 0, 0]
    world.verify()


def test_open_items_come_into_the_books_and_back(world: World) -> None:
    ctx, party = mover(world), world.customer()
    (name,) = world.rows("SELECT code FROM parties_party WHERE id = %s", party)[0]
    head = ["Customer", "Document", "Date", "Due", "Open amount"]
    rows = [[name, "R-1", "2026-01-10", "2026-02-09", "1190.00"], [name, "G-1", "2026-01-11", "", "-19.00"],
            [name, "R-1", "2026-01-12", "", "5"], ["nobody", "R-9", "2026-01-12", "", "5"]]  # fmt: skip
    number = done(ctx, "receivables", sent(head, *rows))
    with reading(ctx):
        assert [(one.number, one.balance) for one in open_items_of(ctx, party)] == [
            ("R-1", D(1190)),
            ("G-1", D(-19)),
        ] or [(one.number, one.balance) for one in open_items_of(ctx, party)] == [("G-1", D(-19)), ("R-1", D(1190))]
        assert (balance_of(ctx, "AR"), balance_of(ctx, "OPEN")) == (D("1171.00"), D("-1171.00"))
    assert facts(ctx, number).sums["recounted"]["amount"] == "1171.00"
    assert [row.state for row in lines(ctx, number)] == ["done", "done", "refused", "refused"]
    _, counts = checked(ctx, "receivables", sent(head, rows[0]))
    assert counts["refused"] == 1
    world.pay(party, "90.00")
    assert undo_import(ctx, number) == {"undone": 1, "kept": 1}
    assert "settled already" in lines(ctx, number)[0].message
    with reading(ctx):
        assert (balance_of(ctx, "AR"), balance_of(ctx, "OPEN")) == (D(1100), D(-1190))
    world.verify()


def test_open_orders_are_quoted_and_confirmed_once(world: World) -> None:
    item = world.item("pump", stock=10, cost=5, price=10)
    (pump,) = world.rows("SELECT code FROM catalog_item WHERE id = %s", item)[0]
    party = world.customer()
    (name,) = world.rows("SELECT code FROM parties_party WHERE id = %s", party)[0]
    site = world.rows("SELECT code FROM governance_site WHERE id = %s", world.site_id)[0][0]
    desk = mover(world, Duty.ORDER_ENTRY)
    head = ["Order", "Customer", "Item", "Quantity", "Price", "Requested"]
    rows = [["10", name, pump, 2, "9.50", "2026-03-20"], ["11", name, pump, 1, "", ""], ["11", name, "no", 1, "", ""]]
    number = done(desk, "orders", sent(head, *rows), site=site)
    first, second, third = lines(desk, number)
    assert (first.state, second.state, third.state) == ("done", "refused", "refused")
    assert "confirmed" in first.message
    found = world.rows("SELECT state, net, customer_po FROM sales_order WHERE id = %s", first.documents["order"])
    assert found == [("confirmed", D("19.00"), "10")]
    _, counts = checked(desk, "orders", sent(head, rows[0]), site=site)
    assert counts["refused"] == 1
    assert undo_import(desk, number)["undone"] == 1
    assert world.rows("SELECT state FROM sales_order WHERE id = %s", first.documents["order"]) == [("cancelled",)]
    assert checked(desk, "orders", sent(head, rows[0]), site=site)[1]["refused"] == 0


def test_an_import_goes_on_after_a_crash_and_does_nothing_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies between the deed and the note of it; the next one goes on."""
    ctx, a = mover(world), code(world, "a")
    done(ctx, "items", sent(["code", "name"], [a, "Bolt"]))
    site = world.rows("SELECT code FROM governance_site WHERE id = %s", world.site_id)[0][0]
    dock = mover(world, Duty.RECEIVING)
    number, _ = checked(dock, "stock", sent(["Bin", "Item", "Quantity", "Unit cost"], ["A-1", a, 7, 2]), site=site)

    def die(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(committing, "note_outcomes", die)
        with pytest.raises(KeyboardInterrupt):
            commit_import(dock, number)
    assert facts(dock, number).state == "running"
    commit_import(dock, number)
    commit = "SELECT sum(on_hand) FROM inventory_balance WHERE company_id = %s"
    assert world.rows(commit, world.company_id) == [(D("7.000000"),)]
    assert facts(dock, number).state == "done"
    with pytest.raises(RuleViolation, match="cannot be running"):
        commit_import(dock, number)


def test_what_may_not_be_is_refused(world: World) -> None:
    ctx = mover(world)
    with pytest.raises(InvalidInput, match="import"):
        start_import(ctx, kind="wishes", name="x.csv", content=b"a\n1\n")
    with pytest.raises(NotAllowed):
        start_import(replace(ctx, permissions=frozenset()), kind="items", name="x.csv", content=b"code\n1\n")
    number = start_import(ctx, kind="items", name="x.csv", content=b"code,name\n1,x\n")
    with pytest.raises(RuleViolation):
        commit_import(ctx, number)
    map_import(ctx, number=number, mapping={"code": "code", "name": "name"}, keep_as="mine")
    with pytest.raises(NotAllowed):
        check_import(world.as_("desk"), number)
    with pytest.raises(DomainError):
        map_import(ctx, number=number, mapping={"name": "name"})
    other = new_world()
    with pytest.raises(DomainError, match="no import"):
        check_import(mover(other), number)


def test_a_kept_mapping_is_taken_for_the_next_file(world: World) -> None:
    ctx, head = mover(world), ["Ding", "Wort"]
    number = start_import(ctx, kind="items", name="a.csv", content=sent(head, ["1", "x"]))
    assert facts(ctx, number).mapping == {}
    map_import(
        ctx, number=number, mapping={"code": "Ding", "name": "Wort"}, options={"dates": "day"}, keep_as="old shop"
    )
    again = start_import(ctx, kind="items", name="b.csv", content=sent(head, ["2", "y"]))
    assert facts(ctx, again).mapping == {"code": "Ding", "name": "Wort"}
    assert facts(ctx, again).options == {"dates": "day"}


@pytest.mark.slow
def test_ten_thousand_items_with_prices(world: World) -> None:
    """From upload to reconciliation; the measure is printed, the bound leaves room for a busy machine."""
    ctx, base = mover(world), price_list(world)
    mark = world.company_id
    rows = [
        [f"I{n:05d}-{mark}", f"Item number {n}", f"F{n % 20}-{mark}", f"{n % 900 + 1}.25", "1.5"] for n in range(10_000)
    ]
    content = sent(["code", "name", "family", "price", "weight"], *rows)
    before = time.perf_counter()
    number, counts = checked(ctx, "items", content, price_list=base)
    middle = time.perf_counter()
    commit_import(ctx, number)
    after = time.perf_counter()
    print(f"checked in {middle - before:.2f} s, committed in {after - middle:.2f} s")  # noqa: T201
    assert counts["new"] == 10_000
    sums = facts(ctx, number).sums
    assert D(sums["recounted"]["price"]) == D(sums["file"]["price"])
    assert after - before < 60


@pytest.mark.shared
def test_the_real_customers_and_items_come_in(world: World) -> None:
    """A year of a real shop: codes that differ by case, descriptions missing, customers written as 17850.0."""
    ctx, base, n30 = mover(world), price_list(world), terms(world)
    names: dict[str, Counter[str]] = {}
    prices: dict[str, str] = {}
    countries: dict[str, str] = {}
    with REAL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault(row["StockCode"], Counter())[row["Description"]] += 1
            prices[row["StockCode"]] = row["UnitPrice"]
            if row["CustomerID"]:
                countries[row["CustomerID"]] = row["Country"]
    mark = world.company_id
    goods = [[f"{one}/{mark}", names[one].most_common(1)[0][0], prices[one]] for one in sorted(names)]
    number, counts = checked(ctx, "items", sent(["StockCode", "Description", "UnitPrice"], *goods), price_list=base)
    commit_import(ctx, number)
    why = Counter(row.message.split(" ", 1)[-1][:24] for row in lines(ctx, number) if row.verdict == "refused")
    assert counts["rows"] == 4_067
    assert counts["new"] + counts["refused"] == 4_067
    assert counts["new"] > 3_800, why
    people = [[f"{one[:-2]}/{mark}.0"[:-2], f"Customer {one}", country] for one, country in sorted(countries.items())]
    number, counts = checked(ctx, "customers", sent(["CustomerID", "Name", "Country"], *people), payment_terms=n30)
    commit_import(ctx, number)
    assert counts["rows"] == 4_331
    told = Counter(row.message for row in lines(ctx, number) if row.verdict == "refused")
    assert counts["refused"] <= 20, told
    assert facts(ctx, number).sums["recounted"]["rows"] == str(counts["new"])


def test_masters_go_on_after_a_crash_and_can_still_be_undone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written but not noted is noted by the next run, from what it was before."""
    ctx, base, a = mover(world), price_list(world), code(world, "a")
    head = ["code", "name", "price"]
    done(ctx, "items", sent(head, [a, "Bolt", 1]), price_list=base)
    number, _ = checked(ctx, "items", sent(head, [a, "Bolt M8", 2]), price_list=base)

    def die(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(committing, "note_outcomes", die)
        with pytest.raises(KeyboardInterrupt):
            commit_import(ctx, number)
    commit_import(ctx, number)
    (row,) = lines(ctx, number)
    assert (row.state, row.old["name"], row.old["price"]) == ("done", "Bolt", "1")
    undo_import(ctx, number)
    with reading(ctx):
        assert stored_items([a])[a.upper()].entered.name == "Bolt"
    assert world.rows("SELECT unit_price FROM pricing_price WHERE company_id = %s", world.company_id) == [(D(1),)]


def test_a_program_imports_through_the_api(world: World) -> None:
    a, program = code(world, "a"), caller(world, "masters")
    content = base64.b64encode(sent(["sku", "description"], [a, "Bolt"])).decode()
    (number,) = program.done("integrations.start_import", {"kind": "items", "name": "x.csv", "content": content})
    mapping = {"code": "sku", "name": "description"}
    program.done("integrations.map_import", {"number": number, "mapping": mapping})
    assert program.post("integrations.check_import", {"number": number})["result"]["new"] == 1
    assert program.post("integrations.commit_import", {"number": number})["result"] == {
        "done": 1,
        "same": 0,
        "refused": 0,
    }
    assert program.get(f"imports/{number}")["data"]["state"] == "done"
    program.post("integrations.check_import", {"number": number}, status=409)
    program.post("integrations.commit_import", {"number": number}, status=409, query="?dry_run=true")
    program.post("integrations.note_outcomes", {"number": number, "outcomes": []}, status=404)
    program.post("integrations.start_import", {"kind": "items", "name": "x", "content": "no base64!"}, status=422)
    assert program.get("our-company")["data"]["currency"] == "EUR"
    assert program.get("policy-kinds/sales.margin_floor")["title"].startswith("The lowest margin")


def test_the_screens_lead_from_upload_to_undo(world: World) -> None:
    a, base = code(world, "a"), price_list(world)
    client = sign_in(world, "masters")
    assert "Items" in page(client, "/imports/kinds/")
    template = client.get("/imports/templates/items.xlsx")
    assert template.content.startswith(b"PK")
    assert client.get("/imports/templates/wishes.xlsx").status_code == 404
    content = sent(["sku", "description", "colour"], [a, "=Bolt", "red"], [a, "", ""], ["", "Nut", ""])
    uploaded = client.post("/do/imports/new/", {"kind": "items", "file": SimpleUploadedFile("my items.csv", content)})
    assert uploaded.status_code == 302
    number = uploaded["Location"].split("number=")[1]
    shown = page(client, uploaded["Location"])
    assert "1 of 3 rows can be read" in shown
    assert "is a formula" in shown
    assert "colour" in shown
    missing = client.post("/do/imports/map/", {"number": number, "to_name": "description"})
    assert missing.status_code == 422
    assert "Choose the heading that holds item" in missing.content.decode()
    record = fill(client, "imports/map", number=number, to_code="sku", to_name="description", price_list=base)
    assert "Of 3 rows 0 would be new" in page(client, record)
    bad = client.get(f"/imports/{number}/refused.xlsx").content
    told = read_table("x.xlsx", bad)
    assert list(told.headings) == ["sku", "description", "colour", "Error", "Field", "Line"]
    assert [row[5] for _, row in told.rows] == [2, 3, 4]
    assert told.rows[0][1][1] == "=Bolt"
    good = sent(["sku", "description"], [a, "Bolt"])
    again = client.post("/do/imports/new/", {"kind": "items", "file": SimpleUploadedFile("again.csv", good)})
    number = again["Location"].split("number=")[1]
    record = fill(client, "imports/map", number=number, to_code="sku", to_name="description", keep_as="shop")
    assert "Import 1 rows" in page(client, record)
    fill(client, "imports/commit", number=number)
    assert "Reconciliation" in page(client, record)
    assert a in page(client, f"/imports/rows/?import={number}&state=done")
    fill(client, "imports/undo", number=number)
    assert "Undone" in page(client, record)
    assert "again.csv" in page(client, "/imports/")
    page(sign_in(new_world(), "masters"), record, status=404)
