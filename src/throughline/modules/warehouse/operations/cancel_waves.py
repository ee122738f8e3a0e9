"""Giving planned waves up."""

from collections.abc import Sequence

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.warehouse import locks
from throughline.modules.warehouse.acts.waves import end_waves
from throughline.modules.warehouse.events import WavesCancelled
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation


@operation("warehouse.cancel_waves", permission="warehouse.wave.plan", duty=Duty.SHIPPING)
def cancel_waves(ctx: Ctx, *, waves: Sequence[int], reason: str) -> Outcomes:
    """Give planned waves up; what waited in them may be planned or released otherwise. A released one stays so."""
    if not waves:
        raise InvalidInput("nothing_cancelled", "Name at least one wave.", field="waves")
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why the wave is given up.", field="reason")
    locked = locks.waves(ctx, waves)
    going = [number for number, wave in locked.items() if wave.state == "planned"]
    end_waves(ctx, going, "cancelled", reason, {}, [])
    for chunk in chunks(going):
        announce(ctx, WavesCancelled(chunk))
    return Outcomes(
        Outcome(n, f"W-{n}", "done", "cancelled", "Given up.", {}, n)
        if n in going
        else Outcome(n, f"W-{n}", "refused", "wave_over", f"The wave is {locked[n].state} already.")
        for n in dict.fromkeys(waves)
    )
