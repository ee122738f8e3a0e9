"""Writing amendments: claims given up and made, lines and head of the order, what may be billed, credit, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from psycopg.types.json import Jsonb

from throughline.governance.public import clear_exceptions
from throughline.kernel.money import ZERO
from throughline.modules.billing.public import (
    AmendedBillable,
    Fact,
    LockedBillable,
    amend_lines,
    cut_lines,
    earn,
    register_lines,
)
from throughline.modules.inventory.public import (
    AmendedDemand,
    DemandFacts,
    NewDemand,
    Promised,
    amend_demands,
    demands_of,
    promise,
)
from throughline.modules.sales.acts.amending import Amended, Draft, part_of
from throughline.modules.sales.acts.committing import (
    LINE,
    Roads,
    billable_of,
    demand_of,
    first_pass,
    promised_day,
)
from throughline.modules.sales.acts.judge import Bench, Case
from throughline.modules.sales.acts.lines import COLUMNS, record_of
from throughline.modules.sales.locks import LockedLine
from throughline.modules.sales.models import Order, OrderLine, PromiseChange
from throughline.modules.settlement.public import change_committed
from throughline.modules.warehouse.public import withdraw
from throughline.platform.database import writes
from throughline.platform.operations import Ctx

_LINE_COLUMNS = (
    "quantity",
    "quantity_stock",
    "quantity_cancelled",
    "discount_percent",
    "unit_price",
    "price_source",
    "net",
    "gross",
    "requested_on",
    "promised",
)
_NEW_COLUMNS = ("id", *COLUMNS, "promised_original", "promised", "unit_cost", "first_pass")


@dataclass(slots=True)
class Effect:
    """What amendments did to promises and goods: the days before and after by line, what is free, what goes back."""

    days: dict[int, tuple[date | None, date | None]] = field(default_factory=dict)
    freed: dict[int, Decimal] = field(default_factory=dict)
    to_put_back: dict[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passed:
    """An amendment that nothing stops: its draft, and the order as judged."""

    draft: Draft
    case: Case

    @property
    def changed(self) -> list[Amended]:
        """The lines of which something changes, and all where the head does."""
        return [one for one in self.draft.lines if one.is_changed or self.draft.head_changed]


def write_amendments(
    ctx: Ctx,
    passed: Sequence[Passed],
    demands: Mapping[int, DemandFacts],
    billables: Mapping[int, LockedBillable],
    bench: Bench,
) -> Effect:
    """Carry out what passed; the statements do not grow with orders or lines."""
    effect = _cut(ctx, passed, demands)
    roads = Roads(ctx, [each.case for each in passed], bench)
    _amend_claims(ctx, passed, demands, bench, roads)
    promised = {one.ref_id: one for one in promise(ctx, _new_demands(passed, bench, roads), bench.policies)}
    _amend_bills(ctx, passed, billables)
    now = demands_of(ctx, LINE, [one.before.id for each in passed for one in each.changed])
    days = _Days(ctx.today, roads)
    _write_changed(ctx, passed, now, days, effect)
    _write_added(ctx, passed, promised, days, bench, effect)
    _write_orders(ctx, passed, effect)
    return effect


def _cut(ctx: Ctx, passed: Sequence[Passed], demands: Mapping[int, DemandFacts]) -> Effect:
    """Take off what is less, as cancelling does, and lock what is about to be claimed along with it."""
    cuts = {one.before.id: one.plan.cut for each in passed for one in each.draft.lines if one.plan.cut}
    versions = {one.before.id: each.case.order.version for each in passed for one in each.draft.lines}
    cut_lines(ctx, LINE, cuts, versions)
    goods = {demands[number].id: quantity for number, quantity in cuts.items() if number in demands}
    also = {demands[one.before.id].id for each in passed for one in each.changed if one.before.id in demands}
    beside = {
        (each.draft.before.site_id, line.item_id)
        for each in passed
        for line in (*(one.line for one in each.draft.added), *(one.after for one in each.draft.lines if one.plan.rise))
        if line.is_stocked
    }
    effect = Effect()
    if not (goods or also or beside):
        return effect
    done = withdraw(ctx, goods, also=also, beside=beside)
    back: dict[int, Decimal] = {}
    for part in done.to_put_back:
        back[part.allocation.demand_id] = back.get(part.allocation.demand_id, ZERO) + part.quantity
    for number, quantity in cuts.items():
        waits = back.get(demands[number].id, ZERO) if number in demands else ZERO
        effect.freed[number], effect.to_put_back[number] = quantity - waits, waits
    return effect


def _amend_claims(
    ctx: Ctx, passed: Sequence[Passed], demands: Mapping[int, DemandFacts], bench: Bench, roads: Roads
) -> None:
    amended = [
        AmendedDemand(
            demands[one.before.id].id,
            one.plan.rise,
            one.after.requested_on,
            each.draft.after.ship_to_id,
            (one.after.unit_price or ZERO) / one.after.unit_factor,
            each.draft.after.service_class,
            each.draft.after.carrier_service_id,
            roads.ship_on(each.case.order, one.after.requested_on),
            each.draft.after.cut_off,
        )
        for each in passed
        for one in each.changed
        if one.before.id in demands
    ]
    amend_demands(ctx, amended, bench.policies)


def _new_demands(passed: Sequence[Passed], bench: Bench, roads: Roads) -> list[NewDemand]:
    goods = [(each.case, one.line) for each in passed for one in each.draft.added if one.line.is_stocked]
    return [demand_of(case, line, bench, roads) for case, line in goods]


def _amend_bills(ctx: Ctx, passed: Sequence[Passed], billables: Mapping[int, LockedBillable]) -> None:
    """Bring what may be billed in line: what rises, and what is priced anew and earned nothing yet."""
    amended = []
    for each in passed:
        for one in each.changed:
            if one.before.id not in billables:
                continue
            gross = one.after.gross - one.before.gross
            if one.plan.repriced:
                gross = _weight(one.after)
            amended.append(
                AmendedBillable(
                    one.before.id,
                    one.plan.rise,
                    one.after.unit_price or ZERO,
                    each.draft.after.customer_po,
                    each.draft.after.ship_to_id,
                    gross,
                    one.plan.repriced,
                )
            )
    amend_lines(ctx, LINE, amended)


def _weight(line: LockedLine) -> Decimal:
    return part_of(line, line.gross)


@dataclass(frozen=True, slots=True)
class _Days:
    """Turns days on which goods can leave into days on which they arrive."""

    today: date
    roads: Roads

    def of(self, each: Passed, one: Amended, now: DemandFacts | None) -> date | None:
        """Give the promised day of a changed line: told anew where more or another day is wanted, else only sooner."""
        before, after = one.before, one.after
        if not before.is_stocked or now is None:
            return after.requested_on if before.requested_on != after.requested_on else before.promised
        day = self.roads.arrives(each.case.order, after, now.expected_on if now.open > ZERO else self.today)
        if one.plan.rise or before.requested_on != after.requested_on:
            return day
        if not one.plan.cut or now.issued >= after.wanted or day is None:
            return before.promised
        return day if before.promised is None else min(day, before.promised)


def _write_changed(
    ctx: Ctx, passed: Sequence[Passed], now: Mapping[int, DemandFacts], days: _Days, effect: Effect
) -> None:
    """Write the changed lines, and the history of the days that moved."""
    records, moved, clear = [], [], []
    for each in passed:
        for one in each.changed:
            line, day = one.after, days.of(each, one, now.get(one.before.id))
            effect.days[line.id] = (line.promised, day)
            records.append(
                (
                    line.id,
                    line.quantity,
                    line.quantity_stock,
                    line.cancelled,
                    line.discount_percent,
                    line.unit_price,
                    line.price_source,
                    line.net,
                    line.gross,
                    line.requested_on,
                    day,
                )
            )
            if day != line.promised:
                moved.append((line.id, line.promised, day, f"amended: {each.draft.asked.reason.strip()}"[:120]))
                clear.append(line.id)
    writes.update(OrderLine, "id", _LINE_COLUMNS, records)
    constants = {"company_id": ctx.company_id, "at": ctx.now, "operation_id": ctx.operation_id}
    writes.append(PromiseChange, ("line_id", "before", "after", "reason"), moved, constants)
    clear_exceptions(ctx, "promise_at_risk", LINE, clear, "promised anew")


def _write_added(
    ctx: Ctx,
    passed: Sequence[Passed],
    promised: Mapping[int, Promised],
    days: _Days,
    bench: Bench,
    effect: Effect,
) -> None:
    """Write the lines that came, and what may be billed of them; what is billed on order earns at once."""
    records, billables, committed, facts = [], [], dict[int, Decimal](), []
    for each in passed:
        order = each.case.order
        for one in each.draft.added:
            line, found = one.line, promised.get(one.line.id)
            day = promised_day(each.case, line, found, days.roads)
            effect.days[line.id] = (None, day)
            row = record_of(order.id, line.line_no, one.priced)
            records.append((line.id, *row, day, day, bench.costs.get(line.item_id), first_pass(found)))
            billable = billable_of(each.case, line, bench)
            billables.append(billable)
            committed[order.party_id] = committed.get(order.party_id, ZERO) + line.gross
            if billable.trigger == "ordered":
                facts.append(Fact(line.id, line.quantity_stock, LINE, line.id, order.number))
    constants = {"company_id": ctx.company_id, "quantity_cancelled": ZERO}
    writes.append(OrderLine, _NEW_COLUMNS, records, constants)
    register_lines(ctx, billables)
    change_committed(ctx, committed)
    earn(ctx, LINE, facts, trigger="ordered")


def _write_orders(ctx: Ctx, passed: Sequence[Passed], effect: Effect) -> None:
    records = []
    for each in passed:
        order = each.draft.after
        known = [effect.days.get(line.id, (None, line.promised))[1] for line in each.draft.all_lines if line.wanted > 0]
        last = None if None in known else max(day for day in known if day is not None)
        carrier = (order.carrier_service_id, Jsonb(order.carrier_why))
        head = (order.customer_po, order.ship_to_id, order.requested_on, last, order.net, order.gross, *carrier)
        records.append((order.id, *head, order.version + 1))
    columns = ("customer_po", "ship_to_id", "requested_on", "promised_on", "net", "gross", "carrier_service_id",
               "carrier_why", "version")  # fmt: skip
    writes.update(Order, "id", columns, records)
