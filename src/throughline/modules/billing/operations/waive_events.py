"""Waiving: what was earned and shall never be billed, with its reason and on somebody's approval."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from psycopg.types.json import Jsonb

from throughline.governance.public import Duty, load
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.modules.billing.acts.asking import number_of, put_before, tell_waived
from throughline.modules.billing.acts.waiving import KIND, Closing, Found, Waivable, close, find
from throughline.modules.billing.models import Waiver, WaiverEvent
from throughline.modules.billing.policies import WAIVING
from throughline.platform.database import writes
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

LONGEST = 400


@operation("billing.waive_events", permission="billing.event.waive", duty=Duty.BILLING)
def waive_events(ctx: Ctx, *, events: Sequence[int], reason: str) -> Outcomes:
    """Give up billing what was earned; above the policy's limit it waits for another person, unbilled.

    What took an event back before it was billed goes with it. Nothing comes of it for the customer: no document. The
    deferred cost becomes cost of sales. One waiver a customer; an outcome is an event and names its waiver.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why it shall never be billed.", field="reason")
    if len(reason.strip()) > LONGEST:
        raise InvalidInput("too_long", f"reason is too long; it takes {LONGEST} characters at most.", field="reason")
    found = find(ctx, events)
    named = {number: event.label for number, event in found.events.items()}
    judged = sift(events, partial(_judged, found, set()), lambda n: (n, named.get(n, f"event {n}")))
    by_party: dict[int, list[Waivable]] = {}
    for part in judged.sound.values():
        by_party.setdefault(part.line.party_id, []).append(part)
    told = _waive(ctx, list(by_party.items()), reason.strip()) if by_party else {}
    return judged.with_done(told[part.line.party_id](part) for part in judged.sound.values())


def _judged(found: Found, seen: set[int], number: int) -> Waivable:
    part = found.waivable(number, "open")
    if number in seen:
        raise RuleViolation("event_twice", f"{part.event.label} stands twice in the set; name it once.", event=number)
    seen.add(number)
    return part


def _waive(ctx: Ctx, parties: Sequence[tuple[int, Sequence[Waivable]]], reason: str) -> dict[int, "partial[Outcome]"]:
    """Write a waiver a customer; close what the policy lets be closed alone, and ask for the others."""
    policies = load(ctx, WAIVING)
    ids = draw("billing_waiver_id_seq", len(parties))
    heads, closings, told = [], [], {}
    for number, (party, parts) in zip(ids, parties, strict=True):
        decision = policies.ask(WAIVING, customer=party)
        limit = decision.answer.limit_without_approval
        amount = sum((part.amount for part in parts), ZERO)
        waits = limit is not None and amount > limit
        threads = {part.line.thread_id for part in parts}
        thread = threads.pop() if len(threads) == 1 else None
        why = Jsonb({**decision.why(), "limit": None if limit is None else str(limit)})
        decider = (None, None) if waits else (ctx.now, ctx.actor_id)
        state = "waiting" if waits else "approved"
        heads.append((number, number_of(number), thread, party, state, parts[0].line.currency, amount, why, *decider))
        if waits and limit is not None:
            put_before(ctx, number, parts, amount, limit, reason)
            told[party] = partial(_waits, number, amount, limit)
        else:
            closings.append(Closing(number, number_of(number), reason, parts))
            told[party] = partial(_done, number)
    columns = (
        "id",
        "number",
        "thread_id",
        "party_id",
        "state",
        "currency",
        "amount",
        "why",
        "decided_at",
        "decided_by",
    )
    constants = {"company_id": ctx.company_id, "reason": reason, "asked_at": ctx.now, "asked_by": ctx.actor_id,
                 "remark": ""}  # fmt: skip
    writes.append(Waiver, columns, heads, constants)
    _write_events(ctx, [(n, part) for n, (_, parts) in zip(ids, parties, strict=True) for part in parts])
    if closings:
        close(ctx, closings)
        tell_waived(ctx, [part for one in closings for part in one.parts])
    ctx.running().touched(KIND, *ids)
    return told


def _write_events(ctx: Ctx, parts: Sequence[tuple[int, Waivable]]) -> None:
    records = [(number, part.event.id, part.line.thread_id, part.quantity, part.amount) for number, part in parts]
    columns = ("waiver_id", "event_id", "thread_id", "quantity", "amount")
    writes.append(WaiverEvent, columns, records, {"company_id": ctx.company_id})


def _done(waiver: int, part: Waivable) -> Outcome:
    message = f"{part.amount} will not be billed: {number_of(waiver)}."
    return Outcome(part.event.id, part.event.label, "done", "waived", message, {"amount": part.amount}, waiver)


def _waits(waiver: int, amount: Decimal, limit: Decimal, part: Waivable) -> Outcome:
    message = f"{number_of(waiver)} is worth {amount}, more than {limit}: it waits for another person."
    facts = {"amount": str(amount), "limit": str(limit)}
    return Outcome(part.event.id, part.event.label, "held", "approval_needed", message, facts, waiver)
