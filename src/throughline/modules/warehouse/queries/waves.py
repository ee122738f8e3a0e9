"""Reading waves: what may be put in one, how far they are, what waits in them, which are due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from throughline.modules.warehouse.domain.waves import Candidate
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: What a wave may be chosen from: the first of a site's line. A transaction holds a thousand lines.
MOST, LINES = 5_000, 1_000

_CANDIDATES = """SELECT d.id, d.site_id, d.group_id, d.party_id, d.service_class, d.due_on,
        (d.quantity - d.quantity_cancelled - d.quantity_allocated - d.quantity_issued) * coalesce(i.weight_kg, 0),
        coalesce(d.ship_on, d.due_on), coalesce(c.carrier, ''), coalesce(c.code, ''), coalesce(z.zones, '{{}}')
    FROM inventory_demand d JOIN catalog_item i ON i.id = d.item_id
    LEFT JOIN parties_carrier_service c ON c.id = d.carrier_service_id
    LEFT JOIN (SELECT b.site_id, b.item_id,
                      array_agg(DISTINCT coalesce(nullif(l.zone, ''), split_part(l.code, '-', 1))) AS zones
               FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
               WHERE b.company_id = %s AND b.status = 'available' AND b.owner_id IS NULL AND b.on_hand > b.reserved
                 AND l.kind = 'bin' AND l.is_pickable GROUP BY b.site_id, b.item_id) z
      ON z.site_id = d.site_id AND z.item_id = d.item_id
    WHERE d.company_id = %s AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued
      AND NOT EXISTS (SELECT 1 FROM warehouse_wave_demand w WHERE w.demand_id = d.id AND w.waits) AND {}
    ORDER BY d.rank, d.due_on, d.id LIMIT %s"""


def candidates(ctx: Ctx, sites: Iterable[int]) -> list[Candidate]:
    """List the open demands of sites that are in no wave, in line."""
    return select(
        Candidate, _CANDIDATES.format("d.site_id = ANY(%s)"), [ctx.company_id, ctx.company_id, sorted(set(sites)), MOST]
    )


def candidates_of(ctx: Ctx, demand_ids: Iterable[int]) -> list[Candidate]:
    """List those of some demands that have something open and are in no wave, in line."""
    return select(
        Candidate, _CANDIDATES.format("d.id = ANY(%s)"), [ctx.company_id, ctx.company_id, sorted(set(demand_ids)), MOST]
    )


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A wave with what it holds and how far that is, in stock units over all its lines."""

    id: int
    name: str
    carrier: str
    state: str
    version: int
    site_id: int
    site: str
    release_at: datetime | None
    cut_off: datetime | None
    chosen: dict[str, Any]
    planned_at: datetime
    planned_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    reason: str
    release_id: int | None
    lines: int
    orders: int
    left_out: int
    weight: Decimal
    asked: Decimal
    released: Decimal
    picked: Decimal
    packed: Decimal
    shipped: Decimal


def wave_rows(
    ctx: Ctx,
    *,
    before: int | None = None,
    ids: Sequence[int] | None = None,
    site_id: int | None = None,
    state: str | None = None,
    words: str = "",
    size: int = 50,
) -> list[WaveRow]:
    """List waves, the newest first; `before` is the last id of the page before."""
    return select(
        WaveRow,
        """SELECT w.id, w.name, w.carrier, w.state, w.version, w.site_id, s.name, w.release_at, w.cut_off, w.chosen,
                  w.planned_at, p.name, w.ended_at, e.name, w.reason, w.release_id, l.lines, l.orders, l.left_out,
                  l.weight, l.asked, l.released, l.picked, l.packed, l.shipped
           FROM warehouse_wave w JOIN governance_site s ON s.id = w.site_id
           LEFT JOIN platform_user p ON p.id = w.planned_by LEFT JOIN platform_user e ON e.id = w.ended_by
           CROSS JOIN LATERAL (
               SELECT count(*) AS lines, count(DISTINCT coalesce(d.group_id, -d.id)) AS orders,
                      count(*) FILTER (WHERE x.left_out <> '') AS left_out,
                      coalesce(sum((d.quantity - d.quantity_cancelled) * i.weight_kg), 0) AS weight,
                      coalesce(sum(d.quantity - d.quantity_cancelled), 0) AS asked,
                      coalesce(sum(d.quantity_allocated + d.quantity_issued), 0) AS released,
                      coalesce(sum(d.quantity_picked + d.quantity_issued), 0) AS picked,
                      coalesce(sum(d.quantity_issued + coalesce(u.packed, 0)), 0) AS packed,
                      coalesce(sum(d.quantity_issued), 0) AS shipped
               FROM warehouse_wave_demand x JOIN inventory_demand d ON d.id = x.demand_id
               JOIN catalog_item i ON i.id = d.item_id
               LEFT JOIN LATERAL (SELECT sum(c.quantity) AS packed FROM warehouse_handling_unit_line c
                                  JOIN warehouse_handling_unit h ON h.id = c.handling_unit_id
                                   AND h.shipment_id IS NULL AND h.unpacked_at IS NULL
                                  WHERE c.demand_id = d.id) u ON true
               WHERE x.wave_id = w.id) l
           WHERE w.company_id = %(company)s AND (%(before)s::bigint IS NULL OR w.id < %(before)s)
             AND (%(ids)s::bigint[] IS NULL OR w.id = ANY(%(ids)s))
             AND (%(site)s::bigint IS NULL OR w.site_id = %(site)s)
             AND (%(state)s::text IS NULL OR w.state = %(state)s)
             AND (%(words)s = '' OR lower(w.name) LIKE lower(%(words)s) || '%%'
                  OR lower(w.carrier) LIKE lower(%(words)s) || '%%')
           ORDER BY w.id DESC LIMIT %(size)s""",
        {"company": ctx.company_id, "before": before, "ids": None if ids is None else list(ids), "site": site_id,
         "state": state, "words": words, "size": size},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A demand in a wave, with its document and how far it is."""

    demand_id: int
    root_kind: str | None
    root_id: int | None
    party: str | None
    item_code: str
    item_name: str
    unit: str
    service_class: str
    due_on: date
    asked: Decimal
    released: Decimal
    picked: Decimal
    shipped: Decimal
    left_out: str
    carrier: str
    ship_on: date


def wave_lines(ctx: Ctx, wave_id: int) -> list[WaveLine]:
    """List what is in a wave, in line."""
    return select(
        WaveLine,
        """SELECT d.id, t.root_kind, t.root_id, p.name, i.code, i.name, i.stock_unit, d.service_class, d.due_on,
                  d.quantity - d.quantity_cancelled, d.quantity_allocated + d.quantity_issued,
                  d.quantity_picked + d.quantity_issued, d.quantity_issued, x.left_out,
                  coalesce(c.carrier, ''), coalesce(d.ship_on, d.due_on)
           FROM warehouse_wave_demand x JOIN inventory_demand d ON d.id = x.demand_id
           JOIN catalog_item i ON i.id = d.item_id LEFT JOIN governance_thread t ON t.id = d.thread_id
           LEFT JOIN parties_party p ON p.id = d.party_id
           LEFT JOIN parties_carrier_service c ON c.id = d.carrier_service_id
           WHERE x.company_id = %s AND x.wave_id = %s ORDER BY d.rank, d.due_on, d.id LIMIT %s""",
        [ctx.company_id, wave_id, LINES],
    )


@dataclass(frozen=True, slots=True)
class DueWave:
    """A planned wave whose hour has come, and who planned it."""

    id: int
    planned_by: int


def due_waves(ctx: Ctx) -> list[DueWave]:
    """List the planned waves that are to be released by now, the earliest first."""
    return select(
        DueWave,
        """SELECT id, planned_by FROM warehouse_wave WHERE company_id = %s AND state = 'planned' AND release_at <= %s
           ORDER BY release_at, id LIMIT 50""",
        [ctx.company_id, ctx.now],
    )


def waves_holding(ctx: Ctx, demand_ids: Iterable[int]) -> dict[int, int]:
    """Give the wave in which demands wait, by demand; those that wait in none are left out."""
    found = rows(
        "SELECT demand_id, wave_id FROM warehouse_wave_demand WHERE company_id = %s AND demand_id = ANY(%s) AND waits",
        [ctx.company_id, sorted(set(demand_ids))],
    )
    return dict(found)


def demands_waiting(ctx: Ctx, wave_ids: Iterable[int]) -> dict[int, list[int]]:
    """Give the demands that wait in waves, by wave."""
    found = rows(
        """SELECT wave_id, array_agg(demand_id ORDER BY demand_id) FROM warehouse_wave_demand
           WHERE company_id = %s AND wave_id = ANY(%s) AND waits GROUP BY wave_id""",
        [ctx.company_id, sorted(set(wave_ids))],
    )
    return dict(found)
