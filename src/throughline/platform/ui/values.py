"""The small values that every screen is declared with: status, column, fact, action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

Shape = Literal["ring", "half", "disc", "triangle", "octagon"]
Tone = Literal["plain", "accent", "good", "warn", "stop"]
Kind = Literal[
    "text", "code", "money", "price", "quantity", "number", "weight", "percent",
    "date", "datetime", "age", "status", "mini", "item", "link",
]  # fmt: skip
#: Where a value comes from: the name of an attribute (dots allowed, keys of mappings too) or a function of the row.
Value = str | Callable[[Any], Any]


@dataclass(frozen=True)
class Status:
    """A shape and a word; the shape alone tells the tone, so that grey print says the same."""

    shape: Shape
    tone: Tone
    label: str


def ring(label: str) -> Status:
    """Say that it has not begun, or ended without effect: Draft, Confirmed, Cancelled."""
    return Status("ring", "plain", label)


def half(label: str) -> Status:
    """Say that it is in motion: Released, Part shipped, Open."""
    return Status("half", "accent", label)


def disc(label: str) -> Status:
    """Say that it is done as agreed: Delivered, Paid, Closed."""
    return Status("disc", "good", label)


def triangle(label: str) -> Status:
    """Say that a person must look at it: Late, Disputed, Short 8 box."""
    return Status("triangle", "warn", label)


def octagon(label: str) -> Status:
    """Say that it cannot go on: always the word hold or the cause, "Credit hold, ship"."""
    return Status("octagon", "stop", label)


@dataclass(frozen=True)
class MiniCell:
    """One of the eight cells of the small throughline: how full, and whether something stops it."""

    share: float = 0.0
    state: Literal["", "held", "late"] = ""


@dataclass(frozen=True)
class Item:
    """An item in a grid: its number in bold, its name beside."""

    code: str
    name: str
    url: str = ""


@dataclass(frozen=True)
class Measured:
    """A quantity with its unit and, at a station, its share of the line (drawn as a bar under the number)."""

    amount: Any
    unit: str = ""
    share: float | None = None
    late: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a grid: what it shows, how, and when it may be dropped.

    `unit` is the currency of money or the unit of a quantity. `why` gives the address of an explanation (see `Why`).
    `priority`: 1 cannot be switched off, 2 stays on phones, 3 is for desks, 4 for wide desks, 5 is off until chosen.
    """

    name: str
    label: str
    kind: Kind = "text"
    value: Value | None = None
    url: Callable[[Any], str | None] | None = None
    align: Literal["start", "end", ""] = ""
    priority: int = 3
    sortable: bool = False
    unit: Value | None = None
    why: Callable[[Any], str | None] | None = None
    tone: Callable[[Any], Tone | None] | None = None
    dim: bool = False
    width: int = 0


@dataclass(frozen=True)
class Action:
    """A button. The server offers only what the lifecycle and the reader's duties allow, and one of them first.

    `url` is a page, `form` the slug of an `OperationForm` that opens in a dialog (`subject` and `query` go along);
    `key` is the letter that stands on the button. `disabled_reason` shows the button dashed with its reason.
    """

    label: str
    url: str = ""
    form: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)
    primary: bool = False
    key: str = ""
    danger: bool = False
    disabled_reason: str = ""
    icon: str = ""
    dialog: bool = True

    @property
    def href(self) -> str:
        """Give the address that the button leads to, with or without script."""
        return with_query(f"/do/{self.form}/", self.query) if self.form else with_query(self.url, self.query)


@dataclass(frozen=True)
class Fact:
    """One figure or word under a record's title; `why` is the address of its explanation.

    `rule` draws the heavier line that begins a group of facts (the four dates of an order).
    """

    label: str
    value: Any
    kind: Kind = "text"
    why: str | None = None
    unit: str = ""
    tone: Tone = "plain"
    note: str = ""
    large: bool = False
    rule: bool = False
    desk: bool = False
    url: str = ""


@dataclass(frozen=True)
class OwnView:
    """A view of a list that a person keeps: the query of its address, its columns, and with which role it is shared."""

    id: int
    name: str
    query: str = ""
    columns: Sequence[str] = ()
    is_default: bool = False
    is_own: bool = True
    role: str = ""


@dataclass(frozen=True)
class Look:
    """How a person wants a list to look: columns shown or hidden against its usual ones, and the density of all lists.

    No density is nothing chosen yet; an empty one is the normal one.
    """

    columns: Mapping[str, bool] = field(default_factory=dict)
    density: str | None = None


def with_query(path: str, query: Mapping[str, Any]) -> str:
    """Give an address with a query; what is None or empty is left out."""
    kept = {name: value for name, value in query.items() if value is not None and value != ""}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def read(row: Any, value: Value | None) -> Any:
    """Take a value from a row: by function, attribute path or mapping key; None where the path ends early."""
    if value is None:
        return None
    if callable(value):
        return value(row)
    if "." not in value and row is not None:
        return row.get(value) if isinstance(row, Mapping) else getattr(row, value)
    found = row
    for part in value.split("."):
        if found is None:
            return None
        found = found.get(part) if isinstance(found, Mapping) else getattr(found, part)
    return found


def label_of(row: Any, columns: Sequence[Column]) -> str:
    """Name a row for people who do not see it: its first code column, or its first column."""
    named = next((column for column in columns if column.kind == "code"), columns[0] if columns else None)
    if named is None:
        return ""
    return str(read(row, named.value or named.name) or "")
