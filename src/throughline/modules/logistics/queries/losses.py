"""Losses and the claims for them, for screens, programs and the settling of claims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class LossFacts:
    """Goods lost on their way (stock units), and what became of the claim.

    Cost and what was paid show to those who may see costs, and to those who settle claims.
    """

    id: int
    shipment_id: int
    line_id: int
    thread_id: int | None
    item_code: str
    item_name: str
    unit: str
    quantity: Decimal
    cost: Decimal | None
    reason: str
    state: str
    claimed_from: str
    claim_reference: str
    amount_paid: Decimal | None
    recorded_at: datetime
    settled_at: datetime | None


def losses_of(ctx: Ctx, shipment_ids: Sequence[int]) -> list[LossFacts]:
    """List the losses of shipments, oldest first."""
    return select(
        LossFacts,
        """SELECT x.id, x.shipment_id, x.line_id, x.thread_id, i.code, i.name, i.stock_unit, x.quantity,
                  CASE WHEN %(seen)s THEN x.cost END, x.reason, x.state, x.claimed_from, x.claim_reference,
                  CASE WHEN %(seen)s THEN x.amount_paid END, x.recorded_at, x.settled_at
           FROM logistics_loss x JOIN logistics_shipment_line l ON l.id = x.line_id
           JOIN catalog_item i ON i.id = l.item_id
           WHERE x.company_id = %(company)s AND x.shipment_id = ANY(%(shipments)s) ORDER BY x.id""",
        {
            "company": ctx.company_id,
            "shipments": list(shipment_ids),
            "seen": ctx.may("inventory.cost.read") or ctx.may("logistics.claim.settle"),
        },
    )


def open_claims(ctx: Ctx, shipment_ids: Iterable[int]) -> set[int]:
    """Give those of the shipments for which a claim is still open."""
    found = rows(
        """SELECT DISTINCT shipment_id FROM logistics_loss
           WHERE company_id = %s AND shipment_id = ANY(%s) AND state = 'claimed'""",
        [ctx.company_id, list(shipment_ids)],
    )
    return {number for (number,) in found}
