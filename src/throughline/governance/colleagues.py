"""The people who work in the company, for whoever names one: who is told, who owns what."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds a role here."""

    id: int
    login: str
    name: str


_PEOPLE = """SELECT u.id, u.username, coalesce(nullif(u.name, ''), u.username) FROM platform_user u
    WHERE u.is_active AND NOT u.is_service AND EXISTS (SELECT FROM platform_role_assignment a
        WHERE a.user_id = u.id AND a.company_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s)) AND {}
    ORDER BY lower(u.name), u.id LIMIT %s"""


def people_by_login(ctx: Ctx, logins: Sequence[str]) -> dict[str, Colleague]:
    """Give the people of the company by login, in small letters."""
    if not logins:
        return {}
    wanted = sorted({login.lower() for login in logins})
    sql = _PEOPLE.format("lower(u.username) = ANY(%s)")
    found = select(Colleague, sql, [ctx.company_id, ctx.today, wanted, len(wanted) + 1])
    return {one.login.lower(): one for one in found}


def people_by_id(ctx: Ctx, ids: Sequence[int]) -> dict[int, Colleague]:
    """Give the people of the company by id."""
    if not ids:
        return {}
    sql = _PEOPLE.format("u.id = ANY(%s::bigint[])")
    return {one.id: one for one in select(Colleague, sql, [ctx.company_id, ctx.today, list(ids), len(ids) + 1])}


def people_called(ctx: Ctx, words: str, limit: int = 20) -> list[Colleague]:
    """Find people of the company by the beginning of login or name."""
    sql = _PEOPLE.format("(starts_with(lower(u.username), lower(%s)) OR strpos(lower(u.name), lower(%s)) > 0)")
    return select(Colleague, sql, [ctx.company_id, ctx.today, words, words, limit])
