"""Which carrier service takes an order: the one that a person names, else the one that policy chooses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from throughline.governance.public import Policies, load
from throughline.kernel.errors import InvalidInput
from throughline.modules.parties.public import CarrierServiceFacts, CustomerFacts, carrier_services, countries_of
from throughline.modules.sales.locks import LockedOrder
from throughline.modules.sales.policies import CARRIER
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Carried:
    """The carrier service of an order, if any, and why it is that one."""

    service: CarrierServiceFacts | None = None
    why: dict[str, Any] = field(default_factory=dict)

    def on(self, order: LockedOrder) -> LockedOrder:
        """Give the order as it would be with this service."""
        one = self.service
        if one is None:
            return replace(order, carrier_service_id=None, carrier_why=self.why, carrier=None, cut_off=None,
                           transit_days=None)  # fmt: skip
        return replace(order, carrier_service_id=one.id, carrier_why=self.why, carrier=one.code, cut_off=one.cut_off,
                       transit_days=one.transit_days)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carriers:
    """The services of carriers by code, and the policy that chooses among them."""

    by_code: Mapping[str, CarrierServiceFacts]
    policies: Policies
    countries: Mapping[int, str]
    actor_id: int

    def named(self, code: str) -> Carried:
        """Give the service that a person names; one that takes no new orders is refused."""
        one = self.by_code.get(code.strip().upper())
        if one is None or not one.is_active:
            known = ", ".join(sorted(each.code for each in self.by_code.values() if each.is_active)) or "none yet"
            told = "takes no new orders" if one else "is no carrier service"
            raise InvalidInput(
                "carrier_unknown", f"“{code[:40]}” {told}; those in use are {known}.", field="carrier_service"
            )
        return Carried(one, {"chosen_by": self.actor_id})

    def chosen(
        self, customer: CustomerFacts, *, ship_to_id: int | None, service_class: str, channel: str, site_id: int
    ) -> Carried:
        """Give the service that policy chooses; none where it names none, or one that is not there."""
        place = ship_to_id or customer.ship_to_id
        decision = self.policies.ask(
            CARRIER,
            customer=customer.party_id,
            customer_group=customer.group,
            country=self.countries.get(place or 0, customer.country),
            service_class=service_class or customer.service_class,
            channel=channel,
            site=site_id,
        )
        one = self.by_code.get(decision.answer.service.upper())
        return Carried(one if one and one.is_active else None, {**decision.why(), "service": decision.answer.service})


def read_carriers(ctx: Ctx, codes: Iterable[str], addresses: Iterable[int | None]) -> Carriers:
    """Read what choosing needs: one statement, two more where anybody names or any rule chooses a service."""
    policies = load(ctx, CARRIER)
    rules = policies.rules[CARRIER.name]
    by_code = {one.code.upper(): one for one in carrier_services(ctx).values()} if rules or any(codes) else {}
    by_country = any("country" in rule.scope for rule in rules)
    places = [one for one in addresses if one is not None]
    return Carriers(by_code, policies, countries_of(places) if by_country and places else {}, ctx.actor_id)
