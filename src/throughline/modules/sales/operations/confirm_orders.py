"""Confirming: a quote becomes an order only after price, terms, credit and supply are confirmed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from throughline.governance.public import Duty, Finding, HeldSubject, Severity, currency, hold
from throughline.kernel.errors import RuleViolation, StaleVersion
from throughline.kernel.money import ZERO
from throughline.modules.billing.public import Fact, NewBillable, earn, register_lines
from throughline.modules.inventory.public import Promised, promise
from throughline.modules.sales import locks
from throughline.modules.sales.acts.committing import (
    LINE,
    Roads,
    billable_of,
    demand_of,
    first_pass,
    must_be_covered,
    promised_day,
    rank_of,
)
from throughline.modules.sales.acts.duplicates import duplicate_findings
from throughline.modules.sales.acts.judge import Bench, Case, cases, judge_credit, read_bench
from throughline.modules.sales.events import OrdersConfirmed, OrdersHeld
from throughline.modules.sales.lifecycle import ORDER, S
from throughline.modules.sales.locks import LockedOrder
from throughline.modules.sales.models import Order, OrderLine
from throughline.modules.settlement.public import change_committed, lock_credit
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, Versioned, operation


@operation("sales.confirm_orders", permission="sales.order.confirm", duty=Duty.ORDER_ENTRY)
def confirm_orders(ctx: Ctx, *, orders: Sequence[Versioned]) -> Outcomes:
    """Turn quotes into commitments: priced, credit-checked, promised, billable.

    What a check blocks stays a quote with its holds, which release themselves when a later try passes. Credit is
    judged order by order under lock, supply by the promise itself, so that two confirmations never spend the same.
    """
    found = locks.orders(ctx, (order.id for order in orders))
    refused = _refused(orders, found, currency(ctx))
    batch = {number: order for number, order in found.items() if number not in refused}
    if not batch:
        return Outcomes(refused[order.id] for order in orders)
    lines = locks.lines_of(ctx, list(batch))
    bench = read_bench(ctx, lines)
    judged = cases(ctx, batch, lines, bench, also=duplicate_findings(ctx, batch, bench.policies))
    judge_credit(judged, lock_credit(ctx, {case.order.party_id for case in judged if not case.blocks}))
    roads = Roads(ctx, judged, bench)
    promised = _promise(ctx, judged, bench, roads)
    passed = [case for case in judged if not case.blocks]
    if passed:
        _write_confirmed(ctx, passed, promised, bench, roads)
    _write_holds(ctx, judged)
    _announce(ctx, judged)
    ctx.running().touched("sales.order", *batch)
    done = {case.order.id: _outcome(case) for case in judged}
    return Outcomes(done.get(order.id) or refused[order.id] for order in orders)


def _refused(orders: Sequence[Versioned], found: Mapping[int, LockedOrder], books: str) -> dict[int, Outcome]:
    """Refuse what is no quote, was changed meanwhile, or is in another currency than the books that will bill it."""
    refused = {}
    for order in orders:
        if order.id not in found:
            message = f"There is no order {order.id}."
            refused[order.id] = Outcome(order.id, f"order {order.id}", "refused", "order_unknown", message)
            continue
        locked = found[order.id]
        try:
            ORDER.target("confirm", S(locked.state), label=locked.number)
            if order.version is not None and order.version != locked.version:
                raise StaleVersion("stale_version", f"{locked.number} was changed by somebody else; look at it again.")
            if locked.currency != books:
                raise RuleViolation("currency_foreign", _foreign(locked, books), currency=locked.currency)
        except (RuleViolation, StaleVersion) as error:
            refused[order.id] = Outcome.refusal(order.id, locked.number, error)
    return refused


def _foreign(order: LockedOrder, books: str) -> str:
    return (
        f"{order.number} is in {order.currency} and the books are in {books}: without a rate nothing of it can be "
        f"billed. Set the customer's currency to {books} and quote it anew."
    )


def _promise(ctx: Ctx, judged: Sequence[Case], bench: Bench, roads: Roads) -> dict[int, Promised]:
    """Promise the stocked lines of what passed; an order that must be covered and is not gets its finding."""
    passing = sorted((case for case in judged if not case.blocks), key=lambda c: (rank_of(c, bench), c.order.id))
    demands = [demand_of(case, line, bench, roads) for case in passing for line in case.lines if line.is_stocked]
    strict = frozenset(case.order.id for case in passing if must_be_covered(case, bench))
    given = {one.ref_id: one for one in promise(ctx, demands, bench.policies, all_or_nothing=strict)}
    for case in passing:
        if case.order.id in strict and any(line.is_stocked and line.id not in given for line in case.lines):
            message = f"Stock and known supplies do not cover {case.order.number}."
            case.findings.append(Finding("no_supply", Severity.BLOCK, message, {}, "order entry"))
    return given


def _write_confirmed(
    ctx: Ctx, passed: Sequence[Case], promised: Mapping[int, Promised], bench: Bench, roads: Roads
) -> None:
    orders, lines, billables, committed = [], [], [], dict[int, Decimal]()
    for case in passed:
        order, dates = case.order, []
        for line in case.lines:
            day = promised_day(case, line, promised.get(line.id), roads)
            dates.append(day)
            lines.append((line.id, day, day, bench.costs.get(line.item_id), first_pass(promised.get(line.id))))
            billables.append(billable_of(case, line, bench))
        last = None if None in dates else max(day for day in dates if day is not None)
        target = ORDER.target("confirm", S(order.state))
        orders.append((order.id, target.value, last, order.version + 1))
        committed[order.party_id] = committed.get(order.party_id, ZERO) + order.gross
    constants = {"confirmed_at": ctx.now, "is_held": False}
    writes.update(Order, "id", ("state", "promised_on", "version"), orders, constants=constants)
    writes.update(OrderLine, "id", ("promised_original", "promised", "unit_cost", "first_pass"), lines)
    register_lines(ctx, billables)
    change_committed(ctx, committed)
    _earn_ordered(ctx, passed, billables)


def _earn_ordered(ctx: Ctx, passed: Sequence[Case], billables: Sequence[NewBillable]) -> None:
    """Earn at once what is billed on order: fees and services, and whatever policy bills in advance."""
    due = {billable.ref_id for billable in billables if billable.trigger == "ordered"}
    facts = [
        Fact(line.id, line.quantity_stock, LINE, line.id, case.order.number)
        for case in passed
        for line in case.lines
        if line.id in due
    ]
    if facts:
        earn(ctx, LINE, facts, trigger="ordered")


def _write_holds(ctx: Ctx, judged: Sequence[Case]) -> None:
    """Hold what is blocked, and let the holds of what passed go."""
    blocked = [case for case in judged if case.blocks]
    was_held = [case for case in judged if case.order.is_held]
    if not blocked and not was_held:
        return
    subjects = {case.order.id: case for case in [*blocked, *was_held]}
    hold(
        ctx,
        "sales.order",
        "confirm",
        [HeldSubject(n, case.order.thread_id, case.digest, case.blocks) for n, case in subjects.items()],
    )
    writes.update(Order, "id", (), [(case.order.id,) for case in blocked], constants={"is_held": True})


def _announce(ctx: Ctx, judged: Sequence[Case]) -> None:
    threads = {case.order.id: case.order.thread_id for case in judged if not case.blocks}
    for chunk in chunks(list(threads)):
        announce(ctx, OrdersConfirmed(chunk, tuple(threads[number] for number in chunk)))
    for chunk in chunks([case.order.id for case in judged if case.blocks]):
        announce(ctx, OrdersHeld(chunk))


def _outcome(case: Case) -> Outcome:
    order = case.order
    if case.blocks:
        first = case.blocks[0]
        facts = {
            "findings": [
                {"code": f.code, "message": f.message, "duty": f.duty, "facts": dict(f.facts)} for f in case.blocks
            ]
        }
        return Outcome(order.id, order.number, "held", first.code, first.message, facts, order.id)
    return Outcome(order.id, order.number, "done", "confirmed", f"{order.number} confirmed.", {}, order.id)
