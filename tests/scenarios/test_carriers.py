"""The carrier of an order: chosen by policy or a person, followed by promise, wave, release, load and shipment."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.world import World, new_world
from throughline.flows.waves import release_by_policy
from throughline.governance.public import place_holds
from throughline.kernel.errors import RuleViolation
from throughline.modules.logistics.public import Load, dispatch_units, shipments
from throughline.modules.parties.public import (
    AddressInput,
    CarrierServiceInput,
    carrier_services,
    save_addresses,
    save_carrier_services,
)
from throughline.modules.sales.public import AmendmentInput, amend_orders, orders
from throughline.modules.sales.ui.carriers import explain_carrier
from throughline.modules.sales.ui.whys import explain_allocation
from throughline.modules.warehouse.public import WaveInput, plan_waves, release_demands, release_due
from throughline.modules.warehouse.queries.waves import wave_lines
from throughline.modules.warehouse.ui.release_due import explain_release
from throughline.platform.operations import Versioned, reading

UTC = ZoneInfo("UTC")
DAY, NIGHT = "DPD-DAY", "UPS-LATE"


@pytest.fixture
def world() -> World:
    """A site that sends parcels until noon by one carrier, and until five by another that takes a day."""
    made = new_world()
    services = [
        CarrierServiceInput(DAY, "DPD", "Parcel, same day", time(12)),
        CarrierServiceInput(NIGHT, "UPS", "Parcel, next day", time(17), 1, "https://ups.example/{tracking}"),
    ]
    assert len(save_carrier_services(made.as_("masters"), services=services).done) == 2
    made.policy("sales.carrier", {"service_class": "urgent"}, service=DAY)
    made.policy("sales.carrier", {"service_class": "standard"}, service=NIGHT)
    return made


def carrier(world: World, order: int) -> str | None:
    ctx = world.as_("desk")
    with reading(ctx):
        return orders(ctx, [order])[order].carrier_service


def demand(world: World, order: int) -> tuple[str | None, date | None]:
    (found,) = world.rows(
        """SELECT s.code, d.ship_on FROM inventory_demand d
           LEFT JOIN parties_carrier_service s ON s.id = d.carrier_service_id WHERE d.id = %s""",
        world.demands(order)[0].id,
    )
    return found


def test_policy_chooses_the_service_and_a_person_may_choose_another(world: World) -> None:
    item, party = world.item("P", stock=50, cost=1, price=5), world.customer()
    standard = world.quote(party, [(item, 1)])
    urgent = world.quote(party, [(item, 1)], service_class="urgent")
    by_hand = world.quote(party, [(item, 1)], carrier_service=DAY.lower())
    none = world.quote(party, [(item, 1)], service_class="project")
    assert [carrier(world, n) for n in (standard, urgent, by_hand, none)] == [NIGHT, DAY, DAY, None]
    with reading(world.as_("desk")):
        assert "sales.carrier gives UPS-LATE" in explain_carrier(world.as_("desk"), standard).sentences[0]
        assert "Desk chose it" in explain_carrier(world.as_("desk"), by_hand).sentences[0]
    with pytest.raises(RuleViolation, match="“GONE” is no carrier service; those in use are DPD-DAY, UPS-LATE"):
        world.quote(party, [(item, 1)], carrier_service="GONE")
    world.verify()


def test_the_country_of_the_address_may_decide(world: World) -> None:
    world.policy("sales.carrier", {"country": "FR"}, service=DAY)
    item, party = world.item("P", stock=50, cost=1, price=5), world.customer()
    where = AddressInput(party, "FR1", "ship_to", "Lyon", ["Rue 1"], "FR", "69001", "Lyon", False)
    place = save_addresses(world.as_("masters"), addresses=[where]).only().document
    assert carrier(world, world.quote(party, [(item, 1)], ship_to_id=place)) == DAY
    assert carrier(world, world.quote(party, [(item, 1)])) == NIGHT


def test_the_cut_off_and_the_days_of_the_service_make_the_promise(world: World) -> None:
    item, party = world.item("P", stock=50, cost=1, price=5), world.customer()
    world.now = datetime(2026, 3, 6, 13, 0, tzinfo=UTC)  # after noon and before five
    late, early = world.order(party, [(item, 1)], service_class="urgent"), world.order(party, [(item, 1)])
    told = world.rows("SELECT promised FROM sales_order_line WHERE order_id = ANY(%s) ORDER BY order_id", [late, early])
    assert told == [(date(2026, 3, 7),), (date(2026, 3, 7),)], "the one leaves tomorrow, the other arrives then"
    later = world.order(party, [(item, 1)], requested_on=date(2026, 3, 12))
    assert demand(world, later) == (NIGHT, date(2026, 3, 11)), "it leaves a day before it is wanted"
    assert demand(world, late) == (DAY, None)
    world.verify()


def test_an_amendment_changes_the_carrier_and_the_day_on_which_goods_leave(world: World) -> None:
    item, party = world.item("P", stock=50, cost=1, price=5), world.customer()
    order = world.order(party, [(item, 1)], requested_on=date(2026, 3, 12))
    change = AmendmentInput(Versioned(order), "Wants the parcel", carrier_service=DAY)
    done = amend_orders(world.as_("desk"), amendments=[change]).only()
    assert [one["what"] for one in done.facts["changes"]] == ["Carrier service"]
    assert carrier(world, order) == DAY
    assert demand(world, order) == (DAY, None)
    wrong = AmendmentInput(Versioned(order), "x", carrier_service="GONE")
    assert amend_orders(world.as_("desk"), amendments=[wrong])[0].code == "carrier_unknown"
    taken = AmendmentInput(Versioned(order), "They fetch it", carrier_service="")
    amend_orders(world.as_("desk"), amendments=[taken])
    assert carrier(world, order) is None
    world.verify()


def test_a_shipment_takes_the_carrier_of_its_orders_unless_another_is_named(world: World) -> None:
    item, party = world.item("P", stock=50, cost=1, price=5), world.customer()
    one, two, three = (world.order(party, [(item, 1)], service_class=c) for c in ("urgent", "standard", "standard"))
    world.release(one, two, three)
    world.pick(one, two, three)
    units = world.pack(one, two, three)
    floor = world.as_("floor")
    mixed = dispatch_units(floor, loads=[Load(units[:2])])[0]
    assert (mixed.status, mixed.code) == ("refused", "several_carriers")
    assert "DPD, UPS" in mixed.message
    sent = dispatch_units(floor, loads=[Load(units[:1]), Load(units[1:2]), Load(units[2:], "Own van")]).documents()
    with reading(floor):
        found = shipments(floor, sent)
    assert [found[n].carrier for n in sent] == ["DPD", "UPS", "Own van"]
    services = world.rows("SELECT carrier_service FROM logistics_shipment WHERE id = ANY(%s) ORDER BY id", sent)
    assert services == [(DAY,), (NIGHT,), ("",)]
    world.react()
    world.verify()


def test_waves_take_what_goes_by_a_carrier_lies_in_a_zone_and_ships_by_a_day(world: World) -> None:
    item, far = world.item("P", stock=50, cost=1, price=5), world.item("Q", cost=1, price=5)
    party, floor = world.customer(), world.as_("floor")
    one = world.order(party, [(item, 1)], service_class="urgent")
    two = world.order(party, [(item, 1)])
    three = world.order(party, [(item, 1)], requested_on=world.today + timedelta(days=9))

    def plan(**more: object) -> list[int]:
        made = plan_waves(floor, waves=[WaveInput(world.site_id, "W", **more)])[0]
        if made.document is None:
            return []
        with reading(floor):
            return [line.demand_id for line in wave_lines(floor, made.document)]

    assert plan(zones=["Z"]) == [], "nothing lies there"
    assert far
    assert plan(carriers=["dpd"], zones=["A"]) == [d.id for d in world.demands(one)]
    assert plan(carrier_services=[NIGHT], ship_by=world.today) == [d.id for d in world.demands(two)]
    assert plan() == [d.id for d in world.demands(three)]
    assert world.rows("SELECT carrier FROM warehouse_wave WHERE company_id = %s ORDER BY id", world.company_id) == [
        ("dpd",), ("",), ("",)
    ]  # fmt: skip
    world.verify()


def test_policy_releases_before_the_cut_off_and_says_why(world: World) -> None:
    item, party = world.item("P", stock=50, cost=1, price=5), world.customer()
    early = world.order(party, [(item, 1)], service_class="urgent")
    late = world.order(party, [(item, 1)], requested_on=world.today + timedelta(days=1))
    held = world.order(party, [(item, 1)], service_class="urgent")
    (thread,) = world.rows("SELECT thread_id FROM sales_order WHERE id = %s", held)[0]
    place_holds(world.as_("floor"), threads=[thread], stage="release", reason="Asked to wait")
    assert len(release_due(world.as_("floor"), site_id=world.site_id)) == 0, "no rule, no release"
    world.policy("warehouse.releasing", {}, when="before_cut_off", minutes_before=60)

    def look(hour: int, minute: int) -> int:
        world.now = world.now.replace(hour=hour, minute=minute)
        return release_by_policy(world.company_id, clock=lambda: world.now)

    assert look(10, 30) == 0
    assert look(11, 5) == 1
    assert look(11, 6) == 0
    assert len(world.tasks(early)) == 1
    assert world.tasks(late, held) == []
    (told,) = world.rows("SELECT id, name, cut_off, why ->> 'policy' FROM warehouse_release WHERE company_id = %s",
                         world.company_id)  # fmt: skip
    assert told[1:] == ("DPD 12:00", datetime(2026, 3, 2, 12, tzinfo=UTC), "warehouse.releasing")
    floor = world.as_("floor")
    with reading(floor):
        said = explain_release(floor, told[0]).sentences
    assert said[0] == "warehouse.releasing releases 60 minutes before the cut-off."
    assert "The cut-off of DPD was" in said[1]
    world.policy("warehouse.releasing", {"service_class": "standard"}, when="at_once")
    assert look(11, 30) == 1
    world.verify()


def test_each_carrier_may_have_its_own_rule_of_release(world: World) -> None:
    item, party = world.item("P", stock=50, cost=1, price=5), world.customer()
    early = world.order(party, [(item, 1)], service_class="urgent")
    late = world.order(party, [(item, 1)])
    world.policy("warehouse.releasing", {"service_class": "urgent"}, when="at_once")
    world.policy("warehouse.releasing", {"carrier": "DPD"}, when="by_hand")
    world.policy("warehouse.releasing", {"carrier": "UPS"}, when="at_once")
    done = release_due(world.as_("floor"), site_id=world.site_id)
    assert [one.status for one in done] == ["done"]
    assert world.tasks(early) == [], "the rule of the carrier goes before that of the service"
    assert len(world.tasks(late)) == 1
    world.verify()


def test_who_stands_first_in_line_may_be_what_leaves_first(world: World) -> None:
    item, party = world.item("P", stock=3, cost=1, price=5), world.customer()
    world.policy("sales.ranking", {"service_class": "urgent"}, rank=90)
    one, two = world.order(party, [(item, 3)]), world.order(party, [(item, 3)], service_class="urgent")
    world.receive(item, 1, 1)
    world.policy("inventory.allocating", {}, method="equal", line="rank_cut_off")
    done = release_demands(world.as_("floor"), demands=[d.id for d in world.demands(one, two)])
    assert [outcome.code for outcome in done] == ["partial", "partial"]
    line = world.rows("SELECT id FROM sales_order_line WHERE order_id = %s", one)[0][0]
    with reading(world.as_("desk")):
        said = explain_allocation(world.as_("desk"), line).sentences[0]
    assert said.startswith("Rank 50: among equals in rank policy serves first what leaves first")
    world.react()
    world.verify()


def test_what_leaves_first_is_served_first_whatever_its_rank(world: World) -> None:
    item, party = world.item("P", cost=1, price=5), world.customer()
    world.policy("sales.ranking", {"service_class": "urgent"}, rank=90)
    world.policy("inventory.allocating", {}, line="cut_off")
    standard = world.order(party, [(item, 2)], requested_on=world.today + timedelta(days=9))
    urgent = world.order(party, [(item, 2)], service_class="urgent")
    world.receive(item, 4, 1)
    wanted = [d.id for d in world.demands(standard, urgent)]
    made = plan_waves(world.as_("floor"), waves=[WaveInput(world.site_id, "W", demands=wanted)]).only()
    assert made.status == "done"
    world.release(standard, urgent)
    why = world.rows("SELECT why ->> 'line', why ->> 'cut_off' FROM inventory_allocation WHERE company_id = %s",
                     world.company_id)  # fmt: skip
    assert sorted(why) == [("cut_off", "12:00"), ("cut_off", "17:00")]
    world.verify()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"transit_days": 900}, "days_invalid"), ({"tracking_url": "ftp://x"}, "address_invalid"),
     ({"carrier": ""}, "missing")],
)  # fmt: skip
def test_a_service_that_cannot_be_is_refused_alone(world: World, wrong: dict[str, object], code: str) -> None:
    bad = CarrierServiceInput(**{"code": "X", "carrier": "X", "name": "X", **wrong})
    good = CarrierServiceInput("Y", "Y", "Y", is_active=False)
    done = save_carrier_services(world.as_("masters"), services=[bad, good])
    assert [one.code for one in done if one.status == "refused"] == [code]
    with reading(world.as_("desk")):
        assert {one.code for one in carrier_services(world.as_("desk")).values()} == {DAY, NIGHT, "Y"}
    with pytest.raises(RuleViolation, match="takes no new orders"):
        world.quote(world.customer(), [(world.item("P", price=1), 1)], carrier_service="y")
