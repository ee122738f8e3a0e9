"""Work that needs somebody: groups of queue rows, then how we are doing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.platform.operations import Ctx
from throughline.platform.ui.registry import Screen
from throughline.platform.ui.sections import Tile
from throughline.platform.ui.values import Action, Status


@dataclass(frozen=True)
class QueueRow:
    """Who and what with the number that matters; below, the document and what helps deciding.

    `since` gives the age, `due` the deadline (in `stop` colour within 30 minutes). Two actions at most.
    """

    status: Status
    title: str
    detail: str = ""
    code: str = ""
    url: str = ""
    money: Any = None
    since: Any = None
    due: Any = None
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class QueueGroup:
    """Stopped, Promise at risk, To decide: a heading that counts, and its rows."""

    title: str
    rows: Sequence[QueueRow]
    note: str = ""
    more_label: str = ""
    more_url: str = ""


@dataclass(frozen=True)
class Tab:
    """Whose work is shown: Mine, Team, Waiting on others."""

    name: str
    label: str
    count: int | None = None


@dataclass(frozen=True)
class Work:
    """What the screen shows now. `calm` is said when nothing needs anybody; `further` says then where to
    go on, or why nothing does. `starts` are ways to begin work.
    """

    groups: Sequence[QueueGroup]
    subtitle: str = ""
    tiles: Sequence[Tile] = ()
    tiles_title: str = "How we are doing"
    tiles_note: str = ""
    tiles_url: str = ""
    tabs: Sequence[Tab] = ()
    money_label: str = "At stake"
    calm: str = "Nothing needs you now."
    starts: Sequence[Action] = ()
    further: Action | None = None


@dataclass(frozen=True, kw_only=True)
class QueueScreen(Screen):
    """A work queue at `/<slug>/` (slug "" is home); `load` gets the chosen tab."""

    title: str
    load: Callable[[Ctx, str], Work]
