"""Giving a company its chart of accounts."""

from throughline.governance.public import Duty
from throughline.modules.ledger.domain.chart import STANDARD
from throughline.modules.ledger.models import Account
from throughline.platform.database import writes
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, operation


@operation("ledger.set_up_books", permission="ledger.account.change", duty=Duty.MASTER_DATA)
def set_up_books(ctx: Ctx) -> int:
    """Open the standard accounts that the company lacks; give how many were opened."""
    known = {row[0] for row in rows("SELECT role FROM ledger_account WHERE company_id = %s", [ctx.company_id])}
    records = [(code, name, kind, role) for role, (code, name, kind) in STANDARD.items() if role not in known]
    constants = {"company_id": ctx.company_id, "is_active": True}
    writes.append(Account, ("code", "name", "kind", "role"), records, constants)
    return len(records)
