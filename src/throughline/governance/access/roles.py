"""Roles of a company: what they permit and which duties they carry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from psycopg.types.json import Jsonb

from throughline.governance import locks
from throughline.governance.access.checks import keep_an_administrator, refuse_conflicts
from throughline.governance.access.conflicts import administrators, holdings, pairs
from throughline.governance.access.labels import known_permissions
from throughline.governance.duties import Duty
from throughline.governance.signin.policies import demand_grant, demand_proof
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.letters import capitals
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, masters, operation


@dataclass(frozen=True, slots=True)
class RoleInput:
    """A role as it should be, named by its code.

    `version` refuses a change of what was changed meanwhile; 0 says that there is none yet.
    """

    code: str
    name: str
    permissions: Sequence[str]
    duties: Sequence[str] = ()
    version: int | None = None


@operation("governance.define_roles", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def define_roles(ctx: Ctx, *, roles: Sequence[RoleInput]) -> list[int]:
    """Make the roles of the company that are new and change those that are known; give their ids.

    A role never combines conflicting duties, nor gives one who holds it a conflict: exceptions are recorded for
    persons, not for roles. A role that came with the installation stays as it is; one of the same code takes its place.
    """
    for role in roles:
        _check_role(role)
    demand_grant(ctx)
    if any(Duty.ADMINISTRATION in role.duties for role in roles):
        demand_proof(ctx)
    locks.access_of_company(ctx)
    there = masters.known("platform_role", [role.code for role in roles], ctx.company_id)
    for role in roles:
        known = there.get(capitals(role.code))
        if role.version is not None and role.version != (known.version if known else 0):
            raise masters.overtaken("platform.role", role.code, role.version, known)
    before = administrators(ctx)
    changed = {role.code: role for role in roles}
    refuse_conflicts(
        ctx,
        [replace(one, duties=list(changed[one.code].duties)) if one.code in changed else one for one in holdings(ctx)],
    )
    found = rows(
        """INSERT INTO platform_role AS r (company_id, version, code, name, permissions, duties)
           SELECT %s, 1, u.* FROM unnest(%s::text[], %s::text[], %s::jsonb[], %s::jsonb[]) AS u
           ON CONFLICT (company_id, code) DO UPDATE SET name = excluded.name, permissions = excluded.permissions,
               duties = excluded.duties, version = r.version + 1 RETURNING code, id""",
        [
            ctx.company_id,
            [role.code for role in roles],
            [role.name for role in roles],
            [Jsonb(sorted(set(role.permissions))) for role in roles],
            [Jsonb(sorted({str(duty) for duty in role.duties})) for role in roles],
        ],
    )
    keep_an_administrator(ctx, before)
    by_code = dict(found)
    ids = [int(by_code[role.code]) for role in roles]
    ctx.running().touched("platform.role", *ids)
    return ids


def _check_role(role: RoleInput) -> None:
    if not role.code.strip() or len(role.code) > 60:
        raise InvalidInput("code_missing", "A role needs a code of 60 characters at most.", field="code")
    if not role.name.strip() or len(role.name) > 120:
        raise InvalidInput("name_missing", "A role needs a name of 120 characters at most.", field="name")
    for duty in role.duties:
        if duty not in set(Duty):
            raise InvalidInput("duty_unknown", f"There is no duty {duty}.", field="duties")
    unknown = sorted(set(role.permissions) - known_permissions())
    if unknown:
        raise InvalidInput(
            "permission_unknown", f"Nothing asks for the permission {unknown[0]}.", field="permissions", unknown=unknown
        )
    against = pairs(str(duty) for duty in role.duties)
    if against:
        first, second = against[0]
        raise RuleViolation(
            "duties_conflict",
            f"{role.name} would combine {first} with {second}; split the role.",
            field="duties",
            role=role.code,
        )


@operation("governance.withdraw_roles", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def withdraw_roles(ctx: Ctx, *, roles: Sequence[int]) -> int:
    """Delete roles of the company that nobody holds; give how many."""
    locks.access_of_company(ctx)
    held = rows(
        """SELECT r.name, count(*) FROM platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
           WHERE a.role_id = ANY(%s) AND a.company_id = %s GROUP BY r.id""",
        [list(roles), ctx.company_id],
    )
    for name, count in held:
        raise RuleViolation("role_held", f"{name} is held by {count}; take it from them first.", holders=count)
    gone = rows(
        "DELETE FROM platform_role WHERE id = ANY(%s) AND company_id = %s RETURNING id", [list(roles), ctx.company_id]
    )
    if len(gone) < len(set(roles)):
        raise NotFound("role_unknown", "Only roles of this company can be withdrawn.")
    ctx.running().touched("platform.role", *(row[0] for row in gone))
    return len(gone)
