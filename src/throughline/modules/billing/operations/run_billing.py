"""The billing run: open billable events become posted invoices and credit notes."""

from collections.abc import Mapping, Sequence
from datetime import date

from throughline.governance.public import Duty, load, standing_holds
from throughline.modules.billing import locks
from throughline.modules.billing.acts.invoicing import Origins, draft_invoices, origins_of
from throughline.modules.billing.acts.netting import net
from throughline.modules.billing.acts.posting import post_invoices
from throughline.modules.billing.locks import LockedEvent
from throughline.modules.billing.policies import TAX_ROUNDING
from throughline.modules.billing.queries.due import due_events
from throughline.modules.billing.queries.rates import rates_on
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.platform.events import LARGEST
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("billing.run_billing", permission="billing.run", duty=Duty.BILLING, fiscal=True)
def run_billing(
    ctx: Ctx, *, events: Sequence[int] | None = None, upto: date | None = None, party_id: int | None = None
) -> Outcomes:
    """Bill open events: those named, or all that are due, grouped as each customer's policy says.

    Each event stands on one invoice only, also with two runs at once: what another run holds or has billed is left
    out. A customer blocked for invoices, or a thread on bill hold, stays unbilled and is reported. Posting takes the
    number last, so that a refusal burns none. What was taken back whole before it was billed is closed without a
    document. An outcome is an invoice, or what was not billed.
    """
    wanted = due_events(ctx, upto or ctx.today, party_id) if events is None else list(events)
    found = locks.open_events(ctx, wanted, whole=events is not None and len(wanted) >= LARGEST)
    if not found:
        return Outcomes()
    parties = customers(ctx, {event.line.party_id for event in found})
    free, held = _held(ctx, found, parties)
    free, netted = net(ctx, free)
    if not free:
        return Outcomes([*netted, *held])
    rates = rates_on(ctx, ctx.today)
    per = load(ctx, TAX_ROUNDING).ask(TAX_ROUNDING).answer.per
    origins = origins_of(ctx, [event.origin_id for event in free if event.origin_id is not None])
    drafts = [
        draft
        for group in _groups(free, origins)
        if (draft := draft_invoices(group, parties, rates, per, origins, ctx.today)) is not None
    ]
    posted = post_invoices(ctx, drafts, parties)
    return Outcomes([*posted, *netted, *held])


def _held(
    ctx: Ctx, events: Sequence[LockedEvent], parties: Mapping[int, CustomerFacts]
) -> tuple[list[LockedEvent], list[Outcome]]:
    threads = {event.line.thread_id for event in events if event.line.thread_id is not None}
    stopped = {hold.subject_id: hold for hold in standing_holds(ctx, "thread", list(threads), "bill")}
    free, held = [], []
    for event in events:
        party = parties[event.line.party_id]
        if party.block in ("invoice", "all"):
            message = f"{party.name} is blocked for invoices."
            held.append(Outcome(event.id, event.line.order_label, "held", "customer_blocked", message))
        elif event.line.thread_id in stopped:
            hold = stopped[event.line.thread_id]
            held.append(Outcome(event.id, event.line.order_label, "held", hold.code, hold.message))
        else:
            free.append(event)
    return free, held


def _groups(events: Sequence[LockedEvent], origins: Origins) -> list[list[LockedEvent]]:
    """Put events together that stand on one document; what corrects an invoice stands alone with its like."""
    groups: dict[tuple[str, str, int], list[LockedEvent]] = {}
    for event in events:
        corrected = origins.invoices.get(event.origin_id or 0, 0)
        groups.setdefault((event.group_key, event.line.currency, corrected), []).append(event)
    return [sorted(group, key=lambda e: (e.on_date, e.id)) for group in groups.values()]
