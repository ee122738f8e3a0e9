"""Views of a list that a person keeps: what the tier that keeps them tells the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from throughline.platform.operations import Ctx
from throughline.platform.ui.lists import ListScreen
from throughline.platform.ui.slots import looks, own_views
from throughline.platform.ui.values import Action, Column, Look
from throughline.platform.ui.values import OwnView as OwnView

#: A column that a view shows stands on wide desks and narrower ones alike.
SHOWN, HIDDEN = 3, 5


def views_of(ctx: Ctx, screen: ListScreen) -> list[OwnView]:
    """Give the reader's views of a list."""
    return [view for answer in own_views.answers() for view in answer(ctx, screen.slug)]


def chosen(views: Sequence[OwnView], query: QueryDict) -> OwnView | None:
    """Give the view that the address names, or the reader's first one where the address asks nothing."""
    if not query:
        return next((view for view in views if view.is_default and view.is_own), None)
    return next((view for view in views if str(view.id) == query.get("saved")), None)


def query_of(view: OwnView | None, query: QueryDict) -> QueryDict:
    """Give what the list is asked: the address, or the kept query of the view that opens first."""
    return QueryDict(f"saved={view.id}&{view.query}") if view is not None and not query else query


def list_name(screen: ListScreen, view: OwnView | None) -> str:
    """Give the name under which the look of a list, or of one view of it, is kept."""
    return f"{screen.slug}:{view.id}" if view else screen.slug


def look_of(ctx: Ctx, screen: ListScreen, view: OwnView | None) -> Look:
    """Give how the reader wants the list to look."""
    for answer in looks.answers():
        return answer(ctx, list_name(screen, view))
    return Look()


def usual_columns(screen: ListScreen, view: OwnView | None) -> list[Column]:
    """Give the columns as a view shows them: those it names, however wide the page, and the fixed ones."""
    if view is None or not view.columns:
        return list(screen.columns)
    return [_shown(column, column.name in view.columns) for column in screen.columns]


def _shown(column: Column, wanted: bool) -> Column:
    """Give a column shown on every desk, or hidden; what is fixed stays."""
    if column.priority == 1:
        return column
    return replace(column, priority=min(column.priority, SHOWN) if wanted else HIDDEN)


@dataclass(frozen=True)
class Choosable:
    """A column in the chooser: whether it is shown, and whether it usually is."""

    column: Column
    shown: bool
    usual: bool


def choosable(usual: Sequence[Column], look: Look) -> list[Choosable]:
    """Give the columns as the reader has chosen them, beside what is usual."""
    chosen = [(one, look.columns.get(one.name)) for one in usual]
    columns = [(one, one if wanted is None else _shown(one, wanted)) for one, wanted in chosen]
    return [Choosable(column, column.priority < HIDDEN, one.priority < HIDDEN) for one, column in columns]


def address_of(screen: ListScreen, view: OwnView) -> str:
    """Give the address of a view."""
    return f"{screen.path}?saved={view.id}{f'&{view.query}' if view.query else ''}"


def keeping(screen: ListScreen, pairs: Sequence[tuple[str, str]], view: OwnView | None) -> list[Action]:
    """Offer to keep the list as it is asked now, and to remove the own view that is shown."""
    query = {
        "screen": screen.slug,
        "query": urlencode([pair for pair in pairs if pair[0] != "saved"]),
        "saved": view.id if view else None,
    }
    offered = [Action("Save view", form="views/save", query=query)]
    if view and view.is_own:
        offered.append(Action("Remove view", form="views/remove", query={"view": view.id, "screen": screen.slug}))
    return offered
