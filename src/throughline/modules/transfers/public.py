"""The door of transfers."""

from throughline.modules.transfers.operations.receive_transfer import ArrivedLine, receive_transfer
from throughline.modules.transfers.operations.send_transfer import SendLine, send_transfer

__all__ = ["ArrivedLine", "SendLine", "receive_transfer", "send_transfer"]
