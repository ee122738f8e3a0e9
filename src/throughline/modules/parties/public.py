"""The door of parties."""

from throughline.modules.parties.operations.block_customer import block_customer
from throughline.modules.parties.operations.save_addresses import AddressInput, save_addresses
from throughline.modules.parties.operations.save_customers import CustomerInput, save_customers
from throughline.modules.parties.operations.save_payment_terms import PaymentTermsInput, save_payment_terms
from throughline.modules.parties.operations.save_suppliers import SupplierInput, save_suppliers
from throughline.modules.parties.queries import (
    AddressFacts,
    CustomerFacts,
    CustomerFound,
    addresses,
    customers,
    find_customers,
    party_ids,
    party_names,
    ship_tos,
)

__all__ = [
    "AddressFacts",
    "AddressInput",
    "CustomerFacts",
    "CustomerFound",
    "CustomerInput",
    "PaymentTermsInput",
    "SupplierInput",
    "addresses",
    "block_customer",
    "customers",
    "find_customers",
    "party_ids",
    "party_names",
    "save_addresses",
    "save_customers",
    "save_payment_terms",
    "save_suppliers",
    "ship_tos",
]
