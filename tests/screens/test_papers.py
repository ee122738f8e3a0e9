"""Papers of the floor: what stands on them, and who may have them."""

import io

import pytest
import zxingcpp
from PIL import Image

from tests.screens.signed_in import page, sign_in
from tests.world import World, new_world
from throughline.modules.warehouse.public import ready_tasks
from throughline.modules.warehouse.queries.labels import TEMPLATE, label_words
from throughline.modules.warehouse.rest import unit_labels
from throughline.platform.operations import reading
from throughline.platform.printing import typeset


@pytest.fixture
def world() -> World:
    return new_world()


def test_a_pick_list_is_printed_of_a_release_and_of_an_order(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(name="Brandt GmbH"), [(item, 8)])
    world.release(order)
    floor = sign_in(world, "floor")
    ((release,),) = world.rows("SELECT release_id FROM warehouse_task WHERE company_id = %s", world.company_id)
    (task,) = world.tasks(order)
    assert f"R-{release}" in page(floor, "/releases/?view=open")
    assert "Print pick list" in page(floor, f"/releases/{release}/")
    for address in (f"/releases/{release}/pick-list.pdf", f"/picking/{task.id}/pick-list.pdf"):
        answer = floor.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
    world.pick(order)
    page(floor, f"/picking/{task.id}/pick-list.pdf", 404)


def test_the_label_of_a_unit_is_read_by_a_scanner(world: World) -> None:
    """The printed label, decoded: the SSCC, and the content where the unit holds one item with a GTIN."""
    item = world.item("ball", stock=20, cost=3, price=10, gtin="9521234543213")
    order = world.order(world.customer(name="Brandt GmbH"), [(item, 8)])
    world.release(order)
    world.pick(order)
    (unit,) = world.pack(order)
    floor = world.as_("floor")
    with reading(floor):
        words = label_words(floor, [unit])
        (label,) = unit_labels(floor, unit_ids=[unit])
    picture = typeset(TEMPLATE, {"title": "label", "labels": words}, kind="png", ppi=300)
    read = {one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))}
    assert read == {f"(00){label.sscc}", "(02)09521234543213(37)8"}
    assert label.zpl.startswith("^XA")
    assert f"^BCN,256,N,N,N^FD>;>800{label.sscc}^FS" in label.zpl
    signed = sign_in(world, "floor")
    assert signed.get(f"/units/{unit}/label.pdf").content.startswith(b"%PDF-")
    assert signed.get(f"/units/{unit}/label.zpl").content.decode() == label.zpl


def test_a_delivery_note_names_every_unit_and_another_company_gets_none(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    (shipment,) = world.ship(world.order(world.customer(name="Brandt ^GmbH~"), [(item, 8)]))
    floor = sign_in(world, "floor")
    assert "Delivery note" in page(floor, f"/shipments/{shipment}/")
    for name in ("delivery-note.pdf", "labels.pdf"):
        assert floor.get(f"/shipments/{shipment}/{name}").content.startswith(b"%PDF-")
    label = floor.get(f"/shipments/{shipment}/labels.zpl").content.decode()
    assert "Brandt _5EGmbH_7E" in label
    stranger = sign_in(new_world(), "floor")
    for name in ("delivery-note.pdf", "labels.pdf", "labels.zpl"):
        page(stranger, f"/shipments/{shipment}/{name}", 404)


def test_papers_need_the_permission_of_their_record(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(), [(item, 8)])
    world.release(order)
    with reading(world.as_("floor")):
        (task,) = ready_tasks(world.as_("floor"), site_id=world.site_id)
    page(sign_in(world, "desk", "sales.order.read"), f"/picking/{task.id}/pick-list.pdf", 403)
