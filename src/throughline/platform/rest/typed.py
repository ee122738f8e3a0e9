"""From JSON to the types of a signature, strictly: what does not fit is refused with its path and the remedy.

The bounds are those of the database, so that no number, text or set reaches it that it cannot keep: bigint,
numeric(19,6), text without NUL in valid UTF-8, days between 1900 and 2200, sets of a thousand.
"""

import base64
import types
import typing
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, NoReturn

from throughline.kernel.errors import InvalidInput
from throughline.kernel.vocabulary import OneOf, Vocabulary

LARGEST_INTEGER = 2**63 - 1
LARGEST_DECIMAL = Decimal("1e13")
DECIMALS = 6
LONGEST_TEXT = 4_000
LARGEST_SET = 1_000
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
DEEPEST = 12

#: A JSON value as `json` gives it, numbers with a point as Decimal.
Json = Any


def refuse(path: str, code: str, message: str, **facts: Any) -> NoReturn:
    """Say which field is wrong and what would be right."""
    raise InvalidInput(code, f"{path or 'The body'}: {message}", field=path, **facts)


def at(path: str, name: str | int) -> str:
    """Give the path of a part: `quotes[0].lines[2].quantity`."""
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else name


def typed(kind: Any, value: Json, path: str) -> Any:
    """Turn a JSON value into what a signature asks for, or refuse it."""
    origin = typing.get_origin(kind)
    if origin is typing.Annotated:
        return _annotated(kind, value, path)
    if kind is Any:
        return _anything(value, path, DEEPEST)
    if origin in (types.UnionType, typing.Union):
        return _one_of(typing.get_args(kind), value, path)
    if origin is typing.Literal:
        return _literal(typing.get_args(kind), value, path)
    if origin is tuple:
        return _tuple(typing.get_args(kind), value, path)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(typing.get_args(kind), value, path)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Sequence | Set):
        found = _sequence(typing.get_args(kind)[0], value, path)
        return frozenset(found) if issubclass(origin, Set) else found
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, value, path)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(_literal([member.value for member in kind], value, path))
    assert kind in _SIMPLE, f"{path}: the REST door does not know the type {kind}"
    return _SIMPLE[kind](value, path)


def arguments(hints: Mapping[str, Any], defaults: Mapping[str, Any], given: Mapping[str, Json]) -> dict[str, Any]:
    """Type the named parameters of a call; `defaults` holds those that may be left out."""
    _known(set(hints), given, "")
    values = {}
    for name, kind in hints.items():
        if name in given:
            values[name] = typed(kind, given[name], name)
        elif name not in defaults:
            refuse(name, "missing", "is needed; give it.")
    return values


def _known(names: set[str], given: Mapping[str, Json], path: str) -> None:
    for name in given:
        if name not in names:
            refuse(
                at(path, name[:60]),
                "unknown_field",
                f"is not known here; leave it out. Known: {', '.join(sorted(names)) or 'none'}.",
            )


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """Give the types of a dataclass's fields, asked once a process."""
    return typing.get_type_hints(kind, include_extras=True)


def _record(kind: Any, value: Json, path: str) -> Any:
    if not isinstance(value, dict):
        refuse(path, "not_an_object", "must be an object with named fields.")
    hints = hints_of(kind)
    declared = [field for field in fields(kind) if field.init]
    _known({field.name for field in declared}, value, path)
    found = {}
    for field in declared:
        if field.name in value:
            found[field.name] = typed(hints[field.name], value[field.name], at(path, field.name))
        elif field.default is MISSING and field.default_factory is MISSING:
            refuse(at(path, field.name), "missing", "is needed; give it.")
    return kind(**found)


def _one_of(arms: Sequence[Any], value: Json, path: str) -> Any:
    """Take the first arm that fits; with several, the refusal tells of the one that came closest."""
    if value is None:
        if type(None) in arms:
            return None
        refuse(path, "null", "cannot be null.")
    inner = [arm for arm in arms if arm is not type(None)]
    first: InvalidInput | None = None
    for arm in inner:
        try:
            return typed(arm, value, path)
        except InvalidInput as error:
            if first is None or len(error.field) > len(first.field):
                first = error
    assert first is not None
    raise first


def _annotated(kind: Any, value: Json, path: str) -> Any:
    """Hold a number to the bounds, or a text to the length or the words, that stand beside its type."""
    inner, bounds, *_ = typing.get_args(kind)
    found = typed(inner, value, path)
    if isinstance(bounds, OneOf):
        return _literal(bounds.words, found, path)
    if isinstance(bounds, Vocabulary) and len(found) > bounds.longest:
        refuse(path, "not_a_choice", f"is no {bounds.noun}: none has more than {bounds.longest} characters.")
    if isinstance(bounds, tuple) and not bounds[0] <= found <= bounds[1]:
        refuse(path, "out_of_range", f"must lie between {bounds[0]} and {bounds[1]}.")
    if isinstance(bounds, int) and len(found) > bounds:
        refuse(path, "too_long", f"must have at most {bounds} characters.")
    return found


def _literal(allowed: Sequence[Any], value: Json, path: str) -> Any:
    if isinstance(value, bool) or value not in allowed:
        named = ", ".join(map(str, allowed)).removeprefix(", ")
        refuse(path, "not_a_choice", f"must be one of {named}.", allowed=[one for one in allowed if one != ""])
    return value


def _sequence(kind: Any, value: Json, path: str) -> list[Any]:
    if not isinstance(value, list):
        refuse(path, "not_a_list", "must be a list.")
    if len(value) > LARGEST_SET:
        refuse(path, "too_many", f"holds {len(value)}; send {LARGEST_SET:,} at most, and the rest in another call.")
    return [typed(kind, item, at(path, place)) for place, item in enumerate(value)]


def _tuple(kinds: Sequence[Any], value: Json, path: str) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_sequence(kinds[0], value, path))
    if not isinstance(value, list) or len(value) != len(kinds):
        refuse(path, "not_a_list", f"must be a list of {len(kinds)}.")
    return tuple(
        typed(kind, item, at(path, place)) for place, (kind, item) in enumerate(zip(kinds, value, strict=True))
    )


def _mapping(kinds: Sequence[Any], value: Json, path: str) -> dict[Any, Any]:
    key, kind = kinds
    if not isinstance(value, dict):
        refuse(path, "not_an_object", "must be an object.")
    if len(value) > LARGEST_SET:
        refuse(path, "too_many", f"holds {len(value)}; send {LARGEST_SET:,} at most, and the rest in another call.")
    found = {}
    for name, item in value.items():
        here = at(path, name[:60])
        found[_key(key, name, here)] = typed(kind, item, here)
    if len(found) < len(value):
        refuse(path, "named_twice", "names one key twice.")
    return found


def _key(kind: Any, name: str, path: str) -> Any:
    if kind is int:
        if not name.isascii() or not name.removeprefix("-").isdigit() or len(name) > 20:
            refuse(path, "not_a_number", "the key must be an id, written in digits.")
        return _integer(int(name), path)
    return _text(name, path)


def _anything(value: Json, path: str, depth: int) -> Any:
    """Let plain JSON pass where an operation judges it itself, within the same bounds."""
    if depth == 0:
        refuse(path, "too_deep", f"is nested more than {DEEPEST} deep.")
    if isinstance(value, dict):
        return {_text(k, path): _anything(v, at(path, k[:60]), depth - 1) for k, v in value.items()}
    if isinstance(value, list):
        _sequence(Any, [], path) if len(value) <= LARGEST_SET else _sequence(Any, value, path)
        return [_anything(item, at(path, place), depth - 1) for place, item in enumerate(value)]
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, bool) or value is None:
        return value
    return _integer(value, path) if isinstance(value, int) else _decimal(value, path)


def _integer(value: Json, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        refuse(path, "not_a_number", "must be a whole number.")
    if abs(value) > LARGEST_INTEGER:
        refuse(path, "out_of_range", f"is larger than {LARGEST_INTEGER}, the largest number kept.")
    return value


def _boolean(value: Json, path: str) -> bool:
    if not isinstance(value, bool):
        refuse(path, "not_a_boolean", "must be true or false.")
    return value


def _text(value: Json, path: str) -> str:
    if not isinstance(value, str):
        refuse(path, "not_a_text", "must be a text in quotes.")
    if len(value) > LONGEST_TEXT:
        refuse(path, "too_long", f"has {len(value)} characters; {LONGEST_TEXT:,} at most are taken.")
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        refuse(path, "not_a_text", "holds a NUL or half a surrogate pair, which no text has; leave it out.")
    return value


def _decimal(value: Json, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        refuse(path, "not_a_number", 'must be a number, best written as a text: "12.50".')
    if isinstance(value, str) and (len(value) > 40 or not value.isascii() or "_" in value or value != value.strip()):
        refuse(path, "not_a_number", 'must be a number such as "12.50".')
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        refuse(path, "out_of_range", f"must be smaller than {LARGEST_DECIMAL:f}.")
    try:
        number = Decimal(value)
    except InvalidOperation:
        refuse(path, "not_a_number", 'must be a number such as "12.50".')
    if not number.is_finite():
        refuse(path, "not_a_number", "must be a finite number.")
    if number.adjusted() >= LARGEST_DECIMAL.adjusted():
        refuse(path, "out_of_range", f"must be smaller than {LARGEST_DECIMAL:f}.")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMALS:
        refuse(path, "too_fine", f"has more than {DECIMALS} decimals; round it.")
    return number


def _date(value: Json, path: str) -> date:
    text = _text(value, path)
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        found = None
    if found is None:
        refuse(path, "not_a_date", 'must be a day such as "2026-03-31".')
    if not FIRST_DAY <= found <= LAST_DAY:
        refuse(path, "out_of_range", f"must lie between {FIRST_DAY} and {LAST_DAY}.")
    return found


def _moment(value: Json, path: str) -> datetime:
    text = _text(value, path)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or "T" not in text:
        refuse(path, "not_a_moment", 'must be a moment with its zone, such as "2026-03-31T14:05:00Z".')
    if not FIRST_DAY <= found.date() <= LAST_DAY:
        refuse(path, "out_of_range", f"must lie between {FIRST_DAY} and {LAST_DAY}.")
    return found.astimezone(UTC)


def _nothing(value: Json, path: str) -> None:
    if value is not None:
        refuse(path, "not_null", "must be null.")


def _time(value: Json, path: str) -> time:
    text = _text(value, path)
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        refuse(path, "not_a_time", 'must be a time of day such as "14:00".')


def _content(value: Json, path: str) -> bytes:
    """Read the content of a file, written in base64; how large it may be is the body's bound."""
    if not isinstance(value, str):
        refuse(path, "not_a_text", "must be a text in base64.")
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        refuse(path, "not_base64", "must be the content in base64.")


_SIMPLE: dict[Any, Callable[[Json, str], Any]] = {
    int: _integer,
    bool: _boolean,
    str: _text,
    Decimal: _decimal,
    date: _date,
    datetime: _moment,
    time: _time,
    bytes: _content,
    type(None): _nothing,
}
