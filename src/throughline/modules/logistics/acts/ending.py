"""Goods that nobody will accept any more, back or lost: what they earned is taken back, the rest is cut."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.billing.public import LockedBillable, TakenBack, cut_unearned, lock_lines, take_back_earned
from throughline.modules.inventory.public import LotOut, lots_back
from throughline.modules.logistics.events import ShipmentsBack, ShipmentsLost
from throughline.modules.logistics.locks import LockedLine, LockedShipment
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Ended:
    """A quantity of a shipment line that nobody will accept, with number and version of its shipment."""

    line: LockedLine
    quantity: Decimal
    label: str
    occasion: int


def refused_out(shipment: LockedShipment, lines: Sequence[LockedLine]) -> list[LockedLine]:
    """Give the lines of which something refused is still out; there must be one."""
    found = [line for line in lines if line.undecided > 0]
    if not found:
        raise nothing_out(shipment)
    return found


def nothing_out(shipment: LockedShipment) -> RuleViolation:
    """Refuse to decide on what is decided."""
    told = f"Nothing refused of {shipment.number} is still out."
    return RuleViolation("nothing_out", told, field="shipment_id", shipment=shipment.id)


def chosen(
    shipment: LockedShipment,
    lines: Sequence[LockedLine],
    quantities: Mapping[int, Decimal],
    out: Mapping[int, Decimal],
) -> list[Ended]:
    """Give what of the lines of a shipment ends: the quantities named by line, or all that is `out`."""
    own = {line.id: line for line in lines if line.shipment_id == shipment.id}
    wanted = {int(line): quantity for line, quantity in quantities.items()} or out
    if set(wanted) - set(own):
        told = f"Line {min(set(wanted) - set(own))} is not on {shipment.number}."
        raise InvalidInput("line_unknown", told, field="quantities")
    for number, quantity in wanted.items():
        if not 0 <= quantity <= out[number]:
            told = f"{trimmed(quantity)} is too much; {trimmed(out[number])} of the line is still out."
            raise InvalidInput("quantity_not_out", told, field="quantities")
    return [
        Ended(own[number], quantity, shipment.number, shipment.version)
        for number, quantity in wanted.items()
        if quantity > 0
    ]


#: what ends of a line, the lot of it (None where it left without one), how much of that
LotEnded = tuple[Ended, int | None, Decimal]


def by_lot(
    ended: Sequence[Ended], said: Mapping[int, Mapping[str, Decimal]], out: Mapping[int, Sequence[LotOut]]
) -> list[LotEnded]:
    """Share what comes back among the lots that left (`out`, by issue), as it was `said` by line and code of lot."""
    parts = list[LotEnded]()
    for one in ended:
        lots = lots_back(out[one.line.issue_id], one.quantity, said.get(one.line.id, {}), one.label)
        parts += [(one, lot, quantity) for lot, quantity in lots]
    return parts


def with_lots(quantities: Mapping[int, Decimal], lots: Mapping[int, Mapping[str, Decimal]]) -> dict[int, Decimal]:
    """Give the quantities by line; a line of which only lots are named is as much as they come to."""
    sums = {int(line): sum(parts.values(), ZERO) for line, parts in lots.items()}
    return sums | {int(line): quantity for line, quantity in quantities.items()}


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
        earned: list[TakenBack] = []
        waited: dict[int, Decimal] = {}
        for one in parts:
            billable = billables.get(one.line.ref_id)
            if billable is not None and billable.trigger in ("dispatched", "ordered"):
                earned.append(_taken_back(one, billable, source_kind))
            elif billable is not None and billable.trigger == "accepted":
                waited[one.line.ref_id] = waited.get(one.line.ref_id, ZERO) + one.quantity
        if earned:
            take_back_earned(ctx, earned)
        cut_unearned(ctx, kind, waited)


def _taken_back(one: Ended, billable: LockedBillable, source_kind: str) -> TakenBack:
    line = one.line
    earned = billable.earned_by(("logistics.shipment_line", line.id))
    return TakenBack(*earned, one.quantity, source_kind, line.id, one.label, line.issue_id, one.occasion)


def announce_ended(
    ctx: Ctx, event: type[ShipmentsBack] | type[ShipmentsLost], shipment_ids: Sequence[int], ended: Sequence[Ended]
) -> None:
    """Announce what is back or lost, by the document lines concerned, in events of bounded size."""
    for kind in sorted({one.line.ref_kind for one in ended}):
        for chunk in chunks(sorted({one.line.ref_id for one in ended if one.line.ref_kind == kind})):
            announce(ctx, event(tuple(sorted(shipment_ids)[:500]), kind, chunk))
