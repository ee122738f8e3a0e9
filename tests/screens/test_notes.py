"""Notes, mentions and files on every record."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.screens.signed_in import fill, page, sign_in
from tests.screens.test_selling import words
from tests.world import World, new_world
from throughline.governance.notices import notifications_of
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.documents.public import (
    NewAttachment,
    attach_files,
    attachments_on,
    notes_on,
    withdraw_notes,
    write_note,
)
from throughline.platform.operations import Ctx, reading
from throughline.platform.permissions import User

PDF = b"%PDF-1.7 content"


@pytest.fixture
def world() -> World:
    return new_world()


def quoted(world: World) -> int:
    return world.quote(world.customer(limit=1000), [(world.item("ball", price=10), 2)])


def login(world: World, person: str) -> str:
    return str(User.objects.get(pk=world.people[person]).username)


def told(ctx: Ctx) -> list[str]:
    with reading(ctx):
        return [one.title for one in notifications_of(ctx)]


def test_a_note_tells_whom_it_mentions_and_stands_on_the_record(world: World) -> None:
    client, _ = sign_in(world, "desk"), sign_in(world, "credit")
    order = quoted(world)
    text = f"Wants it on Friday, @{login(world, 'credit')}."
    fill(client, "notes/write", kind="sales.order", id=order, text=text)
    assert told(world.as_("credit")) == [text]
    shown = words(page(client, f"/orders/{order}/"))
    assert "Wants it on Friday" in shown
    assert "Write a note" in words(page(client, f"/history/sales.order/{order}/")), "the trail tells of it"


def offered(client: Client, words: str) -> list[str]:
    asked = f"/lookup/people/?q={words}&kind=sales.order"
    return re.findall(r'data-code="([^"]+)"', client.get(asked, headers={"HX-Request": "true"}).content.decode())


def test_an_at_offers_whoever_may_open_the_record_and_nobody_else(world: World) -> None:
    client, _ = sign_in(world, "desk"), sign_in(world, "credit")
    sign_in(world, "floor", "warehouse.task.read")
    assert login(world, "credit") in offered(client, "")
    assert offered(client, login(world, "credit")[:6]) != []
    assert login(world, "floor") not in offered(client, "")
    assert login(world, "desk") not in offered(client, ""), "nobody tells oneself"


def test_who_is_mentioned_stands_by_name_and_what_else_was_written_stays_text(world: World) -> None:
    client, _ = sign_in(world, "desk"), sign_in(world, "credit")
    order, called = quoted(world), login(world, "credit")
    User.objects.using("owner").filter(pk=world.people["credit"]).update(name="Marta <b>Kowalska</b>")
    fill(client, "notes/write", kind="sales.order", id=order, text=f"@{called}, see <script>1</script> a@b.example")
    shown = page(client, f"/orders/{order}/")
    assert "@Marta &lt;b&gt;Kowalska&lt;/b&gt;</b>, see &lt;script&gt;1&lt;/script&gt; a@b.example" in shown


def test_who_may_not_open_the_record_is_not_told_and_nothing_is_kept(world: World) -> None:
    sign_in(world, "floor", "warehouse.task.read")
    order, desk = quoted(world), world.as_("desk")
    with pytest.raises(InvalidInput, match="may not open") as refused:
        write_note(desk, subject_kind="sales.order", subject_id=order, text=f"@{login(world, 'floor')} look")
    assert refused.value.facts["field"] == "text"
    with reading(desk):
        assert notes_on(desk, DocumentRef("sales.order", order)) == []


def test_an_unknown_login_is_named(world: World) -> None:
    order = quoted(world)
    with pytest.raises(InvalidInput, match="nobody-here"):
        write_note(world.as_("desk"), subject_kind="sales.order", subject_id=order, text="@nobody-here look")


def test_only_the_author_withdraws_a_note(world: World) -> None:
    order, desk, credit = quoted(world), world.as_("desk"), world.as_("credit")
    note = write_note(desk, subject_kind="sales.order", subject_id=order, text="Wrong order")
    assert withdraw_notes(credit, notes=[note]) == 0
    assert withdraw_notes(desk, notes=[note]) == 1
    with reading(desk):
        assert notes_on(desk, DocumentRef("sales.order", order)) == []


def test_a_file_is_attached_shown_and_downloaded(world: World) -> None:
    client, order = sign_in(world, "desk"), quoted(world)
    sent = SimpleUploadedFile("PO 4711.pdf", PDF, content_type="text/html")
    answer = client.post("/do/files/attach/", {"kind": "sales.order", "id": order, "files": sent})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    desk = world.as_("desk")
    with reading(desk):
        (kept,) = attachments_on(desk, DocumentRef("sales.order", order))
    assert kept.content_type == "application/pdf", "the content says what it is, not the browser"
    assert "PO 4711.pdf" in page(client, f"/orders/{order}/")
    address = f"/files/sales.order/{order}/{kept.id}/"
    given = client.get(address)
    assert given.content == PDF
    assert given["Content-Disposition"].startswith("attachment;")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert sign_in(world, "floor", "warehouse.task.read").get(address).status_code == 403
    assert client.get(f"/files/sales.order/{order}/{kept.id + 99}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("page.txt", b"hello <script>alert(1)</script>"),
        ("run.exe", b"MZ\x90\x00"),
        ("empty.pdf", b""),
    ],
)
def test_what_a_browser_would_run_is_refused(world: World, name: str, content: bytes) -> None:
    order, desk = quoted(world), world.as_("desk")
    with pytest.raises(InvalidInput, match="cannot be attached"):
        attach_files(desk, subject_kind="sales.order", subject_id=order, files=[NewAttachment(name, content)])
    with reading(desk):
        assert attachments_on(desk, DocumentRef("sales.order", order)) == []


def test_another_company_neither_writes_nor_reads(world: World) -> None:
    order, other = quoted(world), new_world()
    with pytest.raises(NotFound):
        write_note(other.as_("desk"), subject_kind="sales.order", subject_id=order, text="hello")
    floor = replace(world.as_("floor"), permissions=frozenset({"documents.note.write"}))
    with pytest.raises(NotAllowed):
        write_note(floor, subject_kind="sales.order", subject_id=order, text="hello")
