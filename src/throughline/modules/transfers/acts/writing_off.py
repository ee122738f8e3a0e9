"""Asking for a second person where what is missing is worth more than policy lets one write off alone."""

from collections.abc import Sequence
from decimal import Decimal

from psycopg.types.json import Jsonb

from throughline.governance.public import NewException, clear_exceptions, load, raise_exceptions
from throughline.kernel.money import ZERO, rounded
from throughline.modules.inventory.public import ADJUSTING
from throughline.modules.transfers import locks
from throughline.modules.transfers.acts.arriving import ArrivedLine
from throughline.modules.transfers.models import WriteOff
from throughline.platform.database import writes
from throughline.platform.operations import Ctx

KIND = "transfers.write_off"


def number_of(write_off_id: int) -> str:
    """Give the number under which a write-off is known."""
    return f"WO-{write_off_id}"


def worth(transfer: locks.LockedTransfer, lines: Sequence[ArrivedLine]) -> Decimal:
    """Give what the missing goods left at."""
    known = {line.id: line for line in transfer.lines}
    return sum(
        (rounded(known[line.line_id].value * line.missing / known[line.line_id].quantity) for line in lines), ZERO
    )


def ask(ctx: Ctx, transfer: locks.LockedTransfer, lines: Sequence[ArrivedLine]) -> bool:
    """Have the missing goods wait for another person where policy says so; say whether they do.

    The limit is the one of adjustments of stock. What waits of the same transfer is void: the newer finding is the
    true one.
    """
    missing = [line for line in lines if line.missing > ZERO]
    if not missing:
        return False
    decision = load(ctx, ADJUSTING).ask(ADJUSTING, site=transfer.to_site_id)
    limit, value = decision.answer.limit_without_approval, worth(transfer, missing)
    end(ctx, transfer, "void", "Entered anew")
    if limit is None or value <= limit:
        return False
    number = ctx.running().operation_id
    told = {str(line.line_id): str(line.missing) for line in missing}
    why = {**decision.why(), "limit": str(limit)}
    constants = {"company_id": ctx.company_id, "state": "waiting", "asked_at": ctx.now, "asked_by": ctx.actor_id,
                 "remark": ""}  # fmt: skip
    record = (number, transfer.id, Jsonb(told), value, Jsonb(why))
    writes.append(WriteOff, ("id", "transfer_id", "lines", "value", "why"), [record], constants)
    title = f"{transfer.number}: {value} of goods that did not arrive to write off"
    decide = {"operation": "transfers.decide_write_off", "label": "Decide", "not_by": ctx.actor_id}
    proposals = [{**decide, "query": {"write_off": number}}]
    facts = {"worth": str(value), "limit": str(limit)}
    waits = NewException(
        "write_off_waits",
        "stock",
        "transfers.transfer",
        transfer.id,
        title,
        None,
        facts,
        proposals,
        site_id=transfer.to_site_id,
    )
    raise_exceptions(ctx, [waits])
    ctx.running().touched(KIND, number)
    return True


def end(ctx: Ctx, transfer: locks.LockedTransfer, state: str, remark: str) -> None:
    """End what waits of a locked transfer."""
    waiting = locks.waiting_write_off(ctx, transfer.id)
    if waiting is None:
        return
    constants = {"decided_at": ctx.now, "decided_by": ctx.actor_id}
    record = (waiting.id, state, remark.strip()[:400])
    writes.update(WriteOff, "id", ("state", "remark"), [record], constants=constants)
    clear_exceptions(ctx, "write_off_waits", "transfers.transfer", [transfer.id], state.capitalize())
