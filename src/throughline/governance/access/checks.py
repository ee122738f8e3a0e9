"""What must hold when access changes: no unrecorded conflict, an administrator left, no hand on other companies."""

from collections.abc import Sequence

from throughline.governance.access.conflicts import CHANGE, Holding, administrators, conflicts
from throughline.kernel.errors import NotAllowed, NotFound, RuleViolation
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx


def refuse_conflicts(ctx: Ctx, held: Sequence[Holding]) -> None:
    """Refuse what would give a person two conflicting duties without a recorded exception."""
    for one in conflicts(ctx, held):
        if not one.is_excepted:
            raise RuleViolation(
                "duties_conflict",
                f"{one.person} would hold {one.through}, which conflict; record an exception first, or leave a role"
                " out.",
                user=one.login,
                conflicting=[one.duty, one.conflicting],
            )


def keep_an_administrator(ctx: Ctx, before: Sequence[int]) -> None:
    """Refuse to leave a company that had an administrator without one."""
    if before and not administrators(ctx):
        raise RuleViolation(
            "last_administrator",
            "Nobody would be left who can give roles here; give another person an administrator's role without an end"
            " first.",
        )


def people_here(ctx: Ctx, user_ids: Sequence[int]) -> dict[int, str]:
    """Give the names of people who have ever been given a role in the company; others are not known here."""
    found = rows(
        """SELECT u.id, coalesce(nullif(u.name, ''), u.username) FROM platform_user u
           WHERE u.id = ANY(%s) AND (EXISTS (SELECT FROM platform_role_assignment a
               WHERE a.user_id = u.id AND a.company_id = %s) OR EXISTS (SELECT FROM platform_row_history h
               WHERE h.company_id = %s AND h.table_name = 'platform_role_assignment'
                 AND (h.old ->> 'user_id')::bigint = u.id))""",
        [list(user_ids), ctx.company_id, ctx.company_id],
    )
    known = dict(found)
    for number in user_ids:
        if number not in known:
            raise NotFound("person_unknown", f"There is no person {number} in this company.", user=number)
    return known


def works_elsewhere(ctx: Ctx, user_ids: Sequence[int]) -> set[int]:
    """Give those of the people who hold roles in companies in which the actor may not give roles."""
    found = rows(
        """SELECT DISTINCT a.user_id FROM platform_role_assignment a
           WHERE a.user_id = ANY(%s) AND a.company_id <> %s AND NOT EXISTS (
               SELECT FROM platform_role_assignment mine JOIN platform_role r ON r.id = mine.role_id
               WHERE mine.user_id = %s AND mine.company_id = a.company_id
                 AND (mine.valid_to IS NULL OR mine.valid_to >= %s) AND r.permissions ?| %s)""",
        [list(user_ids), ctx.company_id, ctx.actor_id, ctx.today, ["*", CHANGE]],
    )
    return {row[0] for row in found}


def refuse_strangers(ctx: Ctx, user_ids: Sequence[int], what: str) -> None:
    """Refuse to touch what belongs to a person whom another company trusts too; the actor's own is the actor's."""
    names = people_here(ctx, user_ids)
    for number in sorted(works_elsewhere(ctx, user_ids) - {ctx.actor_id}):
        raise NotAllowed(
            "works_elsewhere",
            f"{names[number]} works in another company too; {what} belongs to the person, who can change it under"
            " Account.",
            user=number,
        )
