"""Sending goods to another site of the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.governance.public import Duty, site
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.kernel.refs import DocumentRef
from throughline.modules.inventory.public import Sent, balances_by_id, lock_waiting, send
from throughline.modules.transfers.events import TransferSent
from throughline.modules.transfers.models import Transfer, TransferLine
from throughline.platform.database import writes
from throughline.platform.events import announce
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, operation


@dataclass(frozen=True, slots=True)
class SendLine:
    """A quantity in stock units taken from a balance."""

    balance_id: int
    quantity: Decimal


@operation("transfers.send_transfer", permission="transfers.send", duty=Duty.SHIPPING)
def send_transfer(ctx: Ctx, *, from_site_id: int, to_site_id: int, lines: Sequence[SendLine]) -> int:
    """Send free goods to another site, in transit at their average cost; give the transfer.

    What is blocked or set apart keeps its status on the way and where it arrives.
    """
    if from_site_id == to_site_id:
        raise InvalidInput(
            "same_site", "A transfer goes to another site; move within one by a put-away.", field="to_site_id"
        )
    if not lines or len({line.balance_id for line in lines}) < len(lines):
        raise InvalidInput("lines_wrong", "A transfer needs lines, each from a place of its own.", field="lines")
    site(ctx, to_site_id)
    known = balances_by_id(ctx, [line.balance_id for line in lines])
    for line in lines:
        if line.balance_id not in known or known[line.balance_id].site_id != from_site_id:
            raise InvalidInput("balance_unknown", "Some of the goods are not at this site.", field="balance_id")
    lock_waiting(ctx, {(from_site_id, known[line.balance_id].item_id) for line in lines})
    (number,) = draw("transfers_transfer_number", 1)
    cases = draw("transfers_transfer_line_id_seq", len(lines))
    document = DocumentRef("transfers.transfer", number)
    sent = [Sent(case, line.balance_id, line.quantity) for case, line in zip(cases, lines, strict=True)]
    worths = send(ctx, sent, document)
    constants = {"company_id": ctx.company_id, "state": "in_transit", "sent_at": ctx.now}
    record = (number, f"TR-{number:06d}", from_site_id, to_site_id)
    writes.append(Transfer, ("id", "number", "from_site_id", "to_site_id"), [record], constants)
    records = [
        (case, number, goods.item_id, goods.lot_id, goods.status, line.quantity, worth)
        for case, line, worth in zip(cases, lines, worths, strict=True)
        for goods in (known[line.balance_id],)
    ]
    constants = {"company_id": ctx.company_id, "quantity_arrived": ZERO, "quantity_missing": ZERO}
    columns = ("id", "transfer_id", "item_id", "lot_id", "status", "quantity", "value")
    writes.append(TransferLine, columns, records, constants)
    announce(ctx, TransferSent(number, from_site_id, to_site_id))
    ctx.running().touched("transfers.transfer", number)
    return number
