"""Releasing demands to the floor: allocation and pick tasks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.kernel.quantity import trimmed
from throughline.kernel.vocabulary import OneOf
from throughline.modules.inventory.public import METHODS
from throughline.modules.warehouse.acts.releasing import Batch, HandedOver, hand_over
from throughline.modules.warehouse.permissions import CHOOSE
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("warehouse.release_demands", permission="warehouse.release", duty=Duty.SHIPPING)
def release_demands(
    ctx: Ctx,
    *,
    demands: Sequence[int],
    method: Annotated[str, OneOf(("", *METHODS))] = "",
    complete_only: bool = False,
    wave: str = "",
    cut_off: datetime | None = None,
) -> Outcomes:
    """Allocate demands by rank and make their pick tasks, whatever made the demands.

    What is held at allocation or release stays out, with the hold named, and so does what credit stops by now; what
    stock does not cover stays promised. Who may choose shares what is short by another `method` than the policy's
    (rank, first_come, equal, proportional, quota), or gives each demand all or nothing (`complete_only`); the claims
    keep who chose it.
    A `wave` is the name under which the picks are known together, `cut_off` when they must be done.
    """
    if method or complete_only:
        ctx.demand(CHOOSE)
    if method and method not in METHODS:
        told = f"“{method[:40]}” is no method; use {', '.join(METHODS)}."
        raise InvalidInput("method_unknown", told, field="method")
    batch = Batch(ctx.running().operation_id, demands, wave, cut_off)
    done = hand_over(ctx, [batch], method=method, complete_only=complete_only)
    return Outcomes(outcome_of(number, done) for number in demands)


def outcome_of(number: int, done: HandedOver) -> Outcome:
    """Say what became of a demand."""
    if number in done.held:
        return Outcome(number, f"demand {number}", "held", *done.held[number])
    if number not in done.roots:
        return Outcome(number, f"demand {number}", "refused", "demand_unknown", "There is no such demand.")
    demand, left = done.given.demands[number], done.given.left[number]
    label = f"{demand.ref_kind} {demand.ref_id}"
    if demand.open == 0:
        return Outcome(number, label, "skipped", "nothing_open", "Everything is released already.")
    if left == demand.open and number in done.given.kept_together:
        message = f"It ships complete, and not all of its order is there; {trimmed(demand.open)} stays promised."
        return Outcome(number, label, "skipped", "ships_complete", message)
    if left == demand.open:
        message = f"Nothing of {trimmed(demand.open)} could be allocated; it stays promised."
        return Outcome(number, label, "skipped", "no_stock", message)
    facts = {"allocated": str(demand.open - left), "left": str(left)}
    if left > 0:
        message = f"{trimmed(demand.open - left)} allocated, {trimmed(left)} on backorder."
        return Outcome(number, label, "done", "partial", message, facts, number)
    return Outcome(number, label, "done", "allocated", f"{trimmed(demand.open)} allocated.", facts, number)
