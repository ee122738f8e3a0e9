"""Letting quotes go that credit held, when money came in or a limit was raised."""

from collections.abc import Sequence

from throughline.governance.public import Duty, HeldSubject, hold, standing_holds, standing_with_codes
from throughline.modules.parties.public import customers
from throughline.modules.sales import locks
from throughline.modules.sales.acts.judge import digest
from throughline.modules.sales.domain.checks import credit_finding
from throughline.modules.sales.lifecycle import S
from throughline.modules.sales.models import Order
from throughline.modules.settlement.public import lock_credit
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, operation

KIND, LIMIT = "sales.order", frozenset({"credit_limit"})


@operation("sales.recheck_quotes", permission="sales.order.recheck", duty=Duty.ORDER_ENTRY)
def recheck_quotes(ctx: Ctx, *, parties: Sequence[int]) -> int:
    """Judge the credit of held quotes of these parties again, oldest first; give how many it holds no longer.

    A quote that is free stays a quote: whoever sells confirms it, and credit is judged then once more under lock.
    """
    standing = [one.subject_id for one in standing_with_codes(ctx, KIND, LIMIT) if one.stage == "confirm"]
    found = {
        number: order
        for number, order in locks.orders(ctx, standing).items()
        if order.party_id in set(parties) and order.state == S.QUOTED
    }
    if not found:
        return 0
    lines = locks.lines_of(ctx, list(found))
    names = customers(ctx, {order.party_id for order in found.values()})
    credits = lock_credit(ctx, {order.party_id for order in found.values()})
    subjects, free = [], []
    for number, order in sorted(found.items()):
        credit = credits[order.party_id]
        name = names[order.party_id].name
        findings = credit_finding(order.gross, credit.exposure, credit.credit_limit, name)
        subjects.append(HeldSubject(number, order.thread_id, digest(order, lines[number]), findings))
        if not findings:
            free.append(number)
    hold(ctx, KIND, "confirm", subjects, codes=LIMIT)
    still = {one.subject_id for one in standing_holds(ctx, KIND, free, "confirm")}
    writes.update(Order, "id", (), [(n,) for n in free if n not in still], constants={"is_held": False})
    ctx.running().touched(KIND, *free)
    return len(free)
