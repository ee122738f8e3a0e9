"""Blocking a customer, and lifting the block."""

from throughline.governance.public import Duty
from throughline.kernel.errors import NotFound
from throughline.modules.parties.domain.inputs import BLOCKS, check_choice, check_text
from throughline.modules.parties.events import CustomerBlocked
from throughline.platform.database.statements import rows
from throughline.platform.events import announce
from throughline.platform.operations import Ctx, operation


@operation("parties.block_customer", permission="parties.customer.block", duty=Duty.MASTER_DATA)
def block_customer(ctx: Ctx, *, party_id: int, block: str, reason: str) -> None:
    """Set how far a customer is blocked (none, order, ship, invoice, all), with the reason; announce a change."""
    check_choice(block, "block", BLOCKS)
    check_text(reason, "reason", 300)
    found = rows(
        """UPDATE parties_customer c SET block = %s, block_reason = %s, version = c.version + 1
           FROM (SELECT id, block FROM parties_customer WHERE company_id = %s AND party_id = %s
                 FOR NO KEY UPDATE) AS was
           WHERE c.id = was.id RETURNING was.block""",
        [block, reason, ctx.company_id, party_id],
    )
    if not found:
        raise NotFound("customer_unknown", f"Party {party_id} is no customer of this company.", party=party_id)
    ((previous,),) = found
    ctx.running().touched("parties.customer", party_id)
    if previous != block:
        announce(ctx, CustomerBlocked(party_id, block, previous, reason))
