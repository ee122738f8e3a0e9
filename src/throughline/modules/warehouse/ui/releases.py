"""Releases: what went to the floor together, how far its picks are, and its pick list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.governance.public import site_choices
from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.modules.warehouse.permissions import READ_TASKS
from throughline.modules.warehouse.queries.lists import WorkTask, tasks_of_release
from throughline.modules.warehouse.queries.papers import ReleaseRow, release_rows
from throughline.modules.warehouse.ui.papers import picklists
from throughline.modules.warehouse.ui.picking import TASK_COLUMNS
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Fact,
    Filter,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Part,
    RecordScreen,
    Status,
    View,
    disc,
    half,
    list_url,
    record_url,
    ring,
    triangle,
    why_url,
)
from throughline.platform.ui.formats import MISSING, now
from throughline.platform.ui.sentences import tell


def number_of(release_id: int) -> str:
    """Give the number under which a release is known."""
    return f"R-{release_id}"


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of releases."""
    words = asked.search.upper().removeprefix("R-")
    found = release_rows(
        ctx,
        before=asked.before,
        ids=[int(words)] if is_id(words) else None,
        site_id=asked.number("site"),
        is_open=asked.one("open") == "yes",
        waves=asked.one("wave") == "yes",
        words="" if is_id(words) else asked.search,
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


def status(row: ReleaseRow) -> Status:
    """Say how far the picks of a release are, and whether they are late for their cut-off."""
    if row.ready == 0:
        return triangle("Short") if row.short else disc("Done")
    if row.cut_off is not None and row.cut_off < now():
        return triangle("Late for cut-off")
    return ring("To do") if row.ready == row.tasks else half("In work")


def _picked(row: ReleaseRow) -> Measured:
    done = row.tasks - row.ready
    return Measured(done, "", done / row.tasks if row.tasks else 0.0)


LIST = ListScreen(
    slug="releases",
    title="Waves and releases",
    permission=READ_TASKS,
    query=page,
    columns=[
        Column("number", "Release", "code", lambda row: number_of(row.id), priority=1),
        Column("name", "Wave", value=lambda row: row.name or MISSING, priority=1, width=200),
        Column("cut_off", "Cut-off", "datetime", priority=2),
        Column("at", "Released", "datetime", priority=3),
        Column("who", "By", value=lambda row: row.who or MISSING, dim=True, priority=3),
        Column("site", "Site", priority=4),
        Column("orders", "Orders", "number", priority=3),
        Column("tasks", "Picks", "number", priority=3),
        Column("picked", "Picked", "quantity", _picked, priority=2),
        Column("due", "Due", "date", "due_on", priority=3),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[
        Filter("site", "Site", choices=site_choices),
        Filter("open", "Not picked yet", choices=[("yes", "Yes")]),
        Filter("wave", "Waves only", choices=[("yes", "Yes")]),
    ],
    views=[View("open", "To pick", {"open": ["yes"]}), View("waves", "Waves", {"wave": ["yes"]}), View("all", "All")],
    row_url=lambda row: record_url("releases", row.id),
    empty=Empty("No releases", "Nothing released waits to be picked.",
                "A release appears when orders are released to the floor.",
                Action("Release orders", url=list_url("release"))),
)  # fmt: skip


@dataclass(frozen=True)
class Release:
    """A release with its picks in walking order."""

    head: ReleaseRow
    tasks: Sequence[WorkTask]
    names: Mapping[Any, refs.Shown]


@dataclass(frozen=True)
class ReleaseData:
    """A release as programs read it."""

    head: ReleaseRow
    tasks: Sequence[WorkTask]


def load(ctx: Ctx, release_id: int) -> Release:
    """Read a release with its picks."""
    found = release_rows(ctx, ids=[release_id], size=1)
    if not found:
        raise NotFound("release_unknown", "There is no such release.", release=release_id)
    tasks = tasks_of_release(ctx, release_id)
    return Release(found[0], tasks, documents({(task.root_kind, task.root_id) for task in tasks}))


def _sections(ctx: Ctx, release: Release) -> list[Grid]:
    def order(task: WorkTask) -> str:
        shown = release.names.get((task.root_kind, task.root_id))
        return shown.label if shown else MISSING

    def order_url(task: WorkTask) -> str:
        return record_url("picking", task.id)

    first, *rest = TASK_COLUMNS
    columns = [first, Column("order", "Order", "code", order, url=order_url, priority=2), *rest]
    return [Grid("Picks, in walking order", release.tasks, columns, count=len(release.tasks))]


RECORD = RecordScreen(
    slug="releases",
    parent="releases",
    permission=READ_TASKS,
    load=load,
    title=lambda one: one.head.name or f"Release {number_of(one.head.id)}",
    code=lambda one: number_of(one.head.id),
    status=lambda one: status(one.head),
    data=lambda ctx, one: ReleaseData(one.head, one.tasks),
    subtitle=lambda one: [Part(number_of(one.head.id), code=True), one.head.site, one.head.who or ""],
    facts=lambda ctx, one: [
        Fact(
            "Picked", tell("{part} of {total}", part=one.head.tasks - one.head.ready, total=one.head.tasks), large=True
        ),
        Fact("Orders", one.head.orders, "number"),
        Fact("Released", one.head.at, "datetime", why=why_url("release", one.head.id)),
        Fact("Cut-off", one.head.cut_off, "datetime"),
        Fact("Due", one.head.due_on, "date"),
    ],
    actions=lambda ctx, one: [
        Action("Print pick list", url=picklists.OF_RELEASE.address(one.head.id), icon="printer"),
        *([Action("Pick with scanner", url="/scan/pick/", icon="barcode")] if ctx.may("warehouse.pick") else []),
    ],
    sections=_sections,
)


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how releases are shown to others."""
    return {number: refs.Shown("Release", number_of(number), record_url("releases", number)) for number in ids}
