"""How a person wants lists to look: which columns of which list, and how dense all of them; kept for every browser."""

from collections.abc import Mapping

from psycopg.types.json import Jsonb

from throughline.governance.notices import OWN
from throughline.kernel.errors import InvalidInput
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, operation
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.registry import screens
from throughline.platform.ui.values import Look

DENSITIES = ("", "roomy", "compact")
LONGEST_NAME = 80


def look_of(ctx: Ctx, screen: str) -> Look:
    """Give how the reader wants a list to look."""
    found = {
        name: (columns, density)
        for name, columns, density in rows(
            """SELECT screen, columns, density FROM governance_list_choice
               WHERE company_id = %s AND user_id = %s AND screen = ANY(%s)""",
            [ctx.company_id, ctx.actor_id, ["", screen]],
        )
    }
    columns, density = found.get(screen), found.get("")
    return Look(columns[0] if columns else {}, density[1] if density else None)


@operation("governance.choose_columns", permission=OWN)
def choose_columns(ctx: Ctx, *, screen: str, columns: Mapping[str, bool]) -> int:
    """Keep which columns of a list one wants shown or hidden against its usual ones; none brings the usual ones back.

    `screen` is the list, or a view of it: `orders`, `orders:12`.
    """
    shown = screens.find(ListScreen, screen.partition(":")[0]) if len(screen) <= LONGEST_NAME else None
    if shown is None:
        raise InvalidInput("list_unknown", f"There is no list at {screen[:60]}.", field="screen")
    free = {column.name for column in shown.columns if column.priority > 1}
    unknown = sorted(set(columns) - free)
    if unknown:
        told = f"The list has no column {unknown[0][:60]} that can be hidden."
        raise InvalidInput("column_unknown", told, field="columns")
    _keep(ctx, screen, "columns", Jsonb(dict(columns)))
    return len(columns)


@operation("governance.choose_density", permission=OWN)
def choose_density(ctx: Ctx, *, density: str = "") -> str:
    """Keep how dense one wants lists: roomy, compact, or neither."""
    if density not in DENSITIES:
        raise InvalidInput("density_unknown", f"{density[:20]} is no density; roomy or compact.", field="density")
    _keep(ctx, "", "density", density)
    return density


def _keep(ctx: Ctx, screen: str, column: str, value: object) -> None:
    execute(
        """INSERT INTO governance_list_choice (company_id, user_id, screen, columns, density)
            VALUES (%s, %s, %s, '{}', '') ON CONFLICT (company_id, user_id, screen) DO NOTHING""",
        [ctx.company_id, ctx.actor_id, screen],
    )
    execute(
        f"UPDATE governance_list_choice SET {column} = %s WHERE company_id = %s AND user_id = %s AND screen = %s",
        [value, ctx.company_id, ctx.actor_id, screen],
    )
