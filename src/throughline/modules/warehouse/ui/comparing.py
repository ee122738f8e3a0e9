"""Comparing methods before a release: who would get what by rank, in equal parts, in proportion; whole or in part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import load as load_policies
from throughline.governance.public import site_asked
from throughline.kernel.money import ZERO
from throughline.modules.inventory.public import ALLOCATING, simulate
from throughline.modules.warehouse.permissions import CHOOSE, READ_RELEASE
from throughline.modules.warehouse.queries.waiting import WaitingOrder, waiting_lines, waiting_orders
from throughline.modules.warehouse.ui.releasing import WAVE, foresee, release
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Board,
    Bulk,
    Column,
    Field,
    Filter,
    Group,
    ListRequest,
    Measured,
    Tile,
    Workbench,
    list_url,
    places,
)
from throughline.platform.ui.formats import number
from throughline.platform.ui.sentences import said, tell, tell_count

METHODS = {
    "rank": "By rank",
    "first_come": "First come",
    "equal": "Equal parts",
    "proportional": "In proportion",
    "quota": "By quotas",
}
MOST = 300


@dataclass(frozen=True)
class Row:
    """An order that waits, and what each method would give it."""

    id: int
    rank: int
    order: str
    url: str
    customer: str
    due: date
    open: Decimal
    given: Mapping[str, Decimal]
    differs: bool

    def part(self, method: str) -> Measured | None:
        """Give what a method gives, with its share."""
        got = self.given[method]
        return Measured(got, "", float(got / self.open)) if got and self.open else None


def load(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Work out all methods over what waits now; nothing is claimed by it."""
    site, more = site_asked(ctx, asked.one("site"))
    complete = asked.one("parts") == "complete"
    orders = waiting_orders(waiting_lines(ctx, site.id), {})
    demands = [line.demand_id for order in orders for line in order.lines]
    given = simulate(ctx, demands, METHODS, complete_only=complete)
    names = documents({(order.root_kind, order.root_id) for order in orders})
    rows = [_row(order, given, names) for order in orders]
    differing = [row for row in rows if row.differs]
    same = [row for row in rows if not row.differs and any(row.given.values())]
    policy = load_policies(ctx, ALLOCATING).ask(ALLOCATING).answer.method
    whole = Action("In part too" if complete else "Complete only", icon="package",
                   url=list_url("release/compare", site=site.id, parts="" if complete else "complete"))  # fmt: skip
    groups = [
        Group("It makes a difference", differing[:MOST], COLUMNS, _count(differing), "release-by",
              row_url=lambda row: row.url, empty="Every method gives everybody the same."),
        Group("All methods give the same", same[:MOST], COLUMNS, _count(same), "release-by",
              row_url=lambda row: row.url, empty="None"),
    ]  # fmt: skip
    how = "all of a line or nothing" if complete else "lines may go in part"
    sentence = tell(
        "Policy shares {method}; {how}. Nothing is claimed by looking.",
        method=_inside(METHODS.get(policy, policy)),
        how=said(how),
    )
    back = Action("Release", url=list_url("release", site=site.id), icon="arrow-left")
    return Workbench(groups, sentence, [_tile(method, rows, policy) for method in METHODS],
                     actions=[whole, back], places=places("release/compare", site, more),
                     title=f"Compare methods, {site.name}")  # fmt: skip


def _inside(words: str) -> str:
    """Give words as they stand within a sentence of the reader's language."""
    told = str(said(words))
    return told[0].lower() + told[1:]


def _row(order: WaitingOrder, given: Mapping[str, Mapping[int, Decimal]], names: Mapping[Any, Any]) -> Row:
    shown = names.get((order.root_kind, order.root_id))
    sums = {
        method: sum((by_demand.get(line.demand_id, ZERO) for line in order.lines), ZERO)
        for method, by_demand in given.items()
    }
    label, url = (shown.label, shown.url) if shown else (f"{order.ref_kind} {order.id}", "")
    differs = len(set(sums.values())) > 1
    return Row(order.id, order.rank, label, url, order.party, order.due_on, order.open, sums, differs)


def _count(rows: Sequence[Row]) -> str:
    return tell_count(len(rows), "{count} order", "{count} orders")


def _tile(method: str, rows: Sequence[Row], policy: str) -> Tile:
    whole = sum(row.given[method] == row.open for row in rows)
    part = sum(ZERO < row.given[method] < row.open for row in rows)
    units = sum((row.given[method] for row in rows), ZERO)
    none = len(rows) - whole - part
    lines = [
        tell("{part} in part, {none} get nothing", part=number(part), none=number(none)),
        tell("{count} units in all", count=number(units)),
    ]
    detail = "as policy says" if method == policy else ""
    return Tile(METHODS[method], number(whole), unit="order whole" if whole == 1 else "orders whole", icon="scale",
                detail=detail, lines=lines)  # fmt: skip


def _column(method: str) -> Column:
    return Column(method, METHODS[method], "quantity", lambda row: row.part(method), priority=2)


COLUMNS = [
    Column("rank", "Rank", "number", dim=True, priority=3),
    Column("order", "Order", "code", priority=1, url=lambda row: row.url),
    Column("customer", "Customer", priority=1, width=180),
    Column("due", "Due", "date", priority=3),
    Column("open", "Ordered", "quantity", priority=2),
    *(_column(method) for method in METHODS),
]

BOARD = Board(
    slug="release/compare",
    title="Compare methods",
    permission=READ_RELEASE,
    load=load,
    filters=[Filter("site", "Site"), Filter("parts", "Parts")],
    bulk=[
        Bulk("release-by", "Release", "order", release, preview=foresee, permission=CHOOSE,
             phrase="Release {what}", past="released",
             fields=[Field("method", "Method", "select", choices=[("", "As policy says"), *METHODS.items()]),
                     Field("parts", "Parts", "select",
                           choices=[("", "Lines may go in part"), ("complete", "All of a line or nothing")]),
                     *WAVE],
             consequence="Stock is allocated by the method chosen; the claims keep who chose it."),
    ],
)  # fmt: skip
