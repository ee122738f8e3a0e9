"""Counts that wait: bins in which a pick found less than the books say, and the form that settles one, blind."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_choices
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.modules.warehouse.acts.tasks import RECOUNT
from throughline.modules.warehouse.permissions import READ_TASKS
from throughline.modules.warehouse.public import BinCount
from throughline.modules.warehouse.queries.lists import WorkTask, count_tasks, task_of
from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    Filter,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Status,
    View,
    disc,
    form_url,
    list_url,
    ring,
    triangle,
)
from throughline.platform.ui.formats import MISSING
from throughline.platform.ui.sentences import said, tell


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of counts, those that wait longest first."""
    state = asked.one("state") or "ready"
    found = count_tasks(ctx, state=state, site_id=asked.number("site"), after=asked.before or 0, words=asked.search,
                        size=asked.size + 1)  # fmt: skip
    return ListPage.by_id(found, asked.size)


def status(task: WorkTask) -> Status:
    """Give the state of a count in the words of the guide."""
    return ring("To do") if task.state == "ready" else disc("Done")


LIST = ListScreen(
    slug="counts",
    title="Counts",
    permission=READ_TASKS,
    nav=Nav("Fulfil", "Counts", "clipboard-check", 53),
    query=page,
    columns=[
        Column("place", "Bin", "code", priority=1),
        Column("item", "Item", "item", lambda task: Item(task.item_code, task.item_name), priority=1),
        Column("lot_code", "Lot", "code", priority=3),
        Column("reason", "Because", priority=2, width=150),
        Column("due_on", "Since", "date", priority=3),
        Column("done_by", "Counted by", priority=4),
        Column("now", "Now", "status", status, priority=2),
    ],
    filters=[
        Filter("site", "Site", choices=site_choices),
        Filter("state", "State", choices=[("ready", "To do"), ("done", "Done")]),
    ],
    views=[View("ready", "To count", {"state": ["ready"]}), View("done", "Counted", {"state": ["done"]})],
    actions=[Action("Count with scanner", url="/scan/count/", icon="barcode")],
    row_url=lambda task: form_url("counts/confirm", task=task.id) if task.state == "ready" else "",
    empty=Empty("Nothing to count", "No bin waits to be counted.",
                "A count appears when a pick finds less in a bin than the books say.",
                Action("See picking", url=list_url("picking"))),
)  # fmt: skip


def _task(ctx: Ctx, values: Mapping[str, Any]) -> WorkTask:
    task = task_of(ctx, int(values.get("task") or 0))
    if task is None or task.kind != "count":
        raise NotFound("task_unknown", "There is no such count.", task=values.get("task"))
    return task


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    task = _task(ctx, values)
    lot = f", lot {task.lot_code}" if task.lot_code else ""
    return (
        f"{task.item_code} {task.item_name}{lot} in {task.place or MISSING}.{_because(task)} Count all that lies there."
    )


def _because(task: WorkTask) -> str:
    if task.reason == RECOUNT:
        return f" {tell('The count before was not accepted.')}"
    return f" {tell('A pick found less: {reason}.', reason=said(task.reason))}" if task.reason else ""


def _counts(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    task = _task(ctx, values)
    if task.place_id is None:
        raise InvalidInput("place_unknown", "The count names no bin.", field="task")
    count = BinCount(task.place_id, task.item_id, values["counted"], task.lot_id)
    return {"counts": [count], "reason": values.get("reason") or f"Counted after a pick: {task.reason}"}


def _done(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    if result.held:
        return Done(list_url("counts"), "Counted. It differs by so much that another person decides.",
                    triangle("Waits"))  # fmt: skip
    return Done(list_url("counts"), "Counted.")


FORM = OperationForm(
    slug="counts/confirm",
    parent="counts",
    title="Confirm count",
    text=_text,
    operation="warehouse.confirm_counts",
    submit_label="Book the count",
    arguments=_counts,
    on_done=_done,
    fields=[
        Field("task", kind="hidden", parse=int, required=True),
        Field("counted", "Counted", "decimal", required=True, minimum=Decimal(0), width=140),
        Field("reason", "Remark", help="What was found, such as damaged or in the wrong bin"),
    ],
)
