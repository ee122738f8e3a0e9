"""What programs ask of parties: customers by id, code and beginning, and where their goods go."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.modules.parties.permissions import READ
from throughline.modules.parties.queries import (
    AddressFacts,
    CarrierServiceFacts,
    CustomerFacts,
    CustomerFound,
    carrier_services,
    customers,
    find_customers,
    party_ids,
    ship_tos,
)
from throughline.platform.operations import Ctx
from throughline.platform.rest import read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class Coded:
    """The party that a code names."""

    code: str
    party_id: int


@read("parties.customers", permission=READ)
def customers_by_id(ctx: Ctx, *, party_ids: Sequence[int]) -> list[CustomerFacts]:
    """Give customers of the company with terms, block and default addresses; who is none is left out."""
    return list(customers(ctx, party_ids).values())


@read("parties.find_customers", permission=READ)
def customers_found(ctx: Ctx, *, text: str, limit: Limit = 20) -> list[CustomerFound]:
    """Find customers whose code or name begins with a text, in any case."""
    return find_customers(ctx, text, limit)


@read("parties.resolve_codes", permission=READ)
def coded(ctx: Ctx, *, codes: Sequence[str]) -> list[Coded]:
    """Say which customers of the company codes name, in any case; unknown ones are left out."""
    found = party_ids(codes)
    known = customers(ctx, found.values())
    return [Coded(code, number) for code, number in found.items() if number in known]


@read("parties.ship_tos", permission=READ)
def goods_go_to(ctx: Ctx, *, party_id: int) -> list[AddressFacts]:
    """Give the addresses to which goods for a customer go, the default first."""
    return ship_tos(ctx, party_id) if party_id in customers(ctx, [party_id]) else []


@read("parties.carrier_services", permission=READ)
def services_of_carriers(ctx: Ctx) -> list[CarrierServiceFacts]:
    """List the services of carriers, with their cut-off and their working days on the way."""
    return list(carrier_services(ctx).values())
