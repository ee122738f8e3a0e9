"""Keeping files and saying what they belong to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from throughline.kernel.errors import InvalidInput
from throughline.kernel.refs import DocumentRef
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, act

LARGEST = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to keep: its name, MIME type and content, and of which document it is what (pdf, xml, attachment)."""

    name: str
    content_type: str
    content: bytes
    subject: DocumentRef | None = None
    role: str = ""


@act
def store(ctx: Ctx, files: Sequence[NewFile]) -> list[int]:
    """Keep files and give their ids in order; at most three statements.

    The same content under the same name is kept once, however often it is stored; the links add up.
    """
    if not files:
        return []
    for new in files:
        _check(new)
    ids = _content(ctx, files)
    numbers = [ids[digest(new.content), new.name] for new in files]
    links = [(number, new.subject, new.role) for number, new in zip(numbers, files, strict=True) if new.subject]
    if links:
        execute(
            """INSERT INTO documents_file_link (company_id, file_id, subject_kind, subject_id, role)
               SELECT %s, u.* FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[]) AS u
               ON CONFLICT DO NOTHING""",
            [
                ctx.company_id,
                [number for number, _, _ in links],
                [subject.kind for _, subject, _ in links],
                [subject.id for _, subject, _ in links],
                [role for _, _, role in links],
            ],
        )
    return numbers


def digest(content: bytes) -> str:
    """Give the SHA-256 of a content in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _content(ctx: Ctx, files: Sequence[NewFile]) -> dict[tuple[str, str], int]:
    unique = {(digest(new.content), new.name): new for new in files}
    keys = [[key[0] for key in unique], [key[1] for key in unique]]
    execute(
        """INSERT INTO documents_stored_file
               (company_id, stored_at, operation_id, digest, name, content_type, size, content)
           SELECT %s, %s, %s, u.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::bytea[])
               AS u(digest, name) ORDER BY u.digest, u.name
           ON CONFLICT (company_id, digest, name) DO NOTHING""",
        [
            ctx.company_id,
            ctx.now,
            ctx.operation_id,
            *keys,
            [new.content_type for new in unique.values()],
            [len(new.content) for new in unique.values()],
            [new.content for new in unique.values()],
        ],
    )
    found = rows(
        """SELECT f.digest, f.name, f.id FROM unnest(%s::text[], %s::text[]) AS u(digest, name)
           JOIN documents_stored_file f ON f.company_id = %s AND f.digest = u.digest AND f.name = u.name""",
        [*keys, ctx.company_id],
    )
    return {(known, name): number for known, name, number in found}


def _check(new: NewFile) -> None:
    if not new.name or len(new.name) > 200 or "/" in new.name or "\0" in new.name:
        raise InvalidInput(
            "file_name_invalid", f"“{new.name[:80]}” is no file name; use 1 to 200 characters, no slash.", field="name"
        )
    if len(new.content_type) > 100 or "/" not in new.content_type:
        raise InvalidInput(
            "content_type_invalid",
            f"“{new.content_type[:80]}” of {new.name} is no content type; use one such as application/pdf.",
            field="content_type",
        )
    if len(new.content) > LARGEST:
        raise InvalidInput(
            "file_too_large",
            f"{new.name} has {len(new.content):,} bytes; at most {LARGEST:,} can be kept.",
            field="content",
        )
