"""Acting as the service account of whoever runs the machine; only the owner of the database can make it."""

from typing import Any

OPERATOR = "operator"


def operator(company_id: int, reason: str) -> Any:
    """Give the context in which a command gives access to a company; what it does is audited under the account."""
    from throughline.platform.models import User
    from throughline.platform.operations import Ctx

    account, _ = User.objects.using("owner").get_or_create(
        username=OPERATOR, defaults={"name": "Operator of the machine", "is_service": True, "password": "!"}
    )
    allowed = frozenset({"governance.company.found", "governance.access.change"})
    return Ctx(company_id, account.pk, allowed, frozenset({"administration"}), door="cli", reason=reason)
