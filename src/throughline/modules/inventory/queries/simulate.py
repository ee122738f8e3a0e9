"""What a release would give whom by each method: the rule of the release itself over what is there, locking nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from throughline.governance.public import load
from throughline.kernel.money import ZERO
from throughline.modules.inventory.domain.allocating import Claim, Source, ahead_of, entitled, take
from throughline.modules.inventory.policies import ALLOCATING, KEEPING, QUOTA
from throughline.modules.inventory.queries.keeping import keeping_of
from throughline.modules.inventory.queries.leaving import leaves_by
from throughline.modules.inventory.queries.quotas import quotas_of
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def simulate(
    ctx: Ctx, demand_ids: Sequence[int], methods: Collection[str], *, complete_only: bool = False
) -> dict[str, dict[int, Decimal]]:
    """Give, by method, what each demand would be allocated; four statements (more for quotas and cut-offs) in all.

    `complete_only` gives every demand all of it or nothing. What others promise or release meanwhile is not foreseen.
    """
    claims = _claims(ctx, demand_ids)
    policies = load(ctx, ALLOCATING, KEEPING, QUOTA)
    asked = policies.ask(ALLOCATING).answer
    keeps = keeping_of(ctx, [claim.demand_id for claim in claims], policies)
    if asked.line != "rank":
        leaves = leaves_by(ctx, demand_ids)
        claims = [replace(c, ahead=ahead_of(asked.line, c.rank, leaves[c.demand_id])) for c in claims]
    quotas = quotas_of(ctx, demand_ids, policies) if "quota" in methods else {}
    claims = [
        replace(claim, quota=quotas.get(claim.demand_id), min_expiry=keeps[claim.demand_id].until) for claim in claims
    ]
    if complete_only:
        claims = [replace(claim, complete=True) for claim in claims]
    keys = sorted({claim.key for claim in claims})
    free, sources = _free(ctx, keys), _sources(ctx, keys)
    given = {}
    for method in methods:
        sums: dict[int, Decimal] = {claim.demand_id: ZERO for claim in claims}
        for grant in take(claims, entitled(claims, free, method), sources):
            sums[grant.demand_id] += grant.quantity
        given[method] = sums
    return given


def _claims(ctx: Ctx, demand_ids: Sequence[int]) -> list[Claim]:
    found = rows(
        """SELECT d.id, d.site_id, d.item_id, d.quantity - d.quantity_cancelled - d.quantity_allocated
                  - d.quantity_issued, coalesce(s.promised, 0), d.rank, d.due_on, d.ship_complete
           FROM inventory_demand d
           LEFT JOIN LATERAL (SELECT sum(quantity) AS promised FROM inventory_promise
                              WHERE demand_id = d.id AND source = 'stock') s ON true
           WHERE d.company_id = %s AND d.id = ANY(%s)
             AND d.quantity > d.quantity_cancelled + d.quantity_allocated + d.quantity_issued ORDER BY d.id""",
        [ctx.company_id, list(demand_ids)],
    )
    return [
        Claim(number, (site, item), left, promised, rank, due, complete, None)
        for number, site, item, left, promised, rank, due, complete in found
    ]


def _free(ctx: Ctx, keys: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], Decimal]:
    found = rows(
        """SELECT p.site_id, p.item_id, p.promisable - p.promised - p.allocated FROM inventory_position p
           JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = p.site_id AND k.item_id = p.item_id WHERE p.company_id = %s""",
        [[key[0] for key in keys], [key[1] for key in keys], ctx.company_id],
    )
    return {(site, item): free for site, item, free in found}


def _sources(ctx: Ctx, keys: Sequence[tuple[int, int]]) -> list[Source]:
    found = rows(
        """SELECT b.id, b.site_id, b.item_id, b.on_hand - b.reserved, t.expires_on, b.received_on, l.pick_sequence
           FROM inventory_balance b JOIN inventory_location l ON l.id = b.location_id
           JOIN unnest(%s::bigint[], %s::bigint[]) AS k(site_id, item_id)
             ON k.site_id = b.site_id AND k.item_id = b.item_id
           LEFT JOIN inventory_lot t ON t.id = b.lot_id
           WHERE b.company_id = %s AND b.status = 'available' AND l.is_pickable AND l.kind = 'bin'
             AND b.owner_id IS NULL AND b.on_hand > b.reserved""",
        [[key[0] for key in keys], [key[1] for key in keys], ctx.company_id],
    )
    return [
        Source(number, (site, item), free, expires, received, sequence)
        for number, site, item, free, expires, received, sequence in found
    ]
