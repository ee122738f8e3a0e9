"""Plain values: what JSON can hold, and back by the types of a dataclass."""

import base64
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


#: Types that JSON holds as they are; looked at first, as most values are of them.
_PLAIN = frozenset({str, int, float, bool, type(None)})


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold; Decimals, dates and bytes become text, dataclasses objects."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is Decimal:
        return str(value)
    if is_dataclass(kind):
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode()
    return value


def revive(into: type[T], stored: Mapping[str, Any]) -> T:
    """Build a dataclass from stored plain values, by the types of its fields; missing ones take their default."""
    hints = typing.get_type_hints(into)
    known = {f.name: _typed(hints[f.name], stored[f.name]) for f in fields(into) if f.name in stored}  # type: ignore[arg-type]
    return into(**known)


def _typed(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = [arm for arm in typing.get_args(kind) if arm is not type(None)]
        return None if value is None else _typed(inner[0], value)
    if origin in (tuple, Sequence):
        return tuple(_typed(typing.get_args(kind)[0], item) for item in value)
    if is_dataclass(kind) and isinstance(value, Mapping):
        return revive(kind, value)  # type: ignore[arg-type]
    if kind is Decimal:
        return Decimal(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value
