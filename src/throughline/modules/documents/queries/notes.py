"""Reading notes and attachments of a record."""

from dataclasses import dataclass
from datetime import datetime

from throughline.kernel.refs import DocumentRef
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

ATTACHMENT = "attachment"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A note as a reader of the record sees it."""

    id: int
    text: str
    told: list[int]
    author_id: int
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """A file that somebody attached."""

    id: int
    name: str
    content_type: str
    size: int
    stored_at: datetime


def notes_on(ctx: Ctx, record: DocumentRef, *, before: int | None = None, limit: int = SHOWN) -> list[NoteFacts]:
    """List the notes on a record, the newest first, a page at a time by key; withdrawn ones are gone."""
    return select(
        NoteFacts,
        """SELECT n.id, n.text, n.told, n.written_by, coalesce(nullif(u.name, ''), u.username, ''), n.written_at
           FROM documents_note n LEFT JOIN platform_user u ON u.id = n.written_by
           WHERE n.company_id = %s AND n.subject_kind = %s AND n.subject_id = %s AND n.withdrawn_at IS NULL
             AND (%s::bigint IS NULL OR n.id < %s)
           ORDER BY n.id DESC LIMIT %s""",
        [ctx.company_id, record.kind, record.id, before, before, limit],
    )


def attachments_on(ctx: Ctx, record: DocumentRef, limit: int = SHOWN) -> list[AttachmentFacts]:
    """List the files that people attached to a record, the newest first."""
    return select(
        AttachmentFacts,
        """SELECT f.id, f.name, f.content_type, f.size, f.stored_at
           FROM documents_file_link l JOIN documents_stored_file f ON f.id = l.file_id AND f.company_id = l.company_id
           WHERE l.company_id = %s AND l.subject_kind = %s AND l.subject_id = %s AND l.role = %s
           ORDER BY l.id DESC LIMIT %s""",
        [ctx.company_id, record.kind, record.id, ATTACHMENT, limit],
    )


def is_attached(ctx: Ctx, record: DocumentRef, file_id: int) -> bool:
    """Say whether a file is an attachment of a record."""
    return bool(
        rows(
            """SELECT 1 FROM documents_file_link WHERE company_id = %s AND subject_kind = %s AND subject_id = %s
               AND role = %s AND file_id = %s""",
            [ctx.company_id, record.kind, record.id, ATTACHMENT, file_id],
        )
    )
