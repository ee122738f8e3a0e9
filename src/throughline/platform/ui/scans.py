"""Scan steps for the floor: one thing is asked at a time, a wrong scan counts nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from throughline.platform.operations import Ctx
from throughline.platform.ui.registry import Screen, screens


@dataclass(frozen=True)
class Feedback:
    """The coloured band: ask (blue), ok (green), bad (red), short (amber), each with icon, sound and vibration."""

    kind: Literal["ask", "ok", "bad", "short"]
    title: str
    detail: str = ""


@dataclass(frozen=True)
class ScanAction:
    """A big button; it posts its name. `reason` buttons stand in the middle, `primary` ones first at the bottom.

    One with a `url` is a link; a paper `opens` beside the page, so that the work is still there.
    """

    name: str
    label: str
    icon: str = ""
    primary: bool = False
    reason: bool = False
    url: str = ""
    opens: bool = False


@dataclass(frozen=True)
class ScanRow:
    """A line of what is gathered so far: code, words, amount, and whether it is complete."""

    code: str
    text: str = ""
    amount: str = ""
    done: bool = False


@dataclass(frozen=True)
class ScanStep:
    """What the screen asks now. `state` is carried from step to step in hidden fields.

    `counting` shows plus and minus around the counted quantity; it posts as `quantity`. `rows` lists what is gathered
    so far under `rows_label`, what matters now first; `rows_count` says how many there are.
    """

    feedback: Feedback
    title: str
    subtitle: str = ""
    place_label: str = ""
    place: str = ""
    rack: tuple[int, int] | None = None
    item_code: str = ""
    item_name: str = ""
    item_detail: str = ""
    unit: str = ""
    quantity_label: str = "Take"
    quantity: str = ""
    quantity_note: Sequence[str] = ()
    counting: str | None = None
    rows_label: str = ""
    rows: Sequence[ScanRow] = ()
    rows_count: int | None = None
    next_place: str = ""
    next_text: str = ""
    next_quantity: str = ""
    actions: Sequence[ScanAction] = ()
    state: Mapping[str, Any] = field(default_factory=dict)
    back_url: str = "/"


@dataclass(frozen=True)
class Scan:
    """What came in: a code read or typed, or the name of a pressed action; with the counted quantity."""

    code: str = ""
    action: str = ""
    quantity: str = ""
    state: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ScanScreen(Screen):
    """A scan screen at `/<slug>/`. `step` reads what is asked first; `scan` answers a scan and may call operations.

    `scan` runs outside the reading transaction, because an operation opens its own; it reads with `reading(ctx)`. Each
    step that is drawn has a key of its own, under which `ctx` calls at most one operation: a step that is sent twice
    does nothing twice. `rank` is its place at `/scan/`, where everybody finds the steps that are theirs.
    """

    title: str
    step: Callable[[Ctx, Mapping[str, str]], ScanStep]
    scan: Callable[[Ctx, Scan], ScanStep]
    icon: str = "barcode"
    rank: int = 50


#: Where the steps of a person stand side by side.
ALL = "/scan/"


def scans_of(ctx: Ctx) -> list[ScanScreen]:
    """Give the scan screens of a person, in the order of a day: what comes in, what goes out, what is looked after."""
    mine = [one for one in screens if isinstance(one, ScanScreen) and ctx.may(one.permission)]
    return sorted(mine, key=lambda one: one.rank)


def door_of(ctx: Ctx) -> str:
    """Give where a person begins to scan: the one step there is, or all of them; nothing for who scans nothing."""
    mine = scans_of(ctx)
    return ALL if len(mine) > 1 else mine[0].path if mine else ""
