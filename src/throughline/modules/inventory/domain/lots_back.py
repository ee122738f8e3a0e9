"""Which lots come back of goods that left: those that were said, or the only one that can be meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from throughline.kernel.errors import InvalidInput
from throughline.kernel.quantity import trimmed

ZERO = Decimal(0)
#: a lot (None where it left without one) and how much of it
LotPart = tuple[int | None, Decimal]


@dataclass(frozen=True, slots=True)
class LotOut:
    """What left of one lot on a goods issue and is not known to be back or lost; without a lot it has no code."""

    lot_id: int | None
    code: str
    quantity: Decimal


def lots_back(lots: Sequence[LotOut], quantity: Decimal, said: Mapping[str, Decimal], label: str) -> list[LotPart]:
    """Share a quantity that comes back among the lots that left, as it was `said` by code, or refuse it.

    Where nothing was said it is the only lot that is left, or all lots whole where all of them come back. What of it
    was not said is of the goods that left without a lot.
    """
    parts = [_said(lots, code, part, label) for code, part in said.items() if part]
    rest = quantity - sum((part for _, part in parts), ZERO)
    if rest < 0:
        told = f"{label}: {trimmed(quantity)} is back, and the lots that are named come to {trimmed(quantity - rest)}."
        raise InvalidInput("lots_too_many", f"{told} Name as much of lots as is back.", field="lots")
    if not rest:
        return parts
    left = [lot for lot in lots if lot.quantity > 0]
    if not left or (not parts and len(left) == 1):
        return [*parts, (left[0].lot_id if left else None, rest)]
    if not parts and rest == sum((lot.quantity for lot in left), ZERO):
        return [(lot.lot_id, lot.quantity) for lot in left]
    if parts and any(lot.lot_id is None and lot.quantity >= rest for lot in left):
        return [*parts, (None, rest)]
    told = f"{label}: lots {_named(left)} left. Say which lot the {trimmed(rest)} that came back is of."
    raise InvalidInput("lot_missing", told, field="lots")


def _said(lots: Sequence[LotOut], code: str, quantity: Decimal, label: str) -> LotPart:
    wanted = code.strip().upper()
    found = next((lot for lot in lots if lot.lot_id is not None and lot.code.upper() == wanted), None)
    if found is None:
        left = _named([lot for lot in lots if lot.lot_id is not None])
        what = f"{label}: lot {code.strip()[:60]} did not leave with it"
        told = f"{what}; name one of {left}." if left else f"{what}: it is not kept by lot. Leave the lot empty."
        raise InvalidInput("lot_not_out", told, field="lots")
    if not 0 < quantity <= found.quantity:
        told = f"{label}: {trimmed(quantity)} of lot {found.code} cannot be back, {trimmed(found.quantity)} is out."
        raise InvalidInput("lot_not_out", f"{told} Lower it, or name another lot for the rest.", field="lots")
    return found.lot_id, quantity


def _named(lots: Sequence[LotOut]) -> str:
    return ", ".join(f"{lot.code or 'none'} ({trimmed(lot.quantity)})" for lot in lots)


def less(lots: Sequence[LotOut], parts: Sequence[LotPart]) -> list[LotOut]:
    """Give what is left of lots when parts of them are back."""
    back: dict[int | None, Decimal] = {}
    for lot, quantity in parts:
        back[lot] = back.get(lot, ZERO) + quantity
    return [replace(lot, quantity=lot.quantity - back.get(lot.lot_id, ZERO)) for lot in lots]
