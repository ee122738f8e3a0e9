"""A customer has an account owner: named by its sign-in name, found by it, and owner of what goes wrong, by policy."""

from dataclasses import replace

import pytest

from tests.imports.importing import code, done, mover, sent, terms
from tests.rest.caller import caller
from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.modules.logistics.public import MilestoneInput, record_milestones
from throughline.modules.parties.public import CustomerInput, customers, save_customers
from throughline.platform.models import RoleAssignment
from throughline.platform.operations import reading


@pytest.fixture
def world() -> World:
    made = new_world()
    for person in ("desk", "second"):
        sign_in(made, person)
    return made


def login(world: World, person: str) -> str:
    name: str = world.rows("SELECT username FROM platform_user WHERE id = %s", world.people[person])[0][0]
    return name


def owner_of(world: World, party: int) -> tuple[str, str]:
    with reading(ctx := world.as_("desk")):
        known = customers(ctx, [party])[party]
    return known.owner, known.owner_name


def test_a_customer_names_somebody_who_works_here(world: World) -> None:
    masters = world.as_("masters")
    given = CustomerInput(code(world, "K"), "Kessler", terms(world), "EUR", owner=login(world, "desk").upper())
    party = save_customers(masters, customers=[given]).only().document
    assert party is not None
    assert owner_of(world, party) == (login(world, "desk"), "Desk")
    stranger = save_customers(masters, customers=[replace(given, owner=login(world, "floor"))])[0]
    assert (stranger.code, stranger.facts["field"]) == ("owner_unknown", "owner")
    assert "Nobody here signs in as" in stranger.message
    assert owner_of(world, party)[0] == login(world, "desk")
    save_customers(masters, customers=[replace(given, owner="")])
    assert owner_of(world, party) == ("", "")


def test_who_has_left_stays_named_until_another_is_but_owns_nothing_new(world: World) -> None:
    masters = world.as_("masters")
    given = CustomerInput(code(world, "K"), "Kessler", terms(world), "EUR", owner=login(world, "desk"))
    save_customers(masters, customers=[given])
    RoleAssignment.objects.using("owner").filter(user_id=world.people["desk"]).delete()
    assert save_customers(masters, customers=[replace(given, name="Kessler & Söhne")]).only().status == "done"
    fresh = replace(given, code=code(world, "L"), owner=login(world, "second"))
    assert save_customers(masters, customers=[fresh]).only().status == "done"


def test_programs_and_imports_name_it_too(world: World) -> None:
    program, named = caller(world, "masters"), terms(world)
    given = {"code": code(world, "K"), "name": "Kessler", "payment_terms": named, "currency": "EUR"}
    (party,) = program.done("parties.save_customers", {"customers": [given | {"owner": login(world, "desk")}]})
    (row,) = program.read("parties.customers", party_ids=party)
    assert (row["owner"], row["owner_name"]) == (login(world, "desk"), "Desk")
    refused = program.post("parties.save_customers", {"customers": [given | {"owner": "nobody.here"}]})
    assert refused["outcomes"][0]["facts"]["field"] == "owner"
    done(mover(world), "customers", sent(["code", "account manager"], [given["code"], login(world, "second")]))
    assert owner_of(world, party)[0] == login(world, "second")


def test_it_stands_on_the_record_and_mine_are_those_that_i_mind(world: World) -> None:
    party, other = world.customer(), world.customer()
    ((known, named), (unowned, _)) = world.rows(
        """SELECT p.code, t.code FROM parties_customer c JOIN parties_party p ON p.id = c.party_id
           JOIN parties_payment_terms t ON t.id = c.payment_terms_id WHERE p.id IN (%s, %s) ORDER BY p.id""",
        party, other,
    )  # fmt: skip
    masters = sign_in(world, "masters")
    form = page(masters, f"/do/customers/save/?code={known}")
    assert 'data-lookup="/lookup/account-owners/"' in form
    fill(masters, "customers/save", code=known, version=1, name="Kessler", kind="org", language="en-gb", currency="EUR",
         payment_terms=named, service_class="standard", tax_category="domestic",
         owner__text=login(world, "desk"))  # fmt: skip
    assert owner_of(world, party)[0] == login(world, "desk")
    assert "Account owner" in page(masters, f"/customers/{party}/")
    assert login(world, "desk") in page(masters, f"/do/customers/save/?code={known}")
    desk = sign_in(world, "desk")
    mine = page(desk, "/customers/?view=mine")
    assert known in mine
    assert unowned not in mine
    assert known not in page(masters, "/customers/?mine=1")
    assert known in page(masters, f"/customers/?owner={login(world, 'desk')}")


def test_policy_makes_the_account_owner_own_what_goes_wrong_with_its_customer(world: World) -> None:
    """Where a customer has nobody, the person that the rule names owns it."""
    item = world.item("P", stock=20, cost=3, price=10)
    minded, other = world.customer(owner=login(world, "desk")), world.customer()
    world.policy("governance.exception_owner", person=login(world, "second"), account_owner=True)
    shipments = [world.ship(world.order(party, [(item, 2)]))[0] for party in (minded, other)]
    late = [MilestoneInput(number, "delayed", note="Snow") for number in shipments]
    record_milestones(world.as_("floor"), milestones=late).unrefused()
    owned = world.rows(
        "SELECT subject_id, owner_id FROM governance_exception WHERE company_id = %s ORDER BY 1", world.company_id
    )
    assert owned == [(shipments[0], world.people["desk"]), (shipments[1], world.people["second"])]
    told = "SELECT user_id FROM governance_notification WHERE company_id = %s AND kind = 'assigned' ORDER BY 1"
    assert world.rows(told, world.company_id) == [(n,) for n in sorted([world.people["desk"], world.people["second"]])]
