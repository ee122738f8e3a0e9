"""An import goes on where it was, is refused where it may not be, and is quick."""

import csv
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.imports.importing import checked, code, done, facts, lines, mover, price_list, sent, terms
from tests.shared import ONLINE_RETAIL
from tests.world import World, new_world
from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, InvalidInput, NotAllowed, RuleViolation
from throughline.modules.catalog.public import stored_items
from throughline.modules.integrations.operations import commit_import as committing
from throughline.modules.integrations.public import (
    check_import,
    commit_import,
    map_import,
    start_import,
    undo_import,
)
from throughline.platform.operations import reading

D = Decimal


@pytest.fixture
def world() -> World:
    return new_world()


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
    with ONLINE_RETAIL.open(encoding="utf-8", newline="") as file:
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
