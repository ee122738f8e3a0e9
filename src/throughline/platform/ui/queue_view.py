"""The page of a work queue."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.platform.operations import Ctx
from throughline.platform.ui.access import page, screen_view
from throughline.platform.ui.formats import age, due
from throughline.platform.ui.offering import led_by_one, offered_of
from throughline.platform.ui.queues import QueueRow, QueueScreen
from throughline.platform.ui.shell import Crumb


def queue_routes(screen: QueueScreen) -> list[URLPattern]:
    """Give the url of a queue."""

    def show(request: HttpRequest, ctx: Ctx) -> HttpResponse:
        tab = request.GET.get("tab", "")
        work = screen.load(ctx, tab)
        starts = led_by_one(offered_of(work.starts, ctx))
        # one thing leads: a way to begin that is what this person's day is made of, or else the row in hand
        led = any(action.primary for action in starts)
        if starts and not led and not any(group.rows for group in work.groups):
            starts[0] = replace(starts[0], primary=True)
        groups = [(group, [_row(row) for row in group.rows]) for group in work.groups if group.rows]
        if groups and not led:
            groups[0][1][0]["current"] = True
        context = {
            "screen": screen,
            "work": work,
            "tab": tab or (work.tabs[0].name if work.tabs else ""),
            "groups": groups,
            "starts": starts,
            "led": led,
            "calm": not groups,
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
