"""The billing workbench: what is earned and not billed, by the invoice it will stand on, and billing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.digits import is_id
from throughline.modules.billing.permissions import READ_EVENTS
from throughline.modules.billing.public import run_billing
from throughline.modules.billing.queries.to_bill import (
    InvoiceToCome,
    PolicySum,
    Unbilled,
    events_beside,
    invoices_to_come,
    policy_sums,
    unbilled_sums,
)
from throughline.modules.billing.ui.words import FREQUENCIES, GROUPINGS, TRIGGERS
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Outcomes, Versioned, reading
from throughline.platform.ui import (
    Action,
    Board,
    Bulk,
    Column,
    Filter,
    Group,
    ListRequest,
    Nav,
    Status,
    Tile,
    Workbench,
    disc,
    list_url,
    octagon,
    ring,
    why_url,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import age, day, money, number
from throughline.platform.ui.sentences import said as translated
from throughline.platform.ui.sentences import tell

SHOWN = 200
CHUNK = 1_000


@dataclass(frozen=True)
class Row:
    """A document to come."""

    id: int
    customer: str
    customer_url: str
    what: str
    policy: str
    events: int
    net: Decimal
    bill_on: date
    since: date
    now: Status
    is_asked: bool


def load(ctx: Ctx, asked: ListRequest) -> Workbench:
    """Gather what waits: three statements and the currency, however much it is."""
    chosen = asked.one("customer")
    party = int(chosen) if chosen and is_id(chosen) else None
    come = invoices_to_come(ctx, party)
    sums = unbilled_sums(ctx, ctx.today, party)
    ready = [one for one in come if not one.stop and one.bill_on <= ctx.today]
    later = [one for one in come if not one.stop and one.bill_on > ctx.today]
    held = [one for one in come if one.stop]
    code = currency(ctx)
    groups = [
        _group("Ready to bill", ready, ticked=True, empty="Everything that is due is billed."),
        _group("Not due yet", later, ticked=False, empty="Nothing waits for its day."),
        Group("By policy", [_policy(one) for one in policy_sums(ctx, ctx.today, party)], POLICY_COLUMNS, 
              tell("{currency} net", currency=code),
              side=True, row_height=42, empty="Nothing is earned and unbilled."),
        Group("Held from billing", [_row(one) for one in held[:SHOWN]], HELD_COLUMNS, "stays in the figures above",
              side=True, row_url=lambda row: row.customer_url, row_actions=_give_up,
              empty="Nothing is held."),
    ]  # fmt: skip
    actions = [Action("All customers", url=list_url("billing"))] if party else []
    name = come[0].party if party and come else ""
    sentence = " · ".join(part for part in (name, day(ctx.today), "amounts net") if part)
    actions += [Action("Events", url=list_url("billable-events"), icon="list"),
                Action("Invoices", url=list_url("invoices"), icon="file-invoice")]  # fmt: skip
    return Workbench(groups, sentence, _tiles(sums, code), actions=actions)


def _group(title: str, come: Sequence[InvoiceToCome], *, ticked: bool, empty: str) -> Group:
    total = sum((one.amount for one in come), Decimal(0))
    note = f"{number(len(come))} {plural('document', len(come))}, {money(total)}"
    more = f"{len(come) - SHOWN} more follow when these are billed" if len(come) > SHOWN else ""
    rows = [_row(one) for one in come[:SHOWN]]
    return Group(title, rows, COLUMNS, note, "bill", ticked, row_actions=_give_up, more_label=more,
                 more_url="/billing/", empty=empty)  # fmt: skip


def _give_up(row: Row) -> list[Action]:
    """Offer to give up what a document to come would bill; what a customer gets back is his."""
    if row.net <= 0 or row.is_asked:
        return []
    return [Action("Never bill", form="waivers/new", query={"event": row.id}, dialog=False)]


def _row(one: InvoiceToCome) -> Row:
    what = one.orders[0] if one.orders else ""
    if len(one.orders) > 1:
        what = tell("{order} and {count} more", order=what, count=len(one.orders) - 1)
    if len(one.deliveries) == 1:
        what = f"{what} · {one.deliveries[0]}"
    now = octagon(one.stop) if one.stop else disc("Credit note") if one.amount < 0 else ring("Invoice")
    return Row(one.id, one.party, list_url("billing", customer=one.party_id), what,
               _policy_name(one), one.events, one.amount, one.bill_on, one.since, now, one.is_asked)  # fmt: skip


def _policy_name(one: InvoiceToCome | PolicySum) -> str:
    parts = [
        TRIGGERS.get(one.trigger, one.trigger),
        FREQUENCIES.get(one.frequency, ""),
        GROUPINGS.get(one.grouping, ""),
    ]
    return ", ".join(str(translated(part)) for part in parts if part)


def _policy(one: PolicySum) -> dict[str, Any]:
    return {
        "policy": _policy_name(one),
        "events": one.events,
        "ready": one.ready or None,
        "held": one.held or None,
        "later": one.later or None,
        "next": one.next_on,
    }


def _tiles(sums: Mapping[str, Unbilled], code: str) -> list[Tile]:
    labels = {"ready": "Ready to bill", "held": "Held", "later": "Not due yet"}
    tiles = []
    for standing, label in labels.items():
        one = sums.get(standing)
        count = one.events if one else 0
        detail = f"{number(count)} {plural('event', count)}" + (f", oldest {age(one.since)}" if one and count else "")
        verdict = octagon("waits for a decision") if standing == "held" and one else None
        tiles.append(Tile(label, money(one.amount if one else 0), unit=code, detail=detail, verdict=verdict))
    total = sum((one.amount for one in sums.values()), Decimal(0))
    tiles.append(Tile("Earned, not invoiced", money(total), unit=code, detail="the three together"))
    return tiles


COLUMNS = [
    Column("customer", "Customer", priority=1, width=160, url=lambda row: row.customer_url),
    Column("what", "Order · delivery", dim=True, priority=3, width=160),
    Column("events", "Events", "number", priority=3),
    Column("bill_on", "Due", "date", priority=2, why=lambda row: why_url("billing-date", row.id)),
    Column("now", "Makes", "status", priority=4),
    Column("net", "Net", "money", priority=2),
]
HELD_COLUMNS = [
    Column("now", "Why", "status", priority=1),
    Column("customer", "Customer", priority=1, width=110, url=lambda row: row.customer_url),
    Column("net", "Net", "money", priority=2),
]
POLICY_COLUMNS = [
    Column("policy", "Policy", priority=1),
    Column("ready", "Ready", "money", priority=2),
    Column("held", "Held", "money", priority=2),
    Column("later", "Not due", "money", priority=2),
]


def foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Say which documents a run would make, by making them and rolling it back; no number is taken for good."""
    return _billed(ctx, chosen, OPERATIONS["billing.run_billing"].dry_run)


def bill(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Bill the chosen documents to come, in steps of a thousand events."""
    return _billed(ctx, chosen, run_billing)


def _billed(ctx: Ctx, chosen: Sequence[Versioned], deed: Any) -> Outcomes:
    with reading(ctx):
        events = events_beside(ctx, [one.id for one in chosen])
    outcomes: list[Outcome] = []
    for start in range(0, len(events), CHUNK):
        key = f"{ctx.idempotency_key}/{start}" if ctx.idempotency_key and start else ctx.idempotency_key
        outcomes += deed(replace(ctx, idempotency_key=key), events=events[start : start + CHUNK])
    return Outcomes(said(outcome) for outcome in outcomes)


def said(outcome: Outcome) -> Outcome:
    """Say what a run made, or would make, of one document."""
    if outcome.status != "done":
        return outcome
    what = "Credit note" if outcome.code == "credit_note" else "Invoice"
    net, tax = Decimal(outcome.facts["net"]), Decimal(outcome.facts["tax"])
    gross = money(net + tax)
    text = f"{what}, {money(tax)} VAT, {gross} in all."
    label = "Draft" if "-preview-" in outcome.label else outcome.label
    facts = {"amount": -net if outcome.code == "credit_note" else net, "party": outcome.message}
    return Outcome(outcome.subject, label, "done", outcome.code, text, facts, outcome.document)


BOARD = Board(
    slug="billing",
    title="Billing",
    permission=READ_EVENTS,
    nav=Nav("Money", "Billing", "receipt", 10),
    load=load,
    filters=[Filter("customer", "Customer", "lookup", lookup="customers")],
    bulk=[Bulk("bill", "Bill", "document", bill, preview=foresee, permission="billing.run", key="B",
               past="billed",
               consequence="Invoices are posted and numbered; what is posted is corrected by credit notes only.")],
)  # fmt: skip
