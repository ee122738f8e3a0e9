"""A wave of the orders that were ticked on the release board."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.modules.warehouse.public import WaveInput, plan_waves
from throughline.modules.warehouse.queries.waiting import beside
from throughline.modules.warehouse.queries.waves import candidates_of
from throughline.modules.warehouse.ui.wave_forms import moment_of
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Outcomes, Versioned, reading
from throughline.platform.ui import Bulk, Field


def _input(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> tuple[list[WaveInput], set[int]]:
    """Give the wave of all that is open of the chosen orders, and its demands; nothing where nothing is open."""
    with reading(ctx):
        groups = beside(ctx, [one.id for one in chosen])
        found = candidates_of(ctx, {demand for group in groups.values() for demand in group})
    demands = [one.demand_id for one in found]
    if not demands:
        return [], set()
    wave = WaveInput(
        found[0].site_id,
        values.get("wave") or "",
        demands,
        release_at=moment_of(values, None, "release_time"),
        cut_off=moment_of(values, None, "cut_off"),
        carrier=values.get("carrier") or "",
    )
    return [wave], set(demands)


def _outcomes(ctx: Ctx, chosen: Sequence[Versioned], demands: set[int], made: Outcome | None) -> Outcomes:
    """Say of each order whether it is in the wave."""
    with reading(ctx):
        groups = beside(ctx, [one.id for one in chosen])
    outcomes = []
    for one in chosen:
        mine = [demand for demand in groups.get(one.id, []) if demand in demands]
        if made is None or made.status != "done" or not mine:
            told = made.message if made and made.status != "done" else "It waits in another wave, or nothing is open."
            outcomes.append(Outcome(one.id, f"Order of demand {one.id}", "skipped", "not_in_wave", told))
            continue
        lines = f"{len(mine)} {'line' if len(mine) == 1 else 'lines'} in {made.label}."
        outcomes.append(Outcome(one.id, made.label, "done", "planned", lines, {}, made.document))
    return Outcomes(outcomes)


def _one(made: Outcomes) -> Outcome:
    """Give what came of the wave; what is wrong with a field goes back to it."""
    outcome: Outcome = made.only() if made[0].facts.get("field") else made[0]
    return outcome


def plan(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Plan a wave of the chosen orders."""
    waves, demands = _input(ctx, chosen, values)
    made = _one(plan_waves(ctx, waves=waves)) if waves else None
    return _outcomes(ctx, chosen, demands, made)


def foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Say what the wave would hold, by planning it and taking it back."""
    waves, demands = _input(ctx, chosen, {**values, "wave": values.get("wave") or "Wave"})
    made = _one(OPERATIONS["warehouse.plan_waves"].dry_run(ctx, waves=waves)) if waves else None
    return _outcomes(ctx, chosen, demands, made)


BULK = Bulk(
    "plan-wave",
    "Plan wave",
    "order",
    plan,
    preview=foresee,
    permission="warehouse.wave.plan",
    phrase="Plan a wave of {what}",
    past="planned into a wave",
    fields=[
        Field("wave", "Name", required=True, help="Such as DHL 16:00"),
        Field("carrier", "Carrier"),
        Field("release_time", "Release at", help="A time of today, such as 15:00; empty means by hand"),
        Field("cut_off", "Cut-off", help="A time of today, such as 16:30"),
    ],
    consequence="They wait together until the wave is released. Nothing is allocated yet.",
)
