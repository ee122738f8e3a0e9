"""Tasks that wait for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task with its places."""

    id: int
    site_id: int
    kind: str
    state: str
    demand_id: int | None
    thread_id: int | None
    group_id: int | None
    party_id: int | None
    item_id: int
    lot_code: str | None
    from_code: str | None
    to_code: str | None
    quantity: Decimal
    quantity_done: Decimal
    rank: int
    due_on: date | None
    reason: str


def ready_tasks(
    ctx: Ctx,
    *,
    site_id: int | None = None,
    kind: str | None = None,
    demands: Sequence[int] | None = None,
    limit: int = 1000,
) -> list[TaskFacts]:
    """List tasks that wait, in the order of walking: urgent first, then by bin."""
    return select(
        TaskFacts,
        """SELECT t.id, t.site_id, t.kind, t.state, t.demand_id, t.thread_id, t.group_id, t.party_id, t.item_id,
                  lot.code, f.code, g.code, t.quantity, t.quantity_done, t.rank, t.due_on, t.reason
           FROM warehouse_task t LEFT JOIN inventory_location f ON f.id = t.from_location_id
           LEFT JOIN inventory_location g ON g.id = t.to_location_id LEFT JOIN inventory_lot lot ON lot.id = t.lot_id
           WHERE t.company_id = %s AND t.state = 'ready' AND (%s::bigint IS NULL OR t.site_id = %s)
             AND (%s::text IS NULL OR t.kind = %s) AND (%s::bigint[] IS NULL OR t.demand_id = ANY(%s))
           ORDER BY t.rank, t.group_id, f.pick_sequence, t.id LIMIT %s""",
        [
            ctx.company_id,
            *[site_id] * 2,
            *[kind] * 2,
            *([None, None] if demands is None else [list(demands)] * 2),
            limit,
        ],
    )
