"""What a picture is, told from its first bytes and never from the name or type that came with it."""

LARGEST_PICTURE = 8 * 1024 * 1024

#: Content type and ending of the kinds of picture that are kept; nothing that can carry script is among them.
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def picture_type(content: bytes) -> str | None:
    """Give the content type of a PNG, JPEG or WebP picture, or nothing."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
