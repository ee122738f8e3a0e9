"""Fields as templates draw them: name, text as typed, error, choices, and the lines of a grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from throughline.platform.operations import Ctx
from throughline.platform.ui import formats, markup
from throughline.platform.ui.forms import Choices, Field, Preview, Shown
from throughline.platform.ui.parsing import Errors, Missing, line_indexes
from throughline.platform.ui.search import Option, lookups
from throughline.platform.ui.values import Tone

NEW_LINES = 3
TEMPLATE_INDEX = "__i__"


@dataclass(frozen=True)
class ShownField:
    """One field ready to draw. `text` is what the reader sees, `kept` the value behind it (lookups).

    `note` is the name of what a lookup holds, or what another cell of the line has brought into an empty one.
    """

    field: Field
    name: str
    text: str = ""
    kept: str = ""
    error: str = ""
    choices: Choices = ()
    depends: str = ""
    heads: Sequence[Field] = ()
    lines: Sequence["ShownLine"] = ()
    template: "ShownLine | None" = None
    foot: Sequence[tuple[Field, Any]] = ()
    note: str = ""
    groups: Sequence["Ticked"] = ()

    @property
    def is_missing(self) -> bool:
        """Say whether all that is wrong is that nothing is typed yet."""
        return isinstance(self.error, Missing)

    @property
    def template_name(self) -> str:
        """Give the template that draws it."""
        return f"ui/fields/{_TEMPLATES.get(self.field.kind, 'text')}.html"


_TEMPLATES = {
    "textarea": "textarea", "select": "select", "lookup": "lookup", "checkbox": "checkbox", "hidden": "hidden",
    "lines": "lines", "date": "date", "shown": "shown", "several": "several", "password": "password",
    "file": "file", "signature": "signature",
}  # fmt: skip


@dataclass(frozen=True)
class Ticked:
    """A heading and its boxes, each with value, words and whether it is ticked."""

    title: str
    boxes: Sequence[tuple[str, str, bool]]

    @property
    def count(self) -> int:
        """Count the boxes that are ticked."""
        return sum(ticked for _, _, ticked in self.boxes)


@dataclass(frozen=True)
class ShownLine:
    """One row of the line grid."""

    index: str
    cells: Sequence[ShownField] = ()
    shown: Shown = field(default_factory=Shown)


def shown_fields(
    fields: Sequence[Field],
    posted: QueryDict,
    values: Mapping[str, Any],
    errors: Errors,
    ctx: Ctx,
    ahead: Preview | None = None,
) -> list[ShownField]:
    """Prepare all fields for drawing; what was typed stands as typed."""
    return [_shown(one, one.name, posted, values, errors, ctx, ahead) for one in fields]


def _shown(
    one: Field,
    name: str,
    posted: QueryDict,
    values: Mapping[str, Any],
    errors: Errors,
    ctx: Ctx,
    ahead: Preview | None,
) -> ShownField:
    if one.kind == "lines":
        return _shown_lines(one, posted, values, errors, ctx, ahead)
    return _cell(one, name, posted, errors, ctx, f"{name}__text")


def _cell(one: Field, name: str, posted: QueryDict, errors: Errors, ctx: Ctx, text_name: str) -> ShownField:
    if one.kind == "several":
        return ShownField(one, name, error=errors.get(name, ""), groups=_ticked(one, posted.getlist(name), ctx))
    if one.kind == "password":
        return ShownField(one, name, error=errors.get(name, ""))
    choices = one.choices(ctx) if callable(one.choices) else one.choices
    text, kept, note = posted.get(name, ""), "", ""
    if one.kind == "lookup":
        text, kept = posted.get(text_name, ""), posted.get(name, "")
        if kept:
            text, note = _named(one, kept, text, ctx)
    depends = ",".join(one.depends)
    return ShownField(one, name, text, kept, errors.get(name, ""), choices, depends, note=note)


def _ticked(one: Field, chosen: Sequence[str], ctx: Ctx) -> list[Ticked]:
    groups = one.groups(ctx) if callable(one.groups) else one.groups
    return [Ticked(title, [(value, words, value in chosen) for value, words in choices]) for title, choices in groups]


def _named(one: Field, kept: str, text: str, ctx: Ctx) -> tuple[str, str]:
    """Give code and name of what a lookup holds; the text as it was where that cannot be told."""
    lookup = lookups.get(one.lookup)
    try:
        option = lookup.one(ctx, lookup.parse(kept)) if lookup else None
    except ValueError:
        option = None
    return ((text or option.code or option.name), option.name) if option else (text or kept, "")


def _shown_lines(
    one: Field, posted: QueryDict, values: Mapping[str, Any], errors: Errors, ctx: Ctx, ahead: Preview | None
) -> ShownField:
    read = {line.get("_index"): line for line in values.get(one.name) or []}
    known = dict(zip(read, ahead.lines, strict=False)) if ahead else {}
    indexes = line_indexes(one, posted)
    first = max(indexes, default=-1) + 1
    if not one.fixed:
        indexes += range(first, first + max(0, NEW_LINES - len(indexes)))
    named = _line_names(one, list(read.values()), ctx)
    lines = [_line(one, str(at), posted, errors, ctx, known.get(at), read.get(at) or {}, named) for at in indexes]
    blank = _line(one, TEMPLATE_INDEX, QueryDict(), {}, ctx, None, {}, {})
    foot = [(column, ahead.foot.get(column.name, "")) for column in one.columns] if ahead and ahead.foot else []
    return ShownField(
        one, one.name, error=errors.get(one.name, ""), heads=one.columns, lines=lines, template=blank, foot=foot
    )


Names = Mapping[str, Mapping[Any, Option]]


def _line_names(one: Field, lines: Sequence[Mapping[str, Any]], ctx: Ctx) -> Names:
    """Give the options behind all lookups of all lines, one question a column."""
    named = {}
    for column in one.columns:
        lookup = lookups.get(column.lookup) if column.kind == "lookup" else None
        if lookup:
            held = [line[column.name] for line in lines if line.get(column.name) is not None]
            named[column.name] = lookup.known(ctx, held) if held else {}
    return named


def _line(
    one: Field,
    index: str,
    posted: QueryDict,
    errors: Errors,
    ctx: Ctx,
    shown: Shown | None,
    read: Mapping[str, Any],
    named: Names,
) -> ShownLine:
    cells = []
    errors = _with_line_error(one, index, errors, shown)
    for column in one.columns:
        name = f"{one.name}-{index}-{column.name}"
        if column.kind == "shown":
            cells.append(ShownField(column, name, text=shown_text(column, shown)))
        elif column.kind == "lookup":
            option = named.get(column.name, {}).get(read.get(column.name))
            text = posted.get(f"{name}__text", "") or (option.code or option.name if option else "")
            kept = str(option.value) if option else posted.get(name, "")
            note = option.name if option else ""
            depends = ",".join(column.depends)
            cells.append(ShownField(column, name, text, kept, errors.get(name, ""), (), depends, note=note))
        else:
            cell = _cell(column, name, posted, errors, ctx, f"{name}__text")
            brought = read.get(column.name) if column.kind == "text" and not cell.text else ""
            cells.append(replace(cell, note=brought) if brought else cell)
    return ShownLine(index, cells, shown or Shown())


def _with_line_error(one: Field, index: str, errors: Errors, shown: Shown | None) -> Errors:
    """Put what is wrong with a line as a whole into one of its cells, unless something is said in it already."""
    if shown is None or not shown.error:
        return errors
    typed = [column.name for column in one.columns if column.kind not in ("shown", "hidden")]
    name = f"{one.name}-{index}-{shown.error_in if shown.error_in in typed else typed[0]}"
    return {name: shown.error, **errors}


def shown_text(column: Field, shown: Shown | None) -> Any:
    """Give the HTML of a shown cell: value by kind, tone, and the explanation behind it."""
    if shown is None or column.name not in shown.cells:
        return ""
    content = markup.value_html(shown.cells[column.name], "text")
    tone: Tone | None = shown.tones.get(column.name)
    why = shown.why.get(column.name)
    content = markup.why_html(content, why) if why else content
    return markup.toned(content, tone) if tone else content


def blank_post(fields: Sequence[Field], values: Mapping[str, Any], ctx: Ctx) -> QueryDict:
    """Write first values as if they had been typed, so that a form is drawn in one way only."""
    posted = QueryDict(mutable=True)
    for one in fields:
        value = values.get(one.name)
        if one.kind == "lines":
            _put_lines(posted, one, value or [])
        elif one.kind == "several":
            posted.setlist(one.name, [str(chosen) for chosen in value or []])
        elif value is not None:
            posted[one.name] = typed(one, value)
    return posted


def _put_lines(posted: QueryDict, one: Field, lines: Sequence[Mapping[str, Any]]) -> None:
    for index, line in enumerate(lines):
        for column in one.columns:
            value = line.get(column.name)
            if value is not None and column.kind != "shown":
                posted[f"{one.name}-{index}-{column.name}"] = typed(column, value)


def typed(one: Field, value: Any) -> str:
    """Write a value as it would be typed into its field."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return formats.day_entered(value) if one.typed else value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return formats.price_entered(value) if one.kind == "money" else formats.entered(value)
    return str(value)
