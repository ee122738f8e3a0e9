"""Locks of governance: who changes the access of a company takes its row first, so that two cannot undo each other."""

from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx


def access_of_company(ctx: Ctx) -> None:
    """Lock who may do what in the company: removing the last two administrators at once must fail."""
    execute("SELECT id FROM governance_company WHERE id = %s FOR NO KEY UPDATE", [ctx.company_id])
