"""Deciding adjustments that wait: another person books or refuses them, who asked may withdraw them."""

from collections.abc import Mapping, Sequence

from throughline.governance.public import Duty, clear_exceptions
from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation
from throughline.modules.inventory import locks
from throughline.modules.inventory.acts.adjust import KIND, Adjustment, Change, post_adjustments
from throughline.modules.inventory.acts.propose import number_of
from throughline.modules.inventory.events import AdjustmentsDropped
from throughline.modules.inventory.models import StockAdjustment
from throughline.modules.inventory.queries.adjustments import adjustment_lines
from throughline.platform.database import writes
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("inventory.decide_adjustments", permission="inventory.adjustment.decide", duty=Duty.STOCK_ADJUSTMENT)
def decide_adjustments(ctx: Ctx, *, adjustments: Sequence[int], approve: bool, remark: str = "") -> Outcomes:
    """Book adjustments that wait, or refuse them with a remark. Nobody decides what he asked for himself.

    A count whose place moved since cannot be booked: it is refused here and counted again.
    """
    if not approve and not remark.strip():
        raise InvalidInput("remark_missing", "Say why it is refused.", field="remark")
    locked = locks.adjustments(ctx, adjustments)
    refused: dict[int, DomainError | None] = {
        number: _own(ctx, locked[number]) if number in locked else _unknown(number) for number in adjustments
    }
    free = [number for number, trouble in refused.items() if trouble is None]
    troubles: Mapping[int, RuleViolation] = (
        post_adjustments(ctx, _changes(ctx, locked, free)) if approve and free else {}
    )
    done = [number for number in free if number not in troubles]
    _write(ctx, done, "posted" if approve else "refused", remark)
    outcomes = []
    for number in dict.fromkeys(adjustments):
        label, problem = number_of(number), refused[number] or troubles.get(number)
        if problem:
            outcomes.append(Outcome.refusal(number, label, problem))
        else:
            verb = f"{locked[number].value} booked" if approve else "refused"
            outcomes.append(Outcome(number, label, "done", "posted" if approve else "refused", f"{verb}.", {}, number))
    return Outcomes(outcomes)


@operation("inventory.withdraw_adjustments", permission="inventory.stock.adjust", duty=Duty.STOCK_ADJUSTMENT)
def withdraw_adjustments(ctx: Ctx, *, adjustments: Sequence[int], remark: str = "") -> Outcomes:
    """Take back adjustments that wait; only who asked for them does."""
    locked = locks.adjustments(ctx, adjustments)
    outcomes, done = [], []
    for number in dict.fromkeys(adjustments):
        one = locked.get(number)
        trouble: DomainError | None = _not_waiting(one) if one else _unknown(number)
        if one and trouble is None and one.asked_by != ctx.actor_id:
            trouble = RuleViolation("not_yours", "Only who asked for it withdraws it; refuse it instead.")
        if trouble:
            outcomes.append(Outcome.refusal(number, number_of(number), trouble))
            continue
        done.append(number)
        outcomes.append(Outcome(number, number_of(number), "done", "withdrawn", "Withdrawn.", {}, number))
    _write(ctx, done, "withdrawn", remark)
    return Outcomes(outcomes)


def _unknown(number: int) -> NotFound:
    told = f"There is no adjustment {number} in this company; see those that wait."
    return NotFound("adjustment_unknown", told, field="adjustments", adjustment=number)


def _not_waiting(one: locks.LockedAdjustment) -> RuleViolation | None:
    if one.state == "waiting":
        return None
    return RuleViolation("not_waiting", f"{number_of(one.id)} is {one.state} already.", adjustment=one.id)


def _own(ctx: Ctx, one: locks.LockedAdjustment) -> RuleViolation | None:
    if one.asked_by == ctx.actor_id and one.state == "waiting":
        return RuleViolation(
            "own_adjustment", "Another person decides what you asked for; you may withdraw it.", adjustment=one.id
        )
    return _not_waiting(one)


def _changes(ctx: Ctx, locked: Mapping[int, locks.LockedAdjustment], numbers: Sequence[int]) -> list[Change]:
    return [
        Change(
            Adjustment(
                line.site_id, line.location_id, line.item_id, line.quantity, line.lot_id, line.status, line.unit_cost
            ),
            document,
            locked[document].against,
            line.booked,
        )
        for document, lines in adjustment_lines(ctx, numbers).items()
        for line in lines
        if not line.is_void
    ]


def _write(ctx: Ctx, numbers: Sequence[int], state: str, remark: str) -> None:
    if not numbers:
        return
    constants = {"decided_at": ctx.now, "decided_by": ctx.actor_id}
    records = [(number, state, remark.strip()[:400]) for number in numbers]
    writes.update(StockAdjustment, "id", ("state", "remark"), records, constants=constants)
    clear_exceptions(ctx, "adjustment_waits", KIND, list(numbers), state.capitalize())
    if state != "posted":
        for chunk in chunks(sorted(numbers)):
            announce(ctx, AdjustmentsDropped(chunk))
    ctx.running().touched(KIND, *numbers)
