"""Waivers as documents: written, put before another person where policy says so, and decided."""

from collections.abc import Sequence
from decimal import Decimal

from throughline.governance.public import NewException, clear_exceptions, raise_exceptions
from throughline.modules.billing.acts.waiving import KIND, Waivable
from throughline.modules.billing.events import BillablesEarned, EventsClosed
from throughline.modules.billing.locks import LockedWaiver
from throughline.modules.billing.models import BillableEvent, Waiver
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx


def number_of(waiver_id: int) -> str:
    """Give the number under which a waiver is known."""
    return f"WV-{waiver_id:06d}"


def put_before(ctx: Ctx, waiver_id: int, parts: Sequence[Waivable], amount: Decimal, limit: Decimal, why: str) -> None:
    """Ask another person; until then nothing of it is billed."""
    number, line = number_of(waiver_id), parts[0].line
    held = [(n, f"{number} waits for a decision") for part in parts for n in part.ids]
    writes.update(BillableEvent, "id", ("reason",), held, constants={"state": "held"})
    threads = {part.line.thread_id for part in parts}
    proposals = [{"operation": "billing.decide_waivers", "label": "Decide", "not_by": ctx.actor_id}]
    waits = NewException(
        "waiver_waits",
        "billing",
        KIND,
        waiver_id,
        f"{number}: {amount} not to be billed, {why}",
        threads.pop() if len(threads) == 1 else None,
        {"amount": str(amount), "limit": str(limit)},
        proposals,
        party_id=line.party_id,
    )
    raise_exceptions(ctx, [waits])


def decided(ctx: Ctx, waivers: Sequence[LockedWaiver], state: str, remark: str) -> None:
    """Write what became of waivers, and close what was told of them."""
    constants = {"decided_at": ctx.now, "decided_by": ctx.actor_id}
    records = [(one.id, state, remark.strip()[:400]) for one in waivers]
    writes.update(Waiver, "id", ("state", "remark"), records, constants=constants)
    clear_exceptions(ctx, "waiver_waits", KIND, [one.id for one in waivers], state.capitalize())
    ctx.running().touched(KIND, *(one.id for one in waivers))


def set_free(ctx: Ctx, parts: Sequence[Waivable]) -> None:
    """Let events be billed that were asked not to be; those of immediate billing at once."""
    free = [(n,) for part in parts for n in part.ids]
    writes.update(BillableEvent, "id", (), free, constants={"state": "open", "reason": ""})
    at_once = [n for part in parts if part.line.frequency == "immediate" for n in part.ids]
    for chunk in chunks(sorted(at_once)):
        announce(ctx, BillablesEarned(chunk))


def tell_waived(ctx: Ctx, parts: Sequence[Waivable]) -> None:
    """Announce that events will never be billed, by thread."""
    threads = sorted({part.line.thread_id for part in parts if part.line.thread_id is not None})
    for chunk in chunks([part.event.id for part in parts]):
        announce(ctx, EventsClosed(chunk, tuple(threads[:500])))
