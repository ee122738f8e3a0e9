"""Keeping pictures: photos and signatures, looked at before they are kept."""

from collections.abc import Sequence

from throughline.kernel.errors import InvalidInput
from throughline.kernel.refs import DocumentRef
from throughline.modules.documents.acts.store import NewFile, store
from throughline.modules.documents.domain.pictures import KINDS, LARGEST_PICTURE, picture_type
from throughline.platform.operations import Ctx, act


def check_picture(role: str, content: bytes, field: str = "content") -> str:
    """Refuse what is no PNG, JPEG or WebP, or is too large to be kept; give its type."""
    kind = picture_type(content)
    if kind is None:
        told = f"The {role} is no picture that can be kept; send a PNG, JPEG or WebP."
        raise InvalidInput("picture_unknown", told, field=field)
    if len(content) > LARGEST_PICTURE:
        told = f"The {role} has {len(content):,} bytes; at most {LARGEST_PICTURE:,} can be kept."
        raise InvalidInput("picture_too_large", told, field=field)
    return kind


@act
def store_pictures(ctx: Ctx, pictures: Sequence[tuple[DocumentRef, str, bytes]], field: str = "content") -> list[int]:
    """Keep pictures of documents by role, and give their ids; what is no PNG, JPEG or WebP, or too large, is refused.

    The file is named by role and kind: the name that came along is not trusted.
    """
    files = []
    for subject, role, content in pictures:
        kind = check_picture(role, content, field)
        files.append(NewFile(f"{role}.{KINDS[kind]}", kind, content, subject, role))
    return store(ctx, files)
