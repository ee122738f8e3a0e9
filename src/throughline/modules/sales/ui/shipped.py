"""Shipped and not billed: by order, beside the accounts that must say the same as the documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import currency
from throughline.kernel.money import ZERO
from throughline.modules.billing.public import unbilled_total
from throughline.modules.inventory.public import worth
from throughline.modules.ledger.public import AccountBalance, trial_balance
from throughline.modules.parties.public import party_names
from throughline.modules.sales.queries.shipped import Shipped, shipped_unbilled
from throughline.modules.settlement.public import receivable_total
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Board,
    Column,
    Group,
    ListRequest,
    Nav,
    Status,
    Tile,
    Workbench,
    disc,
    half,
    list_url,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.formats import day, money, number
from throughline.platform.ui.sentences import tell, tell_count

READ = "ledger.entry.read"
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Tie:
    """A figure of the documents and the account that must equal it."""

    what: str
    documents: Decimal
    account: AccountBalance | None

    @property
    def ledger(self) -> Decimal:
        """What the books say."""
        return self.account.balance if self.account else ZERO

    @property
    def apart(self) -> Decimal | None:
        """How far the two are apart, where they are."""
        return (self.ledger - self.documents) or None

    @property
    def now(self) -> Status:
        """Say whether they agree."""
        return triangle("Differs") if self.apart else disc("Ties")


def ties(ctx: Ctx) -> list[Tie]:
    """Put the figures of the documents beside the accounts."""
    known = {one.role: one for one in trial_balance(ctx) if one.role}
    value, owed = worth(ctx), receivable_total(ctx)
    return [
        Tie("Deferred cost", value.deferred, known.get("SNI")),
        Tie("Stock", value.stock, known.get("INV")),
        Tie("Between sites", value.transit, known.get("GIT")),
        Tie("Receivables", owed.total, known.get("AR")),
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """An order of the list."""

    id: int
    order: Shipped
    customer: str

    @property
    def now(self) -> Status:
        """Say what the rest waits for."""
        if self.order.on_the_way >= self.order.unbilled:
            return half("On the way")
        return ring("To bill") if not self.order.on_the_way else half("Part on the way")


def load(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Gather the orders and the ties."""
    found = shipped_unbilled(ctx, SHOWN)
    names = party_names(one.party_id for one in found)
    code, whole = currency(ctx), found[0].whole if found else ZERO
    count = found[0].orders if found else 0
    more = f"{number(count - SHOWN)} more, smaller ones" if count > SHOWN else ""
    groups = [
        Group("Left and not billed", [Row(one.id, one, names.get(one.party_id, "")) for one in found], COLUMNS,
              tell_count(count, "{count} order, {amount} net", "{count} orders, {amount} net", amount=money(whole)),
              more_label=more, more_url="/orders/", row_url=lambda row: record_url("orders", row.id),
              empty="All that has left is billed."),
        Group("Beside the books", ties(ctx), TIES, code, side=True, row_height=42, row_id="what",
              row_url=lambda tie: record_url("ledger/accounts", tie.account.account_id) if tie.account else ""),
    ]  # fmt: skip
    sentence = (
        tell("{amount} {currency} net has left and is not billed", amount=money(whole), currency=code)
        if whole
        else "All that has left is billed."
    )
    actions = [Action("Billing", url="/billing/"), Action("Trial balance", url=list_url("ledger"), icon="book")]
    return Workbench(groups, sentence, _tiles(ctx, found, whole, code), actions=actions)


def _tiles(ctx: Ctx, found: Sequence[Shipped], whole: Decimal, code: str) -> list[Tile]:
    out = sum((one.on_the_way for one in found), ZERO)
    oldest = min((one.left_on for one in found if one.left_on), default=None)
    return [
        Tile("Shipped, not billed", money(whole), unit=code, detail=f"oldest left {day(oldest)}" if oldest else ""),
        Tile("On the way to customers", money(out), list_url("shipments", state=["dispatched"]), code),
        Tile("Earned, not billed", money(unbilled_total(ctx)), "/billing/", code, detail="freight and fees with it"),
    ]  # fmt: skip


COLUMNS = [
    Column("number", "Order", "code", "order.number", priority=1),
    Column("customer", "Customer", priority=1, width=140),
    Column("left_on", "Left since", "date", "order.left_on", priority=3),
    Column("shipped", "Shipped", "money", "order.shipped", priority=3),
    Column("billed", "Billed", "money", lambda row: row.order.billed or None, priority=4),
    Column("unbilled", "Not billed", "money", "order.unbilled", priority=2),
    Column("now", "Now", "status", priority=2),
]
TIES = [
    Column("what", "Figure", priority=1),
    Column("documents", "Documents", "money", priority=2),
    Column("ledger", "Ledger", "money", priority=2),
    Column("apart", "Apart", "money", priority=4),
    Column("now", "Now", "status", priority=2),
]

BOARD = Board(
    slug="shipped-unbilled",
    title="Shipped, not billed",
    permission=READ,
    nav=Nav("Money", "Shipped, not billed", "truck-delivery", 15),
    load=load,
)
