"""Master data at its screens: customers and addresses, suppliers, items with units and customers' numbers, families."""

from html import unescape

import pytest
from django.test import Client

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world

TERMS_OF = {"language": "en-gb", "kind": "org", "currency": "EUR"}


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def masters(world: World) -> Client:
    return sign_in(world, "masters")


def terms(world: World) -> str:
    world.customer()
    code: str = world.rows("SELECT code FROM parties_payment_terms LIMIT 1")[0][0]
    return code


def again(client: Client, form: str, **posted: object) -> str:
    """Post a form that is refused, and give the page that says why."""
    answer = client.post(f"/do/{form}/", {name: str(value) for name, value in posted.items()})
    assert answer.status_code in (409, 422), answer.status_code
    return unescape(answer.content.decode())


def test_a_customer_is_entered_given_an_address_and_sold_to(world: World, masters: Client) -> None:
    code = f"K{world.company_id}"
    asked = TERMS_OF | {
        "code": code, "version": 0, "name": "Kessler & Söhne", "country": "de", "payment_terms": terms(world),
        "service_class": "urgent", "tax_category": "domestic", "minimum_order_net": "25", "ship_complete": "on",
    }  # fmt: skip
    assert "Save customer" in page(masters, "/do/customers/save/")
    led = fill(masters, "customers/save", **asked)
    shown = unescape(page(masters, led))
    assert "Kessler & Söhne" in shown
    assert "complete only" in shown
    assert "No address yet" in shown
    party = int(led.strip("/").split("/")[-1])
    place = {"party_id": party, "code": "MAIN", "kind": "ship_to", "name": "Dock 4", "lines": "Kai 4\nTor 2",
             "postcode": "20457", "city": "Hamburg", "country": "DE", "is_default": "on"}  # fmt: skip
    for address in (place, place | {"code": "BILL", "kind": "bill_to", "name": "Accounts"}):
        assert masters.post("/do/customers/address/", address).status_code == 302
    assert "Dock 4, Kai 4, Tor 2, 20457 Hamburg, DE" in page(masters, led)
    item = world.item("P", stock=5, cost=1, price=9)
    assert world.order(party, [(item, 5)])


def test_a_new_customer_never_takes_the_code_of_a_known_one(world: World, masters: Client) -> None:
    asked = TERMS_OF | {"code": f"K{world.company_id}", "version": 0, "name": "First", "payment_terms": terms(world),
                        "service_class": "standard", "tax_category": "domestic"}  # fmt: skip
    fill(masters, "customers/save", **asked)
    assert f"Code K{world.company_id} is taken already" in again(masters, "customers/save", **asked | {"name": "Other"})
    assert world.rows("SELECT name FROM parties_party WHERE code = %s", asked["code"]) == [("First",)]


def test_a_change_is_made_from_what_was_read(world: World, masters: Client) -> None:
    asked = TERMS_OF | {"code": f"K{world.company_id}", "version": 0, "name": "First", "payment_terms": terms(world),
                        "service_class": "standard", "tax_category": "domestic", "group": "trade"}  # fmt: skip
    fill(masters, "customers/save", **asked)
    form = page(masters, f"/do/customers/save/?code={asked['code'].lower()}&version=1")
    assert 'value="First"' in form
    assert 'value="trade"' in form
    fill(masters, "customers/save", **asked | {"version": 1, "name": "Second"})
    stale = again(masters, "customers/save", **asked | {"version": 1, "name": "Third"})
    assert "was changed since version 1 was read" in stale
    assert 'value="Third"' in stale, "what was typed is lost"


def test_what_is_wrong_is_said_at_its_field(world: World, masters: Client) -> None:
    asked = TERMS_OF | {"code": f"K{world.company_id}", "version": 0, "name": "First", "payment_terms": terms(world),
                        "service_class": "standard", "tax_category": "domestic"}  # fmt: skip
    assert "is no country; use two letters" in again(masters, "customers/save", **asked | {"country": "Germany"})
    assert "is no currency" in again(masters, "customers/save", **asked | {"currency": "euro"})
    assert not world.rows("SELECT 1 FROM parties_party WHERE code = %s", asked["code"])


def test_a_supplier_is_entered_and_changed(world: World, masters: Client) -> None:
    asked = TERMS_OF | {"code": f"L{world.company_id}", "version": 0, "name": "Lenk", "payment_terms": terms(world)}
    assert fill(masters, "suppliers/save", **asked) == "/suppliers/"
    assert "Lenk" in page(masters, f"/suppliers/?q=l{world.company_id}")
    assert 'value="Lenk"' in page(masters, f"/do/suppliers/save/?code={asked['code']}&version=1")
    fill(masters, "suppliers/save", **asked | {"version": 1, "name": "Lenk Antriebe"})
    assert "is taken already" in again(masters, "suppliers/save", **asked)
    assert "was changed since version 1" in again(masters, "suppliers/save", **asked | {"version": 1})
    assert "Lenk Antriebe" in page(masters, "/suppliers/")


def test_an_item_is_entered_with_its_units_and_changed(world: World, masters: Client) -> None:
    code = f"N{world.company_id}"
    fill(masters, "families/save", code=f"F{world.company_id}", name="Bearings", parent="")
    assert "Bearings" in page(masters, "/families/")
    asked = {"code": code, "version": 0, "name": "Bearing", "family": f"F{world.company_id}", "kind": "stocked",
             "state": "active", "stock_unit": "ea", "unit_decimals": 0, "tax_category": "standard"}  # fmt: skip
    units = {0: {"code": "pallet", "factor": 480}, 1: {"code": "box", "factor": 12, "sellable": "no"}}
    posted = {f"packagings-{line}-{name}": value for line, unit in units.items() for name, value in unit.items()}
    led = fill(masters, "items/save", **asked, **posted)
    shown = page(masters, led)
    assert "pallet" in shown
    assert world.rows(
        """SELECT p.code, p.level, p.sellable FROM catalog_packaging p JOIN catalog_item i ON i.id = p.item_id
           WHERE i.code = %s ORDER BY level""", code,
    ) == [("box", 1, False), ("pallet", 2, True)]  # fmt: skip
    assert "is taken already" in again(masters, "items/save", **asked)
    form = page(masters, f"/do/items/save/?code={code}&version=1")
    assert 'value="480"' in form
    assert "Stock unit of item" in again(masters, "items/save", **asked | {"version": 1, "stock_unit": "kg"})
    fill(masters, "items/save", **asked | {"version": 1, "name": "Ball bearing"})
    assert "Ball bearing" in page(masters, led)


def test_a_customers_number_names_an_item_until_it_is_removed(world: World, masters: Client) -> None:
    item, party = world.item("P", price=9), world.customer()
    fill(masters, "items/customer-number", party_id=party, item_id=item, number="ART-7")
    assert "ART-7" in page(masters, f"/items/{item}/")
    assert "ART-7" in page(masters, f"/customers/{party}/")
    ((number,),) = world.rows("SELECT id FROM catalog_customer_item WHERE item_id = %s", item)
    fill(masters, "items/no-customer-number", number_id=number, number="ART-7")
    assert "ART-7" not in page(masters, f"/items/{item}/")


#: Per form: a new master without its code, and the page that leads to a known one.
BY_CODE: dict[str, dict[str, object]] = {
    "payment-terms": {"name": "30 days", "days": 30},
    "carrier-services": {"carrier": "DPD", "name": "Parcel", "cut_off": "16:30", "is_active": "on"},
    "families": {"name": "Bearings", "parent": ""},
    "price-lists": {"name": "Trade", "currency": "eur"},
}


@pytest.mark.parametrize("form", BY_CODE)
def test_the_form_of_a_new_master_refuses_a_known_code_and_leads_to_it(world: World, form: str) -> None:
    client = sign_in(world, "pricing" if form == "price-lists" else "masters")
    code, save = f"N{world.company_id}", f"{form}/save"
    asked = BY_CODE[form] | {"code": code, "version": 0}
    assert 'name="code"' in page(client, f"/do/{save}/")
    fill(client, save, **asked)
    refused = again(client, save, **asked | {"name": "Another", "code": code.lower()})
    assert f"Code {code.lower()} is taken already" in refused
    assert "is known already" in refused
    assert 'value="Another"' in refused, "what was typed is lost"
    led = f"/do/{save}/?code={code}"
    if form == "price-lists":
        ((number,),) = world.rows("SELECT id FROM pricing_price_list WHERE company_id = %s AND code = %s",
                                  world.company_id, code)  # fmt: skip
        assert f'href="/price-lists/{number}/"' in refused
    else:
        assert f'href="{led}"' in refused
    known = page(client, led)
    assert f'type="hidden" name="code" value="{code}"' in known.replace(' id="code"', "")
    assert f'value="{asked["name"]}"' in known
    fill(client, save, **asked | {"version": 1, "name": "Second"})
    assert "was changed since version 1 was read" in again(client, save, **asked | {"version": 1, "name": "Third"})
    assert "Second" in page(client, f"/{form}/?q={code}")


def test_the_form_of_a_new_address_refuses_a_known_code(world: World, masters: Client) -> None:
    party = world.customer()
    place = {"party_id": party, "code": "DOCK", "version": 0, "kind": "ship_to", "name": "Dock 4",
             "country": "de"}  # fmt: skip
    fill(masters, "customers/address", **place)
    ((number,),) = world.rows("SELECT id FROM parties_address WHERE party_id = %s AND code = 'DOCK'", party)
    refused = again(masters, "customers/address", **place | {"name": "Dock 5"})
    assert "Code DOCK is taken already" in refused
    assert f"/do/customers/address/?address={number}" in refused
    fill(masters, "customers/address", **place | {"address": number, "version": 1, "name": "Dock 6"})
    stale = again(masters, "customers/address", **place | {"address": number, "version": 1, "name": "Dock 7"})
    assert "was changed since version 1" in stale


def test_who_only_reads_is_offered_no_change(world: World) -> None:
    item, party = world.item("P", price=9), world.customer()
    reader = sign_in(world, "desk", "parties.customer.read", "catalog.item.read", "parties.supplier.read")
    for address in (f"/items/{item}/", f"/customers/{party}/", "/items/", "/customers/", "/suppliers/", "/families/",
                    "/payment-terms/"):  # fmt: skip
        assert "/do/" not in page(reader, address), address
    page(reader, "/do/customers/save/", 403)
    page(reader, "/do/items/save/", 403)
