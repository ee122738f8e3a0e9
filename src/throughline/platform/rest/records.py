"""`GET /api/v1/{record}/{id}`: one document or master as data, with its version, its line and what may be done."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from throughline.kernel.errors import NotFound
from throughline.platform.operations import Ctx
from throughline.platform.rest.body import known_query
from throughline.platform.rest.cells import action_of, cell, fact_of, line_of, sections_of
from throughline.platform.rest.entrance import answer, encode
from throughline.platform.rest.told import told
from throughline.platform.rest.typed import LARGEST_INTEGER
from throughline.platform.ui.records import RecordScreen
from throughline.platform.ui.sections import Section, ThroughlineSection, Two
from throughline.platform.ui.values import read


def show_record(screen: RecordScreen, request: HttpRequest, ctx: Ctx, number: int | str) -> HttpResponse:
    """Give a record, or 304 to who knows it as it is."""
    known_query(request)
    if isinstance(number, int) and number > LARGEST_INTEGER:
        raise NotFound("unknown", f"There is no {screen.slug} {number}.")
    body = body_of(screen, ctx, number)
    tag = tag_of(body)
    if tag in [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]:
        response = HttpResponse(status=304)
        response["ETag"] = tag
        return response
    return answer(body, ETag=tag, Cache_Control="private, no-cache")


def body_of(screen: RecordScreen, ctx: Ctx, number: int | str) -> dict[str, Any]:
    """Gather everything that the page of a record tells."""
    record = screen.load(ctx, number)
    data = told(screen.data(ctx, record)) if screen.data else None
    sections = list(screen.sections(ctx, record)) if screen.sections else []
    line = next((one.line for one in _flat(sections) if isinstance(one, ThroughlineSection)), None)
    version = data.get("version") if isinstance(data, Mapping) else None
    status = screen.status(record) if screen.status else None
    return {
        "id": number,
        "version": version,
        "code": str(read(record, screen.code) or "") if screen.code else "",
        "title": str(read(record, screen.title) or ""),
        "status": cell(status) if status else None,
        "data": data,
        "facts": [fact_of(one) for one in screen.facts(ctx, record)] if screen.facts else [],
        "throughline": line_of(line) if line else None,
        "sections": sections_of(sections),
        "actions": [action_of(one, ctx) for one in screen.actions(ctx, record)] if screen.actions else [],
        "url": screen.path if screen.by == "company" else f"{screen.path}{number}/",
    }


def _flat(sections: list[Section]) -> list[Section]:
    found: list[Section] = []
    for one in sections:
        found += _flat([part for column in one.columns for part in column]) if isinstance(one, Two) else [one]
    return found


def tag_of(body: Mapping[str, Any]) -> str:
    """Give the tag of an answer: the version, for If-Match, and a digest of the rest, which ledgers move."""
    digest = hashlib.sha256(encode(body).encode()).hexdigest()[:16]
    return f'"{body["version"] or 0}-{digest}"'
