"""Releasing what is due by policy: before the cut-off of its carrier, on its day, or as soon as stock covers it."""

from throughline.governance.public import Duty, load, site
from throughline.modules.warehouse.acts.releasing import Batch, hand_over
from throughline.modules.warehouse.operations.release_demands import outcome_of
from throughline.modules.warehouse.policies import RELEASING
from throughline.modules.warehouse.queries.due import due_now
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcomes, operation


@operation("warehouse.release_due", permission="warehouse.release", duty=Duty.SHIPPING)
def release_due(ctx: Ctx, *, site_id: int) -> Outcomes:
    """Release what policy says is due at a site by now; nothing where no rule says so.

    What leaves with one carrier by one cut-off becomes a release of its own, which keeps the rule and the cut-off.
    What is held, waits in a wave, or what stock does not cover stays. At most a thousand lines go, the earliest cut-off
    first; the next look takes the others.
    """
    going = due_now(ctx, site(ctx, site_id), load(ctx, RELEASING))
    if not going:
        return Outcomes([])
    numbers = draw("platform_operation_id", len(going))
    batches = [
        Batch(
            number,
            one.demands,
            one.name,
            one.cut_off,
            {
                "policy": one.rule,
                "when": one.when,
                "minutes_before": one.minutes_before,
                "cut_off": one.cut_off.isoformat(),
                "carrier": one.carrier,
            },
        )
        for number, one in zip(numbers, going, strict=True)
    ]
    done = hand_over(ctx, batches)
    return Outcomes(outcome_of(demand, done) for batch in batches for demand in batch.demands)
