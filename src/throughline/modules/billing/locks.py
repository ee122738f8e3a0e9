"""Locking rows of billing: billable events before billable lines, by key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LockedLine:
    """A billable line as locked."""

    id: int
    ref_kind: str
    ref_id: int
    thread_id: int | None
    party_id: int
    ship_to_id: int | None
    quantity: Decimal
    unit_factor: Decimal
    unit_price: Decimal
    currency: str
    trigger: str
    grouping: str
    frequency: str
    order_label: str
    committed: Decimal
    cut: Decimal
    earned: Decimal
    taken_back: Decimal
    billed: Decimal
    credited: Decimal
    waived: Decimal
    netted: Decimal

    @property
    def weighing(self) -> Decimal:
        """What still weighs on the customer's credit: neither cut, billed, waived nor taken back."""
        return self.quantity - self.cut - self.billed - self.waived - self.netted

    @property
    def is_billed_ahead(self) -> bool:
        """Say whether the order itself earns, before anything leaves."""
        return self.trigger == "ordered"

    def earned_by(self, delivered: tuple[str, int]) -> tuple[str, int]:
        """Name the source that earned what was delivered: the document line where it was billed ahead."""
        return (self.ref_kind, self.ref_id) if self.is_billed_ahead else delivered


_LINE = """SELECT id, ref_kind, ref_id, thread_id, party_id, ship_to_id, quantity, unit_factor, unit_price, currency,
    trigger, grouping, frequency, order_label, committed, quantity_cut, quantity_earned, quantity_taken_back,
    quantity_billed, quantity_credited, quantity_waived, quantity_netted
    FROM billing_billable_line WHERE company_id = %s AND {} ORDER BY id FOR NO KEY UPDATE"""


def lines_of(ctx: Ctx, ref_kind: str, ref_ids: Iterable[int]) -> dict[int, LockedLine]:
    """Lock billable lines by the document lines behind them."""
    found = select(
        LockedLine, _LINE.format("ref_kind = %s AND ref_id = ANY(%s)"), [ctx.company_id, ref_kind, sorted(set(ref_ids))]
    )
    return {line.ref_id: line for line in found}


def lines(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedLine]:
    """Lock billable lines by id."""
    found = select(LockedLine, _LINE.format("id = ANY(%s)"), [ctx.company_id, sorted(set(ids))])
    return {line.id: line for line in found}


@dataclass(frozen=True, slots=True)
class BilledLine:
    """What an invoice says of a billable line, as locked."""

    id: int
    thread_id: int | None
    party_id: int
    ship_to_id: int | None
    order_label: str
    customer_po: str
    item_code: str
    description: str
    unit: str
    unit_factor: Decimal
    unit_price: Decimal
    currency: str
    tax_category: str
    customer_tax_category: str
    revenue_role: str
    committed: Decimal
    quantity: Decimal
    cut: Decimal
    billed: Decimal
    waived: Decimal
    netted: Decimal

    @property
    def weighing(self) -> Decimal:
        """What still weighs on the customer's credit: neither cut, billed, waived nor taken back."""
        return self.quantity - self.cut - self.billed - self.waived - self.netted


@dataclass(frozen=True, slots=True)
class LockedEvent:
    """An open billable event as locked, with its line; `document_id` is free for the document that it begins."""

    id: int
    kind: str
    quantity: Decimal
    amount: Decimal
    label: str
    issue_id: int | None
    origin_id: int | None
    on_date: date
    group_key: str
    line_id: int
    document_id: int
    line: BilledLine


#: Which events are locked: those named, or all that belong on the same documents as they.
_NAMED = "id = ANY(%(ids)s)"
_WHOLE = """group_key = ANY(ARRAY(SELECT DISTINCT group_key FROM billing_billable_event
                   WHERE company_id = %(company)s AND id = ANY(%(ids)s)))"""


def open_events(ctx: Ctx, ids: Sequence[int], *, whole: bool = False) -> list[LockedEvent]:
    """Lock events that are still to be billed, and then their lines; what another run has billed is not among them.

    With `whole`, all that belong on the same documents as the named ones: an announcement carries only so many.
    One statement: both parts give the rows as locked, and nothing is summed over others. Ids for the documents are
    drawn along, one an event, since how many documents there will be is not known yet; gaps mean nothing.
    """
    found = rows(
        f"""WITH e AS MATERIALIZED (
               SELECT id, kind, quantity, amount, label, issue_id, origin_id, on_date, group_key, billable_line_id
               FROM billing_billable_event
               WHERE company_id = %(company)s AND {_WHOLE if whole else _NAMED} AND state = 'open'
               ORDER BY id FOR NO KEY UPDATE),
           l AS MATERIALIZED (
               SELECT id, thread_id, party_id, ship_to_id, order_label, customer_po, item_code, description, unit,
                      unit_factor, unit_price, currency, tax_category, customer_tax_category, revenue_role, committed,
                      quantity, quantity_cut, quantity_billed, quantity_waived, quantity_netted
               FROM billing_billable_line WHERE id = ANY(ARRAY(SELECT billable_line_id FROM e))
               ORDER BY id FOR NO KEY UPDATE)
           SELECT e.*, nextval('billing_invoice_id_seq'), l.*
           FROM e JOIN l ON l.id = e.billable_line_id ORDER BY e.id""",
        {"company": ctx.company_id, "ids": list(ids)},
    )
    lines: dict[int, BilledLine] = {}
    for row in found:
        if row[9] not in lines:
            lines[row[9]] = BilledLine(*row[11:])
    return [LockedEvent(*(*row[:11], lines[row[9]])) for row in found]


@dataclass(frozen=True, slots=True)
class WaivableEvent:
    """A billable event as locked, whatever became of it."""

    id: int
    line_id: int
    kind: str
    state: str
    quantity: Decimal
    amount: Decimal
    label: str
    issue_id: int | None
    origin_id: int | None


_EVENT = """SELECT id, billable_line_id, kind, state, quantity, amount, label, issue_id, origin_id
    FROM billing_billable_event WHERE company_id = %s AND {}"""


def events_and_undoings(ctx: Ctx, ids: Iterable[int]) -> dict[int, WaivableEvent]:
    """Lock events whatever their state, with what takes them back and is not billed."""
    wanted = sorted(set(ids))
    on = "(id = ANY(%s) OR origin_id = ANY(%s) AND state IN ('open', 'held')) ORDER BY id FOR NO KEY UPDATE"
    found = select(WaivableEvent, _EVENT.format(on), [ctx.company_id, wanted, wanted])
    return {event.id: event for event in found}


def undoings(ctx: Ctx, ids: Iterable[int]) -> list[WaivableEvent]:
    """Give what takes events back and is not billed; their lines are locked, so that nothing more comes to it."""
    on = "origin_id = ANY(%s) AND state IN ('open', 'held') ORDER BY id"
    return select(WaivableEvent, _EVENT.format(on), [ctx.company_id, sorted(set(ids))])


@dataclass(frozen=True, slots=True)
class LockedWaiver:
    """A waiver as locked."""

    id: int
    number: str
    party_id: int
    state: str
    reason: str
    amount: Decimal
    asked_by: int


def waivers(ctx: Ctx, ids: Iterable[int]) -> dict[int, LockedWaiver]:
    """Lock waivers by id; one that is not there is not among them."""
    found = select(
        LockedWaiver,
        """SELECT id, number, party_id, state, reason, amount, asked_by FROM billing_waiver
           WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, sorted(set(ids))],
    )
    return {waiver.id: waiver for waiver in found}


def waived_events(ctx: Ctx, waiver_ids: Iterable[int]) -> dict[int, list[int]]:
    """Give the events that locked waivers name, by waiver."""
    found: dict[int, list[int]] = {}
    for waiver, event in rows(
        """SELECT waiver_id, event_id FROM billing_waiver_event
           WHERE company_id = %s AND waiver_id = ANY(%s) ORDER BY event_id""",
        [ctx.company_id, sorted(set(waiver_ids))],
    ):
        found.setdefault(waiver, []).append(event)
    return found
