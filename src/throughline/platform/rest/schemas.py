"""JSON Schema of types: what `typed` takes and `told` gives, said once for the description."""

import types
import typing
from collections.abc import Mapping, Sequence, Set
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from inspect import cleandoc
from typing import Any

from throughline.kernel.refs import DocumentRef
from throughline.kernel.vocabulary import OneOf, Vocabulary
from throughline.platform.rest.fields import explained
from throughline.platform.rest.reads import Page
from throughline.platform.rest.told import told
from throughline.platform.rest.typed import LARGEST_INTEGER, LARGEST_SET, LONGEST_TEXT, hints_of

Schema = dict[str, Any]
#: A number as text; on the way in a JSON number is taken too.
DECIMAL_TEXT = r"^-?(\d{1,13}(\.\d{0,6})?|\.\d{1,6})$"
_SIMPLE: dict[Any, Schema] = {
    int: {"type": "integer", "minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER},
    bool: {"type": "boolean"},
    str: {"type": "string"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    time: {"type": "string", "format": "time"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    type(None): {"type": "null"},
}


class Schemas:
    """Gathers the named schemas of a description while its paths are written.

    `incoming` schemas are strict and bounded, others say what is given; a dataclass used both ways has two names.
    """

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}
        self._names: dict[tuple[Any, bool], str] = {}

    def of(self, kind: Any, *, incoming: bool) -> Schema:
        """Give the schema of a type; dataclasses are named and referred to."""
        origin = typing.get_origin(kind)
        if origin is not None and not is_dataclass(origin):
            return self._composed(origin, kind, incoming)
        if kind is Decimal:
            return self._decimal(incoming)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"enum": [member.value for member in kind]}
        if is_dataclass(origin or kind):
            return self._named(origin or kind, incoming)
        if kind is str and incoming:
            return {"type": "string", "maxLength": LONGEST_TEXT}
        return dict(_SIMPLE.get(kind, {}))

    def _composed(self, origin: Any, kind: Any, incoming: bool) -> Schema:
        """Give the schema of a type that is made of others."""
        parts = typing.get_args(kind)
        if origin is typing.Annotated:
            return self._annotated(kind, incoming)
        if origin in (types.UnionType, typing.Union):
            return self._union(parts, incoming)
        if origin is typing.Literal:
            return {"enum": list(parts)}
        if origin is tuple:
            return self._tuple(parts, incoming)
        if issubclass(origin, Mapping):
            return self._mapping(parts, incoming)
        return self._list(parts[0], incoming) if issubclass(origin, Sequence | Set) else {}

    def _annotated(self, kind: Any, incoming: bool) -> Schema:
        inner, bounds, *_ = typing.get_args(kind)
        found = self.of(inner, incoming=incoming)
        if isinstance(bounds, OneOf):
            return {"enum": list(bounds.words)}
        if isinstance(bounds, Vocabulary):
            return _vocabulary(bounds)
        if isinstance(bounds, tuple):
            found |= {"minimum": bounds[0], "maximum": bounds[1]}
        elif isinstance(bounds, int):
            found["maxLength"] = bounds
        return found

    def _decimal(self, incoming: bool) -> Schema:
        text: Schema = {"type": "string", "pattern": DECIMAL_TEXT, "examples": ["12.50"]}
        if not incoming:
            return {"type": "string", "format": "decimal", "examples": ["12.50"]}
        return {"anyOf": [text, {"type": "number", "exclusiveMinimum": -(10**13), "exclusiveMaximum": 10**13}]}

    def _union(self, arms: Sequence[Any], incoming: bool) -> Schema:
        found = [self.of(arm, incoming=incoming) for arm in arms]
        flat = [inner for one in found for inner in (one["anyOf"] if set(one) == {"anyOf"} else [one])]
        return flat[0] if len(flat) == 1 else {"anyOf": flat}

    def _list(self, kind: Any, incoming: bool) -> Schema:
        found: Schema = {"type": "array", "items": self.of(kind, incoming=incoming)}
        return {**found, "maxItems": LARGEST_SET} if incoming else found

    def _tuple(self, kinds: Sequence[Any], incoming: bool) -> Schema:
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            return self._list(kinds[0], incoming)
        parts = [self.of(one, incoming=incoming) for one in kinds]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}

    def _mapping(self, kinds: Sequence[Any], incoming: bool) -> Schema:
        key, kind = kinds
        found: Schema = {"type": "object", "additionalProperties": self.of(kind, incoming=incoming)}
        if incoming:
            found["maxProperties"] = LARGEST_SET
        if key is int:
            found["propertyNames"] = {"pattern": r"^\d{1,18}$"}
        return found

    def _named(self, kind: Any, incoming: bool) -> Schema:
        if kind is DocumentRef:
            return {"type": "object", "properties": {"kind": {"type": "string"}, "id": {"type": "integer"}}}
        key = (kind, incoming)
        if key not in self._names:
            self._names[key] = name = self._free_name(kind)
            self.components[name] = {}
            self.components[name] = self._record(kind, incoming)
        return {"$ref": f"#/components/schemas/{self._names[key]}"}

    def _free_name(self, kind: Any) -> str:
        parts = kind.__module__.split(".")
        owner = parts[2] if parts[1] == "modules" else parts[1]
        name, count = f"{owner}.{kind.__name__}", 2
        while name in self.components:
            name, count = f"{owner}.{kind.__name__}{count}", count + 1
        return name

    def _record(self, kind: Any, incoming: bool) -> Schema:
        hints = hints_of(kind)
        properties: dict[str, Schema] = {}
        required = []
        for field in fields(kind):
            if not field.init and incoming:
                continue
            found = self.of(hints[field.name], incoming=incoming)
            if field.default is MISSING and field.default_factory is MISSING:
                required.append(field.name)
            elif incoming and field.default is not MISSING and isinstance(told(field.default), str | int | bool):
                found = {**found, "default": told(field.default)}
            properties[field.name] = explained(found, field.name) if incoming else found
        schema: Schema = {"type": "object", "properties": properties}
        if text := cleandoc(kind.__doc__ or ""):
            schema["description"] = text
        if incoming:
            schema["additionalProperties"] = False
        if required:
            schema["required"] = required
        return schema

    def page(self, kind: Any) -> Schema:
        """Give the schema of the rows that a read answers with."""
        origin = typing.get_origin(kind)
        if origin is Page or (isinstance(origin, type) and issubclass(origin, Sequence)):
            return {"type": "array", "items": self.of(typing.get_args(kind)[0], incoming=False)}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "array", "items": self.of(typing.get_args(kind)[1], incoming=False)}
        return self.of(kind, incoming=False)


def _vocabulary(known: Vocabulary) -> Schema:
    """Describe a word: those of the product by name, and that a company may have more."""
    own = {
        "type": "string",
        "pattern": rf"^([a-z][a-z0-9_]{{0,{known.longest - 1}}})?$",
        "description": f"A {known.noun} of the company's own, as the policy {known.name} adds it. The read "
        "`governance.words` lists those that are known; another one is a 422 that names them.",
    }
    return {"anyOf": [{"enum": known.codes(), "description": f"A {known.noun} that every company has."}, own]}
