"""Blocking a customer, and lifting the block."""

from typing import Annotated

from throughline.governance.public import Duty
from throughline.kernel.errors import NotFound, StaleVersion
from throughline.kernel.vocabulary import OneOf
from throughline.modules.parties.domain.inputs import BLOCKS, check_choice, check_text
from throughline.modules.parties.events import CustomerBlocked
from throughline.platform.database.statements import execute, rows
from throughline.platform.events import announce
from throughline.platform.operations import Ctx, operation


@operation("parties.block_customer", permission="parties.customer.block", duty=Duty.MASTER_DATA)
def block_customer(ctx: Ctx, *, party_id: int, block: Annotated[str, OneOf(BLOCKS)], reason: str) -> None:
    """Set how far a customer is blocked (none, order, ship, invoice, all), with the reason; announce a change."""
    check_choice(block, "block", BLOCKS)
    check_text(reason, "reason", 300)
    found = rows(
        "SELECT id, block FROM parties_customer WHERE company_id = %s AND party_id = %s", [ctx.company_id, party_id]
    )
    if not found:
        raise NotFound("customer_unknown", f"Party {party_id} is no customer of this company.", party=party_id)
    ((number, previous),) = found
    changed = execute(
        """UPDATE parties_customer SET block = %s, block_reason = %s, version = version + 1
           WHERE company_id = %s AND id = %s AND block = %s""",
        [block, reason, ctx.company_id, number, previous],
    )
    if not changed:
        raise StaleVersion("stale_block", f"Party {party_id} was blocked by somebody else meanwhile; read it again.")
    ctx.running().touched("parties.customer", party_id)
    if previous != block:
        announce(ctx, CustomerBlocked(party_id, block, previous, reason))
