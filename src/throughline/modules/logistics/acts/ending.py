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
    """Bill nothing that nobody took: take back what dispatch earned, cut what waited for acceptance.

    Locks billable lines and credit accounts: comes before demands and stock are locked.
    """
    by_kind: dict[str, dict[int, Decimal]] = {}
    for one in ended:
        sums = by_kind.setdefault(one.line.ref_kind, {})
        sums[one.line.ref_id] = sums.get(one.line.ref_id, ZERO) + one.quantity
    for kind, sums in by_kind.items():
        lock_lines(ctx, kind, sums)
    take_back_earned(
        ctx,
        [
            TakenBack(
                "logistics.shipment_line", n.line.id, n.quantity, source_kind, n.line.id, n.label, n.line.issue_id
            )
            for n in ended
        ],
    )
    for kind, sums in by_kind.items():
        cut_unearned(ctx, kind, sums)


def announce_ended(
    ctx: Ctx, event: type[ShipmentsBack] | type[ShipmentsLost], shipment_ids: Sequence[int], ended: Sequence[Ended]
) -> None:
    """Announce what is back or lost, by the document lines concerned, in events of bounded size."""
    for kind in sorted({one.line.ref_kind for one in ended}):
        for chunk in chunks(sorted({one.line.ref_id for one in ended if one.line.ref_kind == kind})):
            announce(ctx, event(tuple(sorted(shipment_ids)[:500]), kind, chunk))
