"""Picking and put-backs: the work by order, and the form that confirms it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_choices
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.modules.warehouse.permissions import READ_TASKS
from throughline.modules.warehouse.public import PickDone, confirm_put_backs
from throughline.modules.warehouse.queries.lists import WorkOrder, WorkTask, tasks_beside, work_orders
from throughline.modules.warehouse.ui.papers import picklists
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx, Outcomes, reading
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Filter,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Nav,
    OperationForm,
    Part,
    Preview,
    RecordScreen,
    Shown,
    Status,
    View,
    disc,
    half,
    list_url,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.formats import MISSING, day
from throughline.platform.ui.sentences import said, tell

REASONS = [("", ""), ("not found", "Not found"), ("bin empty", "Bin empty"), ("damaged", "Damaged")]
KINDS = {"pick": "Pick", "put_back": "Put back", "count": "Count"}


@dataclass(frozen=True)
class Row:
    """The waiting work of one order."""

    id: int
    order: str
    order_url: str
    customer: str
    rank: int
    tasks: int
    places: str
    site: str
    due: date | None
    now: Status


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of work by order."""
    kind = asked.one("kind") or "pick"
    found = work_orders(
        ctx,
        kind,
        site_id=asked.number("site"),
        after=asked.cursor,
        size=asked.size + 1,
        words=asked.search,
    )
    names = documents({(work.root_kind, work.root_id) for work in found})
    return ListPage.cut(
        found,
        asked.size,
        lambda last: f"{last.rank},{last.due_on or date.min},{last.id}",
        lambda page: [_row(ctx, work, names) for work in page],
    )


def _row(ctx: Ctx, work: WorkOrder, names: Mapping[Any, Any]) -> Row:
    shown = names.get((work.root_kind, work.root_id))
    late = work.due_on is not None and work.due_on < ctx.today
    return Row(
        work.id,
        shown.label if shown else f"Task {work.id}",
        shown.url if shown else "",
        work.party or MISSING,
        work.rank,
        work.tasks,
        work.places or MISSING,
        work.site,
        work.due_on,
        triangle("Late") if late else ring("To do"),
    )


LIST = ListScreen(
    slug="picking",
    title="Picking",
    permission=READ_TASKS,
    nav=Nav("Fulfil", "Picking", "scan", 20),
    query=page,
    columns=[
        Column("order", "Order", "code", priority=1),
        Column("customer", "Customer", priority=1, width=220),
        Column("rank", "Rank", "number", priority=4, dim=True),
        Column("tasks", "Tasks", "number", priority=2),
        Column("places", "Bins", "code", priority=2, width=180),
        Column("site", "Site", priority=4),
        Column("due", "Due", "date", priority=2),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[
        Filter("site", "Site", choices=site_choices),
        Filter("kind", "Kind", choices=[("pick", "Pick"), ("put_back", "Put back")]),
    ],
    views=[View("pick", "To pick", {"kind": ["pick"]}), View("put_back", "To put back", {"kind": ["put_back"]})],
    actions=[Action("Pick with scanner", url="/scan/pick/", icon="barcode"),
             Action("Put back with scanner", url="/scan/putback/", icon="barcode"),
             Action("Counts", url=list_url("counts"), icon="clipboard-check"),
             Action("Waves", url=list_url("releases", view="open"), icon="list")],
    row_url=lambda row: record_url("picking", row.id),
    empty=Empty("No work waits", "Nothing is released and not picked.",
                "Work appears when orders are released to the floor.",
                Action("Release orders", url=list_url("release"))),
)  # fmt: skip


@dataclass(frozen=True)
class Work:
    """The tasks of one order, open and done."""

    id: int
    kind: str
    order: str
    order_url: str
    customer: str
    due: date | None
    tasks: Sequence[WorkTask]

    @property
    def ready(self) -> list[WorkTask]:
        """The tasks that wait."""
        return [task for task in self.tasks if task.state == "ready"]


def load(ctx: Ctx, task_id: int) -> Work:
    """Read the work of the order that a task belongs to."""
    tasks = tasks_beside(ctx, task_id)
    if not tasks:
        raise NotFound("task_unknown", "There is no such task.", task=task_id)
    first = next((task for task in tasks if task.id == task_id), tasks[0])
    shown = documents({(first.root_kind, first.root_id)}).get((first.root_kind, first.root_id))
    return Work(task_id, first.kind, shown.label if shown else f"Task {first.id}", shown.url if shown else "",
                first.party or "", first.due_on, tasks)  # fmt: skip


def _status(work: Work) -> Status:
    ready = len(work.ready)
    if not ready:
        return triangle("Short") if any(task.state == "short" for task in work.tasks) else disc("Done")
    return half("In work") if ready < len(work.tasks) else ring("To do")


def task_status(task: WorkTask) -> Status:
    """Give the state of a task in the words of the guide."""
    known = {"ready": ring("To do"), "done": disc("Done"), "cancelled": ring("Cancelled")}
    return known.get(task.state) or triangle("Short")


def _actions(ctx: Ctx, work: Work) -> list[Action]:
    if not work.ready:
        return []
    if work.kind == "put_back" and ctx.may("warehouse.pick"):
        return [Action("Confirm put-back", form="picking/put-back", query={"task": work.id}, primary=True)]
    if work.kind != "pick":
        return []
    paper = Action("Print pick list", url=picklists.OF_ORDER.address(work.id), icon="printer")
    if not ctx.may("warehouse.pick"):
        return [paper]
    return [
        Action("Confirm picks", form="picking/confirm", query={"task": work.id}, primary=True, key="E", dialog=False),
        Action("Pick with scanner", url="/scan/pick/", icon="barcode"),
        paper,
    ]


TASK_COLUMNS = [
    Column("place", "Bin", "code", priority=1),
    Column("item", "Item", "item", lambda task: Item(task.item_code, task.item_name), priority=1),
    Column("lot", "Lot", "code", "lot_code", priority=3),
    Column("expires", "Expires", "date", "expires_on", priority=4),
    Column("quantity", "Asked", "quantity", "quantity", unit="unit", priority=2),
    Column("done", "Done", "quantity", lambda task: Measured(task.done, task.unit) if task.done else None, priority=2),
    Column("to", "To", "code", "to_place", priority=4),
    Column("by", "By", value="done_by", priority=4),
    Column("reason", "Reason", value="reason", priority=3),
    Column("now", "Now", "status", task_status, priority=2),
]

RECORD = RecordScreen(
    slug="picking",
    parent="picking",
    permission=READ_TASKS,
    load=load,
    title=lambda work: work.customer or "Work on the floor",
    code="order",
    status=_status,
    subtitle=lambda work: [
        Part(work.order, code=True, url=work.order_url),
        said(f"{KINDS.get(work.kind, work.kind)} list"),
    ],
    facts=lambda ctx, work: [
        Fact("Tasks left", tell("{part} of {total}", part=len(work.ready), total=len(work.tasks)), large=True),
        Fact("Due", work.due, "date"),
    ],
    actions=_actions,
    sections=lambda ctx, work: [Grid("Tasks", work.tasks, TASK_COLUMNS)],
)


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    work = load(ctx, int(query.get("task") or 0))
    return {"task": work.id, "lines": [{"task": task.id, "quantity": task.quantity} for task in work.ready]}


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show bin, item and what is asked beside each quantity, and what is short."""
    tasks = {task.id: task for task in tasks_beside(ctx, values.get("task") or 0)}
    shown, short = [], 0
    for line in values.get("lines") or []:
        task = tasks.get(line.get("task") or 0)
        if task is None:
            shown.append(Shown())
            continue
        less = line.get("quantity") is not None and line["quantity"] < task.quantity
        short += less
        cells: dict[str, Any] = {
            "place": task.place or MISSING,
            "item": Item(task.item_code, task.item_name),
            "asked": Measured(task.quantity, task.unit),
        }
        if task.lot_code:
            until = f", until {day(task.expires_on)}" if task.expires_on else ""
            cells["allocated"] = f"{task.lot_code}{until}"
        shown.append(Shown(cells, {"asked": "warn"} if less else {}))
    return Preview(shown, {"asked": f"{short} short" if short else ""})


def _picks(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [line for line in values["lines"] if line.get("task")]
    for number, line in enumerate(lines, start=1):
        if line.get("quantity") is None:
            raise InvalidInput(
                "quantity_missing", "Say how much was picked; 0 for nothing.", field="quantity", line=number
            )
    picks = [
        PickDone(
            line["task"],
            Decimal(line["quantity"]),
            line.get("reason") or "",
            line.get("lot_code") or "",
            line.get("lot_reason") or "",
        )
        for line in lines
    ]
    return {"picks": picks}


def _fields(ctx: Ctx, asked: Mapping[str, Any]) -> list[Field]:
    """Ask for lots only where a task names one."""
    number = asked.get("task") or 0
    tasks = tasks_beside(ctx, int(number)) if is_id(str(number)) else []
    by_lot = any(task.lot_code and task.state == "ready" for task in tasks)
    lots = [
        Field("allocated", "Lot allocated", "shown"),
        Field("lot_code", "Lot picked", width=110),
        Field("lot_reason", "Why another lot", width=140),
    ]
    return [
        Field("task", kind="hidden", parse=int, required=True),
        Field(
            "lines",
            "",
            "lines",
            required=True,
            fixed=True,
            columns=[
                Field("task", kind="hidden", parse=int),
                Field("place", "Bin", "shown", width=-1),
                Field("item", "Item", "shown", width=-1),
                Field("quantity", "Picked", "decimal", width=90, minimum=Decimal(0)),
                Field("asked", "Asked", "shown"),
                *(lots if by_lot else []),
                Field("reason", "Reason when short", "select", choices=REASONS, width=150),
            ],
        ),
    ]


FORM = OperationForm(
    slug="picking/confirm",
    parent="picking",
    title="Confirm picks",
    text="What is left out stays to do. Less than asked needs a reason; another bin is searched at once.",
    operation="warehouse.confirm_picks",
    submit_label="Confirm picks",
    initial=_first,
    arguments=_picks,
    preview=ahead,
    fields=_fields,
    on_done=lambda ctx, result, values: Done(
        record_url("picking", values["task"]), f"{len(result)} {'task' if len(result) == 1 else 'tasks'} confirmed."
    ),
)


def put_back(ctx: Ctx, *, task: int) -> Outcomes:
    """Confirm all put-backs of the order that a task belongs to."""
    with reading(ctx):
        tasks = [found.id for found in load(ctx, task).ready]
    return confirm_put_backs(ctx, tasks=tasks)


PUT_BACKS = OperationForm(
    slug="picking/put-back",
    parent="picking",
    permission="warehouse.pick",
    title="Confirm put-back",
    text=lambda ctx, values: _what_goes_back(ctx, values),
    operation=put_back,
    calls="warehouse.confirm_put_backs",
    submit_label="Confirm put-back",
    fields=[Field("task", kind="hidden", parse=int, required=True)],
    on_done=lambda ctx, result, values: Done(record_url("picking", values["task"]), "Goods are free again."),
)


def _what_goes_back(ctx: Ctx, values: Mapping[str, Any]) -> str:
    ready = load(ctx, values.get("task") or 0).ready
    parts = [
        tell("{item} to {place}", item=task.item_code, place=task.to_place or task.place or said("its bin"))
        for task in ready[:4]
    ]
    what = ", ".join(parts)
    if len(ready) > 4:
        what = tell("{what} and {count} more", what=what, count=len(ready) - 4)
    return tell("Back in their bins: {what}. Then they are free for others.", what=what)
