"""What a picture is, told from its first bytes and never from the name or type that came with it."""

from throughline.modules.documents.domain.contents import content_type

LARGEST_PICTURE = 8 * 1024 * 1024

#: Content type and ending of the kinds of picture that are kept; nothing that can carry script is among them.
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def picture_type(content: bytes) -> str | None:
    """Give the content type of a PNG, JPEG or WebP picture, or nothing."""
    kind = content_type("", content)
    return kind if kind in KINDS else None
