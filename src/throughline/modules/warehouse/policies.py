"""Questions that the warehouse asks of policies."""

from dataclasses import dataclass

from throughline.governance.public import declare, declare_vocabulary
from throughline.kernel.policy import Kind, Parameter
from throughline.kernel.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class CrossDocking:
    """Which demands get goods at the dock as they arrive: those due within so many days; none without a window."""

    window_days: int | None = None


CROSS_DOCKING = declare(
    Kind(
        "warehouse.cross_docking",
        "Who gets goods at the dock, before they are put away",
        CrossDocking,
        CrossDocking(),
        about={
            "window_days": Parameter(
                "Demands due within so many days are served from the dock; empty puts everything away first",
                unit="days",
                least=0,
                most=365,
            )
        },
        asked_by=("Goods receipt and transfers, for each demand that waits for what arrives",),
        facts=("item", "customer", "service_class", "site"),
    )
)

UNIT_KINDS = declare_vocabulary(
    Vocabulary(
        "warehouse.unit_kinds",
        "kind of handling unit",
        (
            ("carton", "Carton"),
            ("pallet", "Pallet"),
            ("half_pallet", "Half pallet"),
            ("crate", "Crate"),
            ("tote", "Tote"),
            ("roll_cage", "Roll cage"),
            ("drum", "Drum"),
            ("bag", "Bag"),
            ("envelope", "Envelope"),
        ),
        longest=12,
    ),
    "Kinds of handling units of our own",
    asked_by=("Packing, for each handling unit",),
)
