"""The description of this door as OpenAPI 3.1, made from the registries."""

import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from throughline.platform.operations import OPERATIONS, OperationSpec, Outcome, Outcomes, Versioned
from throughline.platform.rest import operations, reading
from throughline.platform.rest.body import LARGEST_BODY, LONGEST_KEY
from throughline.platform.rest.fields import example_of, explained, meaning_of
from throughline.platform.rest.lists import LONGEST, MOST, path_of, record_path
from throughline.platform.rest.problems import TITLES
from throughline.platform.rest.reads import READS, ReadSpec
from throughline.platform.rest.schemas import Schema, Schemas
from throughline.platform.rest.told import told
from throughline.platform.ui.boards import Board
from throughline.platform.ui.lists import Filter, ListScreen
from throughline.platform.ui.printing import Paper
from throughline.platform.ui.records import RecordScreen
from throughline.platform.ui.registry import screens
from throughline.platform.ui.values import Column

VERSION = "1"
_TEXT = f"""Every operation, list, record and read of Throughline.

- **Who**: `Authorization: Bearer tl_...`; a token acts as its holder, in one company, within its scopes.
- **Sets**: an operation takes a set and answers 200 with an outcome for each row: `done`, `held`, `refused` or
  `skipped`, with code, message and facts. One bad row does not stop the others.
- **No**: a request that cannot be dealt with at all is a 4xx in problem+json and has changed nothing.
- **Once**: with `Idempotency-Key` a repeated request gets the first answer; the same key with another body is a 409.
- **Ahead**: `?dry_run=true` does the deed and takes it back: the same answer, nothing changed.
- **Versions**: a record has an `ETag`; `If-Match` with it refuses a change (412) when somebody was quicker.
- **Values**: quantities and money are texts (`"12.50"`), ids numbers, days `2026-03-31`, moments RFC 3339 in UTC.
- **Bounds**: {LARGEST_BODY // 1024 // 1024} MB a body, 1,000 rows a set, {MOST} rows a page of a list; unknown fields
  are refused.
"""


@cache
def description() -> dict[str, Any]:
    """Give the whole description; the registries do not change once the application runs."""
    schemas = Schemas()
    paths: dict[str, Any] = {}
    for spec in sorted(OPERATIONS.values(), key=lambda one: one.name):
        if public(spec.name):
            paths[f"/api/v1/operations/{spec.name}"] = {"post": _operation(spec, schemas)}
    for read in sorted(READS.values(), key=lambda one: one.name):
        paths[f"/api/v1/reads/{read.name}"] = {"get": _read(read, schemas)}
    for screen in sorted(screens, key=lambda one: one.key):
        if isinstance(screen, ListScreen):
            paths[path_of(screen.slug)] = {"get": _list(screen)}
        elif isinstance(screen, RecordScreen):
            paths[record_path(screen)] = {"get": _record(screen, schemas)}
        elif isinstance(screen, Paper):
            paths[f"/api/v1/{screen.slug}/{{id}}/{screen.file}"] = {"get": described_paper(screen)}
        elif isinstance(screen, Board):
            paths[path_of(screen.slug)] = {"get": _board(screen)}
    standing = _standing(schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Throughline", "version": VERSION, "description": _TEXT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": name} for name in sorted({_tag(one) for one in _names()})],
        "paths": paths,
        "components": {
            "schemas": {**schemas.components, **standing},
            "responses": {
                f"Problem{status}": _problem(status) for status in (400, 401, 403, 404, 409, 412, 413, 415, 422, 429)
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token: tl_..."}},
        },
    }


def described(address: str) -> list[str]:
    """Name what an address takes: the fields of its body, or its query; those that must be given with a star."""
    for spoken in description()["paths"].get(address, {}).values():
        body = spoken.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if body:
            return [f"{name}*" if name in body.get("required", ()) else name for name in body["properties"]]
        asked = [one for one in spoken.get("parameters", ()) if one["in"] == "query"]
        return [f"{one['name']}*" if one.get("required") else one["name"] for one in asked]
    return []


def public(name: str) -> bool:
    """Leave out what tests declare for themselves, and the parts of series."""
    hidden = name in OPERATIONS and OPERATIONS[name].internal
    return ".testing." not in name and "_tests." not in name and not hidden


def _names() -> Iterator[str]:
    yield from (name for name in OPERATIONS if public(name))
    yield from READS
    for screen in screens:
        if isinstance(screen, ListScreen | RecordScreen):
            yield screen.permission


def _tag(name: str) -> str:
    return name.partition(".")[0] or "shell"


def _problem(status: int) -> Schema:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": TITLES[status], "content": content}


def _standing(schemas: Schemas) -> dict[str, Schema]:
    text = {"type": "string"}
    outcome = schemas.of(Outcome, incoming=False)
    counts = {name: {"type": "integer"} for name in ("done", "held", "refused", "skipped")}
    return {
        "Problem": {
            "type": "object",
            "description": "A refusal (RFC 9457): a code for programs, a sentence for people, the facts behind it.",
            "properties": {
                "type": text, "title": text, "status": {"type": "integer"}, "detail": text, "code": text,
                "instance": text, "field": text, "facts": {"type": "object"},
            },
            "required": ["type", "title", "status", "detail", "code"],
        },
        "Outcomes": {
            "type": "object",
            "properties": {
                "operation": text, "dry_run": {"type": "boolean"},
                "counts": {"type": "object", "properties": counts},
                "outcomes": {"type": "array", "items": outcome},
            },
            "required": ["operation", "dry_run", "counts", "outcomes"],
        },
    }  # fmt: skip


def _refusals(*statuses: int) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def _answer(schema: Schema, text: str = "What came of it") -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _operation(spec: OperationSpec, schemas: Schemas) -> dict[str, Any]:
    hints, defaults = operations.hints_of(spec.name), operations.defaults_of(spec.name)
    properties = {}
    for name, kind in hints.items():
        properties[name] = schemas.of(kind, incoming=True)
        if name in defaults and isinstance(told(defaults[name]), str | bool):
            properties[name] = {**properties[name], "default": told(defaults[name])}
        properties[name] = explained(properties[name], name)
    body: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [name for name in hints if name not in defaults]
    if required:
        body["required"] = required
    returned = operations.answer_type(spec)
    result: Schema = {"$ref": "#/components/schemas/Outcomes"}
    if returned is not Outcomes:
        kept = {"operation": {"type": "string"}, "dry_run": {"type": "boolean"}}
        kept["result"] = schemas.of(returned, incoming=False)
        result = {"type": "object", "properties": kept, "required": ["operation", "dry_run", "result"]}
    told_of = f"{spec.told}\n\nNeeds the permission `{spec.permission}`"
    return {
        "operationId": spec.name,
        "tags": [_tag(spec.name)],
        "summary": spec.meaning,
        "description": told_of + (f" and the duty {spec.duty}." if spec.duty else "."),
        "parameters": _headers(versioned=_takes_versions(hints)),
        "requestBody": {
            "required": bool(required),
            "content": {"application/json": {"schema": body, "example": example_of(body, schemas.components)}},
        },
        "responses": {"200": _answer(result), **_refusals(400, 401, 403, 404, 409, 412, 413, 415, 422, 429)},
    }


def _takes_versions(hints: dict[str, Any]) -> bool:
    return any(kind is Versioned or Versioned in typing.get_args(kind) for kind in hints.values())


def _headers(*, versioned: bool) -> list[Schema]:
    key = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": r"^[\x21-\x7e]+$"}
    found: list[Schema] = [
        {"name": "dry_run", "in": "query", "schema": {"type": "boolean"}, "description": "Do it and take it back."},
        {"name": "Idempotency-Key", "in": "header", "schema": key, "description": "Repeat safely under this key."},
    ]
    if versioned:
        tag = {"type": "string", "pattern": r'^(\*|(W/)?"\d{1,18}(-[0-9a-f]+)?")$'}
        found.append({"name": "If-Match", "in": "header", "schema": tag, "description": "The ETag of the record."})
    return found


def _query(name: str, schema: Schema, text: str = "", *, required: bool = False) -> Schema:
    found: Schema = {"name": name, "in": "query", "schema": schema}
    if text:
        found["description"] = text
    return {**found, "required": True} if required else found


def _read(spec: ReadSpec, schemas: Schemas) -> dict[str, Any]:
    hints, defaults = reading.hints_of(spec.name), reading.defaults_of(spec)
    parameters = []
    for name, kind in hints.items():
        schema = schemas.of(kind, incoming=True)
        arms = [arm for arm in schema.get("anyOf", [schema]) if arm != {"type": "null"}]
        schema = arms[0] if len(arms) == 1 else {"anyOf": arms}
        default = defaults.get(name)
        if default not in (None, ()) and isinstance(told(default), str | int | bool):
            schema = {**schema, "default": told(default)}
        parameters.append(_query(name, schema, meaning_of(name), required=name not in defaults))
    rows = schemas.page(spec.hints["return"])
    body = {"type": "object", "properties": {"data": rows, "next": {"type": ["integer", "null"]}}, "required": ["data"]}
    return {
        "operationId": f"read:{spec.name}",
        "tags": [_tag(spec.name)],
        "summary": spec.meaning,
        "description": f"Needs the permission `{spec.permission}`. Rows that follow: `after` with the value of `next`.",
        "parameters": parameters,
        "responses": {"200": _answer(body, "The rows"), **_refusals(401, 403, 404, 422, 429)},
    }


_KINDS: dict[str, Schema] = {
    "money": {"type": ["string", "null"], "format": "decimal"},
    "price": {"type": ["string", "null"], "format": "decimal"},
    "quantity": {"type": ["string", "null"], "format": "decimal"},
    "weight": {"type": ["string", "null"], "format": "decimal"},
    "percent": {"type": ["string", "null"], "format": "decimal"},
    "date": {"type": ["string", "null"], "format": "date"},
    "status": {"type": ["object", "null"], "properties": {"label": {"type": "string"}, "shape": {"type": "string"}}},
    "mini": {"type": ["object", "null"], "properties": {"label": {"type": "string"}}},
    "item": {"type": ["object", "null"], "properties": {"code": {"type": "string"}, "name": {"type": "string"}}},
}


def _columns(columns: typing.Sequence[Column]) -> dict[str, Schema]:
    found: dict[str, Schema] = {"id": {}}
    for column in columns:
        described = {**_KINDS.get(column.kind, {}), "description": str(column.label)}
        measured = column.kind in ("quantity", "money", "price")
        found[column.name] = {"description": str(column.label)} if measured else described
        if column.unit:
            found[f"{column.name}_unit"] = {"description": f"The unit of {column.name}"}
    return found


def _list(screen: ListScreen) -> dict[str, Any]:
    row = {"type": "object", "properties": _columns(screen.columns)}
    body = {
        "type": "object",
        "properties": {
            "data": {"type": "array", "items": row},
            "next": {"type": ["string", "null"], "description": "The address of the next page."},
            "sums": {"type": "object"},
        },
        "required": ["data", "next"],
    }
    text = {"type": "string", "maxLength": LONGEST}
    sortable = [column.name for column in screen.columns if column.sortable]
    orders = [name for column in sortable for name in (column, f"-{column}")]
    parameters = [_filter(one) for one in screen.filters]
    if screen.views:
        parameters.append(_query("view", {"enum": [one.name for one in screen.views]}, "A saved view."))
    if orders:
        parameters.append(_query("sort", {"enum": orders}, "A column; with a minus before, descending."))
    parameters += [
        _query("q", text, "Text that rows begin with."),
        _query("size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": screen.size}),
        _query("after", text, "The cursor that the page before gave in `next`."),
    ]
    return {
        "operationId": f"list:{screen.slug}",
        "tags": [_tag(screen.permission)],
        "summary": f"List: {screen.title}",
        "description": f"Needs the permission `{screen.permission}`.",
        "parameters": parameters,
        "responses": {"200": _answer(body, "A page of rows"), **_refusals(401, 403, 404, 422, 429)},
    }


def _board(board: Board) -> dict[str, Any]:
    text, several = {"type": "string"}, {"type": "array", "items": {"type": "object"}}
    group = {
        "type": "object",
        "properties": {"title": text, "operation": text, "rows": several},
        "required": ["title", "operation", "rows"],
    }
    body = {
        "type": "object",
        "properties": {"sentence": text, "figures": several, "groups": {"type": "array", "items": group}},
        "required": ["sentence", "figures", "groups"],
    }
    return {
        "operationId": f"board:{board.slug}",
        "tags": [_tag(board.permission)],
        "summary": f"Board: {board.title}",
        "description": f"Needs the permission `{board.permission}`.",
        "parameters": [*(_filter(one) for one in board.filters), *_sorts(board)],
        "responses": {"200": _answer(body, "The workbench"), **_refusals(401, 403, 404, 422, 429)},
    }


def _sorts(board: Board) -> list[dict[str, Any]]:
    """Describe the ways in which the rows of a board may stand in line."""
    if not board.sorts:
        return []
    schema = {"type": "string", "enum": list(board.sorts), "default": board.default_sort}
    return [{"name": "sort", "in": "query", "description": "What its rows stand in line by", "schema": schema}]


def described_paper(paper: Paper) -> dict[str, Any]:
    """Describe a paper: a PDF, or text for a printer of labels."""
    number: Schema = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
    kind = "text/plain" if paper.file.endswith(".zpl") else "application/pdf"
    printed = {"description": "The paper", "content": {kind: {"schema": {"type": "string", "format": "binary"}}}}
    return {
        "operationId": f"paper:{paper.slug}/{paper.file.rstrip('/')}",
        "tags": [_tag(paper.permission)],
        "summary": f"Paper: {paper.file.rstrip('/')} of {paper.slug}",
        "description": f"Needs the permission `{paper.permission}`.",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": number}],
        "responses": {"200": printed, **_refusals(401, 403, 404, 409, 422, 429)},
    }


def _filter(one: Filter) -> Schema:
    schema: Schema = {"type": "string", "maxLength": LONGEST}
    if one.kind == "date":
        schema = {"type": "string", "format": "date"}
    elif one.kind == "flag":
        schema = {"enum": ["0", "1"]}
    elif one.kind == "lookup":
        schema = {"type": "integer", "minimum": 0}
    elif one.choices and not callable(one.choices):
        schema = {"enum": [value for value, _ in one.choices]}
    several = {"type": "array", "items": schema}
    return _query(one.name, several if one.kind == "choice" else schema, f"{one.label} {one.operator}")


def _record(screen: RecordScreen, schemas: Schemas) -> dict[str, Any]:
    data: Schema = {}
    if screen.data:
        returned = typing.get_type_hints(screen.data).get("return", Any)
        data = schemas.of(returned, incoming=False)
    text, several = {"type": "string"}, {"type": "array", "items": {"type": "object"}}
    properties = {
        "id": {"type": ["integer", "string"]}, "version": {"type": ["integer", "null"]}, "code": text, "title": text,
        "status": {"type": ["object", "null"]}, "data": data, "facts": several,
        "throughline": {"type": ["object", "null"]}, "sections": several, "actions": several, "url": text,
    }  # fmt: skip
    body = {"type": "object", "properties": properties, "required": ["id", "version", "data", "facts", "actions"]}
    number: Schema = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
    if screen.by == "code":
        number = {"type": "string", "maxLength": 80}
    named = [{"name": "id", "in": "path", "required": True, "schema": number}] if screen.by != "company" else []
    answers: dict[str, Any] = {"200": _answer(body, "The record"), "304": {"description": "It is as it was"}}
    answers["200"]["headers"] = {"ETag": {"schema": text, "description": "For If-None-Match and If-Match."}}
    return {
        "operationId": f"record:{screen.slug}",
        "tags": [_tag(screen.permission)],
        "summary": f"Record: {screen.slug}",
        "description": f"Needs the permission `{screen.permission}`.",
        "parameters": [
            *named,
            {"name": "If-None-Match", "in": "header", "schema": text, "description": "The ETag known already."},
        ],
        "responses": {**answers, **_refusals(401, 403, 404, 422, 429)},
    }
