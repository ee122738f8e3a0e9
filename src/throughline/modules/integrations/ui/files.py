"""Files to take along: a template for each kind, and the refused rows with what is wrong with them."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughline.kernel.errors import NotFound
from throughline.modules.documents.public import file
from throughline.modules.integrations.domain.kinds import KINDS, ImportKind
from throughline.modules.integrations.domain.sheets import LARGEST_ROWS, read_table
from throughline.modules.integrations.permissions import READ
from throughline.modules.integrations.queries.imports import import_by_id, import_rows
from throughline.modules.integrations.ui.record import progress
from throughline.platform.operations import Ctx
from throughline.platform.ui import Screen
from throughline.platform.ui.access import fragment, screen_view

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Text stays text: what a foreign file says is never a formula or a link in ours.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def _workbook(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    sent = io.BytesIO()
    with xlsxwriter.Workbook(sent, {**PLAIN, "default_date_format": "yyyy-mm-dd", "remove_timezone": True}) as book:
        bold = book.add_format({"bold": True})
        for name, headings, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
                sheet.set_column(column, column, max(12, min(40, len(heading) + 4)))
            for place, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    _write(sheet, place, column, value)
    return sent.getvalue()


def _write(sheet: Any, place: int, column: int, value: Any) -> None:
    if value == "" or value is None:
        return
    if isinstance(value, str):
        sheet.write_string(place, column, value)
    elif isinstance(value, bool | int | float | date):
        sheet.write(place, column, value)
    else:
        sheet.write_string(place, column, str(value))


def template(kind: ImportKind) -> bytes:
    """Give a workbook to fill in: headings with an example row, and a sheet that says what each column means."""
    meanings = [
        (column.label, "needed" if column.required else "", column.type, column.meaning, column.example)
        for column in kind.columns
    ]
    example = [column.example for column in kind.columns]
    return _workbook(
        [
            (kind.label, [column.label for column in kind.columns], [example]),
            ("Meaning", ["Column", "Needed", "Type", "Meaning", "Example"], meanings),
        ]
    )


def refused(ctx: Ctx, number: int) -> bytes:
    """Give the refused rows in the order of the file: its own columns, then what is wrong, the field and the line."""
    found = import_by_id(ctx, number)
    table = read_table(found.file_name, bytes(file(ctx, found.file_id).content))
    wrong = {row.line: row for row in import_rows(ctx, number, refused=True, limit=LARGEST_ROWS)}
    width = len(table.headings)
    rows = [
        [*list(cells)[:width], *[""] * (width - len(cells)), wrong[line].message, wrong[line].field, line]
        for line, cells in table.rows
        if line in wrong
    ]
    return _workbook([("Refused rows", [*table.headings, "Error", "Field", "Line"], rows)])


def _sent(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def show_template(request: HttpRequest, ctx: Ctx, kind: str) -> HttpResponse:
    """Answer with the template of a kind."""
    if kind not in KINDS:
        raise NotFound("kind_unknown", f"There is nothing called {kind} to import.", kind=kind)
    return _sent(f"{kind}-template.xlsx", template(KINDS[kind]))


def show_refused(request: HttpRequest, ctx: Ctx, number: int) -> HttpResponse:
    """Answer with the refused rows of an import."""
    return _sent(f"import-{number}-refused.xlsx", refused(ctx, number))


def show_progress(request: HttpRequest, ctx: Ctx, number: int) -> HttpResponse:
    """Answer with how far an import is; once it has ended the page loads itself anew."""
    found = import_by_id(ctx, number)
    if not found.wanted:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return fragment(request, ctx, "integrations/progress.html", {"panel": progress(ctx, found)})


class ImportFiles(Screen):
    """The addresses of templates, of refused rows, and of the progress that a page asks for again and again."""

    def routes(self) -> Sequence[URLPattern]:
        return [
            path(f"{self.slug}/templates/<str:kind>.xlsx", screen_view(show_template, self.permission)),
            path(f"{self.slug}/<int:number>/progress/", screen_view(show_progress, self.permission)),
            path(f"{self.slug}/<int:number>/refused.xlsx", screen_view(show_refused, self.permission)),
        ]


FILES = ImportFiles(slug="imports", permission=READ)
