"""Imports by a program and on the screens."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.imports.importing import code, price_list, sent, work
from tests.rest.caller import caller
from tests.screens.signed_in import fill, page, sign_in
from tests.world import World, new_world
from throughline.modules.integrations.domain.sheets import read_table


@pytest.fixture
def world() -> World:
    return new_world()


def test_a_program_imports_through_the_api(world: World) -> None:
    a, program = code(world, "a"), caller(world, "masters")
    content = base64.b64encode(sent(["sku", "description"], [a, "Bolt"])).decode()
    (number,) = program.done("integrations.start_import", {"kind": "items", "name": "x.csv", "content": content})
    mapping = {"code": "sku", "name": "description"}
    program.done("integrations.map_import", {"number": number, "mapping": mapping})
    assert program.post("integrations.check_import", {"number": number})["result"]["new"] == 1
    assert program.post("integrations.commit_import", {"number": number})["result"] == {
        "done": 1,
        "same": 0,
        "refused": 0,
    }
    assert program.get(f"imports/{number}")["data"]["state"] == "done"
    program.post("integrations.check_import", {"number": number}, status=409)
    program.post("integrations.commit_import", {"number": number}, status=409, query="?dry_run=true")
    program.post("integrations.note_outcomes", {"number": number, "outcomes": []}, status=404)
    program.post("integrations.start_import", {"kind": "items", "name": "x", "content": "no base64!"}, status=422)
    assert program.get("our-company")["data"]["currency"] == "EUR"
    assert program.get("policy-kinds/sales.margin_floor")["title"].startswith("The lowest margin")


def test_the_screens_lead_from_upload_to_undo(world: World) -> None:
    a, base = code(world, "a"), price_list(world)
    client = sign_in(world, "masters")
    assert "Items" in page(client, "/imports/kinds/")
    template = client.get("/imports/templates/items.xlsx")
    assert template.content.startswith(b"PK")
    assert client.get("/imports/templates/wishes.xlsx").status_code == 404
    content = sent(["sku", "description", "colour"], [a, "=Bolt", "red"], [a, "", ""], ["", "Nut", ""])
    uploaded = client.post("/do/imports/new/", {"kind": "items", "file": SimpleUploadedFile("my items.csv", content)})
    assert uploaded.status_code == 302
    number = uploaded["Location"].split("number=")[1]
    shown = page(client, uploaded["Location"])
    assert "1 of 3 rows can be read" in shown
    assert "is a formula" in shown
    assert "colour" in shown
    missing = client.post("/do/imports/map/", {"number": number, "to_name": "description"})
    assert missing.status_code == 422
    assert "Choose the heading that holds item" in missing.content.decode()
    record = fill(client, "imports/map", number=number, to_code="sku", to_name="description", price_list=base)
    assert "It begins in a moment" in page(client, record) or "No worker runs" in page(client, record)
    work()
    assert "Of 3 rows 0 would be new" in page(client, record)
    bad = client.get(f"/imports/{number}/refused.xlsx").content
    told = read_table("x.xlsx", bad)
    assert list(told.headings) == ["sku", "description", "colour", "Error", "Field", "Line"]
    assert [row[5] for _, row in told.rows] == [2, 3, 4]
    assert told.rows[0][1][1] == "=Bolt"
    good = sent(["sku", "description"], [a, "Bolt"])
    again = client.post("/do/imports/new/", {"kind": "items", "file": SimpleUploadedFile("again.csv", good)})
    number = again["Location"].split("number=")[1]
    record = fill(client, "imports/map", number=number, to_code="sku", to_name="description", keep_as="shop")
    work()
    assert "Import 1 rows" in page(client, record)
    fill(client, "imports/commit", number=number)
    work()
    assert "Reconciliation" in page(client, record)
    assert a in page(client, f"/imports/rows/?import={number}&state=done")
    fill(client, "imports/undo", number=number)
    work()
    assert "Undone" in page(client, record)
    assert "again.csv" in page(client, "/imports/")
    page(sign_in(new_world(), "masters"), record, status=404)
