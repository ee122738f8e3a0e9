"""How values travel between Python and PostgreSQL on the cursors of operations.

Lists go as array literals whose type the statement names, integers always as bigint: so a statement has one prepared
plan, whatever its values, and an array of a thousand costs a join instead of a thousand look-ups. Django's own
cursors are left as Django wants them.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper
from psycopg.types.json import Json, Jsonb, JsonbLoader
from psycopg.types.numeric import Int8Dumper

#: Statements that a connection keeps prepared: more than all operations have.
PREPARED = 2000


def prepared(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Let a connection keep every statement of the operations prepared."""
    if connection.prepared_max != PREPARED:
        connection.prepared_max = PREPARED
    return connection


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _moment(value: date) -> str:
    return f'"{value.isoformat()}"'


def _json(value: Json | Jsonb) -> str:
    return _quoted(json.dumps(value.obj, ensure_ascii=False))


_ELEMENTS: dict[type, Callable[[Any], str]] = {
    int: str,
    Decimal: str,
    bool: lambda value: "t" if value else "f",
    str: _quoted,
    bytes: lambda value: f'"\\\\x{value.hex()}"',
    date: _moment,
    datetime: _moment,
    time: time.isoformat,
    Json: _json,
    Jsonb: _json,
    type(None): lambda value: "NULL",
}


def _numbers(values: list[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _texts(values: list[str]) -> str:
    """Quote texts at once where none holds what has to be escaped, which is nearly always."""
    together = "".join(values)
    if "\\" in together or '"' in together:
        return "{" + ",".join(map(_quoted, values)) + "}"
    return '{"' + '","'.join(values) + '"}'


#: How a column of one type is written as a whole: most of what sets write, and much quicker than value by value.
_COLUMNS: dict[type, Callable[[list[Any]], str]] = {int: _numbers, Decimal: _numbers, str: _texts}


class ArrayDumper(Dumper):
    """Writes a list as an array literal of a type that the statement names or implies."""

    oid = 0

    def dump(self, obj: list[Any]) -> Buffer:
        """Give the literal; a value of an unknown type is a bug and raises, a NUL is refused as in any text."""
        kinds = set(map(type, obj))
        if len(kinds) == 1 and (column := _COLUMNS.get(kinds.pop())):
            literal = column(obj)
        else:
            literal = "{" + ",".join([_ELEMENTS[type(value)](value) for value in obj]) + "}"
        if "\x00" in literal:
            raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        return literal.encode()


class OperationCursor(psycopg.RawCursor[Any]):
    """A cursor with these adapters, shared by all cursors of a connection's settings.

    It takes the server's own placeholders, `$1`: what the driver would translate at every use of a long statement is
    translated once, by `statements`.
    """

    @property
    def adapters(self) -> AdaptersMap:
        """The connection's adapters with ours on top, made once."""
        base = self.connection.adapters
        known = _shared.get(id(base))
        if known is None or known[0] is not base:
            known = (base, _adapters(base))
            _shared[id(base)] = known
        return known[1]


_shared: dict[int, tuple[AdaptersMap, AdaptersMap]] = {}


def _adapters(base: AdaptersMap) -> AdaptersMap:
    made = AdaptersMap(base)
    made.register_loader("jsonb", JsonbLoader)
    made.register_dumper(int, Int8Dumper)
    made.register_dumper(list, ArrayDumper)
    return made
