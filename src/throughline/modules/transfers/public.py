"""The door of transfers."""

from throughline.modules.transfers.acts.arriving import ArrivedLine
from throughline.modules.transfers.operations.decide_write_off import decide_write_off
from throughline.modules.transfers.operations.receive_transfer import receive_transfer
from throughline.modules.transfers.operations.send_transfer import SendLine, send_transfer

__all__ = ["ArrivedLine", "SendLine", "decide_write_off", "receive_transfer", "send_transfer"]
