"""What received goods cost: as told, else as whoever ordered them says, else what the item costs on average."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from throughline.kernel.errors import InvalidInput
from throughline.kernel.quantity import trimmed
from throughline.modules.catalog.public import ItemFacts, PackagingFacts
from throughline.modules.inventory.public import average_costs, supply_costs
from throughline.platform.operations import Ctx


class Costed(Protocol):
    """A line of a receipt as far as its cost goes."""

    @property
    def item_id(self) -> int:
        """What arrived."""

    @property
    def unit(self) -> str:
        """The packaging that the cost is of."""

    @property
    def unit_cost(self) -> Decimal | None:
        """The cost as told."""

    @property
    def supply(self) -> tuple[str, int] | None:
        """What was expected."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What is known of the costs of goods: as ordered by supply, as they cost on average by item."""

    known: Mapping[int, ItemFacts]
    units: Mapping[tuple[int, str], PackagingFacts]
    ordered: Mapping[tuple[str, int], Decimal]
    average: Mapping[int, Decimal]

    def of(self, line: Costed) -> Decimal:
        """Give the cost of a line per its packaging, or refuse what nobody knows the cost of."""
        if line.unit_cost is not None:
            return line.unit_cost
        told = self.ordered.get(line.supply) if line.supply is not None else None
        cost = told if told is not None else self.average.get(line.item_id)
        if cost is None:
            code = self.known[line.item_id].code if line.item_id in self.known else trimmed(Decimal(line.item_id))
            message = (
                f"{code} was never bought before, and no order says what it costs: receive it at the desk, with its "
                "cost."
            )
            raise InvalidInput("cost_unknown", message, field="unit_cost")
        packaging = self.units.get((line.item_id, line.unit)) if line.unit else None
        return cost * packaging.factor if packaging else cost


def costs_of(
    ctx: Ctx,
    lines: Iterable[Costed],
    known: Mapping[int, ItemFacts],
    units: Mapping[tuple[int, str], PackagingFacts],
) -> Costs:
    """Give what is known of the costs of lines; two statements where any is not told, else none."""
    asking = [line for line in lines if line.unit_cost is None]
    ordered = supply_costs(ctx, {line.supply for line in asking if line.supply is not None}) if asking else {}
    average = average_costs(ctx, {line.item_id for line in asking}) if asking else {}
    return Costs(known, units, ordered, average)
