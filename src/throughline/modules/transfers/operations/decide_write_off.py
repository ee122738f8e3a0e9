"""Deciding what was asked to be written off of a transfer: another person books or refuses it."""

from decimal import Decimal

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.money import ZERO
from throughline.modules.transfers import locks
from throughline.modules.transfers.acts.arriving import ArrivedLine, take_in
from throughline.modules.transfers.acts.writing_off import KIND, end, number_of
from throughline.platform.operations import Ctx, operation


@operation("transfers.decide_write_off", permission="transfers.write_off.decide", duty=Duty.STOCK_ADJUSTMENT)
def decide_write_off(ctx: Ctx, *, write_off: int, approve: bool, remark: str = "") -> int:
    """Write off what did not arrive, or refuse to, with a remark; nobody decides what he asked for himself.

    What turned up since cannot be written off: it is refused here and entered anew. Gives the transfer.
    """
    if not approve and not remark.strip():
        raise InvalidInput("remark_missing", "Say why it is refused.", field="remark")
    transfer_id = locks.transfer_of(ctx, write_off)
    if transfer_id is None:
        raise NotFound("write_off_unknown", f"There is no write-off {number_of(write_off)}.", write_off=write_off)
    transfer = locks.transfer(ctx, transfer_id)
    waiting = locks.waiting_write_off(ctx, transfer_id)
    if waiting is None or waiting.id != write_off:
        raise RuleViolation("not_waiting", f"{number_of(write_off)} is decided already.", write_off=write_off)
    if waiting.asked_by == ctx.actor_id:
        raise RuleViolation("own_write_off", "Another person decides what you asked to write off.", write_off=write_off)
    lines = [ArrivedLine(int(line), ZERO, Decimal(missing)) for line, missing in waiting.lines.items()]
    left = {line.id: line.under_way for line in transfer.lines}
    if approve and any(line.missing > left.get(line.line_id, ZERO) for line in lines):
        raise RuleViolation(
            "turned_up",
            f"Some of it has arrived since {number_of(write_off)} was asked for; refuse it and enter it anew.",
            write_off=write_off,
        )
    end(ctx, transfer, "booked" if approve else "refused", remark)
    if approve:
        take_in(ctx, transfer, lines)
    ctx.running().touched(KIND, write_off)
    return transfer_id
