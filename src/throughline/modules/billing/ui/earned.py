"""Earned and not billed, event by event: what waits for which day, what stops it, what was asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughline.kernel.digits import is_id
from throughline.modules.billing.permissions import READ_EVENTS
from throughline.modules.billing.queries.earned import EarnedRow, earned_rows
from throughline.modules.billing.ui.waivers import ASK
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Filter,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Status,
    View,
    form_url,
    half,
    list_url,
    octagon,
    record_url,
    ring,
    why_url,
)
from throughline.platform.ui.sentences import said, tell

STATES: Mapping[str, Status] = {"open": ring("To bill"), "held": half("Asked")}


@dataclass(frozen=True)
class Row:
    """An event, and where the reader may ask that it is never billed."""

    id: int
    event: EarnedRow
    ask_url: str | None

    @property
    def now(self) -> Status:
        """Say how it stands: asked by whom, stopped by what, or to bill."""
        one = self.event
        if one.waiver:
            return half(tell("Asked by {who}", who=one.asked_by or one.waiver))
        return octagon(one.stop) if one.stop else STATES["open"]


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of events that wait to be billed."""
    party = asked.one("customer")
    found = earned_rows(
        ctx,
        after=_after(asked.cursor),
        party_id=int(party) if party and is_id(party) else None,
        states=list(asked.filters.get("state") or []) or None,
        order=asked.search.strip().upper(),
        size=asked.size + 1,
    )
    asks = ctx.may(ASK)
    return ListPage.cut(found, asked.size, lambda one: f"{one.bill_on}~{one.id}",
                        lambda rows: [Row(one.id, one, _ask_url(one) if asks else None) for one in rows])  # fmt: skip


def _after(cursor: str | None) -> tuple[date, int] | None:
    day, _, number = (cursor or "").partition("~")
    try:
        return (date.fromisoformat(day), int(number)) if is_id(number) else None
    except ValueError:
        return None


def _ask_url(one: EarnedRow) -> str | None:
    """Lead to giving up what was earned and nobody was asked about; what a customer gets back is his."""
    if one.kind != "earned" or one.state != "open":
        return None
    about = {"thread": one.thread_id} if one.thread_id else {}
    return form_url("waivers/new", **about, event=one.id)


LIST = ListScreen(
    slug="billable-events",
    title="Earned, not billed",
    parent="billing",
    permission=READ_EVENTS,
    query=page,
    columns=[
        Column("label", "Earned by", "code", "event.label", priority=1),
        Column("order", "Order", "code", "event.order_label", priority=3),
        Column("customer", "Customer", value="event.party", priority=1, width=170),
        Column("item", "Item", "item", lambda row: Item(row.event.item_code, row.event.description), priority=3,
               width=230),
        Column("quantity", "Quantity", "quantity", lambda row: Measured(row.event.quantity, row.event.unit),
               priority=4),
        Column("on_date", "Earned", "date", "event.on_date", priority=5),
        Column("bill_on", "Due", "date", "event.bill_on", priority=3, why=lambda row: why_url("billing-date", row.id)),
        Column("amount", "Net", "money", "event.amount", priority=2),
        Column("now", "Now", "status", priority=2,
               url=lambda row: record_url("waivers", row.event.waiver_id) if row.event.waiver_id else None),
        Column("ask", "Never bill", "link", lambda row: said("Never bill") if row.ask_url else "", priority=2,
               url=lambda row: row.ask_url),
    ],
    filters=[
        Filter("state", "State", choices=[(code, one.label) for code, one in STATES.items()]),
        Filter("customer", "Customer", "lookup", lookup="customers"),
    ],
    views=[View("all", "All"), View("asked", "Asked", {"state": ["held"]})],
    actions=[Action("Billing", url=list_url("billing"), icon="receipt")],
    empty=Empty("Nothing is earned and unbilled", "",
                "An event appears when goods are accepted, or as the policy of billing says."),
)  # fmt: skip
