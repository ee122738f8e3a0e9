"""What the night tells of: deliveries that have not arrived, and calendars that are made longer."""

from datetime import timedelta

import pytest

from tests.screens.signed_in import sign_in
from tests.world import World, new_world
from throughline.flows.nightly import look_after
from throughline.governance.public import change_site
from throughline.governance.setting_up import site_details
from throughline.modules.logistics.public import (
    MilestoneInput,
    RedeliveryInput,
    record_milestones,
    redeliver,
    watch_deliveries,
)
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    return new_world()


def late(world: World) -> list[tuple[object, ...]]:
    """Give the open exceptions of late deliveries."""
    return world.rows(
        """SELECT subject_id, queue, title, proposals->0->>'operation', thread_id IS NOT NULL
           FROM governance_exception WHERE company_id = %s AND kind = 'delivery_late' AND cleared_at IS NULL""",
        world.company_id,
    )


def shipped(world: World) -> int:
    item = world.item("P", stock=10, cost=1, price=5)
    (shipment,) = world.ship(world.order(world.customer(), [(item, 2)]))
    return shipment


def night(world: World) -> bool:
    world.now = world.now.replace(hour=3)
    return look_after(world.company_id, clock=lambda: world.now)


def test_a_delay_is_told_at_once_and_closes_when_the_delivery_is_proved(world: World) -> None:
    shipment = shipped(world)
    lorry = MilestoneInput(shipment, "delayed", note="Snow at the pass")
    record_milestones(world.as_("floor"), milestones=[lorry]).unrefused()
    ((subject, queue, title, proposal, on_thread),) = late(world)
    assert (subject, queue, proposal, on_thread) == (shipment, "transport", "logistics.record_milestones", True)
    assert "is delayed: Snow at the pass" in str(title)
    record_milestones(world.as_("floor"), milestones=[MilestoneInput(shipment, "out_for_delivery")]).unrefused()
    assert len(late(world)) == 1
    world.deliver(shipment)
    assert late(world) == []
    world.verify()


def test_what_does_not_arrive_is_told_at_night_once_by_policy(world: World) -> None:
    shipment = shipped(world)
    assert night(world)
    world.later(3)
    assert night(world)
    assert late(world) == [], "it may arrive until the end of its day"
    world.later(1)
    night(world)
    ((subject, *_),) = late(world)
    assert subject == shipment
    assert night(world)
    assert watch_deliveries(world.as_("floor")) == 0, "it is told already"
    world.deliver(shipment)
    assert late(world) == []


def test_policy_says_how_long_a_delivery_may_take(world: World) -> None:
    world.policy("logistics.delivering", days=1)
    shipped(world)
    world.later(2)
    assert watch_deliveries(world.as_("floor")) == 1


def test_a_second_try_is_expected_anew(world: World) -> None:
    shipment = shipped(world)
    ((line,),) = world.rows("SELECT id FROM logistics_shipment_line WHERE shipment_id = %s", shipment)
    world.deliver(shipment, refused={line: 2})
    world.later(9)
    redeliver(world.as_("floor"), redeliveries=[RedeliveryInput(shipment, "2nd")]).unrefused()
    world.later(2)
    assert watch_deliveries(world.as_("floor")) == 0
    world.later(2)
    assert watch_deliveries(world.as_("floor")) == 1


def test_before_the_hour_nothing_is_done(world: World) -> None:
    world.now = world.now.replace(hour=1)
    assert not look_after(world.company_id, clock=lambda: world.now)


def test_a_calendar_never_runs_out(world: World) -> None:
    change_site(world.as_("masters"), site=world.site_id, name="First", weekdays="12345", holiday_country="DE",
                holiday_region="BY")  # fmt: skip
    masters = world.as_("masters")
    with reading(masters):
        (before,) = site_details(masters)
    assert before.holidays[-1] == "2028-12-26"
    world.now += timedelta(days=3 * 365)
    night(world)
    with reading(masters):
        (after,) = site_details(masters)
    assert after.holidays[-1] == "2031-12-26"
    assert set(before.holidays) <= set(after.holidays)


def test_policy_names_who_owns_what_is_late_and_tells_them(world: World) -> None:
    """The planner of the queue owns it; one customer's deliveries are another's; a name that is nobody's names none."""
    logins = dict(world.rows("SELECT id, username FROM platform_user WHERE id = ANY(%s)", list(world.people.values())))
    planner, keeper = world.people["second"], world.people["stock"]
    for person in ("second", "stock"):
        sign_in(world, person)
    world.policy("governance.exception_owner", {"queue": "transport"}, person=logins[planner].upper())
    first, second, third = shipped(world), shipped(world), shipped(world)
    parties = dict(world.rows("SELECT id, party_id FROM logistics_shipment WHERE company_id = %s", world.company_id))
    world.policy("governance.exception_owner", {"customer": parties[second]}, person=logins[keeper])
    world.policy("governance.exception_owner", {"customer": parties[third]}, person="nobody.here")
    delayed = [MilestoneInput(number, "delayed", note="Snow") for number in (first, second, third)]
    record_milestones(world.as_("floor"), milestones=delayed).unrefused()
    owned = world.rows(
        "SELECT subject_id, owner_id, facts ->> 'owned_by' FROM governance_exception WHERE company_id = %s ORDER BY 1",
        world.company_id,
    )
    rule = "governance.exception_owner"
    assert owned == [(first, planner, rule), (second, keeper, rule), (third, None, None)]
    told = "SELECT user_id FROM governance_notification WHERE company_id = %s AND kind = 'assigned' ORDER BY 1"
    assert world.rows(told, world.company_id) == [(number,) for number in sorted([planner, keeper])]
    record_milestones(world.as_("floor"), milestones=[MilestoneInput(first, "delayed", note="Still snow")]).unrefused()
    assert len(world.rows(told, world.company_id)) == 2, "an exception that stands is told once"
