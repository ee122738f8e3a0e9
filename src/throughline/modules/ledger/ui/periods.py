"""Months of the books: which are open, closing one, and opening one again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from throughline.kernel.dates import month_of
from throughline.modules.ledger.operations.close_period import close_period, reopen_period
from throughline.modules.ledger.permissions import READ
from throughline.modules.ledger.queries.periods import MonthFacts, months
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    OperationForm,
    Status,
    disc,
    form_url,
    half,
    ring,
)

CLOSE, REOPEN = "ledger.period.close", "ledger.period.reopen"


@dataclass(frozen=True, slots=True)
class Row:
    """A month as the list shows it."""

    id: int
    month: date
    ends: date
    by: str
    changed: datetime | None
    reason: str
    now: Status


def _row(ctx: Ctx, one: MonthFacts) -> Row:
    running = one.month == month_of(ctx.today)
    now = disc("Closed") if one.closed else half("Running") if running else ring("Open")
    number = one.month.year * 100 + one.month.month
    return Row(number, one.month, one.ends, one.changed_by, one.changed_at, one.reason, now)


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage([_row(ctx, one) for one in months(ctx)])


def _leads(row: Row) -> str:
    slug = "ledger/reopen" if row.now.label == "Closed" else "ledger/close"
    return form_url(slug, month=row.month.isoformat())


LIST = ListScreen(
    slug="ledger/periods",
    title="Months of the books",
    permission=READ,
    parent="ledger",
    query=_page,
    searchable=False,
    columns=[
        Column("month", "From", "date", align="start", priority=1),
        Column("ends", "To", "date", align="start", priority=2),
        Column("changed", "Changed", "datetime", priority=3),
        Column("by", "By", dim=True, priority=3),
        Column("reason", "Reason", dim=True, priority=4),
        Column("now", "Now", "status", priority=2),
    ],
    row_url=_leads,
    new=Action("Close a month", form="ledger/close", primary=True, key="N"),
    empty=Empty("No entries yet", "A month appears here with its first entry."),
)


def _oldest(ctx: Ctx, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """Propose the oldest open month that is over, else the one asked for."""
    if asked.get("month"):
        return {}
    over = [one.month for one in months(ctx) if not one.closed and one.ends < ctx.today]
    return {"month": min(over)} if over else {}


CLOSE_FORM = OperationForm(
    slug="ledger/close",
    title="Close a month of the books",
    text="Nothing is posted in it from then on; corrections go into an open month. Entries under way are waited for.",
    operation=close_period,
    calls="ledger.close_period",
    permission=CLOSE,
    submit_label="Close month",
    parent="ledger/periods",
    initial=_oldest,
    fields=[Field("month", "Month", "date", required=True, help="Any day of it", width=170)],
    on_done=lambda ctx, result, values: Done("/ledger/periods/", "Month closed."),
)

REOPEN_FORM = OperationForm(
    slug="ledger/reopen",
    title="Open a month of the books again",
    text="Entries may be posted in it again; close it when they are made. What was reported of it may change.",
    operation=reopen_period,
    calls="ledger.reopen_period",
    permission=REOPEN,
    submit_label="Open month again",
    danger=True,
    parent="ledger/periods",
    fields=[
        Field("month", "Month", "date", required=True, help="Any day of it", width=170),
        Field("reason", "Reason", "textarea", required=True),
    ],
    on_done=lambda ctx, result, values: Done("/ledger/periods/", "Month open again."),
)
