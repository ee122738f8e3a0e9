"""How promises were kept, line by line: the rows behind the figures of on time in full and first-pass fill."""

from dataclasses import dataclass
from datetime import date

from throughline.modules.parties.public import party_names
from throughline.modules.sales.permissions import READ
from throughline.modules.sales.queries.service import DAYS, DueLine, due_lines
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Column,
    Empty,
    Filter,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Nav,
    Status,
    View,
    disc,
    record_url,
    triangle,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line that was due, with the name of its customer."""

    id: int
    line: DueLine
    customer: str

    @property
    def order(self) -> str:
        """The order and the line of it."""
        return f"{self.line.number}/{self.line.line_no}"

    @property
    def first_promised(self) -> date:
        """The day first promised, which no later change touches."""
        return self.line.promised_original

    @property
    def now(self) -> Status:
        """Say how the promise went, the worst first."""
        if not self.line.kept:
            return triangle("Slipped")
        return disc("Kept") if self.line.at_once >= self.line.wanted else disc("Kept from an arrival")


def _measured(row: Row, amount: str) -> Measured:
    return Measured(getattr(row.line, amount) / row.line.unit_factor, row.line.unit)


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of the lines due lately."""
    found = due_lines(ctx, missed=asked.filters.get("missed") or (), after=asked.beyond, size=asked.size + 1)
    names = party_names(line.party_id for line in found)
    return ListPage.cut(
        found,
        asked.size,
        lambda last: f"{last.promised_original},{last.id}",
        lambda page: [Row(line.id, line, names.get(line.party_id, "")) for line in page],
    )


LIST = ListScreen(
    slug="promises",
    title=f"Lines due in the last {DAYS} days",
    permission=READ,
    nav=Nav("Watch", "Promises kept", "calendar-stats", 20),
    query=page,
    columns=[
        Column("order", "Order line", "code", priority=1),
        Column("customer", "Customer", priority=1, width=190),
        Column("item", "Item", "item", lambda row: Item(row.line.item_code, row.line.description), priority=2),
        Column("first_promised", "First promised", "date", priority=2),
        Column("wanted", "Wanted", "quantity", lambda row: _measured(row, "wanted"), priority=2),
        Column("at_once", "Covered at once", "quantity", lambda row: _measured(row, "at_once"), priority=3),
        Column("arrived", "There in time", "quantity", lambda row: _measured(row, "arrived"), priority=3),
        Column("last_on", "Last delivery", "date", "line.last_on", priority=4),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[Filter("missed", "Missed", choices=[("late", "Not on time in full"), ("short", "Not covered at once")])],
    views=[View("all", "All"), View("late", "Not on time in full", {"missed": ["late"]}),
           View("short", "Not covered at once", {"missed": ["short"]})],
    row_url=lambda row: record_url("orders", row.line.order_id),
    searchable=False,
    empty=Empty("No line was due", f"No confirmed line of goods was first promised for one of the last {DAYS} days.",
                "On time in full counts lines whose whole quantity the customer accepted by the day first promised; "
                "first-pass fill those that stock covered whole when they were confirmed."),
)  # fmt: skip
