"""The door of parties."""

from throughline.modules.parties.operations.block_customer import block_customer
from throughline.modules.parties.operations.save_addresses import AddressInput, save_addresses
from throughline.modules.parties.operations.save_carrier_services import (
    CarrierServiceInput,
    save_carrier_services,
)
from throughline.modules.parties.operations.save_customers import CustomerInput, save_customers
from throughline.modules.parties.operations.save_payment_terms import PaymentTermsInput, save_payment_terms
from throughline.modules.parties.operations.save_suppliers import SupplierInput, save_suppliers
from throughline.modules.parties.policies import SERVICE_CLASSES
from throughline.modules.parties.queries import (
    AddressFacts,
    CarrierServiceFacts,
    CustomerFacts,
    CustomerFound,
    addresses,
    carrier_services,
    countries_of,
    customers,
    find_customers,
    parties_named,
    party_ids,
    party_names,
    ship_tos,
)
from throughline.modules.parties.queries.stored import (
    StoredCustomer,
    TermsFacts,
    addresses_named,
    payment_terms,
    ship_tos_named,
    stored_customers,
)

__all__ = [
    "SERVICE_CLASSES",
    "AddressFacts",
    "AddressInput",
    "CarrierServiceFacts",
    "CarrierServiceInput",
    "CustomerFacts",
    "CustomerFound",
    "CustomerInput",
    "PaymentTermsInput",
    "StoredCustomer",
    "SupplierInput",
    "TermsFacts",
    "addresses",
    "addresses_named",
    "block_customer",
    "carrier_services",
    "countries_of",
    "customers",
    "find_customers",
    "parties_named",
    "party_ids",
    "party_names",
    "payment_terms",
    "save_addresses",
    "save_carrier_services",
    "save_customers",
    "save_payment_terms",
    "save_suppliers",
    "ship_tos",
    "ship_tos_named",
    "stored_customers",
]
