"""What programs ask of the floor: tasks that wait, what can be packed, which handling units wait for a lorry."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.modules.warehouse.domain.contents import UnitContent
from throughline.modules.warehouse.domain.zpl import zpl
from throughline.modules.warehouse.permissions import READ_RELEASE, READ_TASKS
from throughline.modules.warehouse.queries.labels import label_words
from throughline.modules.warehouse.queries.packing import (
    Packable,
    packable,
    unit_contents,
    waiting_to_pack,
    waiting_units,
)
from throughline.modules.warehouse.queries.tasks import TaskFacts, ready_tasks
from throughline.modules.warehouse.queries.waves import WaveLine, WaveRow, wave_lines, wave_rows
from throughline.platform.operations import Ctx
from throughline.platform.rest import read
from throughline.platform.rest.reads import MOST, Limit


@read("warehouse.tasks", permission=READ_TASKS)
def tasks(
    ctx: Ctx,
    *,
    site_id: int | None = None,
    kind: str | None = None,
    demand_ids: Sequence[int] | None = None,
    limit: Limit = 200,
) -> list[TaskFacts]:
    """List tasks that wait, in the order of walking: urgent first, then by bin; of a site, a kind, or for demands."""
    return ready_tasks(ctx, site_id=site_id, kind=kind, demands=demand_ids, limit=limit)


@read("warehouse.packable", permission=READ_TASKS)
def to_pack(
    ctx: Ctx, *, demand_ids: Sequence[int] = (), site_id: int | None = None, limit: Limit = 200
) -> list[Packable]:
    """List what is picked of demands, or at a site and not packed, with what of it is in handling units."""
    found = list(packable(ctx, demand_ids).values()) if demand_ids else []
    return found + (waiting_to_pack(ctx, site_id, limit) if site_id is not None else [])


@read("warehouse.units", permission=READ_TASKS)
def units(ctx: Ctx, *, site_id: int, limit: Limit = 500) -> list[UnitContent]:
    """List handling units at a site that are on no shipment, line by line."""
    return waiting_units(ctx, site_id, limit)


@read("warehouse.waves", permission=READ_RELEASE)
def waves(
    ctx: Ctx,
    *,
    ids: Sequence[int] | None = None,
    site_id: int | None = None,
    state: str | None = None,
    limit: Limit = 50,
) -> list[WaveRow]:
    """List waves, the newest first: what they hold, and how much of it is released, picked, packed and shipped."""
    return wave_rows(ctx, ids=ids, site_id=site_id, state=state, size=limit)


@dataclass(frozen=True, slots=True)
class WavePart:
    """A demand in a wave; `left_out` says why nothing of it went with the others."""

    wave_id: int
    line: WaveLine


@read("warehouse.wave_lines", permission=READ_RELEASE)
def lines_of_wave(ctx: Ctx, *, wave_id: int) -> list[WavePart]:
    """List the demands in a wave, in line, with how far each is."""
    return [WavePart(wave_id, line) for line in wave_lines(ctx, wave_id)]


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """The label of a handling unit: its SSCC, the message in its bars, and the label as ZPL for a printer."""

    sscc: str
    message: str
    zpl: str


@read("warehouse.unit_labels", permission=READ_TASKS)
def unit_labels(ctx: Ctx, *, unit_ids: Sequence[int]) -> list[UnitLabel]:
    """Give the labels of handling units as ZPL, to be sent to a label printer as they are."""
    return [UnitLabel(one["sscc"], one["text"], zpl(one)) for one in label_words(ctx, unit_ids[:MOST])]


@read("warehouse.unit_contents", permission=READ_TASKS)
def contents(ctx: Ctx, *, unit_ids: Sequence[int] = (), ssccs: Sequence[str] = ()) -> list[UnitContent]:
    """Give what is in handling units, by id or SSCC, wherever they are by now: at a site, on the road, delivered."""
    return unit_contents(ctx, ids=unit_ids, ssccs=ssccs)
