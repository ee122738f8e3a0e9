"""What a release needs to know of demands before it locks them."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class DemandRoot:
    """Where a demand comes from: its thread, for whom, in which service class."""

    id: int
    thread_id: int | None
    party_id: int | None
    service_class: str


def demand_roots(ctx: Ctx, ids: Sequence[int]) -> dict[int, DemandRoot]:
    """Give where each demand comes from; what is not there is not among them."""
    found = select(
        DemandRoot,
        """SELECT id, thread_id, party_id, service_class FROM inventory_demand
           WHERE company_id = %s AND id = ANY(%s)""",
        [ctx.company_id, list(ids)],
    )
    return {root.id: root for root in found}
