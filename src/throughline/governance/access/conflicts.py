"""Which duties people hold through which roles, where they conflict, and which conflicts are recorded exceptions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.governance.duties import CONFLICTS
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

CHANGE = "governance.access.change"


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds a role of the company, until a day where one is given."""

    user_id: int
    login: str
    person: str
    role_id: int
    code: str
    role: str
    duties: Sequence[str]
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A person holds two duties that conflict, through these roles; perhaps with a recorded exception."""

    user_id: int
    login: str
    person: str
    duty: str
    conflicting: str
    ways: tuple[tuple[str, tuple[str, ...]], ...]
    exception_id: int | None = None
    until: date | None = None
    reason: str = ""
    approver: str = ""

    @property
    def id(self) -> str:
        """What names it among the conflicts of a company."""
        return f"{self.user_id}-{self.duty}-{self.conflicting}".replace(" ", "_")

    @property
    def through(self) -> str:
        """Say through which roles, as refusals do."""
        return " and ".join(f"{duty} by {', '.join(roles)}" for duty, roles in self.ways)

    @property
    def is_excepted(self) -> bool:
        """Say whether an exception in force is recorded."""
        return self.exception_id is not None


@dataclass(frozen=True, slots=True)
class Excepted:
    """An exception in force: for whom, which pair, until when, on whose approval."""

    id: int
    user_id: int
    duty: str
    conflicting: str
    valid_to: date
    reason: str
    approver: str


def holdings(ctx: Ctx, user_ids: Iterable[int] | None = None) -> list[Holding]:
    """List who holds which role in the company today, of some people or of all."""
    wanted = None if user_ids is None else list(user_ids)
    return select(
        Holding,
        """SELECT u.id, u.username, coalesce(nullif(u.name, ''), u.username), r.id, r.code, r.name, r.duties,
                  a.valid_to
           FROM platform_role_assignment a JOIN platform_user u ON u.id = a.user_id
           JOIN platform_role r ON r.id = a.role_id
           WHERE a.company_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s)
             AND (%s::bigint[] IS NULL OR a.user_id = ANY(%s))
           ORDER BY u.username, r.name""",
        [ctx.company_id, ctx.today, wanted, wanted],
    )


def excepted(ctx: Ctx, user_ids: Sequence[int] | None = None) -> list[Excepted]:
    """List the exceptions in force in the company, of some people or of all."""
    wanted = None if user_ids is None else list(user_ids)
    return select(
        Excepted,
        """SELECT e.id, e.user_id, e.duty, e.conflicting, e.valid_to, e.reason,
                  coalesce(nullif(p.name, ''), p.username, '')
           FROM governance_duty_exception e LEFT JOIN platform_user p ON p.id = coalesce(e.approved_by, e.granted_by)
           WHERE e.company_id = %s AND e.valid_to >= %s AND (%s::bigint[] IS NULL OR e.user_id = ANY(%s))
           ORDER BY e.valid_to""",
        [ctx.company_id, ctx.today, wanted, wanted],
    )


def pairs(duties: Iterable[str]) -> list[tuple[str, str]]:
    """List the pairs among duties that nobody combines without a recorded exception."""
    held = frozenset(duties)
    return sorted((str(a), str(b)) for a, b in (sorted(pair) for pair in CONFLICTS) if a in held and b in held)


def conflicts(ctx: Ctx, held: Sequence[Holding]) -> list[Conflict]:
    """List the conflicts among what people hold, or would hold, each with its exception where one is recorded."""
    people: dict[int, list[Holding]] = {}
    for one in held:
        people.setdefault(one.user_id, []).append(one)
    found = [(roles[0], pair, roles) for roles in people.values() for pair in pairs(_duties(roles))]
    if not found:
        return []
    known = {
        (one.user_id, frozenset({one.duty, one.conflicting})): one
        for one in excepted(ctx, sorted({who.user_id for who, _, _ in found}))
    }
    return [_conflict(who, pair, roles, known) for who, pair, roles in found]


def _duties(roles: Sequence[Holding]) -> set[str]:
    return {duty for one in roles for duty in one.duties}


def _conflict(
    who: Holding,
    pair: tuple[str, str],
    roles: Sequence[Holding],
    known: Mapping[tuple[int, frozenset[str]], Excepted],
) -> Conflict:
    through = tuple((duty, tuple(dict.fromkeys(one.role for one in roles if duty in one.duties))) for duty in pair)
    exception = known.get((who.user_id, frozenset(pair)))
    if exception is None:
        return Conflict(who.user_id, who.login, who.person, *pair, through)
    return Conflict(
        who.user_id,
        who.login,
        who.person,
        *pair,
        through,
        exception_id=exception.id,
        until=exception.valid_to,
        reason=exception.reason,
        approver=exception.approver,
    )


def administrators(ctx: Ctx) -> list[int]:
    """List who can give roles in the company for good: an active person with permission and duty, without an end."""
    found = rows(
        """SELECT a.user_id FROM platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
           JOIN platform_user u ON u.id = a.user_id AND u.is_active
           WHERE a.company_id = %s AND a.valid_to IS NULL GROUP BY a.user_id
           HAVING bool_or(r.permissions ?| %s) AND bool_or(r.duties ? 'administration') ORDER BY a.user_id""",
        [ctx.company_id, ["*", CHANGE]],
    )
    return [row[0] for row in found]
