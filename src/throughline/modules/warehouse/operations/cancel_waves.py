"""Giving planned waves up."""

from collections.abc import Mapping, Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.acts.waves import end_waves
from throughline.modules.warehouse.events import WavesCancelled
from throughline.modules.warehouse.locks import LockedWave
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("warehouse.cancel_waves", permission="warehouse.wave.plan", duty=Duty.SHIPPING)
def cancel_waves(ctx: Ctx, *, waves: Sequence[int], reason: str) -> Outcomes:
    """Give planned waves up; what waited in them may be planned or released otherwise. A released one stays so.

    An outcome is a wave; one that is over or unknown stops no other.
    """
    if not waves:
        raise InvalidInput("nothing_cancelled", "Name at least one wave.", field="waves")
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why the wave is given up.", field="reason")
    locked = locks.waves(ctx, waves)
    going = [number for number, wave in locked.items() if wave.state == "planned"]
    end_waves(ctx, going, "cancelled", reason, {}, [])
    for chunk in chunks(going):
        announce(ctx, WavesCancelled(chunk))
    return Outcomes(_outcome(number, locked) for number in dict.fromkeys(waves))


def _outcome(number: int, locked: Mapping[int, LockedWave]) -> Outcome:
    label = f"W-{number}"
    if number not in locked:
        return Outcome.refusal(number, label, locks.no_wave(number))
    if locked[number].state != "planned":
        told = f"The wave is {locked[number].state} already."
        return Outcome(number, label, "refused", "wave_over", told, {"field": "waves"})
    return Outcome(number, label, "done", "cancelled", "Given up.", {}, number)
