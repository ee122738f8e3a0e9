"""An import on a page: what it would do or did, its rows, and how it adds up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from throughline.modules.integrations.domain.kinds import KINDS
from throughline.modules.integrations.permissions import READ, RUN
from throughline.modules.integrations.queries.imports import ImportFacts, import_by_id, import_rows
from throughline.modules.integrations.ui.lists import LINE_COLUMNS, REFUSED_COLUMNS, line_shown
from throughline.modules.integrations.ui.words import import_status, kind_label, sentence
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Subject
from throughline.platform.ui import (
    Action,
    Column,
    Fact,
    Finding,
    Findings,
    Grid,
    Pair,
    Pairs,
    Panel,
    Part,
    RecordScreen,
    Section,
    Tile,
    Tiles,
    Two,
    disc,
    form_url,
    list_url,
    triangle,
)
from throughline.platform.ui.formats import MISSING
from throughline.platform.workers import runs

SHOWN = 40


def actions_on(ctx: Ctx, found: ImportFacts) -> list[Action]:
    """Offer what may come next."""
    number = {"number": found.id}
    errors = Action("Refused rows as a file", url=f"/imports/{found.id}/refused.xlsx", dialog=False)
    refused = found.counts.get("now_refused", found.counts.get("refused", 0))
    more = [errors] if refused else []
    if not ctx.may(RUN):
        return more
    if found.wanted:
        stop = "It stops after the part that is under way" if found.stop_asked else ""
        return [Action("Stop", form="imports/stop", query=number, disabled_reason=stop), *more]
    mapping = Action("Map headings", form="imports/map", query=number, dialog=False, key="E")
    writes = found.counts.get("new", 0) + found.counts.get("changed", 0)
    offers = {
        "uploaded": [Action("Map headings", form="imports/map", query=number, dialog=False, primary=True, key="E")],
        "mapped": [Action("Map headings", form="imports/map", query=number, dialog=False, primary=True, key="E")],
        "checked": [
            Action(
                f"Import {writes:,} rows",
                form="imports/commit",
                query=number,
                primary=True,
                disabled_reason="" if writes else "Nothing would be new or changed",
            ),
            mapping,
        ],
        "running": [Action("Go on", form="imports/commit", query=number, primary=True)],
        "done": [Action("Undo", form="imports/undo", query=number)],
        "undoing": [Action("Go on undoing", form="imports/undo", query=number, primary=True)],
        "undone": [Action("Undo the rest", form="imports/undo", query=number)] if found.counts.get("now_done") else [],
    }
    return [*offers.get(found.state, []), *more]


def _tiles(found: ImportFacts) -> list[Tile]:
    counts = found.counts

    def door(**filters: Any) -> str:
        return list_url("imports/rows", **{"import": found.id, **filters})

    if "now_done" in counts or "now_refused" in counts:
        names = [("done", "Done"), ("same", "Same"), ("refused", "Refused"), ("undone", "Undone")]
        return [Tile(label, f"{counts.get(f'now_{n}', 0):,}", door(state=n)) for n, label in names]
    names = [("new", "New"), ("changed", "Changed"), ("same", "Same"), ("refused", "Refused")]
    return [Tile(label, f"{counts.get(n, 0):,}", door(verdict=n)) for n, label in names]


RECONCILED = [
    Column("figure", "Figure", priority=1),
    Column("file", "In the file", align="end", priority=2),
    Column("accepted", "Accepted", align="end", priority=2),
    Column("books", "In the company's records", align="end", priority=2),
    Column("verdict", "Agrees", "status", priority=2),
]


def reconciliation(found: ImportFacts) -> list[dict[str, Any]]:
    """Set the sums of the file against what stands in the company's own records."""
    kind = KINDS[found.kind]
    sums, counts = found.sums, found.counts
    recounted = sums.get("recounted", {})
    taken = str(counts.get("now_done", 0) + counts.get("now_same", 0))
    rows = [("Rows", str(counts.get("rows", 0)), taken, recounted.get("rows"))]
    rows += [
        (label, sums.get("file", {}).get(name, "0"), sums.get("accepted", {}).get(name, "0"), recounted.get(name))
        for name, label in kind.sums.items()
    ]
    return [_reconciled(*row) for row in rows]


def _reconciled(label: str, file: str, accepted: str, books: str | None) -> dict[str, Any]:
    agrees = books is not None and Decimal(books) == Decimal(accepted)
    verdict = None if books is None else disc("Agrees") if agrees else triangle("Differs")
    return {
        "figure": label,
        "file": _figure(file),
        "accepted": _figure(accepted),
        "books": _figure(books) if books is not None else MISSING,
        "verdict": verdict,
    }


def _figure(text: str) -> str:
    """Write a sum with grouping and no zeros behind its decimals."""
    return f"{Decimal(text).normalize():,f}"


def progress(ctx: Ctx, found: ImportFacts) -> dict[str, Any]:
    """Say how far an import is, and whether any worker is there to go on with it."""
    whole = max(found.counts.get("now_done", 0) if found.wanted == "undo" else found.counts.get("rows", 0), 1)
    past = min(found.rows_past, whole)
    return {
        "number": found.id,
        "past": past,
        "sentence": f"{past:,} of {whole:,} rows",
        "percent": 100 * past // whole,
        "stopping": found.stop_asked,
        "worker": runs(ctx.now),
        "here": form_url("imports/here", number=found.id),
        "may": ctx.may(RUN),
    }


def _sections(ctx: Ctx, found: ImportFacts) -> Sequence[Section]:
    kind = KINDS[found.kind]
    sections: list[Section] = []
    if found.wanted:
        sections.append(Panel("Under way", "integrations/progress.html", progress(ctx, found)))
    if found.trouble:
        sections.append(Findings([Finding("block", found.trouble)], "What came to nothing"))
    if found.state not in ("uploaded", "mapped"):
        sections.append(Tiles(_tiles(found)))
    if found.state in ("done", "undone"):
        sections.append(Grid("Reconciliation", reconciliation(found), RECONCILED, note="file against records"))
    rows = import_rows(ctx, found.id, limit=SHOWN)
    refused = import_rows(ctx, found.id, verdicts=["refused"], limit=SHOWN)
    if refused:
        door = Action("All refused", url=list_url("imports/rows", **{"import": found.id, "verdict": "refused"}))
        file = Action("As a file", url=f"/imports/{found.id}/refused.xlsx", dialog=False)
        shown = [line_shown(row) for row in refused]
        sections.append(Grid("Refused rows", shown, REFUSED_COLUMNS, actions=[door, file], note="first of them"))
    if rows:
        door = Action("All rows", url=list_url("imports/rows", **{"import": found.id}), dialog=False)
        sections.append(Grid("Rows", [line_shown(row) for row in rows], LINE_COLUMNS, actions=[door]))
    mapped = [Pair(column.label, found.mapping[column.name]) for column in kind.columns if column.name in found.mapping]
    chosen = [Pair(name.replace("_", " ").capitalize(), value) for name, value in found.options.items()]
    sections.append(Two(Pairs("Headings", mapped), Pairs("For the whole file", chosen)))
    return sections


def data(ctx: Ctx, found: ImportFacts) -> ImportFacts:
    """Give the import to programs: state, counts, sums and mapping."""
    return found


RECORD = RecordScreen(
    subject=Subject("integrations.import"),
    slug="imports",
    parent="imports",
    permission=READ,
    load=import_by_id,
    title="file_name",
    status=import_status,
    subtitle=lambda found: [kind_label(found.kind), Part(sentence(found))],
    facts=lambda ctx, found: [
        Fact("Rows", found.counts.get("rows", 0), "number", large=True),
        Fact("Blank lines left out", found.counts.get("blank", 0), "number"),
        Fact("Uploaded", found.made_at, "datetime"),
        Fact("By", found.maker or None),
        Fact("Done", found.done_at, "datetime"),
    ],
    actions=actions_on,
    sections=_sections,
    data=data,
)
