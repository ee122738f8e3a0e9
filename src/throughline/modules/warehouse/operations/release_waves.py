"""Releasing planned waves: what waits in them goes to the floor together."""

from collections.abc import Mapping, Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.acts.releasing import Batch, hand_over
from throughline.modules.warehouse.acts.waves import end_waves
from throughline.modules.warehouse.events import WavesReleased
from throughline.modules.warehouse.operations.release_demands import outcome_of
from throughline.modules.warehouse.queries.waves import demands_waiting
from throughline.platform.events import announce, chunks
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("warehouse.release_waves", permission="warehouse.wave.release", duty=Duty.SHIPPING)
def release_waves(ctx: Ctx, *, waves: Sequence[int]) -> Outcomes:
    """Release planned waves: all their demands are served in one line by rank, each wave is a release of its own.

    A wave goes once. What is held, or what stock does not cover, is left out with the reason and waits for another
    wave. One that was released or cancelled already is skipped, so that hand and clock never release twice; one that is
    not there is refused and stops no other.
    """
    if not waves:
        raise InvalidInput("nothing_released", "Name at least one wave.", field="waves")
    locked = locks.waves(ctx, waves)
    going = [number for number, wave in locked.items() if wave.state == "planned"]
    waiting = demands_waiting(ctx, going)
    numbers = dict(zip(going, draw("platform_operation_id", len(going)), strict=True)) if going else {}
    batches = [Batch(numbers[n], waiting.get(n, []), locked[n].name, locked[n].cut_off) for n in going]
    done = hand_over(ctx, batches) if any(batch.demands for batch in batches) else None
    verdicts = {n: [outcome_of(demand, done) for demand in waiting.get(n, [])] if done else [] for n in going}
    left_out = [(n, o.subject, o.message) for n in going for o in verdicts[n] if o.status != "done"]
    went = {n: numbers[n] for n in going if any(o.status == "done" for o in verdicts[n])}
    end_waves(ctx, going, "released", "", went, left_out)
    for chunk in chunks(going):
        announce(ctx, WavesReleased(chunk))
    return Outcomes(
        _outcome(number, verdicts.get(number), locked[number].state, went)
        if number in locked
        else Outcome.refusal(number, f"W-{number}", locks.no_wave(number))
        for number in dict.fromkeys(waves)
    )


def _outcome(number: int, parts: Sequence[Outcome] | None, state: str, went: Mapping[int, int]) -> Outcome:
    label = f"W-{number}"
    if parts is None:
        return Outcome(number, label, "skipped", "wave_over", f"The wave is {state} already.")
    total, done = len(parts), sum(part.status == "done" for part in parts)
    short = sum(part.status == "done" and part.code == "partial" for part in parts)
    facts = {"lines": total, "to_pick": done, "left_out": total - done}
    if not done:
        why = parts[0].message if parts else "Nothing waits in it any more."
        return Outcome(number, label, "done", "nothing_went", f"Nothing of it could go: {why}", facts, number)
    more = f", {short} in part" if short else ""
    rest = f", {total - done} left out" if total > done else ""
    return Outcome(number, label, "done", "released", f"{done} of {total} lines to pick{more}{rest}.", facts, number)
