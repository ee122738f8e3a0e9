"""Tables of transfers."""

from throughline.modules.transfers.models.transfers import Transfer, TransferLine, WriteOff

__all__ = ["Transfer", "TransferLine", "WriteOff"]
