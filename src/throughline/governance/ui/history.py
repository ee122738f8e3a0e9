"""The history that hangs on every record: opened where it stands, or as a page of its own, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.governance.history import Change, Consent, History, HistoryEntry, history_of, subject_of
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.kernel.refs import DocumentRef
from throughline.platform import refs, subjects
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.rest.reads import Limit, read
from throughline.platform.ui import Section, formats, record_url
from throughline.platform.ui.access import fragment, is_fragment, page, screen_view
from throughline.platform.ui.shell import Crumb, crumbs_to
from throughline.platform.ui.spoken import spoken

DOORS = {
    "web": "screen", "api": "API", "rest": "API", "flow": "by itself", "cli": "command line", "job": "job",
    "import": "import", "scan": "scanner", "code": "program", "test": "test",
}  # fmt: skip


@dataclass(frozen=True)
class HistorySection(Section):
    """The history of a record, read when it is opened."""

    template: ClassVar[str] = "ui/sections/history.html"
    kind: str
    id: int
    title: str = "History"

    @property
    def url(self) -> str:
        """Give the address of the history."""
        return f"/history/{self.kind}/{self.id}/"


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in the reader's words."""

    what: str
    before: str
    after: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A deed in the reader's words."""

    at: datetime
    what: str
    code: str
    who: str
    door: str
    cause: str
    reason: str
    changes: Sequence[ShownChange]
    behind: int
    consents: Sequence[str]


def sections(ctx: Ctx, record: DocumentRef) -> Sequence[Section]:
    """Hang the history on a record."""
    return [HistorySection(record.kind, record.id)] if subjects.find(record.kind) else []


def words(value: Any) -> str:
    """Write a kept value as people read it: dates by day, numbers in the locale, yes and no."""
    if value is None or value == "":
        return formats.MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return formats.number(value)
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value, 1)
        told = "; ".join(f"{name}: {words(one)}" for name, one in list(parts)[:6])
        return told or formats.MISSING
    return _dated(str(value))


def _dated(text: str) -> str:
    try:
        if len(text) == 10 and text[4] == "-":
            return formats.day(date.fromisoformat(text), weekday=False)
        if len(text) >= 19 and text[4] == "-" and text[10] == "T":
            return formats.moment(datetime.fromisoformat(text))
    except ValueError:
        pass  # a text that merely begins like a date is told as it stands
    return text if len(text) <= 200 else f"{text[:200]}…"


def _change(one: Change) -> ShownChange:
    column = one.column.removesuffix("_id").replace("_", " ").capitalize()
    what = f"{one.noun}, {column.lower()}" if one.noun else column
    return ShownChange(what, words(one.before), words(one.after), one.hidden)


def _consent(one: Consent) -> str:
    codes = ", ".join(code.replace("_", " ") for code in one.codes)
    reason = f": {one.reason}" if one.reason else ""
    verb = {"approved": "Approved", "refused": "Refused"}.get(one.decision, "On approval")
    return f"{verb} by {one.who} ({codes}){reason}"


def shown(entry: HistoryEntry) -> ShownEntry:
    """Give a deed in the reader's words: what the operation does, without the fine print."""
    what = entry.meaning.partition(";")[0].partition(":")[0].rstrip(".")
    return ShownEntry(
        entry.at,
        what,
        entry.name,
        entry.who or "nobody known",
        DOORS.get(entry.door, entry.door),
        _cause(entry.cause),
        spoken(entry.reason),
        [_change(one) for one in entry.changes],
        entry.changes_behind,
        [_consent(one) for one in entry.consents],
    )


def _cause(cause: str) -> str:
    """Say what a deed followed from: the operation's own words where one is named, else the cause as it was kept."""
    spec = OPERATIONS.get(cause)
    return (spec.meaning.partition(";")[0].rstrip(".") if spec else cause).strip()


def show(request: HttpRequest, ctx: Ctx, kind: str, id: int) -> HttpResponse:
    """Show a page of a record's history, alone or inside the record."""
    known = subject_of(ctx, kind)
    record = DocumentRef(kind, id)
    after = request.GET.get("before", "")
    found = history_of(ctx, record, before=int(after) if is_id(after) and len(after) < 19 else None)
    label = refs.resolve([record])[record]
    if not found.entries and not label.url:
        raise NotFound("no_such_record", f"There is no {kind} {id} here.")
    address = label.url or (record_url(known.slug, id) if known.by == "id" else f"/{known.slug}/")
    context = {
        "entries": [shown(one) for one in found.entries],
        "more": f"/history/{kind}/{id}/?before={found.next}" if found.next else "",
        "first": not after,
        "record": label,
        "record_url": address,
    }
    if is_fragment(request):
        return fragment(request, ctx, "ui/history_entries.html", context)
    crumbs = [*crumbs_to(known.slug, "")[:-1], Crumb(label.label, address), Crumb("History")]
    return page(request, ctx, "ui/history.html", context, crumbs=crumbs, title="History")


def history_routes() -> list[URLPattern]:
    """Give the url of histories; the kind says which permission it takes."""
    return [path("history/<str:kind>/<int:id>/", screen_view(show), name="history")]


@read("governance.history", permission="")
def history(ctx: Ctx, *, subject_kind: str, subject_id: int, before: int | None = None, limit: Limit = 20) -> History:
    """Give who did what to a record, the newest first, with what each changed from what to what, and whose approval."""
    return history_of(ctx, DocumentRef(subject_kind, subject_id), before=before, limit=limit)
