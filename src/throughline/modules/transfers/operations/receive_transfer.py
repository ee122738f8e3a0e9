"""The arrival of goods from another site of the company."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.transfers import locks
from throughline.modules.transfers.acts.arriving import ArrivedLine, take_in
from throughline.modules.transfers.acts.writing_off import ask
from throughline.platform.operations import Ctx, operation


@operation("transfers.receive_transfer", permission="transfers.receive", duty=Duty.RECEIVING)
def receive_transfer(ctx: Ctx, *, transfer_id: int, lines: Sequence[ArrivedLine]) -> int:
    """Take goods in from another site at the cost at which they left.

    What is missing stays in transit until it is written off, and a person is told. A write-off that is worth more than
    the policy of adjustments allows waits for another person; what arrived is taken in at once.
    """
    transfer = locks.transfer(ctx, transfer_id)
    if transfer.state != "in_transit":
        raise RuleViolation("wrong_state", f"{transfer.number} has arrived already.", transfer=transfer_id)
    _check(lines, {line.id: line for line in transfer.lines})
    if ask(ctx, transfer, lines):
        lines = [replace(line, missing=ZERO) for line in lines if line.quantity > ZERO]
    if lines:
        take_in(ctx, transfer, lines)
    ctx.running().touched("transfers.transfer", transfer_id)
    return transfer_id


def _check(lines: Sequence[ArrivedLine], known: Mapping[int, locks.LockedLine]) -> None:
    if not lines or len({line.line_id for line in lines}) < len(lines):
        raise InvalidInput("lines_wrong", "Name each line once, and at least one.", field="lines")
    for line in lines:
        if line.line_id not in known:
            raise InvalidInput("line_unknown", "Some of the lines are not on this transfer.", field="line_id")
        under_way = known[line.line_id].under_way
        if line.quantity < 0 or line.missing < 0 or not 0 < line.quantity + line.missing <= under_way:
            raise InvalidInput(
                "quantity_not_in_transit", f"{trimmed(under_way)} is on its way on this line.", field="quantity"
            )
