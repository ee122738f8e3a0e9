"""The history that hangs on every record: who did what, what changed from what to what, and on whose approval."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.screens.signed_in import page, sign_in
from tests.screens.test_selling import words
from tests.world import World, new_world
from throughline.governance.history import history_of
from throughline.governance.public import decide_holds, holds_for
from throughline.kernel.errors import NotAllowed
from throughline.kernel.refs import DocumentRef
from throughline.modules.catalog.public import set_item_state
from throughline.modules.sales.public import LineInput, QuoteInput, change_quote
from throughline.platform.database.statements import observed
from throughline.platform.operations import Versioned, reading
from throughline.platform.subjects import known_kinds


@pytest.fixture
def world() -> World:
    return new_world()


def test_documents_and_masters_have_a_history() -> None:
    documents = {"sales.order", "billing.invoice", "logistics.shipment", "warehouse.receipt", "returns.return"}
    masters = {"catalog.item", "parties.customer", "governance.policy", "platform.user", "settlement.payment"}
    assert documents | masters <= set(known_kinds())


def test_a_changed_item_tells_who_changed_which_field_from_what_to_what(world: World) -> None:
    item = world.item("ball")
    masters = world.as_("masters")
    world.later(1)
    set_item_state(masters, items=[item], state="phase_out", reason="The maker stopped")
    with reading(masters):
        newest, *rest = history_of(masters, DocumentRef("catalog.item", item)).entries
    assert newest.name == "catalog.set_item_state"
    assert newest.reason == "The maker stopped"
    assert [(one.column, one.before, one.after) for one in newest.changes] == [("state", "active", "phase_out")]
    assert rest, "making it is told too"


def test_the_page_says_it_in_words_and_is_a_part_of_the_record(world: World) -> None:
    item = world.item("ball")
    set_item_state(world.as_("masters"), items=[item], state="phase_out")
    desk = sign_in(world, "desk")
    assert f'hx-get="/history/catalog.item/{item}/"' in page(desk, f"/items/{item}/")
    told = words(page(desk, f"/history/catalog.item/{item}/"))
    assert "State active → phase_out" in told


def test_an_approval_stands_at_the_deed_it_made_possible(world: World) -> None:
    item = world.item("ball", stock=100, cost=5, price=10)
    party = world.customer(limit=10)
    desk = world.as_("desk")
    order = world.quote(party, [(item, 20)])
    world.confirm(order)
    credit = world.as_("credit")
    with reading(credit):
        (hold,) = holds_for(credit, ["credit"])
    decide_holds(credit, holds=[hold.id], reason="Pays on Friday")
    world.react()
    with reading(desk):
        found = history_of(desk, DocumentRef("sales.order", order)).entries
    by_name = {entry.name: entry for entry in reversed(found)}
    consent = by_name["governance.decide_holds"].consents[0]
    assert (consent.decision, consent.reason) == ("approved", "Pays on Friday")
    after = found[0]
    assert after.name == "sales.confirm_orders"
    assert [one.decision for one in after.consents] == ["on approval"]
    assert after.cause


def test_costs_are_not_told_to_who_may_not_see_them(world: World) -> None:
    item = world.item("ball", stock=10, cost=5, price=10)
    order = world.quote(world.customer(limit=1000), [(item, 2)])
    world.confirm(order)
    floor = replace(world.as_("floor"), permissions=frozenset({"sales.order.read"}))
    with reading(floor):
        changes = [
            one for entry in history_of(floor, DocumentRef("sales.order", order)).entries for one in entry.changes
        ]
    assert all(one.hidden and one.before is None for one in changes if one.column == "unit_cost")


def test_the_head_of_an_order_has_a_history_without_its_progress(world: World) -> None:
    """Who changed the day a quote is wanted for stands in its history; how far it came is told by its documents."""
    item, party = world.item("ball", stock=10, cost=3, price=10), world.customer()
    order = world.quote(party, [(item, 2)])
    later = world.today + timedelta(days=6)
    quote = QuoteInput(party, world.site_id, [LineInput(item, Decimal(2))], requested_on=later, customer_po="PO 9")
    change_quote(world.as_("desk"), order=Versioned(order), quote=quote)
    world.confirm(order)
    world.deliver(*world.ship(order))
    desk = world.as_("desk")
    with reading(desk):
        changes = [
            one for entry in history_of(desk, DocumentRef("sales.order", order)).entries for one in entry.changes
        ]
    kept = world.rows("SELECT old FROM platform_row_history WHERE table_name = 'sales_order' ORDER BY id")
    assert {"requested_on", "customer_po"} <= set(kept[0][0])
    assert not {name for (old,) in kept for name in old if name.startswith("net_")}
    assert any("PO 9" in str(one) for one in changes)


def test_history_comes_in_pages_with_a_bounded_number_of_statements(world: World) -> None:
    item = world.item("ball")
    masters = world.as_("masters")
    for turn in range(6):
        set_item_state(masters, items=[item], state="phase_out" if turn % 2 == 0 else "active")
    record = DocumentRef("catalog.item", item)
    seen: list[str] = []
    with reading(masters), observed(seen.append):
        first = history_of(masters, record, limit=4)
    assert len(first.entries) == 4
    assert len(seen) < 12
    with reading(masters):
        second = history_of(masters, record, before=first.next, limit=4)
    assert not {one.id for one in first.entries} & {one.id for one in second.entries}
    assert [one.changes[0].after for one in first.entries] == ["active", "phase_out", "active", "phase_out"]


def test_who_may_not_open_a_record_does_not_see_its_history(world: World) -> None:
    item = world.item("ball")
    floor = sign_in(world, "floor", "warehouse.task.read")
    page(floor, f"/history/catalog.item/{item}/", 403)
    page(floor, "/history/nothing/1/", 403)
    nobody = replace(world.as_("floor"), permissions=frozenset({"warehouse.task.read"}))
    with reading(nobody), pytest.raises(NotAllowed):
        history_of(nobody, DocumentRef("catalog.item", item))


def test_another_company_s_history_stays_its_own(world: World) -> None:
    item = world.item("ball", price=10)
    order = world.quote(world.customer(limit=1000), [(item, 2)])
    other = new_world()
    page(sign_in(other, "desk"), f"/history/sales.order/{order}/", 404)
    told = words(page(sign_in(other, "masters"), f"/history/catalog.item/{item}/"))
    assert "Nothing was done here yet" in told, "a shared item is seen, what another company did to it is not"
