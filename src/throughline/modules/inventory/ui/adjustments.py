"""Adjustments of stock: what was booked, what waits for another person, and the decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.errors import NotFound
from throughline.modules.inventory.permissions import READ_ADJUSTMENTS
from throughline.modules.inventory.queries.adjustments import (
    AdjustmentLineRow,
    AdjustmentRow,
    adjustment_line_rows,
    adjustment_rows,
    entry_lines,
)
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Fact,
    Filter,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Pair,
    Pairs,
    Part,
    QueueGroup,
    QueueRow,
    RecordScreen,
    Section,
    Status,
    View,
    decision_form,
    disc,
    form_url,
    half,
    record_url,
    ring,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import MISSING, money

STATES: Mapping[str, Status] = {
    "posted": disc("Posted"),
    "waiting": half("Asked"),
    "refused": ring("Refused"),
    "withdrawn": ring("Withdrawn"),
    "void": ring("Void"),
}
DECIDE = "inventory.adjustment.decide"


def number_of(adjustment_id: int) -> str:
    """Give the number under which an adjustment is known."""
    return f"AD-{adjustment_id}"


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of adjustments."""
    found = adjustment_rows(
        ctx,
        before=asked.before,
        states=list(asked.filters.get("state") or []) or None,
        words=asked.search.upper().removeprefix("AD-"),
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


LIST = ListScreen(
    slug="adjustments",
    title="Adjustments",
    permission=READ_ADJUSTMENTS,
    query=page,
    columns=[
        Column("number", "Adjustment", "code", lambda row: number_of(row.id), priority=1),
        Column("reason", "Reason", priority=1, width=260),
        Column("items", "Items", "code", priority=3, width=180),
        Column("site", "Site", value=lambda row: row.site or MISSING, dim=True, priority=4),
        Column("lines", "Places", "number", priority=4),
        Column("value", "Value", "money", priority=2),
        Column("who", "Entered by", value=lambda row: row.who or MISSING, dim=True, priority=3),
        Column("asked_at", "Entered", "datetime", priority=2),
        Column("now", "Now", "status", lambda row: STATES.get(row.state, ring(row.state)), priority=2),
    ],
    filters=[Filter("state", "State", choices=[(code, one.label) for code, one in STATES.items()])],
    views=[View("all", "All"), View("waiting", "Waiting", {"state": ["waiting"]})],
    actions=[
        Action("Count", form="stock/count", icon="clipboard-list", dialog=False),
        Action("Adjust", form="stock/adjust", icon="adjustments", dialog=False),
    ],
    row_url=lambda row: record_url("adjustments", row.id),
    empty=Empty("No adjustments", "", "An adjustment appears when stock is counted or adjusted.",
                Action("Count stock", url=form_url("stock/count"))),
)  # fmt: skip


@dataclass(frozen=True)
class Adjusted:
    """An adjustment with its lines and what it booked."""

    head: AdjustmentRow
    lines: Sequence[AdjustmentLineRow]
    entry: Sequence[tuple[str, str, Any]]


@dataclass(frozen=True)
class AdjustmentData:
    """An adjustment as programs read it."""

    head: AdjustmentRow
    lines: Sequence[AdjustmentLineRow]


def load(ctx: Ctx, adjustment_id: int) -> Adjusted:
    """Read an adjustment."""
    found = adjustment_rows(ctx, ids=[adjustment_id], size=1)
    if not found:
        raise NotFound("adjustment_unknown", "There is no such adjustment.", adjustment=adjustment_id)
    return Adjusted(found[0], adjustment_line_rows(ctx, adjustment_id), entry_lines(ctx, adjustment_id))


def _actions(ctx: Ctx, one: Adjusted) -> list[Action]:
    if one.head.state != "waiting":
        return []
    query, mine = {"adjustment": one.head.id}, one.head.asked_by == ctx.actor_id
    offered = []
    if mine and ctx.may("inventory.stock.adjust"):
        offered.append(Action("Withdraw", form="adjustments/withdraw", query=query))
    if ctx.may(DECIDE):
        reason = "Another person decides what you asked for" if mine else ""
        offered.insert(0, Action("Approve", form="adjustments/approve", query=query, primary=True,
                                 disabled_reason=reason))  # fmt: skip
        if not mine:
            offered.append(Action("Refuse", form="adjustments/refuse", query=query))
    return offered


def _sections(ctx: Ctx, one: Adjusted) -> list[Section]:
    columns = [
        Column("place", "Bin", "code", priority=1),
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.item_name), priority=1,
               url=lambda line: record_url("items", line.item_id)),
        Column("lot", "Lot", "code", priority=3),
        Column("status", "Status", value=lambda line: line.status.capitalize(), dim=True, priority=4),
        Column("booked", "Booked", "quantity", unit="unit", priority=3),
        Column("counted", "Counted", "quantity", priority=3),
        Column("quantity", "Change", "quantity", lambda line: Measured(line.quantity, line.unit), priority=1),
        Column("value", "Value", "money", priority=2),
        Column("now", "Now", "status", lambda line: ring("Counted anew") if line.is_void else None, priority=4),
    ]  # fmt: skip
    sections: list[Section] = [Grid("Places", one.lines, columns, foot={"value": one.head.value})]
    unit = currency(ctx)
    if one.entry:
        booked = [Pair("Debit" if amount > 0 else "Credit", f"{code} {name}, {money(abs(amount), unit)} {unit}")
                  for code, name, amount in one.entry]  # fmt: skip
        sections.append(Pairs("The entry", booked))
    if one.head.decided_at:
        decided = [Pair("By", one.head.decided_by or MISSING), Pair("At", one.head.decided_at, "datetime")]
        sections.append(Pairs("The decision", decided + ([Pair("Remark", one.head.remark)] if one.head.remark else [])))
    return sections


RECORD = RecordScreen(
    slug="adjustments",
    parent="adjustments",
    permission=READ_ADJUSTMENTS,
    load=load,
    title=lambda one: one.head.reason,
    code=lambda one: number_of(one.head.id),
    status=lambda one: STATES.get(one.head.state, ring(one.head.state)),
    data=lambda ctx, one: AdjustmentData(one.head, one.lines),
    subtitle=lambda one: [
        Part(number_of(one.head.id), code=True),
        one.head.site or "",
        f"by {one.head.who or MISSING}",
    ],
    facts=lambda ctx, one: [
        Fact("Value", one.head.value, "money", unit=currency(ctx), large=True),
        Fact("Gains and losses", one.head.value_absolute, "money", unit=currency(ctx)),
        Fact("Booked without approval up to", one.head.limit or "any worth"),
        Fact("Entered", one.head.asked_at, "datetime"),
    ],
    actions=_actions,
    sections=_sections,
)


_ADJUSTMENT: Mapping[str, Any] = {"record": "adjustments", "subject": "adjustment", "takes": "adjustments"}
FORMS = [
    decision_form(
        **_ADJUSTMENT,
        verb="approve",
        title="Approve the adjustment",
        text="It is booked now, at the average cost of now.",
        operation="inventory.decide_adjustments",
        submit_label="Approve and book",
        approve=True,
    ),
    decision_form(
        **_ADJUSTMENT,
        verb="refuse",
        title="Refuse the adjustment",
        text="Nothing is booked. Who entered it reads why.",
        operation="inventory.decide_adjustments",
        submit_label="Refuse",
        approve=False,
    ),
    decision_form(
        **_ADJUSTMENT,
        verb="withdraw",
        title="Withdraw the adjustment",
        text="Nothing is booked.",
        operation="inventory.withdraw_adjustments",
        submit_label="Withdraw",
    ),
]


def waiting(ctx: Ctx) -> list[QueueGroup]:
    """Show on the home page what waits for the reader's decision."""
    found = [row for row in adjustment_rows(ctx, states=["waiting"], size=20) if row.asked_by != ctx.actor_id]
    if not found:
        return []
    unit = currency(ctx)
    rows = [
        QueueRow(
            half("Asked"),
            f"{row.reason}: {row.items}",
            f"Entered by {row.who or MISSING}, {row.lines} {plural('place', row.lines)} at {row.site or MISSING}",
            number_of(row.id),
            record_url("adjustments", row.id),
            f"{money(row.value, unit)} {unit}",
            row.asked_at,
            actions=[Action("Decide", url=record_url("adjustments", row.id))],
        )
        for row in found
    ]
    return [QueueGroup("Stock to approve", rows)]


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how adjustments are shown to others; those made before they were documents have no page."""
    return {number: refs.Shown("Adjustment", number_of(number), record_url("adjustments", number)) for number in ids}
