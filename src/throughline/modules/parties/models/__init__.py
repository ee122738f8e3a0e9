"""Tables of parties."""

from throughline.modules.parties.models.carriers import CarrierService
from throughline.modules.parties.models.parties import Address, Party, PaymentTerms
from throughline.modules.parties.models.roles import Customer, Supplier

__all__ = ["Address", "CarrierService", "Customer", "Party", "PaymentTerms", "Supplier"]
