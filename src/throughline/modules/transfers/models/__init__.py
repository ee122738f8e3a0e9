"""Tables of transfers."""

from throughline.modules.transfers.models.transfers import Transfer, TransferLine

__all__ = ["Transfer", "TransferLine"]
