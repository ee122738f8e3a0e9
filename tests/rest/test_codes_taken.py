"""A new master never takes the code of a known one, and a change is made from what was read: by operation and API."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rest.caller import Caller, caller
from tests.world import World, new_world
from throughline.platform.database.statements import observed

Body = dict[str, Any]

#: Per operation: who calls it, the name of its set, a master without its code, and where its version is kept.
MASTERS: dict[str, tuple[str, str, Body, str]] = {
    "parties.save_payment_terms": ("masters", "terms", {"name": "30 days", "days": 30}, "parties_payment_terms"),
    "parties.save_carrier_services": (
        "masters", "services", {"carrier": "Parcel", "name": "Next day"}, "parties_carrier_service"),
    "catalog.save_families": ("masters", "families", {"name": "Bearings"}, "catalog_family"),
    "catalog.save_items": ("masters", "items", {"name": "Bearing"}, "catalog_item"),
    "parties.save_customers": ("masters", "customers", {"name": "Kessler", "currency": "EUR"}, "parties_customer"),
    "parties.save_suppliers": ("masters", "suppliers", {"name": "Lenk", "currency": "EUR"}, "parties_supplier"),
    "parties.save_addresses": (
        "masters", "addresses", {"kind": "ship_to", "name": "Dock", "lines": ["Kai 4"], "country": "DE"},
        "parties_address"),
    "pricing.save_price_lists": ("pricing", "price_lists", {"name": "Trade", "currency": "EUR"}, "pricing_price_list"),
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return new_world()


def body_of(world: World, operation: str, code: str) -> Body:
    given = MASTERS[operation][2] | {"code": code}
    if operation in ("parties.save_customers", "parties.save_suppliers"):
        given |= {"payment_terms": world.rows("SELECT code FROM parties_payment_terms LIMIT 1")[0][0]}
    if operation == "parties.save_addresses":
        given |= {"party_id": world.customer()}
    return given


def only(program: Caller, operation: str, given: Body) -> Body:
    """Save one, and give its outcome."""
    outcome: Body = program.post(operation, {MASTERS[operation][1]: [given]})["outcomes"][0]
    return outcome


@pytest.mark.parametrize("operation", MASTERS)
def test_a_known_code_is_refused_to_a_new_one_and_what_has_it_is_named(world: World, operation: str) -> None:
    world.customer()
    program = caller(world, MASTERS[operation][0])
    given = body_of(world, operation, f"N{world.company_id}")
    made = only(program, operation, given | {"version": 0})
    assert made["status"] == "done"
    changes = world.rows("SELECT count(*) FROM platform_row_history WHERE company_id = %s", world.company_id)
    taken = only(program, operation, given | {"version": 0, "name": "Another", "code": given["code"].lower()})
    assert (taken["status"], taken["code"], taken["facts"]["field"]) == ("refused", "code_taken", "code")
    assert taken["facts"]["id"] == made["document"]
    assert taken["facts"]["kind"] == MASTERS[operation][3].replace("_", ".", 1)
    assert world.rows("SELECT count(*) FROM platform_row_history WHERE company_id = %s", world.company_id) == changes


@pytest.mark.parametrize("operation", MASTERS)
def test_a_change_from_an_older_version_is_refused(world: World, operation: str) -> None:
    world.customer()
    program = caller(world, MASTERS[operation][0])
    given = body_of(world, operation, f"N{world.company_id}")
    assert only(program, operation, given | {"version": 7})["code"] == "stale_version", "there is nothing to change"
    only(program, operation, given)
    assert only(program, operation, given | {"version": 1, "name": "Second"})["status"] == "done"
    stale = only(program, operation, given | {"version": 1, "name": "Third"})
    assert (stale["code"], stale["facts"]["version"]) == ("stale_version", 2)
    assert only(program, operation, given | {"name": "Fourth"})["status"] == "done", "whoever names none takes what is"


@pytest.mark.parametrize("operation", MASTERS)
def test_statements_do_not_grow_with_the_masters(world: World, operation: str) -> None:
    world.customer()
    program = caller(world, MASTERS[operation][0])
    one, many = ([body_of(world, operation, f"{uuid4().hex[:8]}-{place}") | {"version": 0} for place in range(count)]
                 for count in (1, 20))  # fmt: skip
    told = []
    for given in (one, many):
        seen: list[str] = []
        with observed(seen.append):
            program.done(operation, {MASTERS[operation][1]: given})
        told.append(len(seen))
    assert told[0] == told[1]


def test_a_contract_is_new_once_and_changed_from_what_was_read(world: World) -> None:
    program, code = caller(world, "pricing"), f"K{world.company_id}"
    given = {"code": code, "name": "Frame", "party_id": world.customer(), "currency": "EUR"}
    made = program.post("pricing.save_contract", {"contract": given | {"version": 0}})["result"]
    taken = program.post("pricing.save_contract", {"contract": given | {"version": 0, "name": "Other"}}, 409)
    assert (taken["code"], taken["field"], taken["facts"]["id"]) == ("code_taken", "code", made)
    stale = program.post("pricing.save_contract", {"contract": given | {"version": 4}}, 409)
    assert stale["code"] == "stale_version"


def test_a_role_and_a_service_are_new_once(world: World) -> None:
    program, code = caller(world, "admin"), f"r{world.company_id}"
    role = {"code": code, "name": "Readers", "permissions": ["sales.order.read"], "duties": []}
    program.post("governance.define_roles", {"roles": [role | {"version": 0}]})
    taken = program.post("governance.define_roles", {"roles": [role | {"version": 0, "permissions": []}]}, 409)
    assert (taken["code"], taken["field"], taken["facts"]["kind"]) == ("code_taken", "code", "platform.role")
    program.post("governance.define_roles", {"roles": [role | {"version": 1, "name": "All readers"}]})
    stale = program.post("governance.define_roles", {"roles": [role | {"version": 1}]}, 409)
    assert stale["code"] == "stale_version"
    service = {"username": f"shop-{world.company_id}", "name": "Shop", "is_new": True}
    first, second = (program.post("governance.save_services", {"services": [service]}) for _ in range(2))
    assert first["counts"]["done"] == 1
    assert second["outcomes"][0]["code"] == "login_taken"
    assert second["outcomes"][0]["facts"]["field"] == "username"
