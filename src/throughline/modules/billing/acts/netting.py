"""What was earned and taken back whole before it was billed: closed without a document."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from throughline.kernel.money import ZERO, share
from throughline.modules.billing.events import EventsClosed
from throughline.modules.billing.locks import BilledLine, LockedEvent
from throughline.modules.billing.models import BillableEvent, BillableLine
from throughline.modules.settlement.public import change_committed, lock_credit
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome


def net(ctx: Ctx, events: Sequence[LockedEvent]) -> tuple[list[LockedEvent], list[Outcome]]:
    """Close earned events that what takes them back cancels out; give what is left to bill, and what was closed.

    An invoice would show a customer nothing that he owes or gets, and take a number for it. The events stay, both of
    them, as what happened; their weight is taken off the customer's credit.
    """
    undone: dict[int, list[LockedEvent]] = {}
    for event in events:
        if event.origin_id is not None:
            undone.setdefault(event.origin_id, []).append(event)
    pairs = [
        (event, undone[event.id]) for event in events if event.id in undone and _is_nothing(event, undone[event.id])
    ]
    if not pairs:
        return list(events), []
    lock_credit(ctx, sorted({event.line.party_id for event, _ in pairs}))
    closed = [one for event, back in pairs for one in (event, *back)]
    writes.update(BillableEvent, "id", (), [(one.id,) for one in closed], constants={"state": "netted"})
    lines = _weigh(ctx, [event for event, _ in pairs])
    gone = {one.id for one in closed}
    rest = [replace(one, line=lines.get(one.line_id, one.line)) for one in events if one.id not in gone]
    threads = sorted({event.line.thread_id for event, _ in pairs if event.line.thread_id is not None})
    for chunk in chunks([one.id for one in closed]):
        announce(ctx, EventsClosed(chunk, tuple(threads[:500])))
    told = "Earned and taken back before it was billed: there is nothing to bill."
    return rest, [Outcome(event.id, event.line.order_label, "skipped", "netted", told) for event, _ in pairs]


def _is_nothing(event: LockedEvent, back: Sequence[LockedEvent]) -> bool:
    whole = event.kind == "earned" and event.quantity + sum((one.quantity for one in back), ZERO) == 0
    return whole and event.amount + sum((one.amount for one in back), ZERO) == 0


def _weigh(ctx: Ctx, events: Sequence[LockedEvent]) -> dict[int, BilledLine]:
    """Take what is closed off the customers' credit; give the lines as they are from now on."""
    lines: dict[int, BilledLine] = {}
    sums: dict[int, list[Decimal]] = {}
    freed: dict[int, Decimal] = {}
    for event in events:
        line = lines.get(event.line_id, event.line)
        weight = share(line.committed, event.quantity, line.weighing)
        lines[event.line_id] = replace(line, committed=line.committed - weight, netted=line.netted + event.quantity)
        have = sums.setdefault(event.line_id, [ZERO, ZERO])
        sums[event.line_id] = [have[0] + event.quantity, have[1] - weight]
        freed[line.party_id] = freed.get(line.party_id, ZERO) - weight
    writes.update(
        BillableLine, "id", (), [(n, *one) for n, one in sorted(sums.items())], add=("quantity_netted", "committed")
    )
    change_committed(ctx, freed)
    return lines
