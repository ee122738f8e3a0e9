"""How other systems call a record: on its page, in a form, and in the search."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.kernel.refs import DocumentRef
from throughline.modules.integrations.operations.name_records import ExternalName, name_records
from throughline.modules.integrations.permissions import NAME, NAMES
from throughline.modules.integrations.queries.external import called, names_of
from throughline.platform import refs, subjects
from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.ui import Action, Column, Done, Field, Grid, Hit, OperationForm, Section

COLUMNS = [Column("source", "System", priority=1), Column("external_id", "Its number", "code", priority=1)]
#: Records that other systems know by numbers of theirs; on others names are shown once there are any.
OFFERED = frozenset({"catalog.item", "parties.customer", "sales.order"})


def sections(ctx: Ctx, record: DocumentRef) -> Sequence[Section]:
    """Show how other systems call a record."""
    if not ctx.may(NAMES):
        return []
    found = names_of(ctx, [record])
    offered = record.kind in OFFERED and ctx.may(NAME)
    if not found:
        return []
    about = {"kind": record.kind, "id": record.id}
    add = [Action("Add a name", form="external-names/add", query=about)] if offered else []
    return [Grid("Called elsewhere", found, COLUMNS, actions=add)]


def _add(ctx: Ctx, *, kind: str, id: int, source: str, external_id: str) -> Outcomes:
    return name_records(ctx, names=[ExternalName(kind, id, source.strip(), external_id.strip())])


def _done(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    return Done(refs.resolve([DocumentRef(values["kind"], values["id"])]).popitem()[1].url, result[0].message)


ADD = OperationForm(
    slug="external-names/add",
    title="Add the name of another system",
    text="Imports and messages of that system find this record by it.",
    operation=_add,
    calls="integrations.name_records",
    permission=NAME,
    submit_label="Add the name",
    fields=[
        Field("kind", kind="hidden", required=True),
        Field("id", kind="hidden", parse=int, required=True),
        Field("source", "System", required=True, help="Shop, old ERP ..."),
        Field("external_id", "Its number", required=True),
    ],
    on_done=_done,
)


def find(ctx: Ctx, words: str) -> Sequence[Hit]:
    """Find records that another system calls so; only those that the reader may open."""
    if not ctx.may(NAMES) or len(words.strip()) < 2:
        return []
    named = {DocumentRef(one.kind, one.document_id): one for one in called(ctx, [words.strip()])}
    seen = {
        record: one
        for record, one in named.items()
        if (known := subjects.find(record.kind)) is not None and ctx.may(known.permission)
    }
    return [
        Hit(shown.label, shown.url, seen[record].external_id, f"{shown.noun}, {seen[record].source}")
        for record, shown in refs.resolve(seen).items()
    ]
