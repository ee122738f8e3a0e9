"""Questions that logistics asks of policies."""

from dataclasses import dataclass

from throughline.governance.public import declare
from throughline.kernel.policy import Kind, Parameter


@dataclass(frozen=True, slots=True)
class Delivering:
    """Within how many working days a shipment is expected to arrive; nobody waits where empty."""

    days: int | None = 3


DELIVERING = declare(
    Kind(
        "logistics.delivering",
        "When a shipment is missed",
        Delivering,
        Delivering(),
        about={
            "days": Parameter(
                "From leaving to arriving; after that somebody is told. Empty tells nobody",
                unit="working days",
                least=0,
                most=120,
            )
        },
        asked_by=("Looking for late deliveries each night, for each shipment on its way",),
        facts=("site", "customer"),
    )
)
