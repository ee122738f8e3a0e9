"""Carriers on screens: their services, the order that goes by one, and the release board that follows their cut-off."""

from datetime import time

import pytest

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.modules.parties.public import CarrierServiceInput, save_carrier_services
from throughline.modules.sales.public import LineInput, QuoteInput, quote_orders


@pytest.fixture
def world() -> World:
    return new_world()


def test_a_service_is_made_and_changed_at_its_form(world: World) -> None:
    masters = sign_in(world, "masters")
    assert "No carrier services here" in page(masters, "/carrier-services/")
    fill(masters, "carrier-services/save", code="DPD", carrier="DPD", name="Parcel", cut_off="16:30", transit_days="1",
         is_active="on")  # fmt: skip
    assert "16:30" in page(masters, "/carrier-services/")
    assert 'value="16:30"' in page(masters, "/do/carrier-services/save/?code=DPD")
    fill(masters, "carrier-services/save", code="DPD", version=1, carrier="DPD", name="Parcel", cut_off="")
    shown = page(masters, "/carrier-services/")
    assert "No longer used" in shown
    assert "as the site" in shown


def test_the_board_stands_by_cut_off_and_shows_one_carrier(world: World) -> None:
    services = [CarrierServiceInput("DPD", "DPD", "Parcel", time(12)), CarrierServiceInput("UPS", "UPS", "X", time(17))]
    save_carrier_services(world.as_("masters"), services=services)
    item, party = world.item("P", stock=9, cost=1, price=5), world.customer()
    late = world.order(party, [(item, 1)], carrier_service="UPS")
    early = world.order(party, [(item, 1)], carrier_service="DPD")
    numbers = dict(world.rows("SELECT id, number FROM sales_order WHERE company_id = %s", world.company_id))
    lead = sign_in(world, "floor")
    shown = page(lead, "/release/")
    assert shown.index(numbers[early]) < shown.index(numbers[late]), "what leaves first stands first"
    assert 'aria-current="true">Cut-off' in shown
    only = page(lead, "/release/?carrier=UPS")
    assert numbers[late] in only
    assert numbers[early] not in only
    assert "Remove filter Carrier UPS" in only
    none = page(lead, "/release/?carrier=No+carrier&ship=2001-01-01&service=urgent")
    assert numbers[late] not in none
    assert page(lead, "/release/?sort=rank").index(numbers[late]) > 0
    assert "Release what is due" not in shown, "no policy releases anything"
    world.policy("warehouse.releasing", when="at_once")
    assert "Release what is due" in page(lead, "/release/")
    ahead = lead.post("/do/release/due/preview/", {"site": world.site_id}).content.decode()
    assert "2 of 2 lines to pick" in ahead
    fill(lead, "release/due", site=world.site_id)
    nothing = lead.post("/do/release/due/preview/", {"site": world.site_id}).content.decode()
    assert "Nothing is due" in nothing
    ((release,),) = world.rows(
        "SELECT min(id) FROM warehouse_release WHERE company_id = %s AND name LIKE 'DPD%%'", world.company_id
    )
    assert "as soon as stock covers it" in page(lead, f"/why/release/{release}/")


def test_an_order_shows_its_carrier_and_why(world: World) -> None:
    save_carrier_services(world.as_("masters"), services=[CarrierServiceInput("DPD", "DPD", "Parcel", time(12))])
    item, party = world.item("P", stock=9, cost=1, price=5), world.customer()
    quote = QuoteInput(party, world.site_id, [LineInput(item, 1)], carrier_service="DPD")
    order = quote_orders(world.as_("desk"), quotes=[quote]).only().document
    desk = sign_in(world, "desk")
    assert "DPD, Parcel" in page(desk, f"/orders/{order}/")
    assert "chose it for this order" in page(desk, f"/why/order-carrier/{order}/")
    form = page(desk, f"/do/quotes/change/?order={order}")
    assert '<option value="DPD" selected' in form
    world.confirm(order or 0)
    assert '<option value="DPD" selected' in page(desk, f"/do/orders/amend/?order={order}")


def test_a_shipment_leads_to_the_page_of_its_carrier(world: World) -> None:
    service = CarrierServiceInput("DPD", "DPD", "Parcel", tracking_url="https://dpd.example/?no={tracking}")
    save_carrier_services(world.as_("masters"), services=[service])
    item = world.item("P", stock=9, cost=1, price=5)
    order = world.order(world.customer(), [(item, 1)], carrier_service="DPD")
    world.release(order)
    world.pick(order)
    (shipment,) = world.dispatch(world.pack(order), tracking="T 1/2")
    shown = page(sign_in(world, "floor"), f"/shipments/{shipment}/")
    assert "https://dpd.example/?no=T%201%2F2" in shown
    assert "Parcel" in shown
