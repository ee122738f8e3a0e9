"""Roles and people by operations: who may give them, and what is refused."""

from dataclasses import replace

import pytest

from tests.world import MONDAY, World, new_world
from throughline.governance.public import Duty, RoleInput, UserInput, save_roles, save_users
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.platform.operations import Ctx
from throughline.platform.permissions import access_of


@pytest.fixture
def world() -> World:
    return new_world()


def admin(world: World) -> Ctx:
    """Act as an administrator of the company."""
    return replace(world.as_("desk"), duties=frozenset({str(Duty.ADMINISTRATION)}))


def role(world: World, name: str, *duties: str, permissions: tuple[str, ...] = ("sales.order.read",)) -> str:
    """Have a role of the company."""
    code = f"{name}-{world.company_id}"
    save_roles(admin(world), roles=[RoleInput(code, name, permissions, duties)])
    return code


def test_a_person_gets_exactly_the_roles_that_are_named(world: World) -> None:
    desk, reader = role(world, "desk", "order entry"), role(world, "reader", permissions=("catalog.item.read",))
    (number,) = save_users(admin(world), users=[UserInput(f"a{world.company_id}", "Ada", [desk, reader], "secret")])
    held = access_of(number, world.company_id, lambda: MONDAY)
    assert held.permissions == {"sales.order.read", "catalog.item.read"}
    assert held.duties == {"order entry"}
    save_users(admin(world), users=[UserInput(f"a{world.company_id}", "Ada", [reader])])
    assert access_of(number, world.company_id, lambda: MONDAY).duties == frozenset()


def test_a_password_stays_when_none_is_given(world: World) -> None:
    from throughline.platform.permissions import User

    desk = role(world, "desk")
    name = f"b{world.company_id}"
    (number,) = save_users(admin(world), users=[UserInput(name, "Bo", [desk], "secret")])
    save_users(admin(world), users=[UserInput(name, "Bo B.", [desk])])
    kept = User.objects.get(pk=number)
    assert kept.check_password("secret")
    assert kept.name == "Bo B."


def test_no_role_combines_conflicting_duties(world: World) -> None:
    with pytest.raises(RuleViolation, match="billing"):
        role(world, "both", "billing", "payment")


def test_no_person_combines_conflicting_roles_without_a_recorded_exception(world: World) -> None:
    one, two = role(world, "bills", "billing"), role(world, "cash", "payment")
    with pytest.raises(RuleViolation, match="record an exception"):
        save_users(admin(world), users=[UserInput(f"c{world.company_id}", "Cy", [one, two])])
    assert world.rows("SELECT id FROM platform_user WHERE username = %s", f"c{world.company_id}") == []


def test_what_nobody_asks_for_cannot_be_permitted(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"sales\.order\.reed"):
        role(world, "typo", permissions=("sales.order.reed",))
    with pytest.raises(InvalidInput, match="duty"):
        role(world, "odd", "juggling")
    with pytest.raises(NotFound):
        save_users(admin(world), users=[UserInput("nobody", "N", ["no-such-role"])])


def test_only_administration_gives_roles(world: World) -> None:
    with pytest.raises(NotAllowed):
        save_roles(world.as_("masters"), roles=[RoleInput("x", "X", ())])
