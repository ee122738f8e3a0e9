"""The page of a record."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.kernel.refs import DocumentRef
from throughline.platform.operations import Ctx
from throughline.platform.ui.access import page, screen_view
from throughline.platform.ui.offering import led_by_one, offered_of
from throughline.platform.ui.records import Part, RecordScreen
from throughline.platform.ui.sections import Section
from throughline.platform.ui.shell import crumbs_to
from throughline.platform.ui.slots import record_sections
from throughline.platform.ui.values import Action, read


def record_routes(screen: RecordScreen) -> list[URLPattern]:
    """Give the url of a record."""

    def show(request: HttpRequest, ctx: Ctx, id: int | str = "") -> HttpResponse:
        return show_record(screen, request, ctx, ctx.company_id if screen.by == "company" else id)

    address = {"id": "<int:id>/", "code": "<str:id>/", "company": ""}[screen.by]
    return [path(f"{screen.slug}/{address}", screen_view(show, screen.permission), name=f"record-{screen.slug}")]


def show_record(screen: RecordScreen, request: HttpRequest, ctx: Ctx, id: int | str) -> HttpResponse:
    """Show one record: title and facts, what can be done, its sections."""
    record = screen.load(ctx, id)
    title = str(read(record, screen.title) or "")
    code = str(read(record, screen.code) or "") if screen.code else ""
    actions = led_by_one(offered_of(screen.actions(ctx, record), ctx)) if screen.actions else []
    context = {
        "screen": screen,
        "title": title,
        "status": screen.status(record) if screen.status else None,
        "subtitle": parts(screen.subtitle(record)) if screen.subtitle else [],
        "facts": screen.facts(ctx, record) if screen.facts else [],
        "actions": shown_first(actions),
        "more": actions_behind(actions),
        "sections": screen.sections(ctx, record) if screen.sections else [],
        "hanging": hanging(screen, ctx, id),
    }
    crumbs = crumbs_to(screen.parent or screen.slug, code or title, code=bool(code))
    return page(request, ctx, "ui/record.html", context, crumbs=crumbs, title=code or title)


def hanging(screen: RecordScreen, ctx: Ctx, id: int | str) -> list[Section]:
    """Give what hangs on every record that has a subject: notes and files, then its history."""
    if screen.subject is None or not isinstance(id, int):
        return []
    ref = DocumentRef(screen.subject.kind, id)
    return [section for answer in record_sections.answers() for section in answer(ctx, ref)]


SHOWN = 3


def shown_first(actions: Sequence[Action]) -> list[Action]:
    """Give the actions that stand beside the title: the primary one first, three in all."""
    return sorted(actions, key=lambda action: not action.primary)[:SHOWN]


def actions_behind(actions: Sequence[Action]) -> list[Action]:
    """Give the actions that stand behind the three dots."""
    return sorted(actions, key=lambda action: not action.primary)[SHOWN:]


def parts(words: Sequence[str | Part]) -> list[Part]:
    """Give the second line as parts; empty ones are left out."""
    given = [word if isinstance(word, Part) else Part(word) for word in words if word]
    return [part for part in given if part.text]
