"""Deciding waivers that wait: another person approves or declines them, who asked may withdraw them."""

from collections.abc import Mapping, Sequence
from functools import partial

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO
from throughline.modules.billing import locks
from throughline.modules.billing.acts.asking import decided, number_of, set_free, tell_waived
from throughline.modules.billing.acts.waiving import Closing, Found, Waivable, close, find
from throughline.modules.billing.locks import LockedWaiver
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift

Decided = tuple[LockedWaiver, list[Waivable]]


@operation("billing.decide_waivers", permission="billing.waiver.decide", duty=Duty.POSTING)
def decide_waivers(ctx: Ctx, *, waivers: Sequence[int], approve: bool, remark: str = "") -> Outcomes:
    """Approve that something is never billed, or decline it with a remark. Nobody decides what he asked for himself.

    Who keeps the books decides, not who bills. A waiver of which goods came back since is another than the one asked
    for: it is declined here and asked anew.
    What is declined is billed as it would have been.
    """
    if not approve and not remark.strip():
        raise InvalidInput("remark_missing", "Say why it is declined.", field="remark")
    locked, events, found = _found(ctx, waivers)
    judged = sift(dict.fromkeys(waivers), partial(_judged, ctx, locked, events, found, approve), _named)
    parts = [part for _, own in judged.sound.values() for part in own]
    if judged.sound and approve:
        close(ctx, [Closing(one.id, one.number, one.reason, own) for one, own in judged.sound.values()])
        tell_waived(ctx, parts)
    elif judged.sound:
        set_free(ctx, parts)
    state = "approved" if approve else "declined"
    if judged.sound:
        decided(ctx, [one for one, _ in judged.sound.values()], state, remark)
    return judged.with_done(
        Outcome(one.id, one.number, "done", state, f"{state.capitalize()}.", {"amount": one.amount}, one.id)
        for one, _ in judged.sound.values()
    )


@operation("billing.withdraw_waivers", permission="billing.event.waive", duty=Duty.BILLING)
def withdraw_waivers(ctx: Ctx, *, waivers: Sequence[int], remark: str = "") -> Outcomes:
    """Take back waivers that wait; only who asked for them does. What they named is billed as it would have been."""
    locked, events, found = _found(ctx, waivers)
    judged = sift(dict.fromkeys(waivers), partial(_own, ctx, locked, events, found), _named)
    if judged.sound:
        set_free(ctx, [part for _, own in judged.sound.values() for part in own])
        decided(ctx, [one for one, _ in judged.sound.values()], "withdrawn", remark)
    return judged.with_done(
        Outcome(one.id, one.number, "done", "withdrawn", "Withdrawn.", {}, one.id) for one, _ in judged.sound.values()
    )


def _found(ctx: Ctx, waivers: Sequence[int]) -> tuple[Mapping[int, LockedWaiver], Mapping[int, Sequence[int]], Found]:
    """Lock waivers, their events and lines."""
    locked = locks.waivers(ctx, waivers)
    events = locks.waived_events(ctx, locked)
    return locked, events, find(ctx, [number for one in events.values() for number in one])


def _named(number: int) -> tuple[int, str]:
    return number, number_of(number)


def _waiting(locked: Mapping[int, LockedWaiver], number: int) -> LockedWaiver:
    if number not in locked:
        raise NotFound("waiver_unknown", f"There is no waiver {number_of(number)} in this company.", waiver=number)
    one = locked[number]
    if one.state != "waiting":
        raise RuleViolation("not_waiting", f"{one.number} is {one.state} already.", waiver=number)
    return one


def _judged(
    ctx: Ctx,
    locked: Mapping[int, LockedWaiver],
    events: Mapping[int, Sequence[int]],
    found: Found,
    approve: bool,
    number: int,
) -> Decided:
    """Give a waiver with what it names, or refuse to decide it."""
    one = _waiting(locked, number)
    if one.asked_by == ctx.actor_id:
        told = "Another person decides what you asked for; you may withdraw it."
        raise RuleViolation("own_waiver", told, waiver=number)
    parts = [found.waivable(event, "held") for event in events[number]]
    left = sum((part.amount for part in parts), ZERO)
    if approve and left != one.amount:
        told = f"{one.number} was asked for {one.amount}, and {left} is left to be billed: decline it and ask anew."
        raise RuleViolation("changed_since", told, waiver=number, left=str(left))
    return one, parts


def _own(
    ctx: Ctx, locked: Mapping[int, LockedWaiver], events: Mapping[int, Sequence[int]], found: Found, number: int
) -> Decided:
    one = _waiting(locked, number)
    if one.asked_by != ctx.actor_id:
        told = "Only who asked for it withdraws it; decline it instead."
        raise RuleViolation("not_yours", told, waiver=number)
    return one, [found.waivable(event, "held") for event in events[number]]
