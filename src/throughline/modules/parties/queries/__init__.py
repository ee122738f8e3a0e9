"""Reading parties: facts of customers in one statement, names, addresses, search."""

from throughline.modules.parties.queries.addresses import AddressFacts, addresses, addresses_of, ship_tos
from throughline.modules.parties.queries.carriers import CarrierServiceFacts, carrier_services, countries_of
from throughline.modules.parties.queries.customers import (
    CustomerFacts,
    CustomerFound,
    customers,
    find_customers,
    parties_named,
    party_ids,
    party_names,
)

__all__ = [
    "AddressFacts",
    "CarrierServiceFacts",
    "CustomerFacts",
    "CustomerFound",
    "addresses",
    "addresses_of",
    "carrier_services",
    "countries_of",
    "customers",
    "find_customers",
    "parties_named",
    "party_ids",
    "party_names",
    "ship_tos",
]
