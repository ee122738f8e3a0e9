"""Who may do what: permissions and duties of a person in a company, from roles kept as rows."""

from collections.abc import Callable
from dataclasses import dataclass

from throughline.kernel.errors import NotAllowed
from throughline.platform.database.statements import rows
from throughline.platform.models import User
from throughline.platform.operations import Clock, Ctx, system_clock


@dataclass(frozen=True, slots=True)
class Access:
    """What a person may do in a company."""

    company_id: int
    permissions: frozenset[str]
    duties: frozenset[str]


def companies_of(user_id: int) -> list[int]:
    """List the companies in which a person holds a role."""
    found = rows(
        "SELECT DISTINCT company_id FROM platform_role_assignment WHERE user_id = %s ORDER BY company_id",
        [user_id],
    )
    return [row[0] for row in found]


def access_of(user_id: int, company_id: int, clock: Clock = system_clock) -> Access:
    """Gather permissions and duties of the roles that a person holds today."""
    found = rows(
        """SELECT r.permissions, r.duties FROM platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
           WHERE a.user_id = %s AND a.company_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s)""",
        [user_id, company_id, clock().date()],
    )
    permissions = frozenset(code for held, _ in found for code in held)
    return Access(company_id, permissions, frozenset(duty for _, duties in found for duty in duties))


_timezone_of: list[Callable[[int], str]] = []


def set_timezones(timezone_of: Callable[[int], str]) -> None:
    """Register how to know the timezone of a company."""
    _timezone_of[:] = [timezone_of]


def timezone_of(company_id: int) -> str:
    """Give the timezone of a company, in which its business dates fall."""
    return _timezone_of[0](company_id) if _timezone_of else "UTC"


def ctx_for(user: User, company_id: int | None = None, door: str = "web", clock: Clock = system_clock) -> Ctx:
    """Let a person act in a company: the one named, or the first in which a role is held."""
    held = companies_of(user.pk)
    if not held or (company_id is not None and company_id not in held):
        raise NotAllowed("no_role_in_company", "You hold no role in this company; an administrator can give one.")
    chosen = company_id if company_id is not None else held[0]
    access = access_of(user.pk, chosen, clock)
    return Ctx(
        company_id=chosen,
        actor_id=user.pk,
        permissions=access.permissions,
        duties=access.duties,
        clock=clock,
        door=door,
        language=user.language,
        timezone=timezone_of(chosen),
    )


def system_user() -> int:
    """Give the login of the system itself, for what no person causes."""
    ((number,),) = rows("SELECT id FROM platform_user WHERE username = 'system'")
    return int(number)
