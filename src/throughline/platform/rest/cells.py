"""What the cells, facts and sections of screens are as plain data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from throughline.platform.operations import Ctx
from throughline.platform.rest.told import told
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.line import MiniLine, Throughline
from throughline.platform.ui.registry import screens
from throughline.platform.ui.sections import (
    Documents,
    Findings,
    Grid,
    Meters,
    Pairs,
    Section,
    ThroughlineSection,
    Tiles,
    Timeline,
    Two,
)
from throughline.platform.ui.values import Action, Column, Fact, Item, Measured, Status, read


def row_of(row: Any, columns: Sequence[Column]) -> dict[str, Any]:
    """Give a row by the names of its columns, with its unit beside, and the ids that lead on from it."""
    found: dict[str, Any] = ids_of(row)
    for column in columns:
        found[column.name] = cell(read(row, column.value or column.name))
        if column.unit:
            found[f"{column.name}_unit"] = told(read(row, column.unit))
    return found


def ids_of(row: Any) -> dict[str, Any]:
    """Give the ids and the version that a row carries, whatever it shows of them."""
    if isinstance(row, Mapping):
        names: Iterable[str] = row
    else:
        names = getattr(type(row), "__dataclass_fields__", {})
    found = {}
    for name in names:
        if name in ("id", "version") or name.endswith("_id"):
            value = row[name] if isinstance(row, Mapping) else getattr(row, name)
            if value is None or isinstance(value, int):
                found[name] = value
    return found


def cell(value: Any) -> Any:
    """Give what a cell shows: a status as code and label, a measure with its unit, an item with its name."""
    if isinstance(value, Status):
        return {"label": str(value.label), "shape": value.shape, "tone": value.tone}
    if isinstance(value, MiniLine):
        return {"label": str(value.label), "cells": [told(one) for one in value.cells]}
    if isinstance(value, Item):
        return {"code": value.code, "name": str(value.name)}
    if isinstance(value, Measured):
        return {"amount": told(value.amount), "unit": str(value.unit)}
    return told(value)


def fact_of(fact: Fact) -> dict[str, Any]:
    """Give a fact with its label, unit and what is said beside it."""
    found = {"label": str(fact.label), "value": cell(fact.value)}
    extra = {"unit": fact.unit, "note": fact.note, "why": fact.why, "url": fact.url}
    return {**found, **{name: str(value) for name, value in extra.items() if value}}


def action_of(action: Action, ctx: Ctx) -> dict[str, Any]:
    """Give what may be done next, by which operation and whether by this caller, or why it may not be done."""
    found: dict[str, Any] = {"label": str(action.label), "url": action.href, "primary": action.primary}
    form = screens.find(OperationForm, action.form) if action.form else None
    if form is not None:
        found["permitted"] = not form.needed or ctx.may(form.needed)
        if form.called:
            found["operation"] = form.called
            found["address"] = f"/api/v1/operations/{form.called}"
    if action.disabled_reason:
        found["disabled_reason"] = str(action.disabled_reason)
    return found


def line_of(line: Throughline) -> dict[str, Any]:
    """Give the throughline: the sentence and its stations with amounts, dates and flags."""
    return {
        "sentence": str(line.sentence),
        "tail": str(line.tail),
        "currency": line.currency,
        "stations": [
            {
                "name": str(one.name),
                "state": one.state,
                "share": one.share,
                "amount": told(one.amount),
                "at": told(one.at),
                "url": one.url,
                "flags": [{"kind": flag.kind, "title": str(flag.title), "url": flag.url} for flag in one.flags],
            }
            for one in line.stations
        ],
    }


def sections_of(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Give the parts of a record as data; what only a picture shows is left out."""
    found = []
    for section in sections:
        if isinstance(section, Two):
            for column in section.columns:
                found += sections_of(column)
        elif not isinstance(section, ThroughlineSection) and (plain := _section(section)):
            found.append({"title": str(getattr(section, "title", "")), **plain})
    return found


def _section(section: Section) -> dict[str, Any]:
    if isinstance(section, Grid):
        rows = [row_of(row, section.columns) for row in section.rows]
        return {"kind": "table", "rows": rows, "totals": {name: cell(one) for name, one in section.foot.items()}}
    if isinstance(section, Pairs):
        pairs = [{"label": str(p.label), "value": cell(p.value), "unit": str(p.unit)} for p in section.pairs]
        return {"kind": "pairs", "pairs": pairs}
    if isinstance(section, Timeline):
        entries = [
            {"at": told(one.at), "text": str(one.text), "who": str(one.who), "url": one.url} for one in section.entries
        ]
        return {"kind": "timeline", "entries": entries}
    if isinstance(section, Documents):
        documents = [
            {"code": d.code, "what": str(d.what), "url": d.url, "status": cell(d.status), "figure": cell(d.figure)}
            for d in section.rows
        ]
        return {"kind": "documents", "documents": documents}
    if isinstance(section, Findings):
        findings = [
            {"severity": f.severity, "statement": str(f.statement), "facts": str(f.facts)} for f in section.ordered
        ]
        return {"kind": "findings", "findings": findings}
    if isinstance(section, Meters):
        meters = [{"label": str(m.label), "figure": str(m.figure), "words": str(m.words)} for m in section.meters]
        return {"kind": "meters", "meters": meters}
    if isinstance(section, Tiles):
        tiles = [{"label": str(t.label), "value": cell(t.value), "unit": str(t.unit)} for t in section.tiles]
        return {"kind": "figures", "figures": tiles}
    return {}
