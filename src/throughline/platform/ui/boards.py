"""Workbenches: figures on top, groups of work with a selection, one operation with a preview per outcome."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from throughline.platform.operations import Ctx
from throughline.platform.ui.bulk import Bulk
from throughline.platform.ui.lists import Filter, ListRequest, View
from throughline.platform.ui.registry import Screen, list_url
from throughline.platform.ui.sections import Section, Tile
from throughline.platform.ui.values import Action, Column, Value


@dataclass(frozen=True)
class Group:
    """Rows that belong together. `bulk` names the operation their selection feeds (empty: nothing to tick)."""

    title: str
    rows: Sequence[Any]
    columns: Sequence[Column]
    note: str = ""
    bulk: str = ""
    ticked: bool = False
    row_id: Value = "id"
    row_url: Callable[[Any], str] | None = None
    row_actions: Callable[[Any], Sequence[Action]] | None = None
    row_height: int = 31
    more_label: str = ""
    more_url: str = ""
    empty: str = "None"
    side: bool = False


class Site(Protocol):
    """What a board asks of a site."""

    @property
    def id(self) -> int:
        """Give its number."""

    @property
    def name(self) -> str:
        """Give its name."""


@dataclass(frozen=True)
class Place:
    """One of the sites that a board can show, and whether it does."""

    label: str
    url: str
    here: bool


def places(slug: str, here: Site, others: Sequence[Site]) -> list[Place]:
    """Give the sites that a board can show, always in the same order; none where there is one only."""
    sites = sorted([here, *others], key=lambda site: site.name) if others else []
    return [Place(site.name, list_url(slug, site=site.id), site.id == here.id) for site in sites]


@dataclass(frozen=True)
class Workbench:
    """Everything a board shows now. Groups with `side` stand at the right; sections follow below.

    `places` are the sites to change between.
    """

    groups: Sequence[Group]
    sentence: str = ""
    tiles: Sequence[Tile] = ()
    sections: Sequence[Section] = ()
    actions: Sequence[Action] = ()
    title: str = ""
    places: Sequence[Place] = ()


@dataclass(frozen=True, kw_only=True)
class Board(Screen):
    """A workbench at `/<slug>/`: `load` reads it all inside the reading transaction.

    Filters that offer choices, days or texts stand in a bar above it; `sorts` (name -> label) are ways to put its rows
    in line, the first the usual one.
    """

    title: str
    load: Callable[[Ctx, ListRequest], Workbench]
    bulk: Sequence[Bulk] = ()
    filters: Sequence[Filter] = field(default_factory=tuple)
    sorts: Mapping[str, str] = field(default_factory=dict)
    size: ClassVar[int] = 50
    views: ClassVar[Sequence[View]] = ()

    @property
    def default_sort(self) -> str:
        """The way in which rows stand unless somebody asks for another."""
        return next(iter(self.sorts), "")

    @property
    def offered(self) -> Sequence[Filter]:
        """The filters that a reader can set from the bar."""
        return [one for one in self.filters if one.kind != "choice" or one.choices]
