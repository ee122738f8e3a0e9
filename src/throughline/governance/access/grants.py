"""Giving and taking roles in a company."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughline.governance import locks
from throughline.governance.access.checks import keep_an_administrator, people_here, refuse_conflicts
from throughline.governance.access.conflicts import Holding, administrators, holdings
from throughline.governance.duties import Duty
from throughline.governance.signin.policies import demand_grant, demand_proof
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx, act, operation


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for a person, named by its code, until a day (that day included) where one is given."""

    user_id: int
    role: str
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class RoleHead:
    """A role that the company may give."""

    id: int
    code: str
    name: str
    duties: Sequence[str]


def roles_by_code(ctx: Ctx, codes: Iterable[str]) -> dict[str, RoleHead]:
    """Give roles by code: the company's own, else those that every company may give."""
    wanted = sorted(set(codes))
    found = select(
        RoleHead,
        """SELECT id, code, name, duties FROM platform_role
           WHERE code = ANY(%s) AND (company_id = %s OR company_id IS NULL) ORDER BY company_id NULLS FIRST""",
        [wanted, ctx.company_id],
    )
    known = {role.code: role for role in found}
    for code in wanted:
        if code not in known:
            raise NotFound("role_unknown", f"There is no role {code}; define it first.", field="role", role=code)
    return known


@operation("governance.give_roles", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def give_roles(ctx: Ctx, *, grants: Sequence[Grant]) -> int:
    """Let people hold roles here, until a day if one is given; a role that is held gets the new end. Give how many.

    Roles that together bring conflicting duties are refused unless each pair is a recorded exception in force.
    """
    people_here(ctx, [grant.user_id for grant in grants])
    return grant_roles(ctx, grants)


@act
def grant_roles(ctx: Ctx, grants: Sequence[Grant]) -> int:
    """Write roles that people hold from now on, unless duties would conflict or no administrator were left."""
    if grants:
        demand_grant(ctx)
    for grant in grants:
        if grant.valid_to is not None and grant.valid_to < ctx.today:
            message = f"{grant.valid_to} is over; choose today or later."
            raise InvalidInput("ends_in_the_past", message, field="valid_to")
    locks.access_of_company(ctx)
    before = administrators(ctx)
    known = roles_by_code(ctx, [grant.role for grant in grants])
    if any(Duty.ADMINISTRATION in role.duties for role in known.values()):
        demand_proof(ctx)
    refuse_conflicts(ctx, would_hold(ctx, grants, known))
    execute(
        """INSERT INTO platform_role_assignment (company_id, user_id, role_id, valid_to)
           SELECT %s, u.* FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS u
           ON CONFLICT (user_id, role_id, company_id) DO UPDATE SET valid_to = excluded.valid_to""",
        [
            ctx.company_id,
            [grant.user_id for grant in grants],
            [known[grant.role].id for grant in grants],
            [grant.valid_to for grant in grants],
        ],
    )
    keep_an_administrator(ctx, before)
    ctx.running().touched("platform.user", *(grant.user_id for grant in grants))
    return len(grants)


def would_hold(ctx: Ctx, grants: Sequence[Grant], known: Mapping[str, RoleHead]) -> list[Holding]:
    """Give what people would hold with more roles: what they hold and what comes."""
    people = sorted({grant.user_id for grant in grants})
    found = rows(
        "SELECT id, username, coalesce(nullif(name, ''), username) FROM platform_user WHERE id = ANY(%s)", [people]
    )
    names = {number: (login, name) for number, login, name in found}
    coming = [
        Holding(grant.user_id, *names[grant.user_id], role.id, role.code, role.name, role.duties, grant.valid_to)
        for grant, role in ((grant, known[grant.role]) for grant in grants)
    ]
    given = {(one.user_id, one.role_id) for one in coming}
    kept = [one for one in holdings(ctx, people) if (one.user_id, one.role_id) not in given]
    return [*kept, *coming]


@operation("governance.take_roles", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def take_roles(ctx: Ctx, *, grants: Sequence[Grant]) -> int:
    """End roles of people here at once; give how many were held. The last administrator cannot be removed."""
    people_here(ctx, [grant.user_id for grant in grants])
    locks.access_of_company(ctx)
    before = administrators(ctx)
    roles_by_code(ctx, [grant.role for grant in grants])
    ended = execute(
        """DELETE FROM platform_role_assignment a USING unnest(%s::bigint[], %s::text[]) AS u(user_id, code),
               platform_role r
           WHERE a.company_id = %s AND a.user_id = u.user_id AND r.id = a.role_id AND r.code = u.code""",
        [[grant.user_id for grant in grants], [grant.role for grant in grants], ctx.company_id],
    )
    keep_an_administrator(ctx, before)
    ctx.running().touched("platform.user", *(grant.user_id for grant in grants))
    return ended
