"""Reading people, roles, and what happened to a person's access, for screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person of the company with the roles and duties held there."""

    id: int
    username: str
    name: str
    email: str
    language: str
    is_active: bool
    has_password: bool
    roles: str
    duties: str
    factors: str
    last_login: datetime | None
    blocked_until: datetime | None


_PERSON = """SELECT u.id, u.username, coalesce(nullif(u.name, ''), u.username), u.email, u.language, u.is_active,
       NOT starts_with(u.password, '!'), coalesce(held.roles, ''), coalesce(held.duties, ''),
       coalesce((SELECT string_agg(DISTINCT CASE c.kind WHEN 'totp' THEN 'codes' ELSE 'passkey' END, ', ')
                 FROM platform_credential c WHERE c.user_id = u.id AND c.kind IN ('totp', 'passkey')), ''),
       u.last_login,
       (SELECT t.blocked_until FROM platform_throttle t WHERE t.key = 'account:' || u.id AND t.blocked_until > %s)
    FROM platform_user u LEFT JOIN LATERAL (
        SELECT string_agg(DISTINCT r.name, ', ') AS roles, string_agg(DISTINCT d.duty, ', ') AS duties
        FROM platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
        LEFT JOIN LATERAL jsonb_array_elements_text(r.duties) AS d(duty) ON true
        WHERE a.user_id = u.id AND a.company_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s)) AS held ON true
    WHERE {} ORDER BY u.username LIMIT %s"""

_HERE = """EXISTS (SELECT FROM platform_role_assignment a WHERE a.user_id = u.id AND a.company_id = %s
    AND (a.valid_to IS NULL OR a.valid_to >= %s))"""
_GONE = f"""NOT {_HERE} AND u.id IN (SELECT a.user_id FROM platform_role_assignment a WHERE a.company_id = %s
    UNION SELECT (h.old ->> 'user_id')::bigint FROM platform_row_history h
    WHERE h.company_id = %s AND h.table_name = 'platform_role_assignment')"""


def people(
    ctx: Ctx, *, search: str = "", after: str = "", limit: int = 50, gone: bool = False, role: str = ""
) -> list[PersonFacts]:
    """List who holds a role in the company (or no longer does), by login, a page at a time by key."""
    condition = f"""{_GONE if gone else _HERE} AND u.username > %s
        AND (%s = '' OR starts_with(lower(u.username), lower(%s)) OR starts_with(lower(u.name), lower(%s)))
        AND (%s = '' OR EXISTS (SELECT FROM platform_role_assignment a JOIN platform_role r ON r.id = a.role_id
             WHERE a.user_id = u.id AND a.company_id = %s AND r.code = %s))"""
    here = [ctx.company_id, ctx.today]
    values = [*here, *([ctx.company_id, ctx.company_id] if gone else []), after]
    values += [search, search, search, role, ctx.company_id, role, limit]
    return select(PersonFacts, _PERSON.format(condition), [ctx.now, *here, *values])


def person(ctx: Ctx, number: int) -> PersonFacts:
    """Give a person who works in the company, or did."""
    here = [ctx.company_id, ctx.today]
    condition = f"u.id = %s AND ({_HERE} OR {_GONE})"
    values = [number, *here, *here, ctx.company_id, ctx.company_id, 1]
    found = select(PersonFacts, _PERSON.format(condition), [ctx.now, *here, *values])
    if not found:
        raise NotFound("person_unknown", f"There is no person {number} in this company.", user=number)
    return found[0]


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role with what it permits and how many hold it in the company."""

    id: int
    code: str
    name: str
    permissions: list[str]
    duties: list[str]
    is_own: bool
    holders: int
    version: int


_ROLE = """SELECT r.id, r.code, r.name, r.permissions, r.duties, r.company_id IS NOT NULL,
    (SELECT count(*) FROM platform_role_assignment a
     WHERE a.role_id = r.id AND a.company_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s)), r.version
    FROM platform_role r WHERE (r.company_id = %s OR (r.company_id IS NULL AND EXISTS (
        SELECT FROM platform_role_assignment a WHERE a.role_id = r.id AND a.company_id = %s))) AND {} ORDER BY r.name"""


def roles(ctx: Ctx, *, search: str = "") -> list[RoleFacts]:
    """List the company's roles, and those of the installation that are held in it; there are few of them."""
    condition = "(%s = '' OR starts_with(lower(r.name), lower(%s)))"
    here = [ctx.company_id, ctx.today, ctx.company_id, ctx.company_id]
    return select(RoleFacts, _ROLE.format(condition), [*here, search, search])


def role(ctx: Ctx, number: int) -> RoleFacts:
    """Give a role of the company, or one of the installation that is held in it."""
    here = [ctx.company_id, ctx.today, ctx.company_id, ctx.company_id]
    found = select(RoleFacts, _ROLE.format("r.id = %s"), [*here, number])
    if not found:
        raise NotFound("role_unknown", f"There is no role {number} in this company.", role=number)
    return found[0]


@dataclass(frozen=True, slots=True)
class AccessDeed:
    """An operation on a person's access in the company: what, by whom, when, why."""

    name: str
    actor: str
    reason: str
    at: datetime


def deeds_on_person(ctx: Ctx, number: int, limit: int = 20) -> list[AccessDeed]:
    """List the newest operations of the company on a person's access."""
    return select(
        AccessDeed,
        """SELECT o.name, coalesce(nullif(u.name, ''), u.username, ''), o.reason, o.at
           FROM platform_operation o LEFT JOIN platform_user u ON u.id = o.actor_id
           WHERE o.company_id = %s AND o.id = ANY(ARRAY(SELECT platform_deeds_on('platform.user', %s)))
             AND o.name LIKE 'governance.%%' ORDER BY o.id DESC LIMIT %s""",
        [ctx.company_id, number, limit],
    )


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """An attempt to sign in: when, how, what came of it, from where."""

    at: datetime
    method: str
    outcome: str
    address: str
    agent: str


def sign_ins_of(user_id: int, limit: int = 20) -> list[SignInFacts]:
    """List the newest attempts to sign in as a person."""
    return select(
        SignInFacts,
        """SELECT at, method, outcome, address, agent FROM platform_sign_in
           WHERE user_id = %s ORDER BY id DESC LIMIT %s""",
        [user_id, limit],
    )


def people_choices(ctx: Ctx) -> list[tuple[str, str]]:
    """List the people of the company for a choice: id and name."""
    found = rows(
        """SELECT DISTINCT u.id, coalesce(nullif(u.name, ''), u.username) AS shown
           FROM platform_role_assignment a JOIN platform_user u ON u.id = a.user_id
           WHERE a.company_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s) ORDER BY shown""",
        [ctx.company_id, ctx.today],
    )
    return [(str(number), name) for number, name in found]


def holders_of_role(ctx: Ctx, role_id: int) -> list[tuple[int, str, str, date | None]]:
    """List who holds a role in the company: id, login, name and end."""
    found: Sequence[tuple[int, str, str, date | None]] = select(
        lambda *row: row,
        """SELECT u.id, u.username, coalesce(nullif(u.name, ''), u.username), a.valid_to
           FROM platform_role_assignment a JOIN platform_user u ON u.id = a.user_id
           WHERE a.company_id = %s AND a.role_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s)
           ORDER BY u.username""",
        [ctx.company_id, role_id, ctx.today],
    )
    return list(found)


@dataclass(frozen=True, slots=True)
class Protection:
    """The people who can come in, those with a second factor or passkey, and those who came in today."""

    people: int
    protected: int
    here: int


def second_factors(ctx: Ctx) -> Protection:
    """Count the active people of the company by how they are protected."""
    (found,) = select(
        Protection,
        """SELECT count(*),
                  count(*) FILTER (WHERE EXISTS (SELECT FROM platform_credential c
                                                 WHERE c.user_id = u.id AND c.kind IN ('totp', 'passkey'))),
                  count(*) FILTER (WHERE u.last_login >= %s::date)
           FROM platform_user u WHERE u.is_active AND NOT u.is_service AND EXISTS (
               SELECT FROM platform_role_assignment a WHERE a.user_id = u.id AND a.company_id = %s
                 AND (a.valid_to IS NULL OR a.valid_to >= %s))""",
        [ctx.today, ctx.company_id, ctx.today],
    )
    return found


def refused_at_the_door(ctx: Ctx, most: int) -> int:
    """Count the attempts of a day to come in as somebody of the company that were refused, up to a bound."""
    ((count,),) = rows(
        """SELECT count(*) FROM (
               SELECT 1 FROM (SELECT DISTINCT user_id FROM platform_role_assignment WHERE company_id = %s) a
               JOIN LATERAL (SELECT at, outcome FROM platform_sign_in s WHERE s.user_id = a.user_id
                             ORDER BY s.id DESC LIMIT 50) s ON s.outcome IN ('wrong', 'blocked') AND s.at > %s
               LIMIT %s) refused""",
        [ctx.company_id, ctx.now - timedelta(days=1), most],
    )
    return int(count)
