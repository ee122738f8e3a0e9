"""A quote while it is typed: what its answers are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import Policies, sites
from throughline.kernel.money import ZERO
from throughline.modules.parties.public import CustomerFacts
from throughline.modules.sales.acts.carriers import Carried
from throughline.modules.sales.acts.pricing import PricedLine
from throughline.modules.sales.policies import TRANSPORT
from throughline.modules.sales.ui.promise_options import Asked as Supply
from throughline.platform.operations import Ctx


@dataclass(slots=True)
class Draft:
    """A quote being typed: its customer, the lines that can be priced by their place, and what is wrong with others."""

    ctx: Ctx
    values: Mapping[str, Any]
    customer: CustomerFacts
    policies: Policies
    carried: Carried
    priced: dict[int, PricedLine] = field(default_factory=dict)
    errors: dict[int, tuple[str, str]] = field(default_factory=dict)
    costs: Mapping[int, Decimal] = field(default_factory=dict)
    asked: Supply | None = None
    days: dict[int, date | None] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether all of it is to leave together."""
        return {"yes": True, "no": False}.get(self.values.get("ship_complete") or "", self.customer.ship_complete)

    @property
    def service_class(self) -> str:
        """The service that the order asks for, else the customer's."""
        return self.values.get("service_class") or self.customer.service_class

    @property
    def site(self) -> int:
        """The site that the goods leave, 0 while none is chosen."""
        return int(self.values.get("site_id") or 0)

    def facts(self, site: int) -> dict[str, Any]:
        """Give what policies are asked about the quote with, as confirming will ask them; no site while none is set."""
        return {
            "customer": self.customer.party_id,
            "customer_group": self.customer.group,
            "service_class": self.service_class,
            "channel": "desk",
            **({"site": site} if site else {}),
        }

    def arrives(self, site: int, leaves: date) -> date:
        """Give the day on which goods that leave a site arrive, by policy and the site's calendar."""
        if self.carried.service and self.carried.service.transit_days is not None:
            return sites(self.ctx)[site].calendar.plus(leaves, self.carried.service.transit_days)
        asked = self.policies.ask(TRANSPORT, **self.facts(site))
        return sites(self.ctx)[site].calendar.plus(leaves, asked.answer.days) if asked.answer.days else leaves

    @property
    def net(self) -> Decimal:
        """The net amount of what is priced."""
        return sum((line.net for line in self.priced.values()), ZERO)

    @property
    def gross(self) -> Decimal:
        """The gross amount of what is priced."""
        return sum((line.gross for line in self.priced.values()), ZERO)

    def margin(self, line: PricedLine) -> Decimal | None:
        """Give the margin of a line as a share of its price; None where there is no cost or no price."""
        cost = self.costs.get(line.item.id)
        if cost is None or not line.unit_price:
            return None
        return (line.unit_price - cost * line.unit_factor) / line.unit_price
