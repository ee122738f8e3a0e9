"""Series of numbers: where each stands, and a form that changes its prefix or, before it begins, its first number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from throughline.governance.setting_up import SeriesFacts, number_series
from throughline.governance.ui.company import CHANGE, READ
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Column,
    Done,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Status,
    disc,
    form_url,
    ring,
)
from throughline.platform.ui.sentences import said, tell

#: The series that the product takes numbers of, with the words for them and the prefix that they begin with.
KNOWN = {"billing.invoice": ("Invoices", "INV-"), "billing.credit_note": ("Credit notes", "CN-")}


@dataclass(frozen=True, slots=True)
class Row:
    """A series as the list shows it."""

    id: str
    name: str
    prefix: str
    next_number: str
    now: Status


def _all(ctx: Ctx) -> dict[str, SeriesFacts]:
    found = {one.code: one for one in number_series(ctx)}
    return {
        **{code: SeriesFacts(0, code, prefix, 1, "") for code, (_, prefix) in KNOWN.items()},
        **found,
    }


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage(
        [
            Row(
                one.code,
                KNOWN.get(one.code, (one.code, ""))[0],
                one.prefix,
                f"{one.prefix}{one.next_number:06d}",
                disc("In use, without gaps") if one.has_begun else ring("Not begun"),
            )
            for one in _all(ctx).values()
        ]
    )


LIST = ListScreen(
    slug="number-series",
    title="Number series",
    permission=READ,
    nav=Nav("Set up", "Number series", "file-text", 47),
    query=_page,
    columns=[
        Column(
            "name",
            "Documents",
            value=lambda row: said(row.name),
            priority=1,
            url=lambda row: form_url("number-series/set", code=row.id),
        ),
        Column("prefix", "Prefix", "code", priority=2),
        Column("next_number", "Next number", "code", priority=1),
        Column("now", "Now", "status", priority=2),
    ],
    row_url=lambda row: form_url("number-series/set", code=row.id),
    row_label="name",
    searchable=False,
    empty=Empty("No series yet", "They come with the first document."),
)


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    found = _all(ctx).get(query.get("code", ""))
    return {"code": found.code, "prefix": found.prefix, "next_number": found.next_number} if found else {}


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    found = _all(ctx).get(str(values.get("code")))
    if found and found.has_begun:
        return f"It continues with {found.next_number}: numbers have no gaps, so only the prefix can change."
    return "No document has a number of it yet: it may begin where the system before ended."


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    code = str(values.get("code") or "")
    return tell("Numbers of {series}", series=said(KNOWN.get(code, (code,))[0])) if code else "Set a number series"


SET = OperationForm(
    slug="number-series/set",
    title=_title,
    text=_text,
    operation="governance.set_number_series",
    permission=CHANGE,
    submit_label="Save series",
    parent="number-series",
    fields=[
        Field("code", "Series", "select", required=True, choices=[(code, name) for code, (name, _) in KNOWN.items()]),
        Field("prefix", "Prefix", required=True),
        Field("next_number", "Next number", "number", required=True, minimum=1),
        Field("reason", "Reason", "textarea", required=True, rows=2),
    ],
    initial=_initial,
    on_done=lambda ctx, result, values: Done("/number-series/", "Series saved."),
)
