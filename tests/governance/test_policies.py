"""Policies: made, changed by versions, ended, approved by a second person, tried beforehand, compared, explained."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.governance.public import KINDS, decide_policies, end_policies, load, set_policy, withdraw_policies
from throughline.governance.rules import in_force_on, rule_by_id
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.modules.sales.public import DISCOUNT_LIMIT, MARGIN_FLOOR
from throughline.platform.operations import reading

FLOOR = "sales.margin_floor"


@pytest.fixture
def world() -> World:
    return new_world()


def floor(world: World, **facts: Any) -> tuple[Any, str]:
    """Give the margin floor as it is asked, and who answered."""
    with reading(world.as_("masters")):
        found = load(world.as_("masters"), MARGIN_FLOOR).ask(MARGIN_FLOOR, **facts)
    return found.answer.percent, found.rule_name


def change(world: World, person: str = "masters", **more: Any) -> int:
    given = {"kind": FLOOR, "name": "Floor", "parameters": {"percent": "15"}, "reason": "asked by the board", **more}
    return set_policy(world.as_(person), **given)


def test_a_change_is_a_new_version_and_old_decisions_name_the_old_one(world: World) -> None:
    first = change(world)
    second = change(world, replaces=first, parameters={"percent": "18"})
    assert floor(world)[1] == "Floor, version 2"
    with reading(world.as_("masters")):
        before = rule_by_id(world.as_("masters"), first)
    assert before is not None
    assert (before.state, before.parameters["percent"], before.version) == ("ended", "15", 1)
    assert second != first


def test_a_version_to_come_leaves_the_one_before_until_the_day_before(world: World) -> None:
    first = change(world)
    change(world, replaces=first, parameters={"percent": "20"}, valid_from=world.today + timedelta(days=10))
    assert str(floor(world)[0]) == "15"
    world.later(9)
    assert str(floor(world)[0]) == "15"
    world.later(1)
    assert str(floor(world)[0]) == "20"


def test_a_rule_ends_and_stays(world: World) -> None:
    number = change(world)
    with pytest.raises(InvalidInput, match="why"):
        end_policies(world.as_("masters"), rules=[number], reason=" ")
    with pytest.raises(InvalidInput, match="passed"):
        end_policies(world.as_("masters"), rules=[number], last_day=world.today - timedelta(days=1), reason="old")
    end_policies(world.as_("masters"), rules=[number], last_day=world.today + timedelta(days=2), reason="season over")
    assert str(floor(world)[0]) == "15"
    world.later(3)
    assert floor(world) == (None, f"{FLOOR} default")
    other = change(world)
    end_policies(world.as_("masters"), rules=[other], reason="a mistake")
    assert floor(world)[0] is None
    with pytest.raises(RuleViolation, match="ended"):
        end_policies(world.as_("masters"), rules=[other], reason="again")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"parameters": {"percent": "200"}}, "percent"),
        ({"parameters": {"percent": "much"}}, "parameters"),
        ({"parameters": {"floor": 3}}, "floor"),
        ({"name": " "}, "name"),
        ({"scope": {"colour": "red"}}, "scope"),
        ({"scope": {"item": "six"}}, "scope_item"),
        ({"kind": "billing.policy", "parameters": {"trigger": "someday"}}, "trigger"),
        ({"kind": "billing.policy", "parameters": {}, "scope": {"item": 4}}, "scope_item"),
        ({"valid_from": date(2026, 5, 2), "valid_to": date(2026, 5, 1)}, "valid_to"),
        ({"kind": "sales.mood"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(world: World, given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(world, **given)
    assert refused.value.field == field
    with reading(world.as_("masters")):
        assert in_force_on(world.as_("masters"), world.today) == []


def test_where_policy_asks_a_second_person_decides(world: World) -> None:
    asks = {"kind": "governance.policy_approval", "scope": {"policy_kind": FLOOR}, "parameters": {"asked": True}}
    change(world, **asks)
    number = change(world)
    assert floor(world)[0] is None
    free = change(world, kind="sales.discount_limit")
    with reading(world.as_("masters")):
        assert load(world.as_("masters"), DISCOUNT_LIMIT).ask(DISCOUNT_LIMIT).rule_id == free
    (own,) = decide_policies(world.as_("masters"), rules=[number])
    assert (own.status, own.code) == ("refused", "own_proposal")
    with pytest.raises(InvalidInput, match="why"):
        decide_policies(world.as_("books"), rules=[number], approve=False)
    decide_policies(world.as_("books"), rules=[number], reason="agreed")
    assert str(floor(world)[0]) == "15"
    end_policies(world.as_("masters"), rules=[number], reason="no longer")
    assert str(floor(world)[0]) == "15"
    (end,) = world.rows(
        "SELECT id FROM governance_policy_rule WHERE change = 'end' AND company_id = %s", world.company_id
    )
    decide_policies(world.as_("books"), rules=[end[0]])
    assert floor(world)[0] is None


def test_a_refused_or_withdrawn_proposal_changes_nothing(world: World) -> None:
    change(world, kind="governance.policy_approval", scope={}, parameters={"asked": True})
    one, two = change(world), change(world)
    decide_policies(world.as_("books"), rules=[one], approve=False, reason="too high")
    with pytest.raises(RuleViolation, match="own proposal"):
        withdraw_policies(replace(world.as_("masters"), actor_id=world.people["books"]), rules=[two])
    withdraw_policies(world.as_("masters"), rules=[two])
    assert floor(world)[0] is None
    (again,) = decide_policies(world.as_("books"), rules=[one, two]).refused[:1]
    assert again.code == "not_proposed"


def test_only_those_who_may_change_policies(world: World) -> None:
    with pytest.raises(NotAllowed):
        change(world, "desk")
    with pytest.raises(NotFound):
        change(world, replaces=1)
    with pytest.raises(NotAllowed):
        decide_policies(replace(world.as_("books"), permissions=frozenset()), rules=[1])


def test_two_days_are_compared(world: World) -> None:
    start = world.today
    first = change(world)
    world.later(5)
    change(world, replaces=first, parameters={"percent": "19"})
    ctx = world.as_("masters")
    with reading(ctx):
        assert [rule.parameters["percent"] for rule in in_force_on(ctx, start)] == ["15"]
        assert [rule.parameters["percent"] for rule in in_force_on(ctx, world.today)] == ["19"]
        assert in_force_on(ctx, start - timedelta(days=1)) == []
    client = sign_in(world, "masters")
    shown = page(client, f"/policies/compare/?first={start}&second={world.today}")
    assert "15 %" in shown
    assert "Floor, version 2" in shown


def test_a_rule_is_tried_on_an_order_before_it_is_saved(world: World) -> None:
    pump = world.item("pump", stock=10, cost=60, price=100)
    belt = world.item("belt", stock=10, cost=2, price=5)
    order = world.quote(world.customer(), [(pump, 1), (belt, 2)])
    client = sign_in(world, "masters")
    assert "lowest margin" in page(client, f"/do/policies/set/?kind={FLOOR}")
    given = {"kind": FLOOR, "name": "Pumps", "percent": "45", "scope_item": pump, "reason": "x"}
    ahead = client.post("/do/policies/set/preview/", {**given, "try_document": order})
    shown = ahead.content.decode()
    assert ahead.status_code == 200
    assert "none today, 45 % with it" in shown
    assert "wins: names the item" in shown
    assert "stays none" in shown
    assert "1 of 2 open order lines would be answered otherwise" in shown
    assert floor(world, item=pump)[0] is None
    wrong = client.post("/do/policies/set/", {**given, "percent": "150"})
    assert wrong.status_code == 422
    assert "is above 99.99" in wrong.content.decode()
    where = fill(client, "policies/set", **given)
    assert str(floor(world, item=pump)[0]) == "45"
    assert "Pumps" in page(client, where)
    changed = fill(client, "policies/set", **{**given, "replaces": where.split("/")[-2], "percent": "40"})
    assert "45 % → 40 %" in page(client, changed)


def test_the_screens_of_questions_say_meaning_default_and_order(world: World) -> None:
    change(world, scope={"customer_group": "export"})
    client = sign_in(world, "masters")
    assert "Who is served first" in page(client, "/policy-kinds/")
    shown = page(client, f"/policy-kinds/{FLOOR}/")
    for words in ("Price less cost", "from -100 to 99.99", "customer group export", "wins, whatever the others name"):
        assert words in shown
    page(client, "/policy-kinds/no.such/", status=404)
    page(client, "/policies/?state=ended")


def test_proposals_stand_on_home_for_those_who_may_approve(world: World) -> None:
    change(world, kind="governance.policy_approval", scope={}, parameters={"asked": True})
    number = change(world)
    assert "asked by the board" in page(sign_in(world, "books"), "/")
    client = sign_in(world, "books")
    fill(client, "policies/decide", rule=number, decision="approve", reason="fine")
    assert "Approved" in page(client, f"/policies/{number}/")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_question_says_what_it_means(name: str) -> None:
    kind = KINDS[name]
    assert kind.asked_by, "who asks?"
    silent = [shape.name for shape in kind.shapes() if not shape.about.meaning]
    assert silent == []
