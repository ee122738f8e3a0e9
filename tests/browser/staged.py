"""A company in which every screen has something to show: one document of each kind, every deed offered somewhere."""

from datetime import datetime, time, timedelta

from tests.giving_up import given_up
from tests.imports.importing import checked, done, mover, sent
from tests.scenarios.test_amendments import amend
from tests.screens.signed_in import fill, sign_in
from tests.screens.test_palette import goes_elsewhere
from tests.world import UTC, D, World, new_world, order_lines
from throughline.governance.public import RoleInput, define_roles, set_policy
from throughline.modules.catalog.public import SubstituteInput, save_substitutes
from throughline.modules.parties.testing import supplier
from throughline.modules.pricing.testing import contract
from throughline.modules.returns.public import ReturnInput, ReturnLineInput, receive_returns
from throughline.modules.sales.public import LineAmendment
from throughline.modules.warehouse.public import WaveInput, plan_waves, release_waves
from throughline.platform.operations import reading


def staged() -> World:
    """Give the company; what is not in it no screen can show, so a new screen may need a line here."""
    world = new_world()
    world.policy("inventory.adjusting", limit_without_approval="25.00")
    ball = world.item("ball", stock=60, cost=3, price=10)
    pump = world.item("pump", stock=9, cost=40, price=90)
    save_substitutes(world.as_("masters"), substitutes=[SubstituteInput(pump, ball)])
    party = world.customer(name="Brandt Fördertechnik und Getriebebau GmbH & Co. KG", limit=400)
    contract(world.as_("pricing"), party, {ball: "9.50"})
    _delivered(world, party, ball)
    _to_bill(world, ball)
    _on_the_floor(world, party, ball, pump)
    _stopped(world, party, pump)
    _adjusted(world, pump)
    goes_elsewhere(world, pump)
    _bought(world, ball)
    _imported(world)
    _governed(world)
    return world


def _delivered(world: World, party: int, item: int) -> None:
    """Deliver, bill and pay; one delivery is refused in part, one on its way, of one goods come back."""
    whole = world.ship(world.order(party, [(item, 4)]))
    world.deliver(*whole)
    world.bill()
    world.pay(party, 20)
    ((line,),) = world.rows("SELECT id FROM logistics_shipment_line WHERE shipment_id = %s", whole[0])
    receive_returns(world.as_("dock"), returns=[ReturnInput([ReturnLineInput(line, D(1))], "Too many")]).unrefused()
    world.react()
    short = world.ship(world.order(party, [(item, 3)]))
    ((line,),) = world.rows("SELECT id FROM logistics_shipment_line WHERE shipment_id = %s", short[0])
    world.deliver(*short, refused={line: 1})
    world.ship(world.order(party, [(item, 2)]))


def _to_bill(world: World, item: int) -> None:
    """Deliver to somebody who is billed by the week, so that something waits for its day."""
    rule = {"trigger": "accepted", "grouping": "ship_to", "frequency": "weekly"}
    world.policy("billing.policy", {"customer_group": "weekly"}, **rule)
    world.deliver(*world.ship(world.order(world.customer(group="weekly"), [(item, 2)])))
    given_up(world, item, world.customer())


def _on_the_floor(world: World, party: int, ball: int, pump: int) -> None:
    """Leave orders to release, in waves, to pick, picked short, to pack, to put back and packed."""
    world.order(party, [(ball, 1)])
    planned = [world.order(party, [(ball, 1)]) for _ in range(2)]
    waves = [
        WaveInput(world.site_id, name, [one.id for one in world.demands(order)],
                  cut_off=datetime.combine(world.today, time(16, 30), UTC))
        for name, order in zip(("Noon", "Evening"), planned, strict=True)
    ]  # fmt: skip
    made = plan_waves(world.as_("floor"), waves=waves).documents()
    release_waves(world.as_("floor"), waves=made[:1])
    world.release(world.order(party, [(ball, 1)]))
    missed = world.order(party, [(pump, 2)])
    world.release(missed)
    (task,) = world.tasks(missed)
    world.pick(missed, quantities={task.id: 1}, reason="not found")
    back, packed = world.order(party, [(ball, 4)]), world.order(party, [(ball, 1)])
    world.release(back, packed)
    world.pick(back, packed)
    with reading(desk := world.as_("desk")):
        (line,) = order_lines(desk, [back])
    amend(world, back, LineAmendment(line.id, quantity=D(2)))
    world.pack(packed)


def _stopped(world: World, party: int, pump: int) -> None:
    """Have holds to decide, one asked for, an amendment that waits, and a quote."""
    world.quote(party, [(pump, 1)])
    world.confirm(world.quote(party, [(pump, 8)]))


def _adjusted(world: World, pump: int) -> None:
    """Count, with a difference that waits for another person."""
    line = {"item": pump, "place": world.bin("A-1"), "figure": 1, "status": "available"}
    fill(sign_in(world, "stock"), "stock/count", {0: line}, site=world.site_id)


def _bought(world: World, item: int) -> None:
    """Expect goods of a supplier."""
    supplier(world.as_("masters"))
    due = world.today + timedelta(days=6)
    line = {"item_id": item, "quantity": 50}
    fill(sign_in(world, "buyer"), "supplies/expect", {0: line}, label="PO-77", site_id=world.site_id, due_on=due)


def _imported(world: World) -> None:
    """Bring files in: one whole, one that waits for its mapping to be seen."""
    head, row = ("item", "name", "unit"), (f"N-{world.company_id}", "Kugellager", "ea")
    done(mover(world), "items", sent(head, row))
    checked(mover(world), "items", sent(head, ("", "without a number", "ea")))


def _governed(world: World) -> None:
    """Have a role of its own, and rules: one in force, one proposed."""
    define_roles(world.as_("admin"), roles=[RoleInput("porter", "Porter", ["warehouse.pick"], ["shipping"])])
    rule = {"kind": "sales.margin_floor", "name": "Floor", "scope": {}, "parameters": {"percent": "15"}}
    asks = {"kind": "governance.policy_approval", "name": "Four eyes", "scope": {}, "parameters": {"asked": True}}
    set_policy(world.as_("masters"), **asks)
    set_policy(world.as_("masters"), **rule)


#: What forms are about, by the name of their hidden field: where in the staged company it is found.
SUBJECTS = {
    "adjustment": "id FROM inventory_adjustment WHERE",
    "event": "id FROM billing_billable_event WHERE state = 'open' AND",
    "hold": "id FROM governance_hold WHERE",
    "item": "item_id FROM catalog_substitute JOIN sales_order_line USING (item_id) WHERE",
    "line": "sales_order_line.id FROM catalog_substitute JOIN sales_order_line USING (item_id) WHERE",
    "number": "id FROM integrations_import WHERE",
    "order": "id FROM sales_order WHERE",
    "role": "code FROM platform_role WHERE",
    "rule": "id FROM governance_policy_rule WHERE",
    "shipment": "id FROM logistics_shipment WHERE",
    "substitute": "substitute_id FROM catalog_substitute JOIN sales_order_line USING (item_id) WHERE",
    "task": "id FROM warehouse_task WHERE kind = 'put_back' AND",
    "user": "user_id FROM platform_role_assignment WHERE",
    "waiver": "id FROM billing_waiver WHERE",
}


def subjects_of(world: World) -> dict[str, object]:
    """Give one of each kind that a form may be about."""
    found: dict[str, object] = {"screen": "orders", "kind": "sales.order", "id": 1, "note": 1, "view": 1}
    for name, where in SUBJECTS.items():
        rows = world.rows(f"SELECT {where} company_id = %s ORDER BY 1 DESC LIMIT 1", world.company_id)
        assert rows, f"nothing staged for {name}"
        found[name] = rows[0][0]
    return found
