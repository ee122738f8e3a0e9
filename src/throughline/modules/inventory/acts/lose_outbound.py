"""Goods that left and never came anywhere: their cost leaves the line, as a claim or as a loss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import currency
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.moves import NewMove, write_moves
from throughline.modules.inventory.acts.outbound import still_out, within
from throughline.modules.inventory.domain.outgoing import Taken
from throughline.modules.inventory.locks import LockedIssue
from throughline.modules.inventory.models import Issue
from throughline.modules.inventory.queries.places import places
from throughline.modules.ledger.public import NewEntry, NewLine, post
from throughline.platform.database import writes
from throughline.platform.operations import Ctx, act


@dataclass(frozen=True, slots=True)
class LostPart:
    """A quantity of an issue that is lost on its way; `role` is the account that takes its cost: CLAIM or WOFF."""

    issue_id: int
    quantity: Decimal
    document: DocumentRef
    role: str


@act
def lose_outbound(ctx: Ctx, parts: Sequence[LostPart]) -> list[Decimal]:
    """Move outbound goods to scrap at the cost at which they left, and book that cost; give it by part.

    It comes off the deferred cost, or off cost of sales where it had become that. However many parts, five statements.
    """
    issues = locks.issues(ctx, (part.issue_id for part in parts))
    taken = _costs(parts, issues)
    _write(ctx, parts, issues, taken)
    _move(ctx, parts, issues)
    entries = [
        NewEntry("stock", ctx.today, "Goods lost on their way", part.document, _lines(part, worth),
                 issues[part.issue_id].thread_id)
        for part, worth in zip(parts, taken, strict=True)
    ]  # fmt: skip
    post(ctx, entries, currency=currency(ctx))
    return [worth.cost for worth in taken]


def _costs(parts: Sequence[LostPart], issues: Mapping[int, LockedIssue]) -> list[Taken]:
    out = {number: still_out(issue) for number, issue in issues.items()}
    outbound = {number: issue.outbound for number, issue in issues.items()}
    taken = []
    for part in parts:
        within(part.quantity, outbound[part.issue_id], "outbound", part.issue_id)
        outbound[part.issue_id] -= part.quantity
        taken.append(out[part.issue_id].take(part.quantity))
    return taken


def _lines(part: LostPart, worth: Taken) -> list[NewLine]:
    return [
        NewLine(part.role, worth.cost),
        NewLine("SNI", worth.cost_sold - worth.cost),
        NewLine("COGS", -worth.cost_sold),
    ]


def _write(ctx: Ctx, parts: Sequence[LostPart], issues: Mapping[int, LockedIssue], taken: Sequence[Taken]) -> None:
    sums: dict[int, list[Decimal]] = {}
    for part, worth in zip(parts, taken, strict=True):
        have = sums.setdefault(part.issue_id, [ZERO] * 4)
        have[0] += part.quantity
        have[1] += worth.cost
        if issues[part.issue_id].is_deferred:
            have[2] -= worth.quantity_sold
            have[3] -= worth.cost_sold
    columns = ("quantity_lost", "value_lost", "quantity_recognised", "value_recognised")
    writes.update(Issue, "id", (), [(number, *sum_) for number, sum_ in sorted(sums.items())], add=columns)


def _move(ctx: Ctx, parts: Sequence[LostPart], issues: Mapping[int, LockedIssue]) -> None:
    known = places(ctx)
    moves = [
        NewMove(
            item_id=issue.item_id,
            lot_id=issue.lot_id,
            quantity=part.quantity,
            from_location_id=known.at(issue.site_id, "outbound"),
            to_location_id=known.virtual["scrap"],
            case_id=issue.id,
            demand_id=issue.demand_id,
            thread_id=issue.thread_id,
            source=(part.document.kind, part.document.id),
        )
        for part in parts
        for issue in (issues[part.issue_id],)
    ]
    write_moves(ctx, "loss", moves)
