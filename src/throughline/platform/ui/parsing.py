"""From a posted form to values: parsed by kind, each error standing on the field it belongs to."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import parse_date
from django.http import QueryDict

from throughline.kernel.digits import is_id
from throughline.platform.operations import Ctx
from throughline.platform.ui import formats
from throughline.platform.ui.forms import Field, Upload
from throughline.platform.ui.lists import LARGEST
from throughline.platform.ui.search import Exact, lookups
from throughline.platform.ui.sentences import Told, said, tell

MOST_LINES = 1_000
Errors = dict[str, str]


class Missing(Told):
    """What is said of a required field with nothing in it; while its line is typed that is no mistake yet."""

    __slots__ = ()


class Unreadable(ValueError):
    """The text of one field cannot be read; the message says what would be right."""


def parse_fields(
    fields: Sequence[Field], posted: QueryDict, ctx: Ctx, uploads: Mapping[str, Upload] | None = None
) -> tuple[dict[str, Any], Errors]:
    """Read all fields; unreadable ones have an error and are left out of the values."""
    values: dict[str, Any] = {}
    errors: Errors = {}
    for field in fields:
        if field.kind == "lines":
            values[field.name] = _lines(field, posted, ctx, errors)
            if field.required and not values[field.name]:
                errors[field.name] = f"{field.label or 'Lines'}: one line at least."
        elif field.kind == "file":
            values[field.name] = (uploads or {}).get(field.name)
            if field.required and values[field.name] is None:
                errors[field.name] = tell("{field} is missing; choose a file.", field=said(field.label or field.name))
        elif field.kind == "signature":
            values[field.name] = drawn(posted.get(field.name, ""))
            if field.required and values[field.name] is None:
                errors[field.name] = tell("{field} is missing; sign in the box.", field=said(field.label or field.name))
        elif field.kind != "shown":
            _one(field, field.name, posted, ctx, values, errors)
    return values, errors


DRAWN = "data:image/png;base64,"


def drawn(posted: str) -> Upload | None:
    """Give what was drawn, a PNG as the page sends it; nothing where nothing or something else was sent."""
    if not posted.startswith(DRAWN):
        return None
    try:
        return Upload("signature.png", "image/png", b64decode(posted.removeprefix(DRAWN), validate=True))
    except ValueError:
        return None


def _one(field: Field, name: str, posted: QueryDict, ctx: Ctx, values: dict[str, Any], errors: Errors) -> None:
    """Read one field under its posted name into `values` under its own."""
    try:
        value = _read(field, name, posted, ctx)
    except Unreadable as unreadable:
        errors[name] = str(unreadable)
        return
    if field.required and (value is None or value is False or value in ("", [])):  # a typed zero is an answer
        errors[name] = Missing(tell("{field} is missing.", field=said(field.label or field.name)))
        return
    if field.minimum is not None and value is not None and value < field.minimum:
        errors[name] = f"{formats.quantity(value)} is below {formats.quantity(field.minimum)}."
        return
    values[field.name] = value


def _read(field: Field, name: str, posted: QueryDict, ctx: Ctx) -> Any:
    if field.kind == "several":
        return _several(field, posted.getlist(name), ctx)
    text = posted.get(name, "") if field.kind == "password" else posted.get(name, "").strip()
    if field.parse:
        return _with(field.parse, text) if text else None
    if field.kind == "checkbox":
        return text not in ("", "0", "off")
    if field.kind == "lookup":
        return _looked_up(field, name, posted, ctx)
    if field.kind == "select" and text and not _offered(field, text, ctx):
        raise Unreadable(f"{text} is not one of the choices.")
    readers = {"number": _integer, "decimal": decimal_typed, "money": decimal_typed, "date": date_typed}
    if field.kind in readers:
        return readers[field.kind](text) if text else None
    return text


def _several(field: Field, chosen: Sequence[str], ctx: Ctx) -> list[str]:
    groups = field.groups(ctx) if callable(field.groups) else field.groups
    offered = {value for _, choices in groups for value, _ in choices}
    for text in chosen:
        if text not in offered:
            raise Unreadable(f"{text} is not one of the choices.")
    return list(dict.fromkeys(chosen))


def _with(parse: Any, text: str) -> Any:
    try:
        found = parse(text)
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(f"{text[:40]} cannot be read.") from error
    if isinstance(found, int) and abs(found) > LARGEST:
        raise Unreadable(f"{text[:40]} is out of range.")
    return found


def _offered(field: Field, text: str, ctx: Ctx) -> bool:
    choices = field.choices(ctx) if callable(field.choices) else field.choices
    return any(str(value) == text for value, _ in choices)


def _integer(text: str) -> int:
    value = decimal_typed(text)
    if value != value.to_integral_value():
        raise Unreadable(f"{text} is not a whole number.")
    return int(value)


def decimal_typed(text: str) -> Decimal:
    """Read a number as people of the locale write it: 1,204.50 or 1.204,50, a real minus sign too."""
    symbols = formats.locale().number_symbols["latn"]
    plain = text.replace(formats.MINUS, "-").replace(formats.NBSP, "").replace(" ", "").replace("\u202f", "")
    plain = _ungrouped(plain, str(symbols["decimal"]), str(symbols["group"]))
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Unreadable(f"{text} is not a number.") from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
        raise Unreadable(f"{text} is out of range.")
    return value


def _ungrouped(text: str, decimal: str, group: str) -> str:
    """Take out grouping; a lone foreign decimal sign (12.5 in German) is understood when it cannot be grouping."""
    if decimal in text:
        return text.replace(group, "").replace(decimal, ".")
    head, sign, tail = text.rpartition(group)
    if sign and (group in head or len(tail) == 3) and head.lstrip("-").replace(group, "").isdigit():
        return text.replace(group, "")
    return text.replace(group, ".") if sign else text


def date_typed(text: str) -> date:
    """Read a date as the browser sends it (2026-11-18) or as people of the locale write it."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    try:
        return parse_date(text, locale=formats.locale())
    except (ValueError, IndexError):
        raise Unreadable(f"{text} is not a date; 2026-11-18 is understood everywhere.") from None


def _looked_up(field: Field, name: str, posted: QueryDict, ctx: Ctx) -> Any:
    """Give the chosen value; a code that was typed or pasted counts when it names exactly one thing."""
    lookup = lookups[field.lookup]
    kept, text = posted.get(name, "").strip(), posted.get(f"{name}__text", "").strip()
    if kept:
        return _with(lookup.parse, kept)
    if not text:
        return None
    beside = {other: posted.get(other, "") for other in field.depends}
    options = lookup.find(ctx, text, beside)
    exact = [option for option in options if option.code.casefold() == text.casefold()]
    if len(exact) == 1:
        return exact[0].value
    if not options:
        raise Unreadable(f"{text} is not known.")
    raise Unreadable(f"{text}: {len(options)} match, choose one." if len(options) > 1 else f"{text}: choose it.")


def line_indexes(field: Field, posted: Mapping[str, Any]) -> list[int]:
    """Give the numbers of the posted lines in their order on the screen."""
    order = posted.get(f"{field.name}-order", "")
    listed = [int(part) for part in str(order).split(",") if is_id(part)]
    if listed:
        return list(dict.fromkeys(listed))[:MOST_LINES]
    prefix = f"{field.name}-"
    found = {key[len(prefix) :].partition("-")[0] for key in posted if key.startswith(prefix)}
    return sorted(int(part) for part in found if is_id(part))[:MOST_LINES]


def _lines(field: Field, posted: QueryDict, ctx: Ctx, errors: Errors) -> list[dict[str, Any]]:
    """Read the lines; blank ones are dropped, and `_index` says which row on the screen a line came from."""
    lines = []
    posted = _recognised(field, posted, ctx)
    for index in line_indexes(field, posted):
        if line_is_blank(field, posted, index):
            continue
        line: dict[str, Any] = {"_index": index}
        for column in field.columns:
            if column.kind != "shown":
                _one(column, f"{field.name}-{index}-{column.name}", posted, ctx, line, errors)
        lines.append(line)
    return lines


def _recognised(field: Field, posted: QueryDict, ctx: Ctx) -> QueryDict:
    """Choose for all lines at once what was typed or pasted and names exactly one thing."""
    read = posted
    for column in field.columns:
        lookup = lookups[column.lookup] if column.kind == "lookup" else None
        if lookup is None or lookup.exact is None:
            continue
        names = [f"{field.name}-{index}-{column.name}" for index in line_indexes(field, posted)]
        typed = {name: posted.get(f"{name}__text", "").strip() for name in names if not posted.get(name, "").strip()}
        texts = sorted({text for text in typed.values() if text})
        if not texts:
            continue
        found = lookup.exact(ctx, texts, {other: posted.get(other, "") for other in column.depends})
        read = read.copy()
        for name, text in typed.items():
            if text in found:
                _take(read, name, found[text])
    return read


def _take(read: QueryDict, name: str, found: Any) -> None:
    """Put what a text names into its cell, and what it brings along into empty ones of the line."""
    known = found if isinstance(found, Exact) else Exact(found)
    read[name] = str(known.value)
    prefix = name[: name.rfind("-") + 1]
    for column, text in known.fills.items():
        if not read.get(f"{prefix}{column}", "").strip():
            read[f"{prefix}{column}"] = text


def line_is_blank(field: Field, posted: QueryDict, index: int) -> bool:
    """Say whether nobody has typed anything into a line; preset choices and hidden values do not count.

    Where lines stand and only choices are asked, none is blank.
    """
    typed = [column for column in field.columns if column.kind not in ("shown", "hidden", "select", "checkbox")]
    if field.fixed and not typed:
        return False
    names = [f"{field.name}-{index}-{column.name}" for column in typed]
    return not any(posted.get(name, "").strip() or posted.get(f"{name}__text", "").strip() for name in names)
