"""Saving the view of a list, sharing it with a role, and removing it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from throughline.governance.notices import OWN
from throughline.governance.saved_views import SHARE, SavedViewFacts, remove_views, saved_views
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx
from throughline.platform.rest.reads import read
from throughline.platform.ui import Done, Field, ListScreen, OperationForm, screens
from throughline.platform.ui.own_views import OwnView


def own_views(ctx: Ctx, screen: str) -> Sequence[OwnView]:
    """Give the reader's views of a list for its tabs."""
    if not ctx.may(OWN):
        return []
    return [
        OwnView(one.id, one.name, one.query, tuple(one.columns), one.is_default, one.is_own, one.role)
        for one in saved_views(ctx, screen)
    ]


def _roles(ctx: Ctx) -> list[tuple[str, str]]:
    if not ctx.may(SHARE):
        return [("", "Nobody")]
    found = rows(
        "SELECT code, name FROM platform_role WHERE company_id IS NULL OR company_id = %s ORDER BY name LIMIT 200",
        [ctx.company_id],
    )
    return [("", "Nobody"), *found]


def _fields(ctx: Ctx, asked: Mapping[str, str]) -> Sequence[Field]:
    shown = screens.find(ListScreen, asked.get("screen", ""))
    columns = [(one.name, one.label) for one in shown.columns] if shown else []
    return [
        Field("screen", kind="hidden", required=True),
        Field("query", kind="hidden"),
        Field("name", "Name", required=True, help="The same name again replaces the view."),
        Field("columns", "Columns", "several", groups=[("", columns)]),
        Field("role", "Share with a role", "select", choices=_roles(ctx)),
        Field("is_default", "Open the list with it", "checkbox"),
    ]


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    shown = screens.find(ListScreen, query.get("screen", ""))
    kept = next((one for one in saved_views(ctx, query.get("screen", "")) if str(one.id) == query.get("saved")), None)
    usual = [one.name for one in shown.columns if one.priority < 5] if shown else []
    return {
        "columns": kept.columns or usual if kept else usual,
        "name": kept.name if kept and kept.is_own else "",
        "is_default": bool(kept and kept.is_default),
    }


def _saved(ctx: Ctx, result: int, values: Mapping[str, Any]) -> Done:
    kept = f"&{values['query']}" if values.get("query") else ""
    return Done(f"/{values['screen']}/?saved={result}{kept}", "View saved.")


SAVE = OperationForm(
    slug="views/save",
    title="Save this view",
    text="Filters, search, sort and columns are kept under a name.",
    operation="governance.save_view",
    submit_label="Save view",
    fields=_fields,
    initial=_initial,
    on_done=_saved,
)


def _remove(ctx: Ctx, *, view: int, screen: str = "") -> int:
    return remove_views(ctx, views=[view])


REMOVE = OperationForm(
    slug="views/remove",
    title="Remove this view?",
    text="The list stays; only the view is gone, for everybody with whom it was shared.",
    operation=_remove,
    calls="governance.remove_views",
    permission=OWN,
    submit_label="Remove view",
    danger=True,
    fields=[Field("view", kind="hidden", parse=int, required=True), Field("screen", kind="hidden")],
    on_done=lambda ctx, result, values: Done(f"/{values.get('screen') or ''}/", "View removed."),
)


def _named(text: str) -> dict[str, bool]:
    """Read the columns that the page sends: an object of names and whether they are shown."""
    found = json.loads(text)
    if not isinstance(found, dict) or not all(isinstance(shown, bool) for shown in found.values()):
        raise ValueError(text)
    return found


COLUMNS = OperationForm(
    slug="views/columns",
    title="Columns of a list",
    operation="governance.choose_columns",
    submit_label="Keep columns",
    fields=[Field("screen", kind="hidden", required=True), Field("columns", kind="hidden", parse=_named)],
    arguments=lambda ctx, values: {"screen": values["screen"], "columns": values.get("columns") or {}},
    on_done=lambda ctx, result, values: Done(f"/{str(values['screen']).partition(':')[0]}/"),
)

DENSITY = OperationForm(
    slug="views/density",
    title="Density of lists",
    operation="governance.choose_density",
    submit_label="Keep density",
    fields=[
        Field("density", "Density", "select", choices=[("", "Normal"), ("roomy", "Roomy"), ("compact", "Compact")])
    ],
    arguments=lambda ctx, values: {"density": values.get("density") or ""},
    on_done=lambda ctx, result, values: Done("/"),
)


@read("governance.saved_views", permission=OWN)
def views(ctx: Ctx, *, screen: str) -> list[SavedViewFacts]:
    """List the views of a list that one keeps or that a role shares."""
    return saved_views(ctx, screen)
