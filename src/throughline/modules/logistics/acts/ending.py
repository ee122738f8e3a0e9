"""Goods that nobody will accept any more, back or lost: what they earned is taken back, the rest is cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.money import ZERO
from throughline.modules.billing.public import TakenBack, cut_unearned, lock_lines, take_back_earned
from throughline.modules.logistics.events import ShipmentsBack, ShipmentsLost
from throughline.modules.logistics.locks import LockedLine
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Ended:
    """A quantity of a shipment line that nobody will accept, with the number of its shipment."""

    line: LockedLine
    quantity: Decimal
    label: str


@act
def end_billing(ctx: Ctx, ended: Sequence[Ended], source_kind: str) -> None:
    """Bill nothing that nobody took: take back what order or dispatch earned, cut what waited for acceptance.

    What was accepted of the same line stays earned. Locks billable lines and credit accounts: comes before demands
    and stock are locked.
    """
    by_kind: dict[str, list[Ended]] = {}
    for one in ended:
        by_kind.setdefault(one.line.ref_kind, []).append(one)
    for kind, parts in by_kind.items():
        billables = lock_lines(ctx, kind, (one.line.ref_id for one in parts))
        triggers = {number: line.trigger for number, line in billables.items()}
        for trigger in ("dispatched", "ordered"):
            earned = [one for one in parts if triggers.get(one.line.ref_id) == trigger]
            if earned:
                take_back_earned(ctx, [_taken_back(one, trigger, source_kind) for one in earned])
        waited: dict[int, Decimal] = {}
        for one in parts:
            if triggers.get(one.line.ref_id) == "accepted":
                waited[one.line.ref_id] = waited.get(one.line.ref_id, ZERO) + one.quantity
        cut_unearned(ctx, kind, waited)


def _taken_back(one: Ended, trigger: str, source_kind: str) -> TakenBack:
    """Name the fact that earned: the shipment line where dispatch did, the document line where the order did."""
    line = one.line
    earned = ("logistics.shipment_line", line.id) if trigger == "dispatched" else (line.ref_kind, line.ref_id)
    return TakenBack(*earned, one.quantity, source_kind, line.id, one.label, line.issue_id)


def announce_ended(
    ctx: Ctx, event: type[ShipmentsBack] | type[ShipmentsLost], shipment_ids: Sequence[int], ended: Sequence[Ended]
) -> None:
    """Announce what is back or lost, by the document lines concerned, in events of bounded size."""
    for kind in sorted({one.line.ref_kind for one in ended}):
        for chunk in chunks(sorted({one.line.ref_id for one in ended if one.line.ref_kind == kind})):
            announce(ctx, event(tuple(sorted(shipment_ids)[:500]), kind, chunk))
