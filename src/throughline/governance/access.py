"""Who may do what: roles with their permissions and duties, and the people who hold them in a company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from psycopg.types.json import Jsonb

from throughline.governance.duties import CONFLICTS, Duty
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import OPERATIONS, Ctx, operation
from throughline.platform.ui.registry import screens

#: What each permission lets a person do, in plain words; modules add theirs while the application starts.
PERMISSIONS: dict[str, str] = {}


def declare_permissions(labels: Mapping[str, str]) -> None:
    """Make permissions known with the words that the roles' screen shows."""
    PERMISSIONS.update(labels)


@dataclass(frozen=True, slots=True)
class RoleInput:
    """A role as it should be, named by its code."""

    code: str
    name: str
    permissions: Sequence[str]
    duties: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class UserInput:
    """A person as it should be, named by the login, with the roles held in the company (until a day, if given).

    An empty password leaves that of a known person as it is.
    """

    username: str
    name: str
    roles: Sequence[str]
    password: str = ""
    email: str = ""
    language: str = "en-gb"
    is_active: bool = True
    valid_to: date | None = None


@operation("governance.save_roles", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def save_roles(ctx: Ctx, *, roles: Sequence[RoleInput]) -> int:
    """Make the roles that are new and change those that are known; give how many.

    A role never combines conflicting duties: exceptions are recorded for persons, not for roles.
    """
    for role in roles:
        _check_role(role)
    execute(
        """INSERT INTO platform_role AS r (code, name, permissions, duties)
           SELECT u.* FROM unnest(%s::text[], %s::text[], %s::jsonb[], %s::jsonb[]) AS u
           ON CONFLICT (code) DO UPDATE SET name = excluded.name, permissions = excluded.permissions,
               duties = excluded.duties""",
        [
            [role.code for role in roles],
            [role.name for role in roles],
            [Jsonb(sorted(set(role.permissions))) for role in roles],
            [Jsonb(sorted(str(duty) for duty in role.duties)) for role in roles],
        ],
    )
    return len(roles)


def _check_role(role: RoleInput) -> None:
    if not role.code.strip() or not role.name.strip():
        raise InvalidInput("missing", "A role needs a code and a name.", field="code")
    for duty in role.duties:
        if duty not in set(Duty):
            raise InvalidInput("duty_unknown", f"There is no duty {duty}.", field="duties")
    known = {*PERMISSIONS, *(spec.permission for spec in OPERATIONS.values()), *(one.permission for one in screens)}
    unknown = sorted(set(role.permissions) - known)
    if unknown:
        raise InvalidInput(
            "permission_unknown", f"Nothing asks for the permission {unknown[0]}.", field="permissions", unknown=unknown
        )
    against = _conflicts(frozenset(str(duty) for duty in role.duties))
    if against:
        first, second = against[0]
        raise RuleViolation(
            "duties_conflict", f"{role.name} would combine {first} with {second}; split the role.", role=role.code
        )


def _conflicts(duties: frozenset[str]) -> list[tuple[str, str]]:
    """List the pairs among duties that nobody combines without a recorded exception."""
    return sorted((str(a), str(b)) for a, b in (sorted(pair) for pair in CONFLICTS) if a in duties and b in duties)


@operation("governance.save_users", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def save_users(ctx: Ctx, *, users: Sequence[UserInput]) -> list[int]:
    """Make people who are new and change those who are known, with exactly these roles here; give their ids.

    Roles that together bring conflicting duties are refused unless each pair is a recorded exception in force.
    """
    known = _roles({code for user in users for code in user.roles})
    ids = _write_users(users)
    _check_duties(ctx, users, ids, known)
    _write_assignments(ctx, users, ids, known)
    ctx.running().touched("platform.user", *ids)
    return ids


@dataclass(frozen=True, slots=True)
class _Role:
    id: int
    duties: frozenset[str]


def _roles(codes: set[str]) -> dict[str, _Role]:
    found = rows("SELECT code, id, duties FROM platform_role WHERE code = ANY(%s)", [sorted(codes)])
    known = {code: _Role(number, frozenset(duties)) for code, number, duties in found}
    for code in sorted(codes - set(known)):
        raise NotFound("role_unknown", f"There is no role {code}; save it first.", role=code)
    return known


def _write_users(users: Sequence[UserInput]) -> list[int]:
    for user in users:
        if not user.username.strip() or user.username != user.username.strip():
            raise InvalidInput("username_missing", "A person needs a login without blanks around it.", field="username")
    found = rows(
        """INSERT INTO platform_user AS p (username, name, email, language, password, is_active, is_service)
           SELECT u.*, false FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bool[]) AS u
           ON CONFLICT (username) DO UPDATE SET name = excluded.name, email = excluded.email,
               language = excluded.language, is_active = excluded.is_active,
               password = CASE WHEN starts_with(excluded.password, '!') THEN p.password ELSE excluded.password END
           RETURNING username, id""",
        [
            [user.username for user in users],
            [user.name for user in users],
            [user.email for user in users],
            [user.language for user in users],
            [make_password(user.password or None) for user in users],
            [user.is_active for user in users],
        ],
    )
    by_name = dict(found)
    return [by_name[user.username] for user in users]


def _check_duties(ctx: Ctx, users: Sequence[UserInput], ids: Sequence[int], known: Mapping[str, _Role]) -> None:
    held = {
        number: frozenset(duty for code in user.roles for duty in known[code].duties)
        for number, user in zip(ids, users, strict=True)
    }
    if not any(_conflicts(duties) for duties in held.values()):
        return
    excepted = {
        (number, frozenset({duty, other}))
        for number, duty, other in rows(
            """SELECT user_id, duty, conflicting FROM governance_duty_exception
               WHERE company_id = %s AND user_id = ANY(%s) AND valid_to >= %s""",
            [ctx.company_id, list(ids), ctx.today],
        )
    }
    for number, user in zip(ids, users, strict=True):
        for first, second in _conflicts(held[number]):
            if (number, frozenset({first, second})) not in excepted:
                raise RuleViolation(
                    "duties_conflict",
                    f"{user.name} would hold {first} and {second}; record an exception first, or leave a role out.",
                    user=user.username,
                    conflicting=[first, second],
                )


def _write_assignments(ctx: Ctx, users: Sequence[UserInput], ids: Sequence[int], known: Mapping[str, _Role]) -> None:
    wanted = [
        (number, known[code].id, user.valid_to)
        for number, user in zip(ids, users, strict=True)
        for code in dict.fromkeys(user.roles)
    ]
    execute(
        """DELETE FROM platform_role_assignment a WHERE a.company_id = %s AND a.user_id = ANY(%s)
           AND NOT EXISTS (SELECT FROM unnest(%s::bigint[], %s::bigint[]) AS u(user_id, role_id)
                           WHERE u.user_id = a.user_id AND u.role_id = a.role_id)""",
        [ctx.company_id, list(ids), [one[0] for one in wanted], [one[1] for one in wanted]],
    )
    execute(
        """INSERT INTO platform_role_assignment (company_id, user_id, role_id, valid_to)
           SELECT %s, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS u
           ON CONFLICT (user_id, role_id, company_id) DO UPDATE SET valid_to = excluded.valid_to""",
        [ctx.company_id, [one[0] for one in wanted], [one[1] for one in wanted], [one[2] for one in wanted]],
    )
