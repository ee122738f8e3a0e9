"""What hangs on every record: the notes of people, and the files they attached."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import URLPattern, path
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from throughline.governance.public import people_by_id, people_called, record_of, who_may_open
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.refs import DocumentRef
from throughline.modules.documents.domain.mentions import ENDING, MENTION
from throughline.modules.documents.permissions import NOTE
from throughline.modules.documents.public import (
    FileContent,
    NewAttachment,
    attach_files,
    attachments_on,
    file,
    is_attached,
    notes_on,
    withdraw_notes,
    write_note,
)
from throughline.modules.documents.queries.notes import AttachmentFacts, NoteFacts
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.rest.reads import Limit, Page, read
from throughline.platform.ui import (
    Action,
    Done,
    Field,
    Lookup,
    OperationForm,
    Option,
    Screen,
    Section,
    Upload,
    lookups,
    screens,
)
from throughline.platform.ui.access import screen_view
from throughline.platform.ui.formats import number
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.slots import record_sections

#: How many people a list offers, and among how many that fit the words it looks for who may see the record.
OFFERED, MOST_ASKED = 20, 200


@dataclass(frozen=True)
class NotesSection(Section):
    """Notes and files of a record."""

    template: ClassVar[str] = "ui/sections/notes.html"
    notes: Sequence[Mapping[str, Any]]
    files: Sequence[Mapping[str, Any]]
    actions: Sequence[Action]
    title: str = "Notes and files"


def sections(ctx: Ctx, record: DocumentRef) -> Sequence[Section]:
    """Hang notes and files on a record that references lead to."""
    if not refs.knows(record.kind):
        return []
    about = {"kind": record.kind, "id": record.id}
    writes = ctx.may(NOTE)
    found = notes_on(ctx, record, limit=20)
    told = sorted({number for one in found for number in one.told})
    people = {one.login.lower(): one.name for one in people_by_id(ctx, told).values()} if told else {}
    notes: list[Mapping[str, Any]] = [
        {
            "note": one,
            "text": marked(one.text, people),
            "withdraw": Action("Withdraw", form="notes/withdraw", query={**about, "note": one.id})
            if writes and one.author_id == ctx.actor_id
            else None,
        }
        for one in found
    ]
    files: list[Mapping[str, Any]] = [
        {"file": one, "url": f"/files/{record.kind}/{record.id}/{one.id}/", "size": size_in_words(one.size)}
        for one in attachments_on(ctx, record)
    ]
    actions = []
    if writes:
        actions.append(Action("Write a note", form="notes/write", query=about, icon="note", key="M"))
        actions.append(Action("Attach a file", form="files/attach", query=about, icon="paperclip", dialog=False))
    return [NotesSection(notes, files, actions)] if notes or files or actions else []


def marked(text: str, people: Mapping[str, str]) -> SafeString:
    """Show a note with whom it mentions by name."""

    def name(found: re.Match[str]) -> str:
        login = found[1].rstrip(ENDING)
        known = people.get(login.lower())
        rest = found[1][len(login) :]
        return f'<b class="tl-at" title="@{login}">@{escape(known)}</b>{rest}' if known else found[0]

    return mark_safe(linebreaksbr(mark_safe(MENTION.sub(name, escape(text)))))


def size_in_words(size: int) -> str:
    """Write a size: 812 bytes, 24 KB, 3.1 MB."""
    if size < 1024:
        return tell("{size} bytes", size=size)
    in_units = f"{number(size // 1024)} KB"
    return in_units if size < 1024 * 1024 else f"{number(round(Decimal(size) / (1024 * 1024), 1))} MB"


def _back(values: Mapping[str, Any]) -> str:
    ref = DocumentRef(values["kind"], values["id"])
    return refs.resolve([ref])[ref].url


def _write(ctx: Ctx, *, kind: str, id: int, text: str) -> int:
    return write_note(ctx, subject_kind=kind, subject_id=id, text=text)


def _title(words: str) -> Any:
    def title(ctx: Ctx, values: Mapping[str, Any]) -> str:
        if not values.get("kind") or not values.get("id"):
            return tell(words, record=said("a record"))
        record = record_of(ctx, values["kind"], values["id"])
        return tell(words, record=refs.resolve([record])[record].label)

    return title


_ABOUT = (Field("kind", kind="hidden", required=True), Field("id", kind="hidden", parse=int, required=True))

WRITE = OperationForm(
    slug="notes/write",
    title=_title("Note on {record}"),
    operation=_write,
    calls="documents.write_note",
    permission=NOTE,
    submit_label="Keep note",
    fields=[
        *_ABOUT,
        Field(
            "text",
            "Note",
            "textarea",
            required=True,
            rows=5,
            lookup="people",
            depends=("kind",),
            help="An @ offers whoever may see this; who is mentioned is told.",
        ),
    ],
    on_done=lambda ctx, result, values: Done(_back(values)),
)


def _withdraw(ctx: Ctx, *, kind: str, id: int, note: int) -> int:
    return withdraw_notes(ctx, notes=[note])


WITHDRAW = OperationForm(
    slug="notes/withdraw",
    title="Withdraw your note?",
    text="Nobody sees it on the record any more; the history keeps that it was there.",
    operation=_withdraw,
    calls="documents.withdraw_notes",
    permission=NOTE,
    submit_label="Withdraw note",
    fields=[*_ABOUT, Field("note", kind="hidden", parse=int, required=True)],
    on_done=lambda ctx, result, values: Done(_back(values)),
)


def _attach(ctx: Ctx, *, kind: str, id: int, files: Upload | None = None) -> list[int]:
    if files is None:
        raise InvalidInput("file_missing", "Choose a file.", field="files")
    name = files.name.replace("/", "_").replace("\0", "")[-200:]
    return attach_files(ctx, subject_kind=kind, subject_id=id, files=[NewAttachment(name, files.content)])


ATTACH = OperationForm(
    slug="files/attach",
    title=_title("Attach a file to {record}"),
    operation=_attach,
    calls="documents.attach_files",
    permission=NOTE,
    submit_label="Attach",
    fields=[*_ABOUT, Field("files", "File", "file", required=True, help="At most 10 MB; it stays with the record.")],
    on_done=lambda ctx, result, values: Done(_back(values), "File attached."),
)


def download(request: HttpRequest, ctx: Ctx, kind: str, id: int, number: int) -> HttpResponse:
    """Give an attachment as a download, never for the browser to run."""
    kept = attachment(ctx, subject_kind=kind, subject_id=id, file_id=number)
    response = HttpResponse(kept.content, content_type=kept.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class Attachments(Screen):
    """The addresses of attachments; the record says which permission they take."""

    def routes(self) -> Sequence[URLPattern]:
        return [path("files/<str:kind>/<int:id>/<int:number>/", screen_view(download), name="attachment")]


FILES = Attachments(slug="files")


@read("documents.notes", permission="")
def notes(
    ctx: Ctx, *, subject_kind: str, subject_id: int, before: int | None = None, limit: Limit = 50
) -> Page[NoteFacts]:
    """List the notes on a record that one may open, the newest first."""
    record = record_of(ctx, subject_kind, subject_id)
    return Page.of(notes_on(ctx, record, before=before, limit=limit + 1), limit, lambda one: one.id)


@read("documents.attachments", permission="")
def attachments(ctx: Ctx, *, subject_kind: str, subject_id: int) -> list[AttachmentFacts]:
    """List the files attached to a record that one may open."""
    return attachments_on(ctx, record_of(ctx, subject_kind, subject_id))


@read("documents.attachment", permission="")
def attachment(ctx: Ctx, *, subject_kind: str, subject_id: int, file_id: int) -> FileContent:
    """Give an attached file with its content, of a record that one may open."""
    record = record_of(ctx, subject_kind, subject_id)
    if not is_attached(ctx, record, file_id):
        raise NotFound("file_unknown", f"File {file_id} is not attached to this record.")
    return file(ctx, file_id)


def _find(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Offer people of the company; beside a record those who may open it, other than who asks."""
    found = people_called(ctx, words, limit=MOST_ASKED)
    if kind := beside.get("kind"):
        allowed = who_may_open(ctx, kind, [one.id for one in found]) - {ctx.actor_id}
        found = [one for one in found if one.id in allowed]
    return [Option(one.id, one.login, one.name) for one in found[:OFFERED]]


def _known(ctx: Ctx, values: Sequence[int]) -> Mapping[int, Option]:
    return {number: Option(one.id, one.login, one.name) for number, one in people_by_id(ctx, values).items()}


def register() -> None:
    """Make notes and files known to every record."""
    record_sections.register(sections, rank=50)
    lookups.register(Lookup("people", _find, _known, NOTE))
    screens.register(WRITE, WITHDRAW, ATTACH, FILES)
