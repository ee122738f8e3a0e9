"""Tables of settlement."""

from throughline.modules.settlement.models.credit import CreditAccount
from throughline.modules.settlement.models.items import Match, OpenItem, Payment

__all__ = ["CreditAccount", "Match", "OpenItem", "Payment"]
