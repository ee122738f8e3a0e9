"""Telling that a delivery is late: once a shipment, until it is proved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from throughline.governance.public import NewException, clear_exceptions, raise_exceptions
from throughline.platform.operations import Ctx

KIND, SHIPMENT = "delivery_late", "logistics.shipment"
#: What can be done about it.
PROPOSALS = (
    {"operation": "logistics.record_milestones", "label": "Note what the carrier says"},
    {"operation": "logistics.prove_deliveries", "label": "Record proof of delivery"},
)


@dataclass(frozen=True, slots=True)
class Late:
    """A shipment that is late, and what is known of it."""

    shipment_id: int
    thread_id: int | None
    title: str
    facts: dict[str, Any] = field(default_factory=dict)
    site_id: int | None = None
    party_id: int | None = None


def tell_late(ctx: Ctx, late: Sequence[Late]) -> None:
    """Open an exception for transport for each, or bring the facts of one that stands up to date; due at once."""
    raise_exceptions(
        ctx,
        [
            NewException(
                KIND,
                "transport",
                SHIPMENT,
                one.shipment_id,
                one.title,
                one.thread_id,
                one.facts,
                PROPOSALS,
                ctx.now,
                one.site_id,
                one.party_id,
            )
            for one in late
        ],
    )


def no_longer_late(ctx: Ctx, shipments: Iterable[int], why: str) -> None:
    """Close what was told: the shipments have arrived, were refused, or are lost."""
    clear_exceptions(ctx, KIND, SHIPMENT, list(shipments), why)
