"""Ending waves: nothing waits in them any more."""

from collections.abc import Mapping, Sequence

from throughline.modules.warehouse.models import Wave
from throughline.platform.database import writes
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx


def end_waves(
    ctx: Ctx,
    numbers: Sequence[int],
    state: str,
    reason: str,
    releases: Mapping[int, int],
    left_out: Sequence[tuple[int, int, str]],
) -> None:
    """Set waves released or cancelled, with what was left out of them: (wave, demand, why). They are locked already."""
    if not numbers:
        return
    records = [(number, state, reason.strip()[:200], releases.get(number), 1) for number in numbers]
    constants = {"ended_at": ctx.now, "ended_by": ctx.actor_id}
    writes.update(Wave, "id", ("state", "reason", "release_id"), records, add=("version",), constants=constants)
    execute(
        """UPDATE warehouse_wave_demand x SET waits = false, left_out = coalesce(u.why, '')
           FROM warehouse_wave_demand y LEFT JOIN unnest(%s::bigint[], %s::bigint[], %s::text[]) AS u(wave, demand, why)
             ON u.wave = y.wave_id AND u.demand = y.demand_id
           WHERE x.id = y.id AND y.company_id = %s AND y.wave_id = ANY(%s) AND y.waits""",
        [
            [wave for wave, _, _ in left_out],
            [demand for _, demand, _ in left_out],
            [why[:200] for _, _, why in left_out],
            ctx.company_id,
            list(numbers),
        ],
    )
    ctx.running().touched("warehouse.wave", *numbers)
