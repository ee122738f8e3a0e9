"""What becomes of goods that have left: delivered or back; and when their cost becomes cost of sales."""

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
from throughline.modules.inventory.acts.value import NewValue, book
from throughline.modules.inventory.domain.outgoing import StillOut, Taken
from throughline.modules.inventory.locks import LockedIssue
from throughline.modules.inventory.models import Issue
from throughline.modules.inventory.queries.places import places
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class Part:
    """A quantity of an issue, with the document that says so."""

    issue_id: int
    quantity: Decimal
    document: DocumentRef


@dataclass(frozen=True, slots=True)
class BackPart:
    """A quantity of an issue that comes back to a place with a stock status; `refused` never was delivered.

    `lot_id` says which of the lots that left it is (see `lots_back`); the only one unless said.
    """

    issue_id: int
    quantity: Decimal
    document: DocumentRef
    refused: bool
    location_id: int
    status: str = "available"
    lot_id: int | None = None

    def lot_of(self, issue: LockedIssue) -> int | None:
        """Give the lot that comes back."""
        return issue.lot_id if self.lot_id is None else self.lot_id


@act
def deliver(ctx: Ctx, parts: Sequence[Part]) -> dict[int, LockedIssue]:
    """Hand outbound goods over to the customer; four statements, however many lines."""
    wanted = [part for part in parts if part.quantity > 0]
    issues = locks.issues(ctx, (part.issue_id for part in parts))
    for part in wanted:
        within(part.quantity, issues[part.issue_id].outbound, "outbound", part.issue_id)
    known = places(ctx)
    writes.update(Issue, "id", (), _per_issue(wanted), add=("quantity_delivered",))
    moves = [
        NewMove(
            item_id=issues[part.issue_id].item_id,
            lot_id=issues[part.issue_id].lot_id,
            quantity=part.quantity,
            from_location_id=known.at(issues[part.issue_id].site_id, "outbound"),
            to_location_id=known.virtual["customer"],
            case_id=part.issue_id,
            demand_id=issues[part.issue_id].demand_id,
            thread_id=issues[part.issue_id].thread_id,
            source=(part.document.kind, part.document.id),
        )
        for part in wanted
    ]
    write_moves(ctx, "delivery", moves)
    return issues


@act
def take_back(ctx: Ctx, parts: Sequence[BackPart]) -> list[Decimal]:
    """Bring goods back into stock at the cost at which they left; give that cost by part.

    Running remainders: a part takes its share of the cost still out, the last part the rest. Refused goods come from
    outbound, returned ones from the customer. Cost of sales (or the deferred cost) is reduced by the same amount.
    """
    if not parts:
        return []
    issues = locks.issues(ctx, (part.issue_id for part in parts))
    keys = {(issues[part.issue_id].site_id, issues[part.issue_id].item_id) for part in parts}
    positions = locks.positions(ctx, keys)
    targets = [_target(part, issues[part.issue_id]) for part in parts]
    ids = balance_ids(ctx, targets, ctx.today)
    locks.balances(ctx, ids.values())
    pools = locks.pools(ctx, {item for _, item in keys})
    taken = _costs(parts, issues)
    change_balances((ids[target], part.quantity, ZERO) for part, target in zip(parts, targets, strict=True))
    change_positions(
        positions,
        (
            ((issues[part.issue_id].site_id, issues[part.issue_id].item_id), (part.quantity, ZERO, ZERO))
            for part in parts
            if part.status == "available"
        ),
    )
    _write_back(ctx, parts, issues, taken)
    changes = [
        change
        for part, worth in zip(parts, taken, strict=True)
        for change in _booked(part, issues[part.issue_id], worth)
    ]
    book(ctx, "return", "Goods back at the cost at which they left", changes, pools)
    return [worth.cost for worth in taken]


def _target(part: BackPart, issue: LockedIssue) -> tuple[int, int, int, int | None, str]:
    return (issue.site_id, part.location_id, issue.item_id, part.lot_of(issue), part.status)


def _costs(parts: Sequence[BackPart], issues: Mapping[int, LockedIssue]) -> list[Taken]:
    """Take every part off what is still out of its issue, in order; give what each takes along."""
    out = {number: still_out(issue) for number, issue in issues.items()}
    outbound = {number: issue.outbound for number, issue in issues.items()}
    delivered = {number: issue.delivered - issue.returned for number, issue in issues.items()}
    taken = []
    for part in parts:
        number = part.issue_id
        source = outbound if part.refused else delivered
        within(part.quantity, source[number], "outbound" if part.refused else "delivered and not returned", number)
        source[number] -= part.quantity
        taken.append(out[number].take(part.quantity))
    return taken


def still_out(issue: LockedIssue) -> StillOut:
    """Say what of an issue is neither back nor lost, at which cost, and how much of it is deferred."""
    left = issue.quantity - issue.refused - issue.returned - issue.lost
    cost = issue.value - issue.value_back - issue.value_lost
    return StillOut(left, cost, left - issue.recognised if issue.is_deferred else None)


def _booked(part: BackPart, issue: LockedIssue, taken: Taken) -> list[NewValue]:
    """Book a part against the account its cost stands on: cost of sales, deferred cost, or some of both."""
    split = [("SNI", part.quantity - taken.quantity_sold, taken.cost - taken.cost_sold)]
    split.append(("COGS", taken.quantity_sold, taken.cost_sold))
    return [
        NewValue(issue.item_id, quantity, value, part.document, role, issue.id, issue.thread_id, issue.site_id)
        for role, quantity, value in split
        if quantity
    ]


def _write_back(
    ctx: Ctx,
    parts: Sequence[BackPart],
    issues: Mapping[int, LockedIssue],
    taken: Sequence[Taken],
) -> None:
    known = places(ctx)
    sums: dict[int, list[Decimal]] = {}
    for part, worth in zip(parts, taken, strict=True):
        have = sums.setdefault(part.issue_id, [ZERO] * 5)
        have[0 if part.refused else 1] += part.quantity
        have[2] += worth.cost
        if issues[part.issue_id].is_deferred:
            have[3] -= worth.quantity_sold
            have[4] -= worth.cost_sold
    columns = ("quantity_refused", "quantity_returned", "value_back", "quantity_recognised", "value_recognised")
    writes.update(Issue, "id", (), [(number, *sum_) for number, sum_ in sorted(sums.items())], add=columns)
    moves = []
    for part in parts:
        issue = issues[part.issue_id]
        source = known.at(issue.site_id, "outbound") if part.refused else known.virtual["customer"]
        moves.append(
            NewMove(
                item_id=issue.item_id,
                lot_id=part.lot_of(issue),
                quantity=part.quantity,
                from_location_id=source,
                to_location_id=part.location_id,
                to_status=part.status,
                case_id=part.issue_id,
                demand_id=issue.demand_id,
                thread_id=issue.thread_id,
                source=(part.document.kind, part.document.id),
            )
        )
    write_moves(ctx, "back", moves)


@act
def recognise_cost(ctx: Ctx, parts: Sequence[Part], text: str = "Cost of goods billed") -> None:
    """Turn the deferred cost of exactly the billed quantities into cost of sales; nothing where it was not deferred.

    A negative quantity takes recognised cost back (a correction of billing, not a return of goods).
    """
    issues = locks.issues(ctx, (part.issue_id for part in parts))
    amounts: dict[DocumentRef, Decimal] = {}
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for part in parts:
        issue = issues[part.issue_id]
        if not issue.is_deferred:
            continue
        done = sums.get(issue.id, (ZERO, ZERO))
        out = still_out(issue)
        left = out.quantity - issue.recognised - done[0]
        worth = share(out.cost - issue.value_recognised - done[1], part.quantity, left)
        sums[issue.id] = (done[0] + part.quantity, done[1] + worth)
        amounts[part.document] = amounts.get(part.document, ZERO) + worth
    columns = ("quantity_recognised", "value_recognised")
    writes.update(Issue, "id", (), [(number, *sum_) for number, sum_ in sorted(sums.items())], add=columns)
    entries = [
        NewEntry("stock", ctx.today, text, document, _recognition(amount)) for document, amount in amounts.items()
    ]
    post(ctx, entries, currency=currency(ctx))


def _recognition(amount: Decimal) -> list[NewLine]:
    return [NewLine("COGS", amount), NewLine("SNI", -amount)]


def _per_issue(parts: Sequence[Part]) -> list[tuple[int, Decimal]]:
    sums: dict[int, Decimal] = {}
    for part in parts:
        sums[part.issue_id] = sums.get(part.issue_id, ZERO) + part.quantity
    return sorted(sums.items())


def within(quantity: Decimal, limit: Decimal, what: str, issue_id: int) -> None:
    """Refuse a quantity of an issue that is not there to be taken."""
    if not 0 < quantity <= limit:
        raise RuleViolation(
            "quantity_not_out", f"{trimmed(quantity)} is not possible; {trimmed(limit)} is {what}.", issue=issue_id
        )
