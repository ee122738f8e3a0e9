"""Transport at its screens: milestones, proof with signature and photo, refusal by line, the board of a day."""

from base64 import b64encode
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.kernel.errors import RuleViolation
from throughline.modules.logistics.public import MilestoneInput, ProofInput, prove_deliveries, record_milestones


@pytest.fixture
def world() -> World:
    return new_world()


def picture(kind: str = "PNG") -> bytes:
    kept = BytesIO()
    Image.new("RGB", (8, 8), "white").save(kept, kind)
    return kept.getvalue()


def shipped(world: World) -> tuple[int, int]:
    """Have something on its way; give shipment and line."""
    item = world.item("ball", stock=20, cost=3, price=10)
    (shipment,) = world.ship(world.order(world.customer(name="Brandt GmbH"), [(item, 8)]))
    ((line,),) = world.rows("SELECT id FROM logistics_shipment_line WHERE shipment_id = %s", shipment)
    return shipment, line


def test_a_proof_holds_signature_and_photo_and_shows_them_to_its_company_only(world: World) -> None:
    shipment, line = shipped(world)
    floor = sign_in(world, "floor")
    assert "data-signature-pad" in page(floor, f"/do/shipments/prove/?shipment={shipment}")
    posted = {
        "shipment": str(shipment),
        "signer": "A. Receiver",
        "lines-0-line": str(line),
        "lines-0-refused": "2",
        "lines-0-reason": "Damaged",
        "signature": f"data:image/png;base64,{b64encode(picture()).decode()}",
        "photo": SimpleUploadedFile("door.exe", picture("JPEG"), "application/x-msdownload"),
    }
    answer = floor.post("/do/shipments/prove/", posted)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    shown = page(floor, f"/shipments/{shipment}/")
    assert "Signature and photos" in shown
    assert "Signature of A. Receiver" in shown
    assert "Refused, damaged" in shown
    kept = world.rows(
        """SELECT l.role, f.content_type, f.id FROM documents_file_link l JOIN documents_stored_file f
           ON f.id = l.file_id WHERE l.subject_kind = 'logistics.shipment' AND l.subject_id = %s ORDER BY l.role""",
        shipment,
    )
    assert [(role, kind) for role, kind, _ in kept] == [("photo", "image/jpeg"), ("signature", "image/png")]
    for _, kind, number in kept:
        got = floor.get(f"/shipments/{shipment}/proof/{number}/")
        assert (got.status_code, got["Content-Type"]) == (200, kind)
    page(sign_in(new_world(), "floor"), f"/shipments/{shipment}/proof/{kept[0][2]}/", 404)
    world.react()
    world.verify()


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html></html>", b"%PDF-1.7", b"", b"\x89PNG"]
)
def test_what_is_no_picture_is_refused_and_nothing_is_delivered(world: World, content: bytes) -> None:
    shipment, _ = shipped(world)
    with pytest.raises(RuleViolation, match="no picture"):
        prove_deliveries(world.as_("floor"), proofs=[ProofInput(shipment, "A", photos=[content])]).unrefused()
    assert world.rows("SELECT state FROM logistics_shipment WHERE id = %s", shipment) == [("dispatched",)]
    assert world.rows("SELECT count(*) FROM documents_stored_file WHERE company_id = %s", world.company_id) == [(0,)]


def test_a_refusal_at_the_screen_says_why(world: World) -> None:
    shipment, line = shipped(world)
    floor = sign_in(world, "floor")
    posted = {"shipment": shipment, "signer": "A", "lines-0-line": line, "lines-0-refused": 2}
    answer = floor.post("/do/shipments/prove/", posted)
    assert answer.status_code != 302
    assert "Say why it was refused" in answer.content.decode()


def test_milestones_are_noted_while_goods_are_on_their_way(world: World) -> None:
    shipment, _ = shipped(world)
    floor = sign_in(world, "floor")
    fill(floor, "shipments/milestone", shipment=shipment, kind="at_hub", note="Venlo")
    assert "At a hub: Venlo" in page(floor, f"/shipments/{shipment}/")
    with pytest.raises(RuleViolation, match="no milestone"):
        record_milestones(world.as_("floor"), milestones=[MilestoneInput(shipment, "delivered")]).unrefused()
    world.deliver(shipment)
    answer = floor.post("/do/shipments/milestone/", {"shipment": shipment, "kind": "at_hub"})
    assert answer.status_code != 302


def test_the_board_shows_a_day_by_carrier(world: World) -> None:
    item = world.item("ball", stock=20, cost=3, price=10)
    order = world.order(world.customer(name="Brandt GmbH"), [(item, 8)])
    world.release(order)
    world.pick(order)
    world.dispatch(world.pack(order), carrier="DHL")
    floor = sign_in(world, "floor")
    shown = page(floor, f"/transport/?day={world.today}")
    assert "DHL" in shown
    assert "Brandt GmbH" in shown
    assert "Nothing left on" in page(floor, "/transport/?day=2026-01-05")


def test_what_was_refused_is_brought_back_in_part_and_the_rest_goes_out_again(world: World) -> None:
    shipment, line = shipped(world)
    world.deliver(shipment, refused={line: 3})
    floor = sign_in(world, "floor")
    assert "Deliver again" in page(floor, f"/shipments/{shipment}/")
    form = page(floor, f"/do/shipments/bring-back/?shipment={shipment}")
    assert 'name="lines-0-back"' in form
    fill(
        floor,
        "shipments/bring-back",
        shipment=shipment,
        status="available",
        **{"lines-0-line": line, "lines-0-back": 1},
    )
    fill(floor, "shipments/redeliver", shipment=shipment, tracking="TOUR-2")
    shown = page(floor, f"/shipments/{shipment}/")
    assert "Sent again: TOUR-2" in shown
    assert "On the way" in shown
    assert "Deliver again" not in shown
    note = floor.get(f"/shipments/{shipment}/delivery-note.pdf")
    assert note.status_code == 200
    fill(floor, "shipments/prove", shipment=shipment, signer="A", **{"lines-0-line": line})
    assert world.rows("SELECT quantity_accepted, quantity_back FROM logistics_shipment_line") == [(7, 1)]
    world.react()
    world.verify()
