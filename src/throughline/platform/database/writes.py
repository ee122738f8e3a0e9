"""The one way in which operations write many rows: arrays, one statement a table.

`INSERT ... SELECT` and `UPDATE ... FROM` over `unnest` cost less than half of what model instances cost, and the
number of statements does not grow with the rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model

from throughline.platform.database.statements import defer, rows


@cache
def column_types(model: type[Model]) -> dict[str, str]:
    """Give the PostgreSQL type of each column of a model, as an array element."""
    types = {}
    for field in model._meta.concrete_fields:
        declared = field.rel_db_type(connection) if isinstance(field, AutoField) else field.db_type(connection)
        types[str(field.column)] = str(declared).split("(")[0].split(" GENERATED")[0].strip()
    return types


def insert(
    model: type[Model],
    columns: Sequence[str],
    records: Iterable[Sequence[Any]],
    constants: Mapping[str, Any] | None = None,
) -> list[int]:
    """Insert the records and give their ids in the same order.

    `columns` names what differs from row to row, `constants` what all rows share.
    """
    arrays = _columns(records)
    if not arrays:
        return []
    sql, parameters = _insert(model, tuple(columns), arrays, constants or {})
    return [row[0] for row in rows(sql + " RETURNING id", parameters)]


def append(
    model: type[Model],
    columns: Sequence[str],
    records: Iterable[Sequence[Any]],
    constants: Mapping[str, Any] | None = None,
) -> None:
    """Insert the records where nobody needs their ids; put off until the next statement."""
    arrays = _columns(records)
    if arrays:
        defer(model._meta.db_table, *_insert(model, tuple(columns), arrays, constants or {}))


def update(
    model: type[Model],
    key: str,
    columns: Sequence[str],
    records: Iterable[Sequence[Any]],
    *,
    add: Sequence[str] = (),
    constants: Mapping[str, Any] | None = None,
) -> None:
    """Set columns of the rows named by `key`; a record is (key, column values..., added values...).

    Columns in `add` are increased by their value. A key may stand once only: aggregate first. Put off until the next
    statement.
    """
    arrays = _columns(records)
    if not arrays:
        return
    names = (key, *columns, *add)
    types = column_types(model)
    sets = [f"{name} = u.{name}" for name in columns]
    sets += [f"{name} = t.{name} + u.{name}" for name in add]
    sets += [f"{name} = %s" for name in constants or {}]
    source = ", ".join(f"%s::{types[name]}[]" for name in names)
    sql = (
        f"UPDATE {model._meta.db_table} t SET {', '.join(sets)} "
        f"FROM unnest({source}) AS u({', '.join(names)}) WHERE t.{key} = u.{key}"
    )
    defer(model._meta.db_table, sql, [*(constants or {}).values(), *arrays])


def delete(model: type[Model], ids: Sequence[int]) -> None:
    """Delete rows by id; put off until the next statement."""
    if ids:
        table = model._meta.db_table
        defer(table, f"DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)])


def _insert(
    model: type[Model],
    columns: tuple[str, ...],
    arrays: list[list[Any]],
    constants: Mapping[str, Any],
) -> tuple[str, list[Any]]:
    types = column_types(model)
    fixed = ", ".join(f"%s::{types[name]}" for name in constants)
    source = ", ".join(f"%s::{types[name]}[]" for name in columns)
    sql = (
        f"INSERT INTO {model._meta.db_table} ({', '.join((*constants, *columns))}) "
        f"SELECT {fixed + ', ' if fixed else ''}u.* FROM unnest({source}) AS u"
    )
    return sql, [*constants.values(), *arrays]


def _columns(records: Iterable[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*records, strict=True)]
