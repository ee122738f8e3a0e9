"""From values to JSON as programs want it: decimals as plain text, moments in RFC 3339, ids as numbers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any


def told(value: Any) -> Any:
    """Turn a value into what JSON holds: 12.50 is "12.50", a day "2026-03-31", a moment "2026-03-31T14:05:00Z"."""
    if value is None or isinstance(value, bool | int | float):
        return value
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: told(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): told(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "_asdict"):
        return {key: told(item) for key, item in value._asdict().items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [told(item) for item in value]
    return str(value)


def number(value: Decimal) -> str:
    """Write a decimal without exponent: at least as many digits as it has, no zeros beyond two decimals."""
    text = format(value, "f")
    if "." not in text:
        return text
    whole, _, rest = text.partition(".")
    kept = rest[:2] + rest[2:].rstrip("0")
    return f"{whole}.{kept}"


def moment(value: datetime) -> str:
    """Write a moment in UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value.tzinfo else value.isoformat()


_WRITERS: dict[type[Any], Callable[[Any], Any]] = {
    str: str,
    Decimal: number,
    datetime: moment,
    date: date.isoformat,
}
