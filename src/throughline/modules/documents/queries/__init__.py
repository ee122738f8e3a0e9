"""Reading kept files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.kernel.errors import NotFound
from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class FileContent:
    """A kept file with its content."""

    id: int
    name: str
    content_type: str
    size: int
    digest: str
    stored_at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A kept file of a document, without its content."""

    id: int
    subject_id: int
    role: str
    name: str
    content_type: str
    size: int
    digest: str
    stored_at: datetime


def file(ctx: Ctx, id: int) -> FileContent:
    """Give a file of the company with its content."""
    found = select(
        FileContent,
        """SELECT id, name, content_type, size, digest, stored_at, content FROM documents_stored_file
           WHERE company_id = %s AND id = %s""",
        [ctx.company_id, id],
    )
    if not found:
        raise NotFound("file_unknown", f"There is no file {id} in this company.", file=id)
    return found[0]


def files_of(ctx: Ctx, kind: str, id: int | Sequence[int]) -> list[FileInfo]:
    """Give the files of a document, or of several of one kind, by role and name."""
    return select(
        FileInfo,
        """SELECT f.id, l.subject_id, l.role, f.name, f.content_type, f.size, f.digest, f.stored_at
           FROM documents_file_link l JOIN documents_stored_file f ON f.id = l.file_id AND f.company_id = l.company_id
           WHERE l.company_id = %s AND l.subject_kind = %s AND l.subject_id = ANY(%s)
           ORDER BY l.subject_id, l.role, f.name, f.id""",
        [ctx.company_id, kind, [id] if isinstance(id, int) else list(id)],
    )
