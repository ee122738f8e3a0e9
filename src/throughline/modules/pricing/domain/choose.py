"""Choosing among prices, and saying why.

A contract beats the list of the customer's group, which beats the list for everybody. Within one source a price in
the line's own unit beats one to be converted; then the largest quantity break reached counts; then the price valid
from the latest day; then the newest. Quantity breaks compare in the rule's own unit, the price comes back in the
line's: a box of 12 at 27.00 makes a single piece 2.25.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from throughline.kernel.quantity import trimmed

#: Unit prices are kept to six decimals.
STEP = Decimal("0.000001")
LISTED = 5

Source = Literal["contract", "price_list", "none"]


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """A line to be priced: who buys what, in which unit and quantity, on which day, in which currency.

    `line` is the caller's key. `factor` is stock units in one `unit`, `quantity` counts `unit`.
    """

    line: int
    party_id: int
    customer_group: str
    item_id: int
    unit: str
    factor: Decimal
    quantity: Decimal
    on: date
    currency: str


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """The price of a line per its unit, the list price beside it, where it comes from and why.

    Nothing found: `price` is None and `source` is none. `why` holds the winner, how many prices were candidates,
    and at most five that were rejected with the reason.
    """

    line: int
    price: Decimal | None
    list_price: Decimal | None
    source: Source
    source_id: int | None
    source_name: str
    why: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A price of a list or contract, with what it takes to apply: `factor` is stock units in one `unit`."""

    source: Source
    source_id: int
    source_name: str
    party_id: int | None
    customer_group: str
    currency: str
    source_from: date | None
    source_to: date | None
    price_id: int
    item_id: int
    unit: str
    factor: Decimal
    min_quantity: Decimal
    unit_price: Decimal
    valid_from: date | None
    valid_to: date | None

    def key(self) -> tuple[str, int]:
        """Name the price: prices of lists and of contracts are numbered apart."""
        return (self.source, self.price_id)

    def tier(self) -> int:
        """Give the place in the order of sources: contract, group's list, list for everybody."""
        if self.source == "contract":
            return 0
        return 1 if self.customer_group else 2


def choose(request: PriceRequest, candidates: Iterable[Candidate]) -> PriceAnswer:
    """Price a line from the prices of its item."""
    own = [candidate for candidate in candidates if _concerns(candidate, request)]
    reasons = {candidate.key(): _unmet(candidate, request) for candidate in own}
    able = [candidate for candidate in own if not reasons[candidate.key()]]
    list_price = _list_price(own, request)
    if not able:
        rejected = _rejected(own, None, reasons, request)
        why: dict[str, Any] = {"winner": None, "candidates": len(own), "rejected": rejected}
        return PriceAnswer(request.line, None, list_price, "none", None, "", why)
    winner = min(able, key=lambda candidate: _rank(candidate, request))
    price = _converted(winner, request)
    why = {
        "winner": _facts(winner, price, request),
        "candidates": len(own),
        "rejected": _rejected(own, winner, reasons, request),
    }
    return PriceAnswer(request.line, price, list_price, winner.source, winner.source_id, winner.source_name, why)


def _concerns(candidate: Candidate, request: PriceRequest) -> bool:
    """Say whether a price could ever be this customer's; others' prices are not even named as rejected."""
    if candidate.item_id != request.item_id:
        return False
    if candidate.party_id is not None:
        return candidate.party_id == request.party_id
    return candidate.customer_group in ("", request.customer_group)


def _unmet(candidate: Candidate, request: PriceRequest) -> str:
    """Give the reason why a price does not apply, or nothing."""
    reason = _unavailable(candidate, request)
    if not reason and request.quantity * request.factor < candidate.min_quantity * candidate.factor:
        return f"needs {trimmed(candidate.min_quantity)} {candidate.unit}"
    return reason


def _unavailable(candidate: Candidate, request: PriceRequest) -> str:
    """Give the reason why a price does not apply in any quantity, or nothing."""
    if candidate.currency != request.currency:
        return f"is in {candidate.currency}, not {request.currency}"
    starts = [day for day in (candidate.source_from, candidate.valid_from) if day]
    ends = [day for day in (candidate.source_to, candidate.valid_to) if day]
    if starts and request.on < max(starts):
        return f"is valid from {max(starts)}"
    if ends and request.on > min(ends):
        return f"ended on {min(ends)}"
    return ""


def _rank(candidate: Candidate, request: PriceRequest) -> tuple[int, bool, Decimal, int, int]:
    return (
        candidate.tier(),
        candidate.unit != request.unit,
        -candidate.min_quantity * candidate.factor,
        -_latest(candidate).toordinal(),
        -candidate.price_id,
    )


def _latest(candidate: Candidate) -> date:
    return max(candidate.valid_from or date.min, candidate.source_from or date.min)


def _converted(candidate: Candidate, request: PriceRequest) -> Decimal:
    """Give a price per the line's unit."""
    if candidate.factor == request.factor:
        return candidate.unit_price
    return (candidate.unit_price * request.factor / candidate.factor).quantize(STEP, ROUND_HALF_UP)


def _list_price(own: Sequence[Candidate], request: PriceRequest) -> Decimal | None:
    """Give the base price for everybody: the smallest quantity break valid on the day, reached or not."""
    public = [candidate for candidate in own if candidate.tier() == 2 and not _unavailable(candidate, request)]
    if not public:
        return None
    base = min(
        public,
        key=lambda c: (
            c.min_quantity * c.factor,
            c.unit != request.unit,
            -_latest(c).toordinal(),
            -c.price_id,
        ),
    )
    return _converted(base, request)


def _facts(winner: Candidate, price: Decimal, request: PriceRequest) -> dict[str, Any]:
    """Give what a sentence about the winner needs: `priced` is the price as its list or contract has it.

    What was kept before has a phrase as `rule` in its place: 27.00 per box from 10 box.
    """
    priced = {"price": _money(winner.unit_price), "unit": winner.unit}
    if winner.min_quantity:
        priced["from"] = trimmed(winner.min_quantity)
    facts: dict[str, Any] = {
        "value": _money(price),
        "unit": request.unit,
        "name": winner.source_name,
        "source": winner.source,
        "priced": priced,
    }
    ends = [day for day in (winner.source_to, winner.valid_to) if day]
    if ends:
        facts["until"] = str(min(ends))
    return facts


def _rejected(
    own: Sequence[Candidate], winner: Candidate | None, reasons: dict[tuple[str, int], str], request: PriceRequest
) -> list[dict[str, str]]:
    """Give at most five rejected prices with their reasons, the nearest to winning first."""
    others = [candidate for candidate in own if candidate is not winner]
    others.sort(key=lambda candidate: (bool(reasons[candidate.key()]), _rank(candidate, request)))
    return [
        {
            "value": _money(_converted(candidate, request)),
            "name": candidate.source_name,
            "reason": reasons[candidate.key()] or _beaten(candidate, winner, request),
        }
        for candidate in others[:LISTED]
    ]


def _beaten(candidate: Candidate, winner: Candidate | None, request: PriceRequest) -> str:
    assert winner is not None, "only a winner beats"
    if candidate.tier() != winner.tier():
        return "a contract comes first" if winner.tier() == 0 else "the list of the customer's group comes first"
    if (candidate.unit != request.unit) != (winner.unit != request.unit):
        return f"a price per {request.unit} comes first"
    if candidate.min_quantity * candidate.factor != winner.min_quantity * winner.factor:
        return f"the break from {trimmed(winner.min_quantity)} {winner.unit} is reached"
    return "a later price takes its place"


def _money(price: Decimal) -> str:
    """Write a price with at least two decimals and no idle zeros: 44.50, 2.255."""
    text = format(price.quantize(STEP).normalize(), "f")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"
