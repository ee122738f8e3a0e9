"""What the database refuses, in words that a person can act on; for every door alike.

Operations check what they are given. What still reaches a column too small for it, a row that is not there or a rule
of a table, is refused by the database, changes nothing, and is told as a refusal instead of a failure. It is logged
too: a check that names the field is better.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import psycopg
import structlog
from django import db
from psycopg import errors

from throughline.kernel.errors import DomainError, InvalidInput, NotFound, RuleViolation

log = structlog.get_logger()
_KEY = re.compile(r"Key \((.*)\)=\((.*)\)")
_BETWEEN = re.compile(r", (?![^(]*\))")  # not between the arguments of a function
_COLUMN = re.compile(r'(?:\w*\()*"?(\w+)')
_SIZE = re.compile(r"varying\((\d+)\)")
_POWER = re.compile(r"10\^(\d+)")


#: What `refusal_of` may turn into a refusal. A broken check of a table is not among it: that is a fault of ours.
REFUSED = (psycopg.DataError, psycopg.IntegrityError, db.DataError, db.IntegrityError)


def refusal_of(error: Exception, given: Mapping[str, Any], *, name: str) -> DomainError | None:
    """Tell what the database refused as a refusal of the domain, or None where it is a fault of ours.

    `given` are the values of the call, in which the culprit is looked for.
    """
    cause = _cause(error)
    refused = _refusal(cause, given) if isinstance(cause, psycopg.Error) else None
    if refused is not None:
        log.warning("the database refused", operation=name, code=refused.code, detail=str(cause)[:300])
    return refused


def is_duplicate(error: Exception) -> bool:
    """Say whether a row was refused because there is one with its key."""
    return isinstance(_cause(error), errors.UniqueViolation)


def _cause(error: Exception) -> BaseException | None:
    return error if isinstance(error, psycopg.Error) else error.__cause__


def _refusal(error: psycopg.Error, given: Mapping[str, Any]) -> DomainError | None:
    text = error.diag.message_primary or str(error)
    if isinstance(error, errors.StringDataRightTruncation):
        return _too_long(text, given)
    if isinstance(error, errors.NumericValueOutOfRange):
        return _too_large(error.diag.message_detail or "", given)
    if isinstance(error, errors.DatetimeFieldOverflow | errors.InvalidDatetimeFormat):
        return InvalidInput("date_out_of_range", "A day or moment lies outside what can be kept.")
    if isinstance(error, errors.ForeignKeyViolation):
        return _no_such_row(error.diag.message_detail or "")
    if isinstance(error, errors.UniqueViolation):
        column, value = _key(error.diag.message_detail or "")
        told = f"There is one with {column} {value} already; change that one, or choose another."
        return RuleViolation("exists_already", told, field=column)
    if isinstance(error, psycopg.DataError) and (error.sqlstate is None or error.sqlstate in ("22021", "22P05")):
        return InvalidInput("not_a_text", "A text holds a NUL or a letter that cannot be kept; leave it out.")
    return None


def _too_long(text: str, given: Mapping[str, Any]) -> InvalidInput:
    size = _SIZE.search(text)
    limit = int(size[1]) if size else 0
    field = next((path for path, value in _leaves(given) if isinstance(value, str) and len(value) > limit), "")
    at_most = f"{limit} characters at most" if limit else "fewer characters"
    return InvalidInput("too_long", f"{field or 'A text'} is too long; it takes {at_most}.", field=field, limit=limit)


def _too_large(detail: str, given: Mapping[str, Any]) -> InvalidInput:
    power = _POWER.search(detail)
    limit = Decimal(10) ** int(power[1]) if power else Decimal(2**31)
    field = next((path for path, value in _leaves(given) if _reaches(value, limit)), "")
    told = f"{field or 'A number'} is too large, or leads to one that cannot be kept; it must stay below {limit:f}."
    return InvalidInput("number_too_large", told, field=field)


def _reaches(value: Any, limit: Decimal) -> bool:
    if isinstance(value, Decimal):
        return abs(value) >= limit
    return isinstance(value, int) and abs(value) >= limit


def _no_such_row(detail: str) -> DomainError:
    column, value = _key(detail)
    if "still referenced" in detail:
        return RuleViolation("still_used", f"What has {column} {value} is still used elsewhere; it cannot go.")
    return NotFound("reference_unknown", f"There is no {column.removesuffix('_id')} {value} here.", field=column)


def _key(detail: str) -> tuple[str, str]:
    """Give column and value that a constraint named, without the company that all have; of an expression its column."""
    found = _KEY.search(detail)
    if not found:
        return "key", ""
    columns = [column[1] for part in _BETWEEN.split(found[1]) if (column := _COLUMN.match(part))]
    pairs = list(zip(columns, found[2].split(", "), strict=False))
    own = [pair for pair in pairs if pair[0] != "company_id"] or pairs
    return own[-1]


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Walk through everything a call was given: `quotes[0].lines[2].quantity`."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _leaves(item, f"{path}[{place}]")
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _leaves(getattr(value, name), f"{path}.{name}" if path else name)
    elif not isinstance(value, bool):
        yield path, value
