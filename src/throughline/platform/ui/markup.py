"""The smallest pieces of a page as HTML: icons, shapes, status, mini line, cells.

They are built here rather than in templates because a list draws a thousand of them; everything larger is a template.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from throughline.platform.ui import formats, sentences
from throughline.platform.ui.line import MiniLine
from throughline.platform.ui.values import Column, Item, Kind, Measured, MiniCell, Shape, Status, Tone, Value, read

_SHAPES: dict[str, str] = {"ring": "ring", "half": "half", "disc": "disc", "triangle": "tri", "octagon": "oct"}
_TONES: dict[str, str] = {"plain": "", "accent": "go", "good": "ok", "warn": "warn", "stop": "stop"}
_SHAPE_TONES: dict[str, Tone] = {
    "ring": "plain", "half": "accent", "disc": "good", "triangle": "warn", "octagon": "stop",
}  # fmt: skip
_CHIPS: dict[str, str] = {"plain": "", "accent": "acc", "good": "good", "warn": "warn", "stop": "stop"}
_TEXT_TONES: dict[str, str] = {"plain": "", "accent": "acc", "good": "good", "warn": "warn", "stop": "stop"}
_FIGURES = frozenset({"money", "price", "quantity", "number", "weight", "percent", "date", "datetime", "age"})
EMPTY = SafeString("")


def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon of the sprite; `size` is s (14 px), l (20 px) or nothing (16 px)."""
    if not name:
        return EMPTY
    extra = f" {size}" if size else ""
    return format_html('<svg class="ti{}" aria-hidden="true"><use href="#i-{}"/></svg>', extra, name)


@lru_cache(maxsize=64)
def shape(kind: Shape, tone: Tone | None = None) -> SafeString:
    """Draw a status shape; its tone follows from the shape unless given."""
    tone = tone or _SHAPE_TONES[kind]
    return format_html(
        '<svg class="sh {}" viewBox="0 0 12 12" aria-hidden="true"><use href="#i-sh-{}"/></svg>',
        _TONES[tone],
        _SHAPES[kind],
    )


def status_html(status: Status | None) -> SafeString:
    """Show a status as shape and word, without ground."""
    if status is None:
        return EMPTY
    word = conditional_escape(sentences.said(status.label))
    return SafeString(f'<span class="tl-status">{shape(status.shape, status.tone)}{word}</span>')


def chip_html(status: Status | None) -> SafeString:
    """Show a status with ground, beside a title: holds, exceptions and drafts; the rest keeps shape and word."""
    if status is None:
        return EMPTY
    if status.tone in ("good", "accent"):
        return status_html(status)
    ground = "acc" if status.tone == "plain" else _CHIPS[status.tone]
    return format_html(
        '<span class="tl-chip {}">{}{}</span>', ground, shape(status.shape, status.tone), sentences.said(status.label)
    )


def mini_html(cells: Sequence[MiniCell], label: str) -> SafeString:
    """Draw the small throughline; the label says in words what it shows."""
    drawn = "".join([_CELLS.get(cell.state) or _filled(cell.share) for cell in cells])
    told = conditional_escape(sentences.said(label))
    return SafeString(f'<span class="tl-mini" role="img" aria-label="{told}">{drawn}</span>')


_CELLS: dict[str, str] = {"held": '<i class="h"></i>', "late": '<i class="w"></i>'}


def _filled(share: float) -> str:
    return f'<i style="--p:{_share(share)}"></i>' if share else "<i></i>"


def _share(value: float) -> str:
    return f"{max(0.0, min(1.0, float(value))):.3f}".rstrip("0").rstrip(".")


def measured_html(measured: Measured) -> SafeString:
    """Show a quantity; with a share, over the bar of its station, and a dash for none."""
    if measured.share is None:
        return conditional_escape(formats.quantity(measured.amount, measured.unit))
    none = not measured.amount
    text = formats.MISSING if none else formats.quantity(measured.amount, measured.unit)
    classes = " zero" if none else (" w" if measured.late else "")
    share = _share(measured.share)
    return SafeString(f'<span class="tl-q{classes}" style="--p:{share}">{conditional_escape(text)}</span>')


def item_html(item: Item) -> SafeString:
    """Show an item: number in bold (a link where it leads somewhere), name beside, cut when long."""
    code, name = conditional_escape(item.code), conditional_escape(item.name)
    opened = (
        f'<a class="code" href="{escape(item.url)}">{code}</a>' if item.url else f'<span class="code">{code}</span>'
    )
    return SafeString(f'<span class="it">{opened}<span class="cut" title="{name}">{name}</span></span>')


def why_html(content: Any, url: str) -> SafeString:
    """Make a value answer Why?: it opens the shared popover, whose content is loaded from `url`."""
    return format_html(
        '<button type="button" class="tl-why" popovertarget="why" aria-haspopup="dialog" hx-get="{}"'
        ' hx-target="#why" hx-swap="innerHTML">{}<span class="visually-hidden">{}</span></button>',
        url,
        content,
        sentences.tell(", why?"),
    )


def text_of(value: Any, kind: Kind, unit: str = "") -> str:
    """Write a value of a kind in the reader's language, without markup; exports of text use it too."""
    if value is None or value == "":
        return formats.MISSING if kind in _FIGURES else ""
    if isinstance(value, Status | MiniLine):
        return value.label
    if isinstance(value, Item):
        return f"{value.code} {value.name}".strip()
    if isinstance(value, Measured):
        return formats.quantity(value.amount, value.unit)
    writer = _WRITERS.get(kind)
    if writer is not None:
        return writer(value)
    if kind == "money":
        return formats.money(value, unit)
    if kind == "price":
        return formats.price(value, unit)
    return formats.quantity(value, unit) if kind == "quantity" else str(value)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": formats.number,
    "weight": formats.weight,
    "percent": formats.percent,
    "date": lambda value: formats.day(value, weekday=False),
    "datetime": formats.moment,
    "age": formats.age,
}


def value_html(value: Any, kind: Kind, unit: str = "", label: str = "") -> SafeString:
    """Show a value of a kind; strings marked safe pass as they are."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, Status):
        return status_html(value)
    if isinstance(value, MiniLine):
        return mini_html(value.cells, value.label)
    if isinstance(value, Item):
        return item_html(value)
    if isinstance(value, Measured):
        return measured_html(value)
    if kind == "mini" and isinstance(value, Sequence) and not isinstance(value, str):
        return mini_html(value, label)
    if isinstance(value, str) and ((kind in ("text", "item") and value[:1].islower()) or _is_said(kind, value)):
        return conditional_escape(sentences.said(value))
    return conditional_escape(text_of(value, kind, unit))


def _is_said(kind: Kind, value: str) -> bool:
    return kind in ("text", "item", "code") and " " in value


#: Columns that hold words of the product, never names that people gave.
WORDS = frozenset(
    {"kind", "state", "queue", "type", "service", "service_class", "class", "journal", "source", "why", "what", "when",
     "duty", "duties", "permission", "meaning", "module", "conflicting", "whom", "asked_by", "default",
     "scope", "answer", "valid", "template", "required", "role", "verdict", "trouble", "label", "needs", "trigger",
     "category", "text", "method", "stage", "do", "take"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Laid:
    """What is the same in all cells of a column: the cell's opening with a value and without, and how it is read."""

    column: Column
    source: Value
    opening: str
    void: str
    is_worded: bool
    is_figure: bool


def _laid_out(column: Column) -> _Laid:
    classes, rest = cell_classes(column), _attribute("data-c", column.name) + _labelled(column)
    return _Laid(
        column,
        column.value or column.name,
        f'<td class="{classes}"{rest}',
        f'<td class="{classes} tl-void"{rest}',
        column.name in WORDS or column.kind == "link",
        column.kind in _FIGURES,
    )


def _drawn(laid: _Laid, row: Any, url: str | None) -> str:
    """Draw one cell; what it shows was escaped where it was made."""
    column = laid.column
    value = read(row, laid.source)
    unit = str(read(row, column.unit) or "") if column.unit else ""
    if laid.is_worded and isinstance(value, str):
        value = sentences.said(value)
    shown = value_html(value, column.kind, unit, column.label)
    if shown:
        address = (column.url(row) if column.url else None) or url
        if address:
            shown = SafeString(f'<a class="{_word(column)}" href="{conditional_escape(address)}">{shown}</a>')
        why = column.why(row) if column.why else None
        if why:
            shown = why_html(shown, why)
    tone = column.tone(row) if column.tone else None
    if tone:
        shown = SafeString(f'<span class="{_TEXT_TONES[tone]}">{shown}</span>')
    figure = _attribute("data-v", value) if laid.is_figure and isinstance(value, Decimal | int) else ""
    if column.width and isinstance(value, str) and len(value) * NARROW > column.width:
        figure = _attribute("title", sentences.said(value))
    return f"{laid.void if value is None or value == '' else laid.opening}{figure}>{shown}</td>"


#: What a letter takes at least: a text of more letters than fit may be cut, and is then told whole by its title.
NARROW = 6


def _attribute(name: str, value: Any) -> str:
    return f' {name}="{conditional_escape(value)}"'


def _labelled(column: Column) -> str:
    """Give what a phone shows before the value, where rows stand as blocks."""
    unnamed = column.priority == 2 or (column.priority == 1 and is_figure(column))
    if not unnamed or column.kind in _UNLABELLED:
        return ""
    return _attribute("data-l", sentences.said(column.label))


_UNLABELLED = frozenset({"item", "status", "link", "mini"})


def _word(column: Column) -> str:
    return {"code": "code strong", "link": "tl-deed"}.get(column.kind, "row-link")


def cell_classes(column: Column) -> str:
    """Give the classes of a column's cells: alignment, kind, what phones keep."""
    classes = []
    if is_figure(column):
        classes.append("n")
    if column.kind == "code":
        classes.append("code")
    if column.kind in ("text", "link") and column.width:
        classes.append("cut")
    if column.dim:
        classes.append("dim")
    if column.priority <= 2:
        classes.append("keep")
    if column.priority == 1 and column.kind not in ("code", "item") and not is_figure(column):
        classes.append("tl-lead")
    if column.kind == "status":
        classes.append("now-c")
    if column.priority >= 4:
        classes.append("wide" if column.priority == 4 else "off")
    return " ".join(classes)


def is_figure(column: Column) -> bool:
    """Say whether a column stands at the right: figures and dates do, unless told otherwise."""
    return column.align == "end" or (not column.align and column.kind in _FIGURES)


class _Grid(threading.local):
    """The columns of the table that is being drawn, laid out once for all its rows."""

    columns: Sequence[Column] | None = None
    language: str | None = None
    laid: Sequence[_Laid] = ()
    opener: Column | None = None


_grid = _Grid()


def row_cells(columns: Sequence[Column], row: Any, url: str | None = None) -> SafeString:
    """Draw all cells of a row; the first code or item column (else the first) opens it."""
    language = translation.get_language()
    if _grid.columns is not columns or _grid.language != language:
        _grid.columns, _grid.language = columns, language
        _grid.laid = [_laid_out(column) for column in columns]
        first = columns[0] if columns else None
        _grid.opener = next((column for column in columns if column.kind in ("code", "item")), first)
    opener = _grid.opener
    return SafeString("".join([_drawn(laid, row, url if laid.column is opener else None) for laid in _grid.laid]))


def toned(content: Any, tone: Tone) -> SafeString:
    """Show a value in a tone, with the shape that says the same without colour."""
    kind: dict[str, Shape] = {"stop": "octagon", "warn": "triangle", "good": "disc"}
    mark = shape(kind[tone]) if tone in kind else EMPTY
    return format_html('<span class="tl-toned {}">{}{}</span>', _TEXT_TONES[tone], mark, content)
