"""Roles and people by operations: who may give them, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import transaction

from tests.world import MONDAY, World, new_world
from throughline.governance.public import (
    Duty,
    DutyExceptionInput,
    Grant,
    Invitation,
    PersonChange,
    RoleInput,
    change_users,
    deactivate_users,
    define_roles,
    end_duty_exceptions,
    give_roles,
    invite_users,
    make_sign_in_links,
    own_ctx,
    record_duty_exceptions,
    reset_second_factors,
    set_password_by_link,
    take_roles,
    withdraw_roles,
)
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.platform.database.statements import execute
from throughline.platform.models import User
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
    define_roles(admin(world), roles=[RoleInput(code, name, permissions, duties)])
    return code


def invite(world: World, name: str, *roles: str) -> int:
    """Invite somebody with roles."""
    (number,) = invite_users(admin(world), users=[Invitation(f"{name}{world.company_id}", name.title(), roles)])
    return number


def held(world: World, number: int) -> frozenset[str]:
    return access_of(number, world.company_id, lambda: MONDAY).duties


def test_a_person_works_with_the_roles_given_until_they_end_or_are_taken(world: World) -> None:
    desk, reader = role(world, "desk", "order entry"), role(world, "reader", permissions=("catalog.item.read",))
    ada = invite(world, "ada", desk)
    give_roles(admin(world), grants=[Grant(ada, reader, world.today)])
    assert access_of(ada, world.company_id, lambda: MONDAY).permissions == {"sales.order.read", "catalog.item.read"}
    later = access_of(ada, world.company_id, lambda: MONDAY + timedelta(days=1))
    assert later.permissions == {"sales.order.read"}
    assert take_roles(admin(world), grants=[Grant(ada, desk)]) == 1
    assert held(world, ada) == frozenset()
    with pytest.raises(InvalidInput, match="is over"):
        give_roles(admin(world), grants=[Grant(ada, desk, world.today - timedelta(days=1))])


def test_a_person_known_elsewhere_is_linked_and_nothing_of_theirs_changes(world: World) -> None:
    other = new_world()
    ada = invite(world, "ada", role(world, "desk", "order entry"))
    link = make_sign_in_links(admin(world), users=[ada])[0]
    set_password_by_link(own_ctx(User.objects.get(pk=ada), lambda: MONDAY), link=link, new="a good long secret")
    theirs = role(other, "theirs", "billing")
    (same,) = invite_users(
        admin(other), users=[Invitation(f"ada{world.company_id}", "Somebody Else", [theirs], "thief@example.com")]
    )
    kept = User.objects.get(pk=ada)
    assert (same, kept.name, kept.email, kept.is_active) == (ada, "Ada", "", True)
    assert kept.check_password("a good long secret")
    for deed in (
        lambda: change_users(admin(other), users=[PersonChange(ada, "Mallory", "thief@example.com")]),
        lambda: make_sign_in_links(admin(other), users=[ada]),
        lambda: reset_second_factors(admin(other), users=[ada]),
    ):
        with pytest.raises(NotAllowed, match="another company"):
            deed()
    deactivate_users(admin(other), users=[ada])
    assert held(world, ada) == {"order entry"}
    assert held(other, ada) == frozenset()


def test_who_is_not_known_here_cannot_be_touched(world: World) -> None:
    stranger = world.people["desk"]
    desk = role(world, "desk", "order entry")
    for deed in (
        lambda: give_roles(admin(world), grants=[Grant(stranger, desk)]),
        lambda: change_users(admin(world), users=[PersonChange(stranger, "Eve")]),
        lambda: deactivate_users(admin(world), users=[stranger]),
        lambda: make_sign_in_links(admin(world), users=[stranger]),
    ):
        with pytest.raises(NotFound, match="no person"):
            deed()


def test_a_company_cannot_change_or_hold_the_roles_of_another(world: World) -> None:
    other = new_world()
    code = role(world, "desk", "order entry")
    ada = invite(world, "ada", code)
    with pytest.raises(NotFound):
        invite(other, "bob", code)
    define_roles(admin(other), roles=[RoleInput(code, "Stolen", ["billing.invoice.read"], ["billing"])])
    assert held(world, ada) == {"order entry"}
    ((number,),) = world.rows(
        "SELECT id FROM platform_role WHERE code = %s AND company_id = %s", code, world.company_id
    )
    with pytest.raises(NotFound):
        withdraw_roles(admin(other), roles=[number])
    assert world.rows("SELECT name FROM platform_role WHERE id = %s", number) == [("desk",)]


def test_no_role_combines_conflicting_duties(world: World) -> None:
    with pytest.raises(RuleViolation, match="billing"):
        role(world, "both", "billing", "payment")


def test_a_role_that_changes_gives_nobody_a_conflict(world: World) -> None:
    one, two = role(world, "bills", "billing"), role(world, "cash")
    invite(world, "cy", one, two)
    with pytest.raises(RuleViolation, match="Cy would hold"):
        role(world, "cash", "payment")


def test_an_exception_lets_two_duties_stand_together_for_a_time(world: World) -> None:
    bills, cash, boss = role(world, "bills", "billing"), role(world, "cash", "payment"), role(world, "boss")
    cy, dee = invite(world, "cy", bills), invite(world, "dee", boss)
    with pytest.raises(RuleViolation, match="record an exception"):
        give_roles(admin(world), grants=[Grant(cy, cash)])
    assert held(world, cy) == {"billing"}
    asked = DutyExceptionInput(cy, "payment", "billing", "Holiday cover, reviewed weekly", world.today, dee)
    for wrong, words in (
        (replace(asked, approved_by=cy), "oneself"),
        (replace(asked, conflicting="credit"), "do not conflict"),
        (replace(asked, reason="x"), "Say why"),
        (replace(asked, valid_to=world.today + timedelta(days=400)), "a year"),
    ):
        with pytest.raises((InvalidInput, RuleViolation), match=words):
            record_duty_exceptions(admin(world), exceptions=[wrong])
    (number,) = record_duty_exceptions(admin(world), exceptions=[asked])
    give_roles(admin(world), grants=[Grant(cy, cash)])
    assert held(world, cy) == {"billing", "payment"}
    end_duty_exceptions(admin(world), exceptions=[number])
    with pytest.raises(RuleViolation, match="record an exception"):
        give_roles(admin(world), grants=[Grant(cy, cash)])


def test_the_last_administrator_stays(world: World) -> None:
    chief = role(world, "chief", "administration", permissions=("governance.access.change",))
    one, two = invite(world, "one", chief), invite(world, "two", chief)
    deactivate_users(admin(world), users=[two])
    for deed in (
        lambda: deactivate_users(admin(world), users=[one]),
        lambda: take_roles(admin(world), grants=[Grant(one, chief)]),
        lambda: give_roles(admin(world), grants=[Grant(one, chief, world.today)]),
        lambda: role(world, "chief", "administration"),
    ):
        with pytest.raises(RuleViolation, match="Nobody would be left"):
            deed()
    assert held(world, one) == {"administration"}


def test_a_role_that_is_held_is_not_withdrawn(world: World) -> None:
    code = role(world, "desk", "order entry")
    ada = invite(world, "ada", code)
    ((number,),) = world.rows("SELECT id FROM platform_role WHERE code = %s", code)
    with pytest.raises(RuleViolation, match="held by 1"):
        withdraw_roles(admin(world), roles=[number])
    deactivate_users(admin(world), users=[ada])
    assert withdraw_roles(admin(world), roles=[number]) == 1


def test_what_nobody_asks_for_cannot_be_permitted(world: World) -> None:
    with pytest.raises(InvalidInput, match=r"sales\.order\.reed"):
        role(world, "typo", permissions=("sales.order.reed",))
    with pytest.raises(InvalidInput, match="duty"):
        role(world, "odd", "juggling")
    with pytest.raises(NotFound):
        invite(world, "nobody", "no-such-role")


def test_only_administration_gives_roles(world: World) -> None:
    with pytest.raises(NotAllowed):
        define_roles(world.as_("masters"), roles=[RoleInput("x", "X", ())])


def as_company(company: int, operation: str, sql: str, values: list[object]) -> int:
    """Run a statement as a company's session, with or without an operation."""
    with transaction.atomic():
        execute(
            "SELECT set_config('throughline.company', %s, true), set_config('throughline.operation', %s, true)",
            [str(company), operation],
        )
        return execute(sql, values)


def test_row_security_keeps_roles_to_their_company_whatever_the_code_does(world: World) -> None:
    other = new_world().company_id
    code = role(world, "desk", "order entry")
    assert as_company(other, "1", "UPDATE platform_role SET name = 'x' WHERE code = %s", [code]) == 0
    gone = "DELETE FROM platform_role_assignment WHERE company_id = %s"
    assert as_company(other, "1", gone, [world.company_id]) == 0
    with pytest.raises(psycopg.Error):
        as_company(other, "", "UPDATE platform_user SET is_active = false WHERE id = %s", [world.people["desk"]])
