"""Statements on the current connection, without the cost of the ORM.

Operations read and write through these: one round trip each, counted, prepared by the driver after its second use.
All run on Django's connection, so they join its transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from django.db import connections
from psycopg.rows import RowFactory, args_row, tuple_row

T = TypeVar("T")
Parameters = Sequence[Any] | Mapping[str, Any] | None

_observers: list[Callable[[str], None]] = []


def session(alias: str = "default") -> psycopg.Connection[Any]:
    """Give the driver's connection behind Django's."""
    django = connections[alias]
    django.ensure_connection()
    return django.connection  # type: ignore[no-any-return]


def execute(sql: str, parameters: Parameters = None, *, alias: str = "default") -> int:
    """Run a statement and give the number of rows it touched."""
    with _run(sql, parameters, tuple_row, alias) as cursor:
        return cursor.rowcount


def rows(sql: str, parameters: Parameters = None, *, alias: str = "default") -> list[tuple[Any, ...]]:
    """Run a query and give its rows as tuples."""
    with _run(sql, parameters, tuple_row, alias) as cursor:
        return cursor.fetchall()


def select(into: Callable[..., T], sql: str, parameters: Parameters = None, *, alias: str = "default") -> list[T]:
    """Run a query and build one `into` from the columns of each row, in their order."""
    with _run(sql, parameters, args_row(into), alias) as cursor:
        return cursor.fetchall()


def one(sql: str, parameters: Parameters = None, *, alias: str = "default") -> tuple[Any, ...]:
    """Run a query that has exactly one row."""
    found = rows(sql, parameters, alias=alias)
    if len(found) != 1:
        raise LookupError(f"expected one row, found {len(found)}")
    return found[0]


@contextmanager
def _run(sql: str, parameters: Parameters, factory: RowFactory[Any], alias: str) -> Iterator[psycopg.Cursor[Any]]:
    for observer in _observers:
        observer(sql)
    cursor = psycopg.Cursor(session(alias), row_factory=factory)
    try:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]
        yield cursor
    finally:
        cursor.close()


@contextmanager
def observed(observer: Callable[[str], None]) -> Iterator[None]:
    """Show every statement to an observer, for query budgets and the bench."""
    _observers.append(observer)
    try:
        yield
    finally:
        _observers.remove(observer)
