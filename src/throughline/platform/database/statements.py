"""Statements on the current connection, without the cost of the ORM.

Operations read and write through these: one round trip each, counted, prepared by the driver after its second use.
All run on Django's connection, so they join its transaction.

Writes whose result nobody needs are put off (`defer`) and go out together, as one statement with a common table
expression each, before the next statement that is run at once. So the order of the code is the order of the effects,
and a row of writes costs one round trip.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from django.db import connections
from psycopg.rows import RowFactory, args_row, tuple_row

from throughline.platform.database.adapters import OperationCursor, prepared

T = TypeVar("T")
Parameters = Sequence[Any] | Mapping[str, Any] | None

_observers: list[Callable[[str], None]] = []


class _PutOff(threading.local):
    """Writes of the running operation that have not been sent yet, at most one a table."""

    def __init__(self) -> None:
        self.writes: dict[str, tuple[str, list[Any]]] = {}
        self.prepare: bool | None = None


_put_off = _PutOff()


def session(alias: str = "default") -> psycopg.Connection[Any]:
    """Give the driver's connection behind Django's."""
    django = connections[alias]
    django.ensure_connection()
    return prepared(django.connection)


def execute(sql: str, parameters: Parameters = None, *, alias: str = "default") -> int:
    """Run a statement and give the number of rows it touched."""
    with _run(sql, parameters, tuple_row, alias) as cursor:
        return cursor.rowcount


def rows(sql: str, parameters: Parameters = None, *, alias: str = "default") -> list[tuple[Any, ...]]:
    """Run a query and give its rows as tuples."""
    with _run(sql, parameters, tuple_row, alias) as cursor:
        return cursor.fetchall()


def rows_along(table: str, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Write to a table and give the rows that come back, in one statement with the writes that were put off.

    For a statement that reads nothing of what was put off: all parts of one statement see the moment before it.
    """
    if table in _put_off.writes:
        flush()
    together = _together([*_put_off.writes.values(), (sql, list(parameters))])
    _put_off.writes = {}
    return rows(*together)


def select(into: Callable[..., T], sql: str, parameters: Parameters = None, *, alias: str = "default") -> list[T]:
    """Run a query and build one `into` from the columns of each row, in their order."""
    with _run(sql, parameters, args_row(into), alias) as cursor:
        return cursor.fetchall()


@contextmanager
def _run(sql: str, parameters: Parameters, factory: RowFactory[Any], alias: str) -> Iterator[psycopg.Cursor[Any]]:
    if _put_off.writes and alias == "default":
        flush()
    for observer in _observers:
        observer(sql)
    cursor = OperationCursor(session(alias), row_factory=factory)
    try:
        numbered, names = _numbered(sql)
        values = [parameters[name] for name in names] if isinstance(parameters, Mapping) else parameters
        cursor.execute(numbered, values, prepare=_put_off.prepare)
        yield cursor
    finally:
        cursor.close()


_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|(s)|(%))")


@lru_cache(maxsize=2000)
def _numbered(sql: str) -> tuple[str, list[str]]:
    """Give a statement with the server's placeholders for `%s` and `%(name)s`, and the names in their order."""
    names: list[str] = []
    count = 0

    def number(found: re.Match[str]) -> str:
        nonlocal count
        name, plain, percent = found.groups()
        if percent:
            return "%"
        if plain:
            count += 1
            return f"${count}"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _PLACEHOLDER.sub(number, sql), names


def defer(table: str, sql: str, parameters: Sequence[Any]) -> None:
    """Put a write off until the next statement. Two writes to one table never share a statement: rows changed twice
    in one would be changed once."""
    if table in _put_off.writes:
        flush()
    _put_off.writes[table] = (sql, list(parameters))


def flush() -> None:
    """Send the writes that were put off, as one statement."""
    if not _put_off.writes:
        return
    together = _together(list(_put_off.writes.values()))
    _put_off.writes = {}
    execute(*together)


def _together(writes: Sequence[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
    """Make several writes one statement: the last one's, with a common table expression for each before it."""
    *first, last = writes
    named = ", ".join(f"w{index} AS ({sql})" for index, (sql, _) in enumerate(first))
    return (f"WITH {named} {last[0]}" if named else last[0]), [value for _, values in writes for value in values]


def discard() -> None:
    """Forget writes that were put off, and how statements were to be planned: their transaction is over."""
    _put_off.writes = {}
    _put_off.prepare = None


def plan_afresh() -> None:
    """Plan every statement for its parameters until the transaction is over; foreign keys keep their plans."""
    _put_off.prepare = False


@contextmanager
def observed(observer: Callable[[str], None]) -> Iterator[None]:
    """Show every statement to an observer, for query budgets and the bench."""
    _observers.append(observer)
    try:
        yield
    finally:
        _observers.remove(observer)
