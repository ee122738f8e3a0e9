"""Waivers: what was never billed, why and on whose approval; asking for it is in `waiving`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.digits import is_id
from throughline.kernel.errors import NotFound
from throughline.modules.billing.permissions import READ_WAIVERS
from throughline.modules.billing.queries.waivers import (
    WaiverLine,
    WaiverRow,
    waiver_lines,
    waiver_rows,
    waivers_of_threads,
)
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Document,
    Empty,
    Fact,
    Filter,
    Flag,
    Grid,
    Item,
    ListPage,
    ListRequest,
    ListScreen,
    Measured,
    Nav,
    Pair,
    Pairs,
    Part,
    QueueGroup,
    QueueRow,
    RecordScreen,
    Section,
    Status,
    ThroughlineSection,
    View,
    disc,
    half,
    list_url,
    record_url,
    ring,
)
from throughline.platform.ui.formats import MISSING, money
from throughline.platform.ui.sentences import tell
from throughline.platform.ui.slots import thread_line

STATES: Mapping[str, Status] = {
    "waiting": half("Asked"),
    "approved": disc("Approved"),
    "declined": ring("Declined"),
    "withdrawn": ring("Withdrawn"),
}
NOW: Mapping[str, Status] = {
    "open": ring("To bill"),
    "held": half("Asked"),
    "waived": disc("Never billed"),
    "billed": disc("Billed"),
    "netted": ring("Taken back"),
}
ASK, DECIDE = "billing.event.waive", "billing.waiver.decide"
BILLED = 6


def page(ctx: Ctx, asked: ListRequest) -> ListPage:
    """Give one page of waivers."""
    party = asked.one("customer")
    found = waiver_rows(
        ctx,
        before=asked.before,
        states=list(asked.filters.get("state") or []) or None,
        party_id=int(party) if party and is_id(party) else None,
        number=asked.search.strip().upper(),
        size=asked.size + 1,
    )
    return ListPage.by_id(found, asked.size)


LIST = ListScreen(
    slug="waivers",
    title="Never billed",
    permission=READ_WAIVERS,
    nav=Nav("Money", "Never billed", "circle-x", 16),
    query=page,
    columns=[
        Column("number", "Waiver", "code", priority=1),
        Column("party", "Customer", priority=1, width=200),
        Column("reason", "Reason", priority=2, width=260),
        Column("amount", "Net", "money", priority=2),
        Column("who", "Asked by", value=lambda row: row.who or MISSING, dim=True, priority=3),
        Column("asked_at", "Asked", "datetime", priority=3),
        Column("decided_by", "Decided by", value=lambda row: row.decided_by or MISSING, dim=True, priority=4),
        Column("now", "Now", "status", lambda row: STATES[row.state], priority=2),
    ],
    filters=[
        Filter("state", "State", choices=[(code, one.label) for code, one in STATES.items()]),
        Filter("customer", "Customer", "lookup", lookup="customers"),
    ],
    views=[View("all", "All"), View("waiting", "Waiting", {"state": ["waiting"]})],
    row_url=lambda row: record_url("waivers", row.id),
    empty=Empty("Nothing is given up", "", "What shall never be billed is given up on the billing page.",
                Action("Billing", url=list_url("billing"))),
)  # fmt: skip


@dataclass(frozen=True)
class Waived:
    """A waiver with the events that it names."""

    head: WaiverRow
    lines: Sequence[WaiverLine]


def load(ctx: Ctx, waiver_id: int) -> Waived:
    """Read a waiver."""
    found = waiver_rows(ctx, ids=[waiver_id], size=1)
    if not found:
        raise NotFound("waiver_unknown", "There is no such waiver.", waiver=waiver_id)
    return Waived(found[0], waiver_lines(ctx, waiver_id))


def _actions(ctx: Ctx, one: Waived) -> list[Action]:
    if one.head.state != "waiting":
        return []
    query, mine = {"waiver": one.head.id}, one.head.asked_by == ctx.actor_id
    offered = []
    if ctx.may(DECIDE):
        reason = "Another person decides what you asked for" if mine else ""
        offered.append(Action("Approve", form="waivers/approve", query=query, primary=True, disabled_reason=reason))
        if not mine:
            offered.append(Action("Decline", form="waivers/decline", query=query))
    if mine and ctx.may(ASK):
        offered.append(Action("Withdraw", form="waivers/withdraw", query=query))
    return offered


def _sections(ctx: Ctx, one: Waived) -> list[Section]:
    columns = [
        Column("label", "Earned by", "code", priority=1),
        Column("order_label", "Order", "code", priority=3),
        Column("item", "Item", "item", lambda line: Item(line.item_code, line.description), priority=1),
        Column("quantity", "Quantity", "quantity", lambda line: Measured(line.quantity, line.unit), priority=3),
        Column("on_date", "Earned", "date", priority=3),
        Column("amount", "Net", "money", priority=2),
        Column("now", "Now", "status", lambda line: NOW.get(line.state), priority=3),
    ]
    line = thread_line(ctx, one.head.thread_id)
    sections: list[Section] = [ThroughlineSection(line)] if line else []
    sections.append(Grid("Earned and not billed", one.lines, columns, foot={"amount": one.head.amount}))
    if one.head.decided_at:
        decided = [Pair("By", one.head.decided_by or MISSING), Pair("At", one.head.decided_at, "datetime")]
        sections.append(Pairs("The decision", decided + ([Pair("Remark", one.head.remark)] if one.head.remark else [])))
    return sections


RECORD = RecordScreen(
    subject=Subject("billing.waiver", (Kept("billing_waiver"),)),
    slug="waivers",
    parent="waivers",
    permission=READ_WAIVERS,
    load=load,
    title=lambda one: one.head.reason,
    code=lambda one: one.head.number,
    status=lambda one: STATES[one.head.state],
    data=lambda ctx, one: one,
    subtitle=lambda one: [Part(one.head.number, code=True), one.head.party, f"by {one.head.who or MISSING}"],
    facts=lambda ctx, one: [
        Fact("Net", one.head.amount, "money", unit=one.head.currency, large=True),
        Fact("Alone up to", money(Decimal(one.head.limit)) if one.head.limit else "any amount"),
        Fact("Asked", one.head.asked_at, "datetime"),
    ],
    actions=_actions,
    sections=_sections,
)


def waiting(ctx: Ctx) -> list[QueueGroup]:
    """Show on the home page what waits for the reader's decision."""
    found = [row for row in waiver_rows(ctx, states=["waiting"], size=20) if row.asked_by != ctx.actor_id]
    rows = [
        QueueRow(
            half("Asked"),
            f"{row.party}: {row.reason}",
            tell("Asked by {who}", who=row.who or MISSING),
            row.number,
            record_url("waivers", row.id),
            f"{money(row.amount, row.currency)} {row.currency}",
            row.asked_at,
            actions=[Action("Decide", url=record_url("waivers", row.id))],
        )
        for row in found
    ]
    return [QueueGroup("Not to be billed", rows)] if rows else []


def flags(ctx: Ctx, threads: Sequence[int]) -> Mapping[int, Sequence[tuple[int, Flag]]]:
    """Hang what is given up under Billed: what waits as a warning, what is decided as a branch."""
    found: dict[int, list[tuple[int, Flag]]] = {}
    for thread, one, amount in waivers_of_threads(ctx, threads):
        waits = one.state == "waiting"
        title = tell(
            "{amount} asked never to be billed" if waits else "Never billed {amount}",
            amount=money(amount, one.currency),
        )
        lines = [f"{one.number}, {one.reason}", _by(one)]
        flag = Flag("warn" if waits else "branch", title, lines, record_url("waivers", one.id))
        found.setdefault(thread, []).append((BILLED, flag))
    return found


def _by(one: WaiverRow) -> str:
    """Say who asked, and on whose approval."""
    who = one.who or MISSING
    if one.state == "waiting":
        return tell("asked by {who}, waits for another person", who=who)
    if one.decided_by in (None, one.who):
        return tell("given up by {who}", who=who)
    return tell("asked by {who}, approved by {other}", who=who, other=one.decided_by)


def documents(ctx: Ctx, thread_id: int) -> Sequence[Document]:
    """List the waivers of a thread."""
    if not ctx.may(READ_WAIVERS):
        return []
    return [
        Document(one.number, record_url("waivers", one.id), tell("Never billed, {reason}", reason=one.reason),
                 STATES[one.state], one.asked_at.date())
        for _, one, _ in waivers_of_threads(ctx, [thread_id])
    ]  # fmt: skip


def shown(ids: Iterable[int]) -> dict[int, refs.Shown]:
    """Say how waivers are shown to others."""
    return {number: refs.Shown("Waiver", f"WV-{number:06d}", record_url("waivers", number)) for number in ids}
