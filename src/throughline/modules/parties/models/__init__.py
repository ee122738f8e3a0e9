"""Tables of parties."""

from throughline.modules.parties.models.parties import Address, Party, PaymentTerms
from throughline.modules.parties.models.roles import Customer, Supplier

__all__ = ["Address", "Customer", "Party", "PaymentTerms", "Supplier"]
