"""Who gets which bin and lot at release."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from throughline.kernel.money import ZERO

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quota:
    """A part of what is free, in percent, that all claims of one rule share; as a limit they get no more than it."""

    rule: int
    percent: Decimal
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A demand that wants goods: its open quantity, what of that is promised from stock, and its place in line.

    `group` names those that get their goods together or not at all.
    """

    demand_id: int
    key: Key
    open: Decimal
    promised: Decimal
    rank: int
    due_on: date
    complete: bool = False
    group: int | None = None
    min_expiry: date | None = None
    quota: Quota | None = None
    ahead: tuple[Any, ...] = ()

    def place(self) -> tuple[Any, ...]:
        """Give the place in line: what policy puts ahead, then rank, date, age."""
        return (*self.ahead, self.rank, self.due_on, self.demand_id)


def ahead_of(rule: str, rank: int, leaves: tuple[date, time]) -> tuple[Any, ...]:
    """Give what stands ahead of rank and date in line: `cut_off` serves first what leaves first, whatever its rank;
    `rank_cut_off` does so among equals in rank.
    """
    return {"cut_off": leaves, "rank_cut_off": (rank, *leaves)}.get(rule, ())


@dataclass(frozen=True, slots=True)
class Source:
    """A balance with what is free of it, and where it stands in the order of taking."""

    balance_id: int
    key: Key
    free: Decimal
    expires_on: date | None
    received_on: date
    pick_sequence: int


@dataclass(frozen=True, slots=True)
class Grant:
    """A quantity of a balance given to a demand."""

    demand_id: int
    balance_id: int
    quantity: Decimal


#: Methods that share anew what their demands are promised from stock; the others leave every promise as it is.
FAIR = ("equal", "proportional", "quota")


def entitled(claims: Sequence[Claim], free: Mapping[Key, Decimal], method: str) -> dict[int, Decimal]:
    """Say how much each demand may take of what is promised to nobody, and of what these demands are promised.

    `rank` serves in line and `first_come` by age alone, and nobody loses a promise. Fair methods put together what
    all of them are promised from stock: `equal` gives every demand the same until it is served; `proportional` by
    open quantity; `quota` lets the claims of a rule have their part together, in line.
    """
    by_key: dict[Key, list[Claim]] = {}
    for claim in sorted(claims, key=Claim.place):
        by_key.setdefault(claim.key, []).append(claim)
    granted = {claim.demand_id: ZERO if method in FAIR else min(claim.open, claim.promised) for claim in claims}
    for key, line in by_key.items():
        pool = max(free.get(key, ZERO), ZERO)
        if method in FAIR:
            pool += sum((min(claim.open, claim.promised) for claim in line), ZERO)
        shares = _SHARING[method](line, granted, pool)
        for demand_id, quantity in shares.items():
            granted[demand_id] += quantity
    return granted


def _in_line(line: Sequence[Claim], granted: Mapping[int, Decimal], free: Decimal) -> dict[int, Decimal]:
    shares = {}
    for claim in line:
        take = min(claim.open - granted[claim.demand_id], free)
        shares[claim.demand_id] = take
        free -= take
    return shares


def _first_come(line: Sequence[Claim], granted: Mapping[int, Decimal], free: Decimal) -> dict[int, Decimal]:
    return _in_line(sorted(line, key=lambda claim: claim.demand_id), granted, free)


def _quota(line: Sequence[Claim], granted: Mapping[int, Decimal], free: Decimal) -> dict[int, Decimal]:
    """Serve each quota in line up to its part, in whole steps; what is left serves who has no limit, in line."""
    parts = {
        claim.quota.rule: (free * claim.quota.percent / 100).to_integral_value(ROUND_FLOOR)
        for claim in line
        if claim.quota
    }
    shares = {claim.demand_id: ZERO for claim in line}
    for claim in line:
        if claim.quota:
            share = min(claim.open - granted[claim.demand_id], parts[claim.quota.rule], free)
            shares[claim.demand_id] = share
            parts[claim.quota.rule] -= share
            free -= share
    rest = [claim for claim in line if not (claim.quota and claim.quota.is_limit)]
    return _add(shares, _in_line(rest, _sum(granted, shares), free))


def _equal(line: Sequence[Claim], granted: Mapping[int, Decimal], free: Decimal) -> dict[int, Decimal]:
    """Share evenly in whole steps; who needs less leaves the rest to the others."""
    shares = {claim.demand_id: ZERO for claim in line}
    waiting = [claim for claim in line if claim.open > granted[claim.demand_id]]
    while waiting and free > 0:
        each = (free / len(waiting)).to_integral_value(ROUND_FLOOR)
        if each == 0:
            return _add(shares, _in_line(waiting, _sum(granted, shares), free))
        for claim in waiting:
            take = min(each, claim.open - granted[claim.demand_id] - shares[claim.demand_id])
            shares[claim.demand_id] += take
            free -= take
        waiting = [c for c in waiting if c.open > granted[c.demand_id] + shares[c.demand_id]]
    return shares


def _proportional(line: Sequence[Claim], granted: Mapping[int, Decimal], free: Decimal) -> dict[int, Decimal]:
    needs = {claim.demand_id: claim.open - granted[claim.demand_id] for claim in line}
    whole = sum(needs.values(), ZERO)
    if whole <= free:
        return needs
    shares = {number: (free * need / whole).to_integral_value(ROUND_FLOOR) for number, need in needs.items()}
    rest = free - sum(shares.values(), ZERO)
    return _add(shares, _in_line(line, _sum(granted, shares), rest))


def _sum(one: Mapping[int, Decimal], other: Mapping[int, Decimal]) -> dict[int, Decimal]:
    return {number: quantity + other.get(number, ZERO) for number, quantity in one.items()}


def _add(shares: dict[int, Decimal], more: Mapping[int, Decimal]) -> dict[int, Decimal]:
    return _sum(shares, more)


_SHARING = {
    "rank": _in_line,
    "first_come": _first_come,
    "equal": _equal,
    "proportional": _proportional,
    "quota": _quota,
}


def take(
    claims: Sequence[Claim],
    rights: Mapping[int, Decimal],
    sources: Sequence[Source],
    waiting: frozenset[int] = frozenset(),
) -> list[Grant]:
    """Choose bins and lots for what each demand may take: first expiring first, then oldest, then by pick sequence.

    A demand that ships complete takes all or nothing, and so does a group: where one of it is not served whole, or the
    group is `waiting` for goods that nobody asks for here, what the others would have had is there for the next in
    line, and who stood behind the first of the group is served again. A lot that expires before the demand's limit is
    passed over.
    """
    waiting |= _hopeless(claims, rights, sources)
    line = [claim for claim in sorted(claims, key=Claim.place) if claim.group not in waiting]
    shelf = _Shelf.of(sources)
    served: list[list[Grant]] = []
    while len(served) < len(line):
        claim = line[len(served)]
        grants = shelf.serve(claim, rights[claim.demand_id])
        if claim.group is None or _sum_of(grants) >= claim.open:
            served.append(grants)
            continue
        first = next(at for at, one in enumerate(line) if one.group == claim.group)
        shelf.put_back(grant for later in [*served[first:], grants] for grant in later)
        del served[first:]
        line[first:] = [one for one in line[first:] if one.group != claim.group]
    return [grant for grants in served for grant in grants]


def _hopeless(claims: Sequence[Claim], rights: Mapping[int, Decimal], sources: Sequence[Source]) -> frozenset[int]:
    """Give the groups of which one could not be served whole if it were alone."""
    free: dict[Key, list[Source]] = {}
    for source in sources:
        free.setdefault(source.key, []).append(source)
    return frozenset(
        claim.group
        for claim in claims
        if claim.group is not None
        and min(rights[claim.demand_id], sum((s.free for s in free.get(claim.key, ()) if _keeps(claim, s)), ZERO))
        < claim.open
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What can be taken of each item, in the order of taking, and what is left of it."""

    by_key: Mapping[Key, Sequence[Source]]
    left: dict[int, Decimal]

    @classmethod
    def of(cls, sources: Sequence[Source]) -> "_Shelf":
        by_key: dict[Key, list[Source]] = {}
        for source in sorted(sources, key=_removal):
            by_key.setdefault(source.key, []).append(source)
        return cls(by_key, {source.balance_id: source.free for source in sources})

    def serve(self, claim: Claim, wanted: Decimal) -> list[Grant]:
        """Take what a claim may have; nothing, where it wants all and there is less."""
        chosen = []
        for source in self.by_key.get(claim.key, ()):
            if wanted <= 0:
                break
            quantity = min(wanted, self.left[source.balance_id])
            if quantity > 0 and _keeps(claim, source):
                chosen.append(Grant(claim.demand_id, source.balance_id, quantity))
                wanted -= quantity
        if claim.complete and _sum_of(chosen) < claim.open:
            return []
        for grant in chosen:
            self.left[grant.balance_id] -= grant.quantity
        return chosen

    def put_back(self, grants: Iterable[Grant]) -> None:
        """Have again what was taken."""
        for grant in grants:
            self.left[grant.balance_id] += grant.quantity


def _sum_of(grants: Sequence[Grant]) -> Decimal:
    return sum((grant.quantity for grant in grants), ZERO)


def _keeps(claim: Claim, source: Source) -> bool:
    """Say whether a lot keeps as long as the claim asks."""
    return not (claim.min_expiry and source.expires_on and source.expires_on < claim.min_expiry)


def _removal(source: Source) -> tuple[bool, date, date, int, int]:
    return (
        source.expires_on is None,
        source.expires_on or date.min,
        source.received_on,
        source.pick_sequence,
        source.balance_id,
    )
