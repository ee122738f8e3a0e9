"""Questions that the warehouse asks of policies."""

from dataclasses import dataclass

from throughline.governance.public import declare, declare_vocabulary
from throughline.kernel.policy import Kind, Parameter
from throughline.kernel.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class CrossDocking:
    """Which demands get goods at the dock as they arrive: those due within so many days; none without a window."""

    window_days: int | None = None


@dataclass(frozen=True, slots=True)
class Releasing:
    """What goes to the floor by itself: `by_hand` nothing does; else on its day, at once, or before its cut-off."""

    when: str = "by_hand"
    minutes_before: int = 120


#: When policy lets goods go to the floor by themselves.
WHEN = {
    "by_hand": "only by hand or with a wave",
    "before_cut_off": "so many minutes before the cut-off of its carrier",
    "on_the_day": "on the day it has to leave, as soon as stock covers it",
    "at_once": "as soon as stock covers it",
}

RELEASING = declare(
    Kind(
        "warehouse.releasing",
        "What is released to the floor by itself, and when",
        Releasing,
        Releasing(),
        about={
            "when": Parameter("When it goes", choices=WHEN),
            "minutes_before": Parameter(
                "How long before the cut-off it goes", unit="minutes", least=0, most=7 * 24 * 60
            ),
        },
        asked_by=("Looking for what is due every few minutes, for each order that waits and could go",),
        facts=("customer", "carrier", "service_class", "site"),
    )
)


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
