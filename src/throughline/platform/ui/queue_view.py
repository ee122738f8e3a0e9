"""The page of a work queue."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.platform.operations import Ctx
from throughline.platform.ui.access import page, screen_view
from throughline.platform.ui.formats import age, due
from throughline.platform.ui.queues import QueueRow, QueueScreen
from throughline.platform.ui.shell import Crumb


def queue_routes(screen: QueueScreen) -> list[URLPattern]:
    """Give the url of a queue."""

    def show(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        tab = request.GET.get("tab", "")
        work = screen.load(ctx, tab)
        context = {
            "screen": screen,
            "work": work,
            "tab": tab or (work.tabs[0].name if work.tabs else ""),
            "groups": [{"group": group, "rows": [_row(row) for row in group.rows]} for group in work.groups],
            "calm": not any(group.rows for group in work.groups),
        }
        return page(request, ctx, "ui/queue.html", context, crumbs=[Crumb(screen.name)])

    return [
        path(
            f"{screen.slug}/" if screen.slug else "", screen_view(show, screen.permission), name=f"queue-{screen.slug}"
        )
    ]


def _row(row: QueueRow) -> dict[str, object]:
    deadline, soon = due(row.due) if row.due else ("", False)
    return {"row": row, "age": age(row.since) if row.since else "", "due": deadline, "soon": soon}
