"""Attaching files to a record."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.governance.public import record_of
from throughline.kernel.errors import InvalidInput
from throughline.modules.documents.acts.store import NewFile, store
from throughline.modules.documents.domain.contents import TAKEN, content_type
from throughline.modules.documents.permissions import NOTE
from throughline.modules.documents.queries.notes import ATTACHMENT
from throughline.platform.operations import Ctx, operation

MOST = 10
LARGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file to attach: what it is follows from its content."""

    name: str
    content: bytes


@operation("documents.attach_files", permission=NOTE)
def attach_files(ctx: Ctx, *, subject_kind: str, subject_id: int, files: Sequence[NewAttachment]) -> list[int]:
    """Attach files to a record that one may open, and give their ids; the content decides what they are.

    What a browser would run is refused. An attachment stays: it is part of what is known about the record.
    """
    record = record_of(ctx, subject_kind, subject_id)
    if not files or len(files) > MOST:
        raise InvalidInput("files_missing", f"Attach 1 to {MOST} files at a time.", field="files")
    kept = []
    for new in files:
        if len(new.content) > LARGEST:
            told = f"{new.name[:80]} has {len(new.content):,} bytes; at most {LARGEST:,} can be attached."
            raise InvalidInput("file_too_large", told, field="files")
        kind = content_type(new.name, new.content)
        if kind is None:
            raise InvalidInput("content_refused", f"{new.name[:80]} cannot be attached; take {TAKEN}.", field="files")
        kept.append(NewFile(new.name, kind, new.content, record, ATTACHMENT))
    ctx.running().touched(record.kind, record.id)
    return store(ctx, kept)
