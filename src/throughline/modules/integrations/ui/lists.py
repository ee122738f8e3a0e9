"""Imports in a list, their rows in a list, and what can be imported."""

from dataclasses import dataclass
from datetime import datetime

from throughline.kernel.digits import is_id
from throughline.modules.integrations.domain.kinds import KINDS
from throughline.modules.integrations.permissions import READ
from throughline.modules.integrations.queries.imports import ImportFacts, RowFacts, import_page, import_rows
from throughline.modules.integrations.ui.words import difference, import_status, kind_label, row_status
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Status,
    View,
    form_url,
    record_url,
)
from throughline.platform.ui.sentences import said

STATES = ("uploaded", "mapped", "checked", "running", "done", "undoing", "undone")
VERDICTS = ("new", "changed", "same", "refused")


@dataclass(frozen=True, slots=True)
class ImportRowShown:
    """An import as the list shows it."""

    id: int
    file: str
    kind: str
    rows: int
    new: int
    changed: int
    refused: int
    who: str
    at: datetime
    now: Status


def _shown(found: ImportFacts) -> ImportRowShown:
    counts = found.counts
    return ImportRowShown(
        found.id,
        found.file_name,
        kind_label(found.kind),
        counts.get("rows", 0),
        counts.get("new", 0),
        counts.get("changed", 0),
        counts.get("now_refused", counts.get("refused", 0)),
        found.maker,
        found.made_at,
        import_status(found),
    )


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = import_page(
        ctx,
        kinds=asked.filters.get("kind") or (),
        states=asked.filters.get("state") or (),
        before=asked.before,
        limit=asked.size + 1,
    )
    return ListPage.cut(found, asked.size, show=lambda page: [_shown(one) for one in page])


NEW = Action("New import", form="imports/new", primary=True, key="N", dialog=False)

LIST = ListScreen(
    slug="imports",
    title="Imports",
    permission=READ,
    nav=Nav("Set up", "Imports", "clipboard-plus", 60),
    query=_page,
    columns=[
        Column("file", "File", priority=1, width=240, url=lambda row: record_url("imports", row.id)),
        Column("kind", "What", priority=2),
        Column("rows", "Rows", "number", align="end", priority=2),
        Column("new", "New", "number", align="end"),
        Column("changed", "Changed", "number", align="end"),
        Column("refused", "Refused", "number", align="end", tone=lambda row: "warn" if row.refused else None),
        Column("who", "By", dim=True, priority=4),
        Column("at", "Uploaded", "datetime", dim=True, priority=3),
        Column("now", "Now", "status", priority=2),
    ],
    filters=[
        Filter("kind", "What", choices=[(name, kind.label) for name, kind in KINDS.items()]),
        Filter("state", "State", choices=[(state, state.capitalize()) for state in STATES]),
    ],
    views=[
        View("all", "All"),
        View("open", "Not done", {"state": ["uploaded", "mapped", "checked", "running", "undoing"]}),
    ],
    new=NEW,
    actions=[Action("What can be imported", url="/imports/kinds/", dialog=False)],
    row_url=lambda row: record_url("imports", row.id),
    row_label="file",
    searchable=False,
    empty=Empty(
        "No imports here",
        "An import takes a CSV or XLSX file from upload over mapping and check to commit, and back.",
        first_use="Start with a template: items first, then packagings, prices, customers, stock, open items, orders.",
        action=Action("What can be imported", url="/imports/kinds/"),
    ),
)


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind of import as the list shows it."""

    id: str
    label: str
    meaning: str
    key: str
    needs: str
    template: str = "Template"


def _inside(label: str) -> str:
    """Give the label of a column as it stands among others; nouns keep their capital in German."""
    told = str(said(label))
    return label.lower() if told == label else told


def _kinds(ctx: Ctx, asked: ListRequest) -> ListPage:
    found = []
    for kind in KINDS.values():
        required = ", ".join(_inside(column.label) for column in kind.required)
        found.append(KindShown(kind.name, kind.label, kind.meaning, required, kind.needs))
    return ListPage(found)


KINDS_LIST = ListScreen(
    slug="imports/kinds",
    title="What can be imported",
    permission=READ,
    parent="imports",
    query=_kinds,
    columns=[
        Column("label", "What", priority=1, width=140, url=lambda row: form_url("imports/new", kind=row.id)),
        Column("meaning", "Contents", priority=2, width=420),
        Column("key", "Needed columns", priority=3, width=220),
        Column("needs", "Who may", dim=True, priority=4, width=220),
        Column("template", "Template", "link", priority=2, url=lambda row: f"/imports/templates/{row.id}.xlsx"),
    ],
    row_label="label",
    searchable=False,
)


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of an import as lists show it."""

    id: int
    line: int
    key: str
    what: str
    message: str
    now: Status


def line_shown(row: RowFacts) -> LineShown:
    """Say a line: what differs, what was said, where it stands."""
    return LineShown(row.line, row.line, row.key, difference(row.old, row.new), row.message, row_status(row))


LINE_COLUMNS = [
    Column("line", "Line", "number", align="end", priority=1),
    Column("key", "What", "code", priority=1),
    Column("now", "Verdict", "status", priority=2),
    Column("what", "Difference", priority=2, width=460),
    Column("message", "Reason", priority=1, tone=lambda row: "stop" if row.now.label == "Refused" else None),
]
#: Of refused lines the reason counts, in full.
REFUSED_COLUMNS = [
    Column("line", "Line", "number", align="end", priority=1),
    Column("key", "What", "code", priority=1),
    Column("message", "Reason", priority=1, tone=lambda row: "stop"),
]


def _lines(ctx: Ctx, asked: ListRequest) -> ListPage:
    number = asked.one("import") or ""
    if not is_id(number):
        return ListPage([])
    found = import_rows(
        ctx,
        int(number),
        verdicts=asked.filters.get("verdict") or (),
        states=asked.filters.get("state") or (),
        after=asked.before or 0,
        limit=asked.size + 1,
    )
    return ListPage.cut(found, asked.size, lambda row: row.line, lambda page: [line_shown(row) for row in page])


LINES = ListScreen(
    slug="imports/rows",
    title="Rows of an import",
    permission=READ,
    parent="imports",
    query=_lines,
    columns=LINE_COLUMNS,
    filters=[
        Filter("import", "Import", "text"),
        Filter("verdict", "Verdict", choices=[(one, one.capitalize()) for one in VERDICTS]),
        Filter(
            "state",
            "State",
            choices=[(one, one.capitalize()) for one in ("checked", "done", "refused", "same", "undone")],
        ),
    ],
    row_label="key",
    searchable=False,
    empty=Empty("No such rows", "Open an import and follow one of its counts."),
)

__all__ = ["KINDS_LIST", "LINES", "LINE_COLUMNS", "LIST", "REFUSED_COLUMNS", "line_shown"]
