"""What programs ask of parties: customers and suppliers, their addresses and terms, and where their goods go."""

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
from throughline.modules.parties.queries.addresses import addresses_of
from throughline.modules.parties.queries.lists import SupplierRow, supplier_page
from throughline.modules.parties.queries.stored import TermsFacts, payment_terms
from throughline.platform.operations import Ctx
from throughline.platform.rest import Page, read
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


@read("parties.addresses", permission=READ)
def all_addresses(ctx: Ctx, *, party_ids: Sequence[int]) -> list[AddressFacts]:
    """Give all addresses of customers, for bills (bill_to) and for goods (ship_to); who is no customer is left out."""
    return addresses_of(customers(ctx, party_ids))


@read("parties.suppliers", permission=READ)
def suppliers(
    ctx: Ctx, *, party_ids: Sequence[int] | None = None, after: int | None = None, limit: Limit = 50
) -> Page[SupplierRow]:
    """List suppliers of the company with their terms and currency, all or some."""
    found = supplier_page(ctx, party_ids=party_ids, after=after, limit=limit + 1)
    return Page.of(found, limit, lambda row: row.party_id)


@read("parties.payment_terms", permission=READ)
def terms(ctx: Ctx) -> list[TermsFacts]:
    """List the payment terms, whose codes customers and suppliers name: due after days, discount when paid sooner."""
    return payment_terms()
