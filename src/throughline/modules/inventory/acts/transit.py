"""Goods on their way between the company's own sites: out of stock, in transit at the cost at which they left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import currency
from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO, share
from throughline.kernel.quantity import trimmed
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.positions import balance_ids, change_balances, change_positions
from throughline.modules.inventory.acts.value import running
from throughline.modules.inventory.locks import Key, LockedBalance, LockedPool
from throughline.modules.inventory.models import ValueEntry, ValuePool
from throughline.modules.inventory.queries.places import places
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.platform.database import writes
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Sent:
    """A quantity that leaves a balance for another site; `case_id` names its transit."""

    case_id: int
    balance_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Arrived:
    """A quantity of a transit that is put at a place of its destination; what is missing may be written off.

    `status` is the one in which it left: what was blocked there is blocked here.
    """

    case_id: int
    item_id: int
    lot_id: int | None
    site_id: int
    location_id: int
    quantity: Decimal
    missing: Decimal = ZERO
    status: str = "available"


@act
def send(ctx: Ctx, lines: Sequence[Sent], document: DocumentRef) -> list[Decimal]:
    """Take free goods out of stock into transit at the average cost; give the cost by line.

    What is promised or allocated to others stays; nothing in transit can be promised.
    """
    balances = locks.balances(ctx, (line.balance_id for line in lines))
    positions = locks.positions(ctx, {balance.key for balance in balances.values()})
    _check_free(lines, balances, {key: position.free for key, position in positions.items()})
    pools = locks.pools(ctx, {balance.item_id for balance in balances.values()})
    run = running(pools)
    worths = [run[balances[line.balance_id].item_id].take(line.quantity) for line in lines]
    change_balances((line.balance_id, -line.quantity, ZERO) for line in lines)
    leaving = [(balances[line.balance_id], line.quantity) for line in lines]
    change_positions(
        positions, ((b.key, (-quantity, ZERO, ZERO)) for b, quantity in leaving if b.status == "available")
    )
    known = places(ctx)
    moves = [_move(balances[line.balance_id], line, known.virtual["transit"], document) for line in lines]
    write_moves(ctx, "transfer", moves)
    transits = _open_transits(ctx, [(n.case_id, balances[n.balance_id].item_id) for n in lines])
    changes = [
        (pools[balances[line.balance_id].item_id], transits[line.case_id], line.quantity, worth)
        for line, worth in zip(lines, worths, strict=True)
    ]
    _book(ctx, "transfer_out", document, changes, ("GIT", "INV"))
    return worths


@act
def arrive(ctx: Ctx, lines: Sequence[Arrived], document: DocumentRef) -> list[Decimal]:
    """Put goods in transit on hand at their destination at the cost at which they left; write off what is missing."""
    keys = {(line.site_id, line.item_id) for line in lines}
    positions = locks.positions(ctx, keys)
    targets = [(n.site_id, n.location_id, n.item_id, n.lot_id, n.status) for n in lines]
    ids = balance_ids(ctx, targets, ctx.today)
    locks.balances(ctx, ids.values())
    stock = locks.pools(ctx, {line.item_id for line in lines})
    transits = _transits(ctx, [line.case_id for line in lines])
    arrived, missing = [], []
    for line in lines:
        pool = transits[line.case_id]
        if line.quantity + line.missing > pool.quantity:
            raise RuleViolation(
                "not_in_transit",
                f"{trimmed(line.quantity + line.missing)} cannot arrive; {trimmed(pool.quantity)} is on its way.",
            )
        worth = share(pool.value, line.quantity, pool.quantity)
        lost = share(pool.value - worth, line.missing, pool.quantity - line.quantity) if line.missing else ZERO
        arrived.append((stock[line.item_id], pool, line.quantity, worth))
        if line.missing:
            missing.append((None, pool, line.missing, lost))
    change_balances((ids[target], line.quantity, ZERO) for line, target in zip(lines, targets, strict=True))
    good = [line for line in lines if line.status == "available"]
    change_positions(positions, (((n.site_id, n.item_id), (n.quantity, ZERO, ZERO)) for n in good))
    _arrival_moves(ctx, lines, document)
    _book(ctx, "transfer_in", document, arrived, ("INV", "GIT"))
    if missing:
        _book(ctx, "transfer_lost", document, missing, ("INVADJ", "GIT"))
    return [worth for _, _, _, worth in arrived]


def _check_free(lines: Sequence[Sent], balances: Mapping[int, LockedBalance], free: Mapping[Key, Decimal]) -> None:
    left = dict(free)
    for line in lines:
        balance = balances[line.balance_id]
        unclaimed, promisable = balance.on_hand - balance.reserved, balance.status == "available"
        if promisable:
            unclaimed = min(unclaimed, left[balance.key])
        if not 0 < line.quantity <= unclaimed:
            raise RuleViolation(
                "not_free",
                f"{trimmed(line.quantity)} cannot be sent; {trimmed(unclaimed)} is promised to nobody there.",
                field="quantity",
            )
        if promisable:
            left[balance.key] -= line.quantity


def _move(balance: LockedBalance, line: Sent, transit: int, document: DocumentRef) -> NewMove:
    return NewMove(
        item_id=balance.item_id,
        lot_id=balance.lot_id,
        quantity=line.quantity,
        from_location_id=balance.location_id,
        to_location_id=transit,
        from_status=balance.status,
        to_status=balance.status,
        case_id=line.case_id,
        source=(document.kind, document.id),
    )


def _arrival_moves(ctx: Ctx, lines: Sequence[Arrived], document: DocumentRef) -> None:
    known = places(ctx).virtual
    source = (document.kind, document.id)
    moves = [
        NewMove(n.item_id, quantity, known["transit"], place, source, n.lot_id, n.status, n.status, n.case_id)
        for n in lines
        for quantity, place in ((n.quantity, n.location_id), (n.missing, known["adjustment"]))
        if quantity > 0
    ]
    write_moves(ctx, "transfer", moves)


def _open_transits(ctx: Ctx, cases: Sequence[tuple[int, int]]) -> dict[int, LockedPool]:
    columns = ("case_id", "item_id", "kind", "quantity", "value")
    ids = writes.insert(
        ValuePool,
        columns,
        [(case, item, "transit", ZERO, ZERO) for case, item in cases],
        {"company_id": ctx.company_id},
    )
    return {case: LockedPool(n, item, ZERO, ZERO) for n, (case, item) in zip(ids, cases, strict=True)}


def _transits(ctx: Ctx, cases: Sequence[int]) -> dict[int, LockedPool]:
    found = select(
        lambda case, *pool: (case, LockedPool(*pool)),
        """SELECT case_id, id, item_id, quantity, value FROM inventory_value_pool
           WHERE company_id = %s AND kind = 'transit' AND case_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, list(cases)],
    )
    return dict(found)


#: stock pool (none where goods are lost), transit pool, quantity, value
Change = tuple[LockedPool | None, LockedPool, Decimal, Decimal]


def _book(ctx: Ctx, kind: str, document: DocumentRef, changes: Sequence[Change], roles: tuple[str, str]) -> None:
    """Write the pools, their entries and one journal entry: debit the first role, credit the second."""
    out = kind == "transfer_out"
    total = sum((value for _, _, _, value in changes), ZERO)
    entry = NewEntry("stock", ctx.today, "Transfer", document, [NewLine(roles[0], total), NewLine(roles[1], -total)])
    (number,) = post(ctx, [entry], currency=currency(ctx))
    records, sums = [], dict[int, tuple[Decimal, Decimal]]()
    for stock, transit, quantity, value in changes:
        for pool, sign in ((stock, -1 if out else 1), (transit, 1 if out else -1)):
            if pool is not None:
                records.append((pool.id, pool.item_id, sign * quantity, sign * value))
                have = sums.get(pool.id, (ZERO, ZERO))
                sums[pool.id] = (have[0] + sign * quantity, have[1] + sign * value)
    constants = {
        "company_id": ctx.company_id,
        "kind": kind,
        "source_kind": document.kind,
        "source_id": document.id,
        "entry_id": number,
        "on_date": ctx.today,
        "operation_id": ctx.operation_id,
    }
    writes.append(ValueEntry, ("pool_id", "item_id", "quantity", "value"), records, constants)
    writes.update(ValuePool, "id", (), [(n, *sum_) for n, sum_ in sorted(sums.items())], add=("quantity", "value"))
