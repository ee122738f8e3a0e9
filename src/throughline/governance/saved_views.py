"""Views of lists that people keep: filters, sort and columns under a name; shared with a role, or opened first."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from throughline.governance.notices import OWN
from throughline.kernel.errors import InvalidInput, NotAllowed, RuleViolation
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx, operation
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.registry import screens

MOST = 30
LONGEST_NAME = 40
LONGEST_QUERY = 1000
SHARE = "governance.view.share"


@dataclass(frozen=True, slots=True)
class SavedViewFacts:
    """A view as a reader of the list has it: an own one, or one that a role shares."""

    id: int
    name: str
    query: str
    columns: list[str]
    is_default: bool
    is_own: bool
    role: str


def saved_views(ctx: Ctx, screen: str) -> list[SavedViewFacts]:
    """List the reader's views of a list, then those that are shared with a role of the reader's."""
    return select(
        SavedViewFacts,
        """SELECT v.id, v.name, v.query, v.columns, v.is_default AND v.user_id = %s, v.user_id = %s,
                  coalesce(r.name, '')
           FROM governance_saved_view v LEFT JOIN platform_role r ON r.id = v.role_id
           WHERE v.company_id = %s AND v.screen = %s AND (v.user_id = %s OR v.role_id IN (
               SELECT a.role_id FROM platform_role_assignment a
               WHERE a.company_id = %s AND a.user_id = %s AND (a.valid_to IS NULL OR a.valid_to >= %s)))
           ORDER BY v.user_id <> %s, lower(v.name), v.id LIMIT %s""",
        [
            ctx.actor_id, ctx.actor_id, ctx.company_id, screen, ctx.actor_id, ctx.company_id, ctx.actor_id, ctx.today,
            ctx.actor_id, MOST * 2,
        ],
    )  # fmt: skip


@operation("governance.save_view", permission=OWN)
def save_view(
    ctx: Ctx,
    *,
    screen: str,
    name: str,
    query: str = "",
    columns: Sequence[str] = (),
    role: str = "",
    is_default: bool = False,
) -> int:
    """Keep a view of a list under a name; the same name again replaces it. Sharing with a role takes a permission.

    `query` is the address behind the question mark; `columns` are those shown (none: the list's usual ones).
    """
    shown = screens.find(ListScreen, screen)
    if shown is None:
        raise InvalidInput("list_unknown", f"There is no list at {screen[:60]}.", field="screen")
    if shown.permission:
        ctx.demand(shown.permission)
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput("name_missing", f"Name the view, in {LONGEST_NAME} characters at most.", field="name")
    if len(query) > LONGEST_QUERY:
        told = f"A view holds {LONGEST_QUERY} characters of filters at most."
        raise InvalidInput("query_too_long", told, field="query")
    unknown = sorted(set(columns) - {column.name for column in shown.columns})
    if unknown:
        raise InvalidInput("column_unknown", f"The list has no column {unknown[0][:60]}.", field="columns")
    role_id = _role(ctx, role) if role else None
    _room(ctx, screen, name)
    if is_default:
        execute(
            """UPDATE governance_saved_view SET is_default = false
               WHERE company_id = %s AND user_id = %s AND screen = %s AND is_default""",
            [ctx.company_id, ctx.actor_id, screen],
        )
    ((number,),) = rows(
        """INSERT INTO governance_saved_view (company_id, user_id, screen, name, query, columns, role_id, is_default)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
           ON CONFLICT (company_id, user_id, screen, name) DO UPDATE SET query = excluded.query,
               columns = excluded.columns, role_id = excluded.role_id, is_default = excluded.is_default
           RETURNING id""",
        [ctx.company_id, ctx.actor_id, screen, name, query, Jsonb(list(columns)), role_id, is_default],
    )
    ctx.running().touched("governance.saved_view", number)
    return int(number)


def _role(ctx: Ctx, code: str) -> int:
    if not ctx.may(SHARE):
        raise NotAllowed("permission_missing", f"Sharing a view needs the permission {SHARE}.", permission=SHARE)
    found = rows(
        "SELECT id FROM platform_role WHERE code = %s AND (company_id IS NULL OR company_id = %s)",
        [code, ctx.company_id],
    )
    if not found:
        raise InvalidInput("role_unknown", f"There is no role {code[:60]} to share with.", field="role")
    return int(found[0][0])


def _room(ctx: Ctx, screen: str, name: str) -> None:
    ((kept,),) = rows(
        """SELECT count(*) FROM governance_saved_view
           WHERE company_id = %s AND user_id = %s AND screen = %s AND name <> %s""",
        [ctx.company_id, ctx.actor_id, screen, name],
    )
    if kept >= MOST:
        raise RuleViolation("too_many_views", f"{MOST} views of this list are kept; remove one that nobody needs.")


@operation("governance.remove_views", permission=OWN)
def remove_views(ctx: Ctx, *, views: Sequence[int]) -> int:
    """Remove views of one's own; give how many there were."""
    return execute(
        "DELETE FROM governance_saved_view WHERE company_id = %s AND user_id = %s AND id = ANY(%s::bigint[])",
        [ctx.company_id, ctx.actor_id, list(views)],
    )
