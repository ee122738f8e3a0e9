"""The parts a record page is made of. Each names its own template and gives it everything it shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from throughline.platform.ui import formats
from throughline.platform.ui.line import Throughline
from throughline.platform.ui.sentences import said
from throughline.platform.ui.values import Action, Column, Status

#: Kinds of columns that can name a foot.
WORDED = ("text", "code", "item")


@dataclass(frozen=True)
class Section:
    """A part of a page; `template` draws it with itself as `section`."""

    template: ClassVar[str] = ""


@dataclass(frozen=True)
class ThroughlineSection(Section):
    """The throughline of the thread; always the first section of a document."""

    template: ClassVar[str] = "ui/sections/throughline.html"
    line: Throughline


@dataclass(frozen=True)
class Grid(Section):
    """A table of lines over the full width. `foot` gives totals by column name; `tabs` filter by address.

    Of very many lines the first are shown, and all on demand (`?lines=all`), so that a page stays quick to read.
    """

    template: ClassVar[str] = "ui/sections/grid.html"
    title: str
    rows: Sequence[Any]
    columns: Sequence[Column]
    foot: Mapping[str, Any] = field(default_factory=dict)
    count: int | None = None
    note: str = ""
    actions: Sequence[Action] = ()
    empty: str = "None"
    card: bool = False

    #: How many lines a page begins with.
    FIRST: ClassVar[int] = 120

    @property
    def first(self) -> Sequence[Any]:
        """The lines that a page begins with."""
        return self.rows[: self.FIRST]

    @property
    def totals(self) -> Mapping[str, Any]:
        """The foot, named "Total" by the first column of words unless it has words of its own."""
        named = any(isinstance(one, str) for one in self.foot.values())
        words = next((one for one in self.columns if one.kind in WORDED), None)
        if not self.foot or named or words is None or words.name in self.foot:
            return self.foot
        return {words.name: said("Total"), **self.foot}

    @property
    def behind(self) -> int:
        """How many lines are not among the first."""
        return max(0, len(self.rows) - self.FIRST)


@dataclass(frozen=True)
class Panel(Section):
    """A panel with a template of the module's own; the exception, for what no other section shows."""

    template: ClassVar[str] = "ui/sections/panel.html"
    title: str
    body: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Pair:
    """A label and its value in a `Pairs` section."""

    label: str
    value: Any
    kind: str = "text"
    unit: str = ""
    url: str = ""
    why: str | None = None


@dataclass(frozen=True)
class Pairs(Section):
    """Labels and values in two columns: addresses, terms, settings."""

    template: ClassVar[str] = "ui/sections/pairs.html"
    title: str
    pairs: Sequence[Pair]
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class Entry:
    """Something that happened: when, what, who; `tone` colours only its icon."""

    at: Any
    text: str
    who: str = ""
    icon: str = ""
    tone: str = ""
    url: str = ""


@dataclass(frozen=True)
class Timeline(Section):
    """What happened, newest first."""

    template: ClassVar[str] = "ui/sections/timeline.html"
    title: str
    entries: Sequence[Entry]
    more_url: str = ""


@dataclass(frozen=True)
class Document:
    """A document of the thread, as it stands in the table of documents. `figure` is money, a date or a text."""

    code: str
    url: str
    what: str
    status: Status
    figure: Any = ""

    @property
    def figure_text(self) -> str:
        """Give the figure in the reader's language: money, a date, or the text as it is."""
        if isinstance(self.figure, Decimal):
            return formats.money(self.figure)
        return formats.day(self.figure, weekday=False) if isinstance(self.figure, date) else str(self.figure or "")


@dataclass(frozen=True)
class Documents(Section):
    """The documents of the thread, each with its status."""

    template: ClassVar[str] = "ui/sections/documents.html"
    title: str
    rows: Sequence[Document]
    empty: str = "No documents yet"


@dataclass(frozen=True)
class Choice:
    """One way to go on: what it is, what decides it, and what taking it sets in the form beside, by field name."""

    label: str
    facts: str
    sets: Mapping[str, str]
    chosen: bool = False
    figure: str = ""

    @property
    def as_json(self) -> str:
        """What it sets, for the page."""
        return json.dumps(dict(self.sets))


@dataclass(frozen=True)
class Finding:
    """The result of a check: statement with its subject, facts with limit and policy, then what would solve it.

    `choices` solve it in the form beside: each sets fields of it with one click.
    """

    severity: Literal["block", "warn", "info"]
    statement: str
    facts: str = ""
    actions: Sequence[Action] = ()
    asked: str = ""
    anchor: str = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Findings(Section):
    """The findings on a document, blocks first."""

    template: ClassVar[str] = "ui/sections/findings.html"
    findings: Sequence[Finding]
    title: str = "Findings"

    @property
    def ordered(self) -> list[Finding]:
        """Give blocks first, then warnings, then information."""
        rank = {"block": 0, "warn": 1, "info": 2}
        return sorted(self.findings, key=lambda finding: rank[finding.severity])

    @property
    def summary(self) -> str:
        """Count them in words: "1 block, 2 warn"."""
        counts = [(kind, sum(f.severity == kind for f in self.findings)) for kind in ("block", "warn", "info")]
        return ", ".join(f"{count} {kind}" for kind, count in counts if count)


@dataclass(frozen=True)
class Meter:
    """A limit and how much of it is used: `used` in ink, `added` by this document in blue, `limit` as a tick (0..1)."""

    label: str
    figure: str
    used: float
    words: str
    added: float = 0.0
    limit: float | None = None
    why: str | None = None


@dataclass(frozen=True)
class Meters(Section):
    """Limits side by side: margin, credit, capacity."""

    template: ClassVar[str] = "ui/sections/meters.html"
    meters: Sequence[Meter]


@dataclass(frozen=True)
class Choices(Section):
    """Options beside a form, each taken with one click: it sets fields, and the form is looked at again."""

    template: ClassVar[str] = "ui/sections/choices.html"
    title: str
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Two(Section):
    """Two columns of sections; they stand under each other below 1200 px."""

    template: ClassVar[str] = "ui/sections/two.html"
    left: Section | Sequence[Section]
    right: Section | Sequence[Section]

    @property
    def columns(self) -> list[Sequence[Section]]:
        """Give both columns as lists."""
        return [side if isinstance(side, Sequence) else [side] for side in (self.left, self.right)]


@dataclass(frozen=True)
class Tile:
    """A figure that is a door: name, value with unit, thirteen points with a target, the verdict in words."""

    label: str
    value: Any
    url: str = ""
    unit: str = ""
    points: Sequence[float] = ()
    target: float | None = None
    verdict: Status | None = None
    detail: str = ""
    lines: Sequence[str] = ()
    icon: str = ""
    corner: str = ""
    meter: Meter | None = None

    @property
    def spark(self) -> "Spark":
        """Give the small line of its points, scaled to 160 by 30."""
        return spark(self.points, self.target)


@dataclass(frozen=True)
class Spark:
    """A line of points ready to draw, with the height of the last one and of the target."""

    points: str
    last: str
    target: str | None


def spark(points: Sequence[float], target: float | None) -> Spark:
    """Scale points into a band 160 wide and 30 high, with two units of air above and below."""
    known = [float(point) for point in points]
    every = [*known, target] if target is not None else known
    low, high = min(every), max(every)
    span = (high - low) or 1.0

    def height(value: float) -> str:
        return f"{28 - (value - low) / span * 26:.1f}"

    step = 160 / max(1, len(known) - 1)
    line = " ".join(f"{index * step:.1f},{height(point)}" for index, point in enumerate(known))
    return Spark(line, height(known[-1]), height(target) if target is not None else None)


@dataclass(frozen=True)
class Tiles(Section):
    """Figures in a row, four at most on a page that is not a workbench."""

    template: ClassVar[str] = "ui/sections/tiles.html"
    tiles: Sequence[Tile]
